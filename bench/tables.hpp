#pragma once

/// The names of the tables: as headings, and in filters, results and goals.
namespace bench::table {

inline constexpr char latency[] = "forward, batch 1, latency";
inline constexpr char back_to_back[] = "forward, batch 1, back to back";
inline constexpr char batch[] = "forward, batch 256";
inline constexpr char training[] = "training step";
inline constexpr char tutorial[] = "tutorial, 100,000 epochs";
inline constexpr char functions[] = "functions, a number of 4,096";
inline constexpr char odd_forward[] = "odd shapes, forward";
inline constexpr char odd_training[] = "odd shapes, training step";

}  // namespace bench::table
