"""Makes the golden data in tests/golden/data/ from PyTorch. Run by hand, never by the tests:

    apt-get install python3-torch
    /usr/bin/python3 tests/golden/generate.py            # all files, a few seconds
    /usr/bin/python3 tests/golden/generate.py --long     # also trains 100,000 epochs again, two minutes

Debian 12's python3-torch 1.13.1, which calls itself 1.13.0a0, makes byte-identical files every time, with the reference
BLAS of libblas3. OpenBLAS sums in an order of its own on each processor: where it is installed, put
LD_PRELOAD=/usr/lib/x86_64-linux-gnu/blas/libblas.so.3 before the command.

Weights, inputs and targets of the layers are not stored: both sides draw them from the same Generator.
Expected values of the layers are PyTorch's in double; here PyTorch's float is checked to be as near to them
as the tests ask of ours.
"""

import fnmatch
import itertools
import os
import subprocess
import sys
import textwrap
from pathlib import Path

# PyTorch rounds differently with and without vectors, and which it uses is settled when it is imported: each
# file has a process of its own. Uniform numbers are those of the fused multiply-add, as on any recent machine;
# normal numbers are those of the C library's log, sin and cos, not of the vector path's cruder ones.
FILES = {"relu_tutorial": "avx2", "generator": "avx2", "normal": "default", "layers": "avx2", "rows": "avx2",
         "activations": "avx2", "recurrent": "avx2", "convolution": "avx2", "cross_entropy_loss": "avx2",
         "bce_with_logits_loss": "avx2", "optimizers": "avx2", "adamw": "avx2", "schedules": "avx2",
         "clipping": "avx2", "groups": "avx2", "frozen": "avx2", "lerp": "avx2"}

if __name__ == "__main__" and os.environ.get("GOLDEN_FILE") is None:
    for name, capability in FILES.items():
        environment = {**os.environ, "GOLDEN_FILE": name, "ATEN_CPU_CAPABILITY": capability}
        subprocess.run([sys.executable, *sys.argv], env=environment, check=True)
    sys.exit()

import numpy
import torch
from torch import nn

torch.set_num_threads(1)


# --- C++ ---------------------------------------------------------------------------------------------------------


def literal(value):
    """The shortest text that gives back every bit of a number."""
    if isinstance(value, numpy.float32):
        return repr(value) + "F"
    return repr(float(value)) if isinstance(value, (float, numpy.float64)) else f"{int(value)}U"


def braces(values):
    if isinstance(values, torch.Tensor):
        values = values.detach().flatten().numpy()
    return "{" + ", ".join(literal(value) for value in values) + "}"


def constant(type, name, value, keyword="inline constexpr"):
    is_list = isinstance(value, (list, torch.Tensor))
    text = f"{keyword} {type} {name}{'[]' if is_list else ''} = {braces(value) if is_list else literal(value)};"
    return textwrap.fill(text, 118, subsequent_indent="    ", break_on_hyphens=False)


def struct(name, comment, members):
    """A struct of static constants; a member is (type, name, value)."""
    lines = "\n".join(constant(*member, keyword="static constexpr") for member in members)
    head = f"/// {comment}\n" if comment else ""
    return f"{head}struct {name} {{\n{textwrap.indent(lines, '    ')}\n}};\n"


def write(name, *parts):
    header = f"""\
// Made by tests/golden/generate.py from PyTorch {torch.__version__}: do not edit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace golden::{name} {{
"""
    text = "\n".join([header, *parts, f"}}  // namespace golden::{name}\n"])
    (Path(__file__).parent / "data" / f"{name}.hpp").write_text(text)


# --- the ReLU tutorial -------------------------------------------------------------------------------------------


def all_values(tensors):
    return torch.cat([tensor.detach().flatten() for tensor in tensors])


