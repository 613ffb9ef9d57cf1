#include "json.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include <nlohmann/json.hpp>

#include "limits.hpp"
#include "report.hpp"

namespace bench {

using Json = nlohmann::ordered_json;

// The library finds these by their names.

static void to_json(Json& json, Limits const& limits) {
    json = {{"multiply_adds_flop_per_second", limits.multiply_adds},
            {"l1_stream_bytes_per_second", limits.l1_stream},
            {"l2_stream_bytes_per_second", limits.l2_stream},
            {"clock_hertz", limits.clock}};
}

static void from_json(Json const& json, Limits& limits) {
    json.at("multiply_adds_flop_per_second").get_to(limits.multiply_adds);
    json.at("l1_stream_bytes_per_second").get_to(limits.l1_stream);
    json.at("l2_stream_bytes_per_second").get_to(limits.l2_stream);
    json.at("clock_hertz").get_to(limits.clock);
}

static void to_json(Json& json, Timing const& timing) {
    json = {{"name", timing.name},
            {"median_ns", timing.median},
            {"lower_quartile_ns", timing.lower_quartile},
            {"upper_quartile_ns", timing.upper_quartile},
            {"ratio", timing.ratio},
            {"percent_of_limit", 100 * timing.share_of_limit}};
}

static void from_json(Json const& json, Timing& timing) {
    json.at("name").get_to(timing.name);
    json.at("median_ns").get_to(timing.median);
    json.at("lower_quartile_ns").get_to(timing.lower_quartile);
    json.at("upper_quartile_ns").get_to(timing.upper_quartile);
    json.at("ratio").get_to(timing.ratio);
    timing.share_of_limit = json.at("percent_of_limit").get<double>() / 100;
}

static void to_json(Json& json, CellReport const& cell) {
    json = {{"table", cell.table},
            {"network", cell.network},
            {"samples", cell.samples},
            {"limit", cell.limit},
            {"contestants", cell.timings}};
}

static void from_json(Json const& json, CellReport& cell) {
    json.at("table").get_to(cell.table);
    json.at("network").get_to(cell.network);
    json.at("samples").get_to(cell.samples);
    json.at("limit").get_to(cell.limit);
    json.at("contestants").get_to(cell.timings);
}

// Goals are written for who reads the file. They follow from the rest, and are not read back.
static void to_json(Json& json, Judgement const& judgement) {
    json = {{"table", judgement.table},
            {"network", judgement.network},
            {"requirement", judgement.requirement},
            {"measured", judgement.measured},
            {"verdict", word_for(judgement.verdict)}};
}

void write_json(Report const& report, std::filesystem::path const& path) {
    Json const json = {{"machine", report.machine}, {"core", report.core},     {"compiler", report.compiler},
                       {"flags", report.flags},     {"target", report.target}, {"rounds", report.rounds},
                       {"limits", report.limits},   {"cells", report.cells},   {"goals", report.goals}};
    std::ofstream file{path};
    file << json.dump(2) << '\n';
    file.close();
    if (!file) throw FileError{"cannot write " + path.string()};
}

Report read_json(std::filesystem::path const& path) {
    std::ifstream file{path};
    if (!file) throw FileError{"cannot read " + path.string()};
    try {
        Json const json = Json::parse(file);
        return {.machine = json.at("machine"),
                .compiler = json.at("compiler"),
                .flags = json.at("flags"),
                .target = json.at("target"),
                .core = json.at("core"),
                .rounds = json.at("rounds"),
                .limits = json.at("limits").get<Limits>(),
                .cells = json.at("cells").get<std::vector<CellReport>>()};
    } catch (Json::exception const& error) {
        throw FileError{path.string() + " is no report of this benchmark: " + error.what()};
    }
}

}  // namespace bench
