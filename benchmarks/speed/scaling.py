"""Part (e): how cost and memory grow with replications, policies and months."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING, Final

from benchmarks.speed.job import Cost, Job, cost
from benchmarks.speed.rounds import ratio

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.speed.sizes import Sizes

NAMES: Final = ("harvest", "carry_on", "steady", "plan_first", "all_in", "buffer_first", "staged", "marketing_only")
"""Policies in the order in which they join; harvest first, since the engine runs one in any case."""
REFERENCE: Final = 10_000
"""Replications whose cost others are compared with."""

HEAD: Final = """
## Larger

`b2b_services` into a run folder, tables and summary, as the command does it without charts. One core, compiled draws,
each size in a process of its own, start-up left out of the time but not of the memory; medians of {rounds} alternating
rounds. Unless said otherwise two policies and 60 months.
"""
TABLE: Final = """
| {what} | cost a lane-month, against {first} | µs a lane-month | CPU s | peak MiB |
|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Growth:
    """The cost of jobs that differ in one size, round by round."""

    what: str
    jobs: dict[int, Job]
    costs: dict[int, list[Cost]]

    def table(self, against: int) -> str:
        """Return a line for every size."""
        usual = self.per_lane_month(against)
        head = TABLE.format(what=self.what, first=f"{against:,}")
        return head + "".join(self._row(size, usual) for size in self.jobs)

    def per_lane_month(self, size: int) -> list[float]:
        """Return microseconds of CPU time a lane-month, round by round."""
        return [1e6 * one.cpu / self.jobs[size].lane_months for one in self.costs[size]]

    def _row(self, size: int, usual: Sequence[float]) -> str:
        own = self.per_lane_month(size)
        cpu, peak = (median(getattr(one, name) for one in self.costs[size]) for name in ("cpu", "peak"))
        return f"| {size:,} | **{ratio(own, usual):.2f}×** | {median(own):.2f} | {cpu:.2f} | {peak:,.0f} |\n"


def measured(what: str, jobs: dict[int, Job], rounds: int) -> Growth:
    """Do every job once a round."""
    costs: dict[int, list[Cost]] = {size: [] for size in jobs}
    for _ in range(rounds):
        for size, job in jobs.items():
            costs[size].append(cost(job))
    return Growth(what, jobs, costs)


def part(sizes: Sizes) -> str:
    """Return the part of the page."""
    base = Job(who="engine", what="folder", policies=NAMES[:2], replications=sizes.base)
    reference = REFERENCE if REFERENCE in sizes.replications else sizes.replications[-1]
    kinds = (
        ("replications", {n: replace(base, replications=n) for n in sizes.replications}, reference),
        ("policies", {n: replace(base, policies=NAMES[:n]) for n in sizes.policies}, sizes.policies[0]),
        ("months", {n: replace(base, months=n) for n in sizes.months}, sizes.months[-1]),
    )
    tables = [measured(what, jobs, sizes.rounds).table(against) for what, jobs, against in kinds]
    return HEAD.format(rounds=sizes.rounds) + "".join(tables)