def relu_tutorial():
    # The path after some hundred epochs depends on the last bit of each sum: these are one machine's ends.
    final_losses = {
        ("relu", 0): 1034.340087890625,
        ("relu", 1): 897.0193481445312,
        ("relu", 42): 568.0171508789062,
        ("linear", 42): 533392.3125,
    }
    x = torch.arange(1.0, 100.0).reshape(99, 1)
    y = x**2

    def run(kind, seed):
        torch.manual_seed(seed)
        net = [nn.Linear(1, 8), nn.ReLU(), nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 1)]
        model = nn.Sequential(*(net if kind == "relu" else net[::2]))
        optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
        losses, parameters = [], [all_values(model.parameters())]
        for _ in range(100_000 if "--long" in sys.argv else 101):
            loss = nn.functional.mse_loss(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            if len(losses) <= 100:
                parameters.append(all_values(model.parameters()))
        if "--long" in sys.argv:
            assert losses[-1] == final_losses[kind, seed], (kind, seed, losses[-1])
        return struct(f"{kind}_{seed}", f"The {kind} network, torch.manual_seed({seed}).", [
            ("std::uint64_t", "seed", seed),
            ("float", "initial", parameters[0]),
            *[("float", f"after_{steps}", parameters[steps]) for steps in (1, 2, 10, 100)],
            ("float", "losses", [numpy.float32(loss) for loss in losses[:101]]),
            ("double", "loss_after_100000", final_losses[kind, seed]),
        ])

    write("relu_tutorial", *[run(*key) for key in final_losses])


# --- random numbers ----------------------------------------------------------------------------------------------

SCALARS = {"float": torch.float32, "double": torch.float64}


def generator():
    def fresh(seed, draw):
        torch.manual_seed(seed)
        return draw()

    def bits():
        halves = torch.empty(4, dtype=torch.int64).random_(-(2**63), None).numpy().view(numpy.uint64)
        return [half for both in halves for half in divmod(int(both), 2**32)]

    def stream(seed):
        members = [("std::uint64_t", "seed", seed), ("std::uint32_t", "bits", fresh(seed, bits))]
        for name, dtype in SCALARS.items():
            unit = fresh(seed, lambda: torch.rand(8, dtype=dtype))
            uneven = fresh(seed, lambda: torch.empty(16, dtype=dtype).uniform_(-0.1, 0.3))
            members += [(name, f"{name}_unit", unit), (name, f"{name}_uneven", uneven)]
        for count in (1, 2, 7, 99):
            order = fresh(seed, lambda: torch.randperm(count))
            members += [("std::uint32_t", f"permutation_{count}", order)]
        order = fresh(seed, lambda: torch.randperm(1000))
        members += [("std::uint32_t", "permutation_1000_front", order[:8])]
        members += [("std::uint32_t", "permutation_1000_back", order[-8:])]
        members += [("float", "unit_after_permutation_1000", numpy.float32(torch.rand(1).item()))]
        return struct(f"seed_{seed}", f"torch.manual_seed({seed}) before each.", members)

    write("generator", *[stream(seed) for seed in (0, 1, 42, 2**32 + 5, 2**63 - 1)])


def normal():
    def normal_(count, mean, std, dtype):
        return torch.empty(count, dtype=dtype).normal_(mean, std)

    sample = textwrap.dedent("""\
        /// torch.manual_seed(seed), then tensor.normal_(mean, std).
        template <class T>
        struct Sample {
            std::uint64_t seed;
            T mean, std;
            std::span<T const> values;
        };
        """)
    parts = [sample]
    cases = [(42, 0.0, 1.0, 1000)]
    cases += itertools.product((0, 2**63 - 1), (0.0, 1.5), (0.37,), (1, 3, 15, 16, 17, 32, 99))
    for name, dtype in SCALARS.items():
        table = []
        for k, (seed, mean, std, count) in enumerate(cases):
            torch.manual_seed(seed)
            parts.append(constant(name, f"{name}_{k}", normal_(count, mean, std, dtype)))
            suffix = "F" if name == "float" else ""
            table.append(f"    {{{seed}U, {mean}{suffix}, {std}{suffix}, {name}_{k}}},\n")
        parts.append(f"inline constexpr Sample<{name}> {name}_samples[] = {{\n{''.join(table)}}};\n")

    torch.manual_seed(42)
    parts.append(struct("interleaved", "One stream, in this order: who keeps the second number of a pair, and how long?", [
        ("float", "normal_3", normal_(3, 0, 1, torch.float32)),
        ("float", "uniform_2", torch.rand(2)),
        ("double", "double_normal_4", normal_(4, 0, 1, torch.float64)),
        ("float", "normal_17", normal_(17, 0, 1, torch.float32)),
        ("double", "double_normal_1", normal_(1, 0, 1, torch.float64)),
        ("float", "normal_1", normal_(1, 0, 1, torch.float32)),
        ("float", "last_uniform", torch.rand(1)),
    ]))
    write("normal", *parts)


# --- layers ------------------------------------------------------------------------------------------------------


class Residual(nn.Module):
    def __init__(self, body, shortcut=None):
        super().__init__()
        self.body = body
        self.shortcut = shortcut or nn.Identity()

    def forward(self, x):
        return self.body(x) + self.shortcut(x)


def draw(dtype, *shape):
    """Numbers that are the same in float and double."""
    return torch.empty(*shape).uniform_(-1, 1).to(dtype)


def draw_parameters(model, dtype):
    model.to(dtype)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(draw(dtype, *parameter.shape))


def check_float(in_float, in_double):
    """PyTorch's own float passes the test that ours must pass."""
    for (_, name, value), (_, _, exact) in zip(in_float, in_double):
        if isinstance(exact, (torch.Tensor, float)):
            value, exact = (torch.as_tensor(v, dtype=torch.float64) for v in (value, exact))
            error = torch.linalg.vector_norm(value - exact) / torch.linalg.vector_norm(exact)
            assert error < 1e-5, (name, error)


def layer_case(name, make_net, inputs, outputs, samples):
    def members(dtype):
        torch.manual_seed(42)
        model = make_net()
        torch.manual_seed(42)
        draw_parameters(model, dtype)
        x = draw(dtype, samples, inputs).requires_grad_()
        target = draw(dtype, samples, outputs)
        output = model(x)
        loss = nn.functional.mse_loss(output, target)
        loss.backward()
        result = [
            ("std::size_t", "samples", samples),
            ("std::size_t", "inputs", inputs),
            ("std::size_t", "outputs", outputs),
            ("double", "loss", loss.item()),
            ("double", "output", output),
            ("double", "gradient", all_values(p.grad for p in model.parameters() if p.requires_grad)),
            ("double", "input_gradient", x.grad),
        ]
        if list(model.parameters()):
            result.insert(-1, ("double", "gradient", all_values(p.grad for p in model.parameters())))
        if list(model.buffers()):
            for _ in range(2):
                model(draw(dtype, samples, inputs))
            result.append(("double", "buffers_after_3", all_values(b.to(dtype) for b in model.buffers())))
            result.append(("double", "inference", model.eval()(x)))
        return result

    in_double = members(torch.float64)
    check_float(members(torch.float32), in_double)
    return struct(name, None, in_double)


def mean_squared_error(samples, outputs):
    torch.manual_seed(42)
    output = draw(torch.float64, samples, outputs).requires_grad_()
    target = draw(torch.float64, samples, outputs)
    members = [("std::size_t", "samples", samples), ("std::size_t", "outputs", outputs)]
    for reduction in ("mean", "sum"):
        loss = nn.functional.mse_loss(output, target, reduction=reduction)
        (gradient,) = torch.autograd.grad(loss, output)
        members += [("double", reduction, loss.item()), ("double", f"{reduction}_gradient", gradient)]
    return struct(f"mse_{outputs}_x{samples}", "Loss and its gradient, for both reductions.", members)


def initial_parameters():
    def values(dtype):
        torch.set_default_dtype(dtype)
        torch.manual_seed(42)
        model = nn.Sequential(
            nn.Linear(1, 3),
            Residual(nn.Sequential(nn.Linear(3, 7), nn.ReLU(), nn.Linear(7, 3))),
            nn.BatchNorm1d(3),
            nn.Linear(3, 17, bias=False),
            nn.Linear(17, 2),
            Residual(nn.Linear(2, 5), nn.Linear(2, 5)),
        )
        torch.set_default_dtype(torch.float32)
        return all_values(model.parameters())

    members = [(name, f"{name}_parameters", values(dtype)) for name, dtype in SCALARS.items()]
    return struct("initial", "torch.manual_seed(42), then the network is made.", members)


def layers():
    def linear(inputs, outputs, samples):
        net = lambda: nn.Linear(inputs, outputs)
        return layer_case(f"linear_{inputs}_{outputs}_x{samples}", net, inputs, outputs, samples)

    def linear_without_bias(inputs, outputs, samples):
        net = lambda: nn.Linear(inputs, outputs, bias=False)
        return layer_case(f"linear_without_bias_{inputs}_{outputs}_x{samples}", net, inputs, outputs, samples)

    def two_layers(inputs, hidden, outputs, samples):
        net = lambda: nn.Sequential(nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, outputs))
        return layer_case(f"two_layers_{inputs}_{hidden}_{outputs}_x{samples}", net, inputs, outputs, samples)

    def batch_norm(features, samples):
        net = lambda: nn.BatchNorm1d(features)
        return layer_case(f"batch_norm_{features}_x{samples}", net, features, features, samples)

    def batch_norm_inside(samples):
        net = lambda: nn.Sequential(nn.Linear(3, 7), nn.BatchNorm1d(7), nn.ReLU(), nn.Linear(7, 2))
        return layer_case(f"batch_norm_inside_x{samples}", net, 3, 2, samples)

    def residual(samples):
        body = lambda: nn.Sequential(nn.Linear(3, 7), nn.ReLU(), nn.Linear(7, 3))
        net = lambda: nn.Sequential(nn.Linear(5, 3), Residual(body()), nn.ReLU(), nn.Linear(3, 2))
        return layer_case(f"residual_x{samples}", net, 5, 2, samples)

    def residual_first(samples):
        net = lambda: Residual(nn.Linear(7, 7))
        return layer_case(f"residual_first_x{samples}", net, 7, 7, samples)

    def residual_with_shortcut(samples):
        body = lambda: nn.Sequential(nn.Linear(3, 7), nn.ReLU(), nn.Linear(7, 5))
        net = lambda: Residual(body(), nn.Linear(3, 5))
        return layer_case(f"residual_with_shortcut_x{samples}", net, 3, 5, samples)

    def activation(name, make, inputs, hidden, outputs, samples):
        net = lambda: nn.Sequential(nn.Linear(inputs, hidden), make(), nn.Linear(hidden, outputs), make())
        return layer_case(f"{name}_{inputs}_{hidden}_{outputs}_x{samples}", net, inputs, outputs, samples)

    shapes_of_activations = ((1, 8, 1, 99), (3, 17, 7, 16), (33, 7, 3, 17))

    write(
        "layers",
        initial_parameters(),
        *[mean_squared_error(*shape) for shape in ((1, 1), (7, 3), (17, 17), (99, 1))],
        *[linear(*shape) for shape in ((1, 1, 1), (1, 3, 7), (1, 99, 7), (3, 1, 99), (3, 7, 16))],
        *[linear(*shape) for shape in ((7, 3, 33), (17, 3, 17), (99, 3, 7))],
        *[linear_without_bias(*shape) for shape in ((3, 17, 16), (17, 1, 33))],
        *[two_layers(*shape) for shape in ((1, 8, 1, 99), (3, 17, 7, 16), (7, 7, 3, 33), (17, 33, 1, 1))],
        *[batch_norm(*shape) for shape in ((1, 99), (3, 7), (7, 16), (17, 33))],
        *[batch_norm_inside(samples) for samples in (7, 16, 17)],
        *[residual(samples) for samples in (7, 17, 33)],
        *[residual_first(samples) for samples in (1, 16)],
        *[residual_with_shortcut(samples) for samples in (7, 17)],
        *[activation("tanh", nn.Tanh, *shape) for shape in shapes_of_activations],
        *[activation("sigmoid", nn.Sigmoid, *shape) for shape in shapes_of_activations],
    )


