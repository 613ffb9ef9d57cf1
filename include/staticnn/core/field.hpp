#pragma once

#include <cstddef>
#include <type_traits>

#include <staticnn/core/shape.hpp>

namespace staticnn {

/// One parameter or buffer of a layer: its name, and where its numbers lie in the layer's storage.
///
/// Shapes   element (i, j, ...) lies at offset + i stride[0] + j stride[1] + ...; shape is PyTorch's
struct Field {
    char const* name = nullptr;
    Shape shape;
    std::size_t offset = 0;
    std::size_t stride[Shape::max_rank]{};
};

/// The fields of a layer, in PyTorch's order: `Fields{Field{...}, Field{...}}`.
template <std::size_t Count>
struct Fields {
    static constexpr std::size_t count = Count;
    Field field[Count];

    constexpr Field const* begin() const { return field; }
    constexpr Field const* end() const { return field + Count; }

    constexpr std::size_t size() const {
        std::size_t total = 0;
        for (Field const& f : field) total += f.shape.size();
        return total;
    }
};

template <>
struct Fields<0> {
    static constexpr std::size_t count = 0;
    static constexpr Field field[1]{};  // never looked at
    constexpr Field const* begin() const { return nullptr; }
    constexpr Field const* end() const { return nullptr; }
    constexpr std::size_t size() const { return 0; }
};

template <class... F>
Fields(F...) -> Fields<sizeof...(F)>;

/// A parameter, buffer or gradient as PyTorch shows it, wherever its numbers lie: element (o, i) of `0.weight` is
/// `p(o, i)`, and `p[k]` walks them in the order of PyTorch's `tensor.flatten()`.
///
/// Cost     refers to the storage; valid as long as the model or trainer it came from
/// Edges    an index left out counts as 0; one outside its extent is undefined, as for a C array
template <class T>
class FieldView {
public:
    using value_type = std::remove_const_t<T>;

    constexpr FieldView(T* storage, Field const& field) : first_(storage + field.offset), field_(field) {}

    constexpr Shape shape() const { return field_.shape; }
    constexpr std::size_t size() const { return field_.shape.size(); }

    template <class... Indices>
    constexpr T& operator()(Indices... indices) const {
        static_assert(sizeof...(Indices) <= Shape::max_rank, "FieldView: one index for each extent of its shape");
        std::size_t d = 0, at = 0;
        ((at += std::size_t(indices) * field_.stride[d++]), ...);
        return first_[at];
    }

    constexpr T& operator[](std::size_t k) const {
        std::size_t at = 0;
        for (std::size_t d = field_.shape.rank; d-- > 0; k /= field_.shape[d])
            at += k % field_.shape[d] * field_.stride[d];
        return first_[at];
    }

private:
    T* first_;
    Field field_;
};

}  // namespace staticnn
