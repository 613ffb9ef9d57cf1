#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "contest.hpp"
#include "work.hpp"

namespace bench {

/// One cell of the tables: a work on a network, for each of the contestants.
struct Cell {
    std::string table;  // the table that it stands in
    Work work;
    Cost cost;
    std::shared_ptr<Contest> contest;  // shared by the cells of one network and number of samples
    double items = 1;                  // what is reported is the time of one of them
};

/// All cells, by table.
class Suite {
public:
    void add(std::string const& table, Work work, std::shared_ptr<Contest> contest) {
        Problem const& p = contest->problem();
        Cost const cost =
            work == Work::training ? training_cost(p.widths, p.samples) : forward_cost(p.widths, p.samples);
        add({.table = table, .work = work, .cost = cost, .contest = std::move(contest)});
    }

    /// Behind the last cell of its table.
    void add(Cell cell) {
        auto place = cells_.end();
        for (auto c = cells_.begin(); c != cells_.end(); ++c)
            if (c->table == cell.table) place = c + 1;
        cells_.insert(place, std::move(cell));
    }

    std::vector<Cell> const& cells() const { return cells_; }

private:
    std::vector<Cell> cells_;
};

/// The files of cells/, one for each network: each compiles for a while.
void add_tiny(Suite&);
void add_policy(Suite&);
void add_policy_tanh(Suite&);
void add_wide(Suite&);
void add_digits(Suite&);
void add_odd_shapes(Suite&);
void add_tutorial(Suite&);
void add_functions(Suite&);

}  // namespace bench