# --- layers that act on the last extent of a sample ---------------------------------------------------------------


def of_rows(name, layer, shape, output, samples):
    """A layer on samples of a shape, which both sides draw as flat numbers."""
    net = lambda: nn.Sequential(nn.Unflatten(1, shape), layer(), nn.Flatten())
    inputs, outputs = numpy.prod(shape), numpy.prod(output)
    extents = "_".join(str(extent) for extent in shape)
    return layer_case(f"{name}_{extents}_to_{output[-1]}_x{samples}", net, int(inputs), int(outputs), samples)


def rows():
    def linear(shape, outputs, samples, bias=True):
        name = "linear" if bias else "linear_without_bias"
        layer = lambda: nn.Linear(shape[-1], outputs, bias=bias)
        return of_rows(name, layer, shape, (*shape[:-1], outputs), samples)

    def layer_norm(shape, samples):
        return of_rows("layer_norm", lambda: nn.LayerNorm(shape[-1]), shape, shape, samples)

    inside = lambda: nn.Sequential(nn.Linear(3, 7), nn.LayerNorm(7), nn.ReLU(), nn.Linear(7, 2))

    write(
        "rows",
        *[linear(*case) for case in (((3, 7), 5, 7), ((2, 17), 17, 17), ((7, 1), 99, 1), ((2, 3, 3), 1, 17))],
        linear((2, 99), 3, 3, bias=False),
        *[layer_norm(*case) for case in (((3,), 17), ((17,), 7), ((99,), 1), ((3, 7), 16), ((2, 2, 17), 3))],
        layer_case("layer_norm_inside_x17", inside, 3, 2, 17),
    )


# --- layers over sequences ---------------------------------------------------------------------------------------


class Outputs(nn.Module):
    """The outputs of all steps, or of the last."""

    def __init__(self, layer, last_only=False):
        super().__init__()
        self.layer = layer
        self.last_only = last_only

    def forward(self, x):
        y, _ = self.layer(x)
        return y[:, -1] if self.last_only else y


def recurrent():
    def alone(kind, steps, inputs, hidden, samples):
        layer = lambda: Outputs(kind(inputs, hidden, batch_first=True))
        return of_rows(kind.__name__.lower(), layer, (steps, inputs), (steps, hidden), samples)

    def last_of_two(kind, samples):
        first = lambda: Outputs(kind(3, 7, batch_first=True))
        second = lambda: Outputs(kind(7, 5, batch_first=True), last_only=True)
        net = lambda: nn.Sequential(first(), nn.ReLU(), second(), nn.Linear(5, 2))
        return of_rows(f"last_of_two_{kind.__name__.lower()}", net, (6, 3), (2,), samples)

    shapes = ((1, 1, 1, 1), (5, 3, 7, 17), (9, 1, 17, 3), (3, 17, 4, 16), (2, 2, 19, 7))
    write(
        "recurrent",
        *[alone(kind, *shape) for kind in (nn.LSTM, nn.GRU) for shape in shapes],
        *[last_of_two(kind, samples) for kind in (nn.LSTM, nn.GRU) for samples in (1, 17)],
# --- activations -------------------------------------------------------------------------------------------------


def values_of(name, make, x):
    """An elementwise layer on some numbers, and its derivative."""
    x = torch.tensor(x, dtype=torch.float64).requires_grad_()
    y = make()(x)
    y.sum().backward()
    return struct(f"{name}_values", None, [("double", "x", x), ("double", "y", y), ("double", "derivative", x.grad)])


def activations():
    def between_linears(name, make, *shapes):
        def case(inputs, hidden, outputs, samples):
            net = lambda: nn.Sequential(nn.Linear(inputs, hidden), make(), nn.Linear(hidden, outputs), make())
            return layer_case(f"{name}_{inputs}_{hidden}_{outputs}_x{samples}", net, inputs, outputs, samples)

        return [case(*shape) for shape in shapes or ((1, 99, 1, 7), (3, 17, 7, 16), (17, 7, 3, 17))]

    # Of numbers well below zero PyTorch's float has too few digits left: no 99 terms in a sum.
    gelu_shapes = ((1, 7, 1, 99), (3, 17, 7, 16), (17, 7, 3, 17))
    def probabilities(name, make, shape, samples):
        return of_rows(name, lambda: make(dim=-1), shape, shape, samples)

    def classifier(name, make):
        net = lambda: nn.Sequential(nn.Linear(3, 17), nn.Tanh(), nn.Linear(17, 7), make(dim=-1))
        return layer_case(f"{name}_classifier_x17", net, 3, 7, 17)

    both = (("softmax", nn.Softmax), ("log_softmax", nn.LogSoftmax))
    shapes_of_probabilities = (((3,), 17), ((17,), 7), ((99,), 1), ((2, 7), 16), ((3, 2, 3), 5))
    cases_of_probabilities = [(*kind, *shape) for kind in both for shape in shapes_of_probabilities]
    gelu_tanh = lambda: nn.GELU(approximate="tanh")
    numbers = [k / 8 for k in range(-64, 65)] + [-40.0, -20.0, -9.5, 9.5, 20.0, 40.0]

    write(
        "activations",
        *between_linears("leaky_relu", nn.LeakyReLU),
        *between_linears("leaky_relu_10th", lambda: nn.LeakyReLU(0.1)),
        *between_linears("leaky_relu_negative", lambda: nn.LeakyReLU(-0.5)),
        *between_linears("gelu", nn.GELU, *gelu_shapes),
        *between_linears("gelu_tanh", gelu_tanh, *gelu_shapes),
        *between_linears("prelu", nn.PReLU),
        layer_case("prelu_channels_7_x33", lambda: nn.PReLU(7), 7, 7, 33),
        of_rows("prelu_channels", lambda: nn.PReLU(3), (3, 17), (3, 17), 7),
        of_rows("prelu_channels", lambda: nn.PReLU(7), (7, 2, 3), (7, 2, 3), 1),
        *[classifier(*kind) for kind in both],
        *[probabilities(*case) for case in cases_of_probabilities],
        values_of("gelu", nn.GELU, numbers),
        values_of("gelu_tanh", gelu_tanh, numbers),
    )


# --- optimisers --------------------------------------------------------------------------------------------------


def twenty_steps(dtype, make_optimizer, make_net=None, reduction="mean", before_step=None, after_step=None):
    """Losses and parameters of 3-7-2 on 16 samples."""
    model = make_net() if make_net else nn.Sequential(nn.Linear(3, 7), nn.ReLU(), nn.Linear(7, 2))
    torch.manual_seed(42)
    draw_parameters(model, dtype)
    x, target = draw(dtype, 16, 3), draw(dtype, 16, 2)
    criterion = nn.MSELoss(reduction=reduction)
    optimizer = make_optimizer(model)
    losses = []
    for step in range(20):
        loss = criterion(model(x), target)
        optimizer.zero_grad()
        loss.backward()
        if before_step:
            before_step(model)
        optimizer.step()
        if after_step:
            after_step(optimizer, step)
        losses.append(loss.detach())
    return [("double", "losses", torch.stack(losses)), ("double", "parameters", all_values(model.parameters()))]


def write_runs(file, cases, members, others=()):
    """A struct for each case {name: (comment, ...)}, each of which ends elsewhere; members(dtype, ...) makes it."""
    results = {}
    for name, (_, *case) in cases.items():
        results[name] = members(torch.float64, *case)
        check_float(members(torch.float32, *case), results[name])
    for one, other in itertools.combinations(results.values(), 2):
        same_shape = one[1][2].shape == other[1][2].shape
        same = same_shape and torch.allclose(one[1][2], other[1][2], rtol=1e-3)
        assert not same, "two cases that no test could tell apart"
    write(file, *others, *[struct(name, cases[name][0], result) for name, result in results.items()])


def of_options(cases):
    """Cases of an optimiser with options, as write_runs takes them."""
    return {
        name: (f"{kind.__name__}({', '.join(f'{k}={v}' for k, v in options.items())})", kind, options)
        for name, (kind, options) in cases.items()
    }


def run_of_options(dtype, kind, options, reduction="mean"):
    return twenty_steps(dtype, lambda model: kind(model.parameters(), **options), reduction=reduction)


def optimizers():
    adam, sgd = torch.optim.Adam, torch.optim.SGD
    cases = of_options({
        "adam": (adam, dict(lr=0.01)),
        "adam_weight_decay": (adam, dict(lr=0.01, weight_decay=0.1)),
        "adam_betas_eps": (adam, dict(lr=0.01, betas=(0.8, 0.9), eps=1e-3)),
        "adam_short_memory": (adam, dict(lr=0.01, betas=(0.8, 0.5))),
        "adam_amsgrad": (adam, dict(lr=0.01, betas=(0.8, 0.5), amsgrad=True)),
        "sgd": (sgd, dict(lr=0.05)),
        "sgd_momentum": (sgd, dict(lr=0.05, momentum=0.9)),
        "sgd_dampening": (sgd, dict(lr=0.05, momentum=0.9, dampening=0.1)),
        "sgd_nesterov": (sgd, dict(lr=0.05, momentum=0.9, nesterov=True)),
        "sgd_weight_decay": (sgd, dict(lr=0.05, weight_decay=0.1)),
        "sgd_sum_of_squares": (sgd, dict(lr=0.001)),
    })
    cases["sgd_sum_of_squares"] += ("sum",)
    write_runs("optimizers", cases, run_of_options)


def adamw():
    cases = of_options({
        "adamw": (torch.optim.AdamW, dict(lr=0.01, weight_decay=0.01)),
        "adamw_decays_more": (torch.optim.AdamW, dict(lr=0.01, weight_decay=1.0)),
        "adamw_without_decay": (torch.optim.AdamW, dict(lr=0.01, weight_decay=0.0)),
        "adamw_betas_eps": (torch.optim.AdamW, dict(lr=0.01, betas=(0.8, 0.9), eps=1e-3, weight_decay=0.3)),
        "adamw_amsgrad": (torch.optim.AdamW, dict(lr=0.01, betas=(0.8, 0.5), weight_decay=0.3, amsgrad=True)),
    })
    write_runs("adamw", cases, run_of_options)


# --- schedules ---------------------------------------------------------------------------------------------------


def schedules():
    schedule = torch.optim.lr_scheduler
    step, cosine = schedule.StepLR, schedule.CosineAnnealingLR

    def rates(name, lr, make, options):
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=lr)
        scheduler = make(optimizer, **options)
        values = [lr]
        for _ in range(60):
            optimizer.step()
            scheduler.step()
            values.append(optimizer.param_groups[0]["lr"])
        values = torch.tensor(values, dtype=torch.float64)
        text = ", ".join(f"{k}={v}" for k, v in options.items())
        return struct(name, f"{make.__name__}({text}) from lr={lr}", [("double", "lr", values)])

    def run(dtype, kind, options, make, schedule_options):
        schedulers = []

        def make_optimizer(model):
            optimizer = kind(model.parameters(), **options)
            schedulers.append(make(optimizer, **schedule_options))
            return optimizer

        return twenty_steps(dtype, make_optimizer, after_step=lambda *_: schedulers[0].step())

    sgd, adamw = torch.optim.SGD, torch.optim.AdamW
    cases = {
        "sgd_step": ("SGD, StepLR", sgd, dict(lr=0.1, momentum=0.9), step, dict(step_size=6, gamma=0.5)),
        "adamw_step": ("AdamW, StepLR", adamw, dict(lr=0.1, weight_decay=0.01), step, dict(step_size=3)),
        "sgd_cosine": ("SGD, CosineAnnealingLR", sgd, dict(lr=0.2), cosine, dict(T_max=7)),
        "adamw_cosine": ("AdamW, CosineAnnealingLR", adamw, dict(lr=0.1, weight_decay=0.3), cosine,
                         dict(T_max=12, eta_min=0.01)),
    }
    write_runs("schedules", cases, run, [
        rates("step_1", 0.1, step, dict(step_size=1, gamma=0.9)),
        rates("step_7", 0.3, step, dict(step_size=7)),
        rates("step_100", 0.3, step, dict(step_size=100)),
        rates("cosine_1", 0.1, cosine, dict(T_max=1, eta_min=0.01)),
        rates("cosine_7", 0.1, cosine, dict(T_max=7)),
        rates("cosine_17", 0.3, cosine, dict(T_max=17, eta_min=0.001)),
        rates("cosine_60", 1.0, cosine, dict(T_max=60)),
    ])


# --- clipping ----------------------------------------------------------------------------------------------------


def clipping():
    def run(dtype, kind, options, max_norm):
        norms = []
        clip = lambda model: norms.append(nn.utils.clip_grad_norm_(model.parameters(), max_norm))
        members = twenty_steps(dtype, lambda model: kind(model.parameters(), **options), before_step=clip)
        return members + [("double", "norms", torch.stack(norms))]

    sgd, adamw = torch.optim.SGD, torch.optim.AdamW
    cases = {
        "sgd": ("SGD, max_norm 1: at first above it", sgd, dict(lr=0.3), 1.0),
        "sgd_never": ("SGD, max_norm 100: never above it", sgd, dict(lr=0.1), 100.0),
        "sgd_weight_decay": ("SGD, max_norm 0.3", sgd, dict(lr=0.1, momentum=0.9, weight_decay=0.1), 0.3),
        "adamw": ("AdamW, max_norm 0.001", adamw, dict(lr=0.03, betas=(0.5, 0.6), eps=1e-3), 0.001),
    }
    write_runs("clipping", cases, run)


# --- groups of parameters ----------------------------------------------------------------------------------------


def groups():
    def run(dtype, kind, options, of_group, schedule=None, max_norm=None):
        schedulers = []

        def make_optimizer(model):
            groups = [{"params": []}] + [{"params": [], **own} for own in of_group.values()]
            for name, parameter in model.named_parameters():
                number = next((k for k, pattern in enumerate(of_group, 1) if fnmatch.fnmatchcase(name, pattern)), 0)
                groups[number]["params"].append(parameter)
            optimizer = kind(groups, **options)
            if schedule:
                schedulers.append(torch.optim.lr_scheduler.StepLR(optimizer, **schedule))
            return optimizer

        clip = lambda model: max_norm and nn.utils.clip_grad_norm_(model.parameters(), max_norm)
        step = lambda *_: [scheduler.step() for scheduler in schedulers]
        return twenty_steps(dtype, make_optimizer, before_step=clip, after_step=step)

    sgd, adamw = torch.optim.SGD, torch.optim.AdamW
    no_decay = {"*.bias": dict(weight_decay=0.0)}
    three = {"0.*": dict(lr=0.01), "*.bias": dict(lr=0.3, momentum=0.0)}
    betas = {"2.*": dict(lr=0.02, betas=(0.5, 0.6))}
    cases = {
        "adamw_no_decay_of_biases": ("AdamW, no decay of biases", adamw, dict(lr=0.01, weight_decay=1.0), no_decay),
        "sgd_three_groups": ("SGD, 0.* and *.bias apart", sgd, dict(lr=0.05, momentum=0.9, weight_decay=0.1), three),
        "adamw_betas": ("AdamW, other betas of 2.*", adamw, dict(lr=0.01), betas),
        "sgd_scheduled": ("SGD, 0.* and *.bias apart, StepLR", sgd, dict(lr=0.05, momentum=0.9), three,
                          dict(step_size=5, gamma=0.5)),
        "sgd_clipped": ("SGD, 0.* and *.bias apart, max_norm 0.5", sgd, dict(lr=0.05, momentum=0.9), three, None, 0.5),
    }
    write_runs("groups", cases, run)
# --- losses ------------------------------------------------------------------------------------------------------


def loss_alone(name, criterion, draw_target, shape, size=8):
    """A loss and its gradient for outputs and targets that both sides draw, outputs first and from -size to size."""
    def members(dtype):
        torch.manual_seed(42)
        output = (size * draw(dtype, *shape)).requires_grad_()
        target = draw_target(dtype, shape)
        loss = criterion(dtype)(output, target)
        (gradient,) = torch.autograd.grad(loss, output)
        return [("double", "loss", loss.item()), ("double", "gradient", gradient)]

    in_double = members(torch.float64)
    check_float(members(torch.float32), in_double)
    return struct(name, f"Outputs {list(shape)}.", in_double)


def loss_of_network(name, criterion, draw_target, inputs, outputs, samples):
    """Linear, ReLU, Linear and a loss; both sides draw parameters, inputs and targets."""
    def members(dtype):
        model = nn.Sequential(nn.Linear(inputs, 9), nn.ReLU(), nn.Linear(9, outputs))
        torch.manual_seed(42)
        draw_parameters(model, dtype)
        x = draw(dtype, samples, inputs).requires_grad_()
        loss = criterion(dtype)(model(x), draw_target(dtype, (samples, outputs)))
        loss.backward()
        return [
            ("std::size_t", "samples", samples),
            ("std::size_t", "inputs", inputs),
            ("std::size_t", "outputs", outputs),
            ("double", "loss", loss.item()),
            ("double", "gradient", all_values(p.grad for p in model.parameters())),
            ("double", "input_gradient", x.grad),
        ]

    in_double = members(torch.float64)
    check_float(members(torch.float32), in_double)
    return struct(name, None, in_double)


def cross_entropy_loss():
    def classes(dtype, shape):
        u = draw(torch.float64, shape[0], *shape[2:])
        return torch.clamp(((u + 1) / 2 * shape[1]).long(), max=shape[1] - 1)

    def some_ignored(dtype, shape):
        target = classes(dtype, shape)
        target.view(-1)[::3] = -100
        return target

    def probabilities(dtype, shape):
        u = draw(torch.float64, *shape) + 1.25
        return (u / u.sum(dim=1, keepdim=True)).to(dtype)

    def loss(**options):
        return lambda dtype: nn.CrossEntropyLoss(**options)

    def weighted(count, **options):
        return lambda dtype: nn.CrossEntropyLoss(weight=torch.arange(1, count + 1).to(dtype) / 4, **options)

    parts = []
    for shape in ((1, 2), (7, 3), (17, 7), (1, 17), (16, 10), (3, 99), (5, 3, 2), (3, 4, 2, 3)):
        name = "_".join(str(extent) for extent in shape)
        smooth = dict(label_smoothing=0.125)
        parts += [
            loss_alone(f"mean_{name}", loss(), classes, shape),
            loss_alone(f"sum_{name}", loss(reduction="sum"), classes, shape),
            loss_alone(f"smooth_{name}", loss(**smooth), classes, shape),
            loss_alone(f"weighted_{name}", weighted(shape[1], **smooth), classes, shape),
            loss_alone(f"probabilities_{name}", weighted(shape[1], **smooth), probabilities, shape),
        ]
        if shape[0] > 1:
            parts.append(loss_alone(f"ignored_{name}", weighted(shape[1], **smooth), some_ignored, shape))
    for inputs, outputs, samples in ((1, 3, 7), (3, 7, 16), (7, 2, 33), (17, 10, 99), (3, 17, 1)):
        name = f"{inputs}_{outputs}_x{samples}"
        parts.append(loss_of_network(f"network_{name}", loss(), classes, inputs, outputs, samples))
        parts.append(loss_of_network(f"soft_{name}", loss(), probabilities, inputs, outputs, samples))
    write("cross_entropy_loss", *parts)


def bce_with_logits_loss():
    def parts_of_one(dtype, shape):
        return (draw(dtype, *shape) + 1) / 2

    def zeros_and_ones(dtype, shape):
        return (draw(dtype, *shape) > 0).to(dtype)

    def loss(pos_weight=1.0, **options):
        return lambda dtype: nn.BCEWithLogitsLoss(pos_weight=torch.tensor(pos_weight, dtype=dtype), **options)

    parts = []
    for shape in ((1, 1), (7, 3), (17, 17), (99, 1), (5, 3, 2)):
        name = "_".join(str(extent) for extent in shape)
        parts += [
            loss_alone(f"mean_{name}", loss(), parts_of_one, shape, size=4),
            loss_alone(f"sum_{name}", loss(reduction="sum"), parts_of_one, shape, size=4),
            loss_alone(f"weighted_{name}", loss(pos_weight=2.5), parts_of_one, shape, size=4),
            loss_alone(f"sure_{name}", loss(pos_weight=0.75), zeros_and_ones, shape, size=4),
        ]
    for inputs, outputs, samples in ((1, 1, 99), (3, 7, 16), (7, 2, 33), (17, 3, 17), (3, 1, 1)):
        name = f"network_{inputs}_{outputs}_x{samples}"
        parts.append(loss_of_network(name, loss(pos_weight=2.5), zeros_and_ones, inputs, outputs, samples))
    write("bce_with_logits_loss", *parts)


# --- frozen layers -----------------------------------------------------------------------------------------------


def frozen():
    def freeze(module):
        return module.requires_grad_(False)

    def first():
        return nn.Sequential(freeze(nn.Linear(3, 7)), nn.ReLU(), nn.Linear(7, 2))

    def last():
        return nn.Sequential(nn.Linear(3, 7), nn.ReLU(), freeze(nn.Linear(7, 2)))

    def between():
        return nn.Sequential(nn.Linear(3, 17), freeze(nn.BatchNorm1d(17)), nn.ReLU(), freeze(nn.Linear(17, 7)),
                             nn.Tanh(), nn.Linear(7, 2))

    def block(first=lambda layer: layer):
        body = nn.Sequential(nn.Linear(7, 5), nn.ReLU(), nn.Linear(5, 7))
        return nn.Sequential(first(nn.Linear(3, 7)), freeze(Residual(body)), nn.ReLU(), nn.Linear(7, 2))

    def all_but_shortcut():
        body = nn.Sequential(nn.Linear(7, 5), nn.ReLU(), nn.Linear(5, 3))
        shortcut = nn.Linear(7, 3)
        return nn.Sequential(freeze(nn.Linear(3, 7)), Residual(freeze(body), shortcut), freeze(nn.Linear(3, 2)))

    nets = {"first": first, "last": last, "between": between, "block": block,
            "up_to_block": lambda: block(freeze), "all_but_shortcut": all_but_shortcut}

    def run(dtype, make, kind, options):
        return twenty_steps(dtype, lambda model: kind(model.parameters(), **options), make_net=make)

    adamw = (torch.optim.AdamW, dict(lr=0.02, weight_decay=0.5))
    sgd = (torch.optim.SGD, dict(lr=0.05, momentum=0.9, weight_decay=0.1))
    # (Adam would divide by next to nothing where a BatchNorm follows a bias.)
    kind = {"first": sgd, "between": sgd}
    cases = {f"{name}_trained": ("", make, *kind.get(name, adamw)) for name, make in nets.items()}
    at_once = itertools.product(nets.items(), (7, 17))
    layers = [layer_case(f"{name}_x{samples}", make, 3, 2, samples) for (name, make), samples in at_once]
    write_runs("frozen", cases, run, layers)


# --- lerp --------------------------------------------------------------------------------------------------------


def lerp():
    taus = (0.005, 0.3, 0.5, 0.9, 1.0)

    def members(dtype):
        torch.manual_seed(42)
        target, source = (nn.Sequential(nn.Linear(3, 7), nn.ReLU(), nn.Linear(7, 2)) for _ in range(2))
        torch.manual_seed(42)
        draw_parameters(target, dtype)
        draw_parameters(source, dtype)
        pairs = lambda: zip(target.parameters(), source.parameters())
        values = [all_values(torch.lerp(t, s, tau) for t, s in pairs()) for tau in taus]
        return [("double", f"after_{k}", value) for k, value in enumerate(values)]

    in_double = members(torch.float64)
    check_float(members(torch.float32), in_double)
    write("lerp", constant("double", "tau", torch.tensor(taus, dtype=torch.float64)), struct("lerp", None, in_double))


# --- convolution and pooling -------------------------------------------------------------------------------------


class GlobalAvgPool(nn.Module):
    def forward(self, x):
        return x.mean(dim=tuple(range(2, x.dim())))


def convolution():
    def case(name, samples, shape, *layers):
        """A network of samples of a shape: layers are made anew for each number type."""

        def members(dtype):
            model = nn.Sequential(*[make() for make in layers])
            torch.manual_seed(42)
            draw_parameters(model, dtype)
            x = draw(dtype, samples, *shape).requires_grad_()
            output = model(x)
            target = draw(dtype, *output.shape)
            loss = nn.functional.mse_loss(output, target)
            loss.backward()
            parameters = list(model.parameters())
            return [
                ("std::size_t", "samples", samples),
                ("std::size_t", "outputs", output[0].numel()),
                ("double", "loss", loss.item()),
                ("double", "output", output),
                *([("double", "gradient", all_values(p.grad for p in parameters))] if parameters else []),
                ("double", "input_gradient", x.grad),
            ]

        in_double = members(torch.float64)
        check_float(members(torch.float32), in_double)
        return struct(name, None, in_double)

    def conv2d(*sizes, **options):
        return lambda: nn.Conv2d(*sizes, **options)

    def conv1d(*sizes, **options):
        return lambda: nn.Conv1d(*sizes, **options)

    def pool(*sizes, **options):
        return lambda: nn.MaxPool2d(*sizes, **options)

    def in_front(count):
        return lambda: nn.ConstantPad1d((count, 0), 0)

    def initial():
        def values(dtype):
            torch.set_default_dtype(dtype)
            torch.manual_seed(42)
            model = nn.Sequential(
                nn.Conv2d(4, 6, 3, groups=2),
                nn.Conv2d(6, 3, (1, 7), bias=False),
                nn.Conv1d(3, 5, 4),
                nn.Conv1d(5, 5, 2, groups=5),
            )
            torch.set_default_dtype(torch.float32)
            return all_values(model.parameters())

        members = [(name, f"{name}_parameters", values(dtype)) for name, dtype in SCALARS.items()]
        return struct("initial", "torch.manual_seed(42), then the layers are made.", members)

    write(
        "convolution",
        initial(),
        case("one_by_one", 1, (1, 3, 3), conv2d(1, 1, 1)),
        case("padded", 3, (3, 7, 5), conv2d(3, 7, 3, padding=1)),
        case("stride_2", 17, (2, 5, 6), conv2d(2, 5, 3, stride=2, padding=1)),
        case("stride_3", 2, (2, 8, 8), conv2d(2, 2, 2, stride=3)),
        case("dilation_2", 2, (2, 7, 7), conv2d(2, 3, 3, dilation=2, padding=2)),
        case("stride_and_dilation_2", 3, (2, 9, 9), conv2d(2, 3, 3, stride=2, dilation=2, padding=2)),
        case("groups_2", 3, (4, 5, 6), conv2d(4, 6, 3, padding=1, groups=2)),
        case("depthwise", 3, (5, 7, 7), conv2d(5, 5, 3, stride=2, padding=1, groups=5)),
        case("depthwise_doubled", 2, (3, 4, 5), conv2d(3, 6, 3, padding=1, groups=3)),
        case("without_bias_1x7", 2, (2, 3, 9), conv2d(2, 3, (1, 7), padding=(0, 3), bias=False)),
        case("uneven", 3, (3, 8, 9), conv2d(3, 2, (3, 2), stride=(2, 3), padding=(1, 0), dilation=(1, 2))),
        case("kernel_5", 7, (1, 5, 5), conv2d(1, 2, 5, padding=2)),
        case("kernel_7", 1, (2, 9, 17), conv2d(2, 1, 7, padding=3)),
        case("whole", 16, (2, 3, 4), conv2d(2, 3, (3, 4))),
        case("outputs_17", 3, (1, 3, 3), conv2d(1, 17, 2)),
        case("inputs_17", 1, (17, 4, 4), conv2d(17, 9, 3, padding=1)),
        case("padding_5", 1, (1, 2, 3), conv2d(1, 2, 2, padding=5)),
        case("row_99", 1, (2, 2, 99), conv2d(2, 3, 3, padding=1)),
        case("sequence", 3, (3, 9), conv1d(3, 5, 3)),
        case("sequence_kernel_1", 7, (1, 1), conv1d(1, 1, 1)),
        case("sequence_kernel_8", 1, (2, 33), conv1d(2, 3, 8, stride=2, padding=3, bias=False)),
        case("sequence_kernel_30", 1, (1, 40), conv1d(1, 2, 30)),
        case("sequence_groups", 3, (4, 17), conv1d(4, 4, 5, groups=2, dilation=3, padding=6)),
        case("causal", 2, (3, 17), in_front(8), conv1d(3, 4, 3, dilation=4)),
        case("causal_stride_2", 3, (2, 9), in_front(3), conv1d(2, 2, 4, stride=2)),
        case("causal_stack", 2, (2, 19), in_front(1), conv1d(2, 3, 2), nn.Tanh, in_front(2),
             conv1d(3, 2, 2, dilation=2)),
        case("pool_2", 3, (3, 6, 6), pool(2)),
        case("pool_2_odd", 7, (1, 7, 5), pool(2)),
        case("pool_3_overlapping", 17, (1, 5, 6), pool(3, stride=2, padding=1)),
        case("pool_3_stride_1", 1, (1, 4, 99), pool(3, stride=1)),
        case("pool_1x3", 2, (2, 3, 9), pool((1, 3), stride=(2, 1), padding=(0, 1))),
        case("mean_of_planes", 3, (3, 7, 5), GlobalAvgPool),
        case("mean_of_rows", 3, (2, 99), GlobalAvgPool),
        case("mean_of_ones", 1, (17, 1, 1), GlobalAvgPool),
        case("network", 7, (1, 8, 8), conv2d(1, 4, 3, padding=1), nn.ReLU, pool(2), conv2d(4, 6, 3, groups=2), nn.ReLU,
             nn.Flatten, lambda: nn.Linear(24, 3)),
        case("network_of_means", 3, (2, 9, 7), conv2d(2, 5, 3, stride=2), nn.Tanh, GlobalAvgPool,
             lambda: nn.Linear(5, 2)),
    )


if __name__ == "__main__":
    globals()[os.environ["GOLDEN_FILE"]]()
