"""Part (e), workers: what a second process brings, its start left out."""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING, Final

from benchmarks.speed.job import Cost, Job, cost
from benchmarks.speed.rounds import ratio

if TYPE_CHECKING:
    from benchmarks.speed.sizes import Sizes

HEAD: Final = """
## Two workers

Two are **{faster:.2f}×** as fast as one (aim 1.9): {more:,} further replications add {one:.1f} s of wall time with one
worker and {two:.1f} s with two, so that the start of processes does not count. Together they use **{dearer:.2f}×** the
CPU time of one, so {best:.2f}× is what two free cores could give; where other programs use them, wall time tells
little. `b2b_services`, two policies, 60 months; medians of {rounds} alternating rounds.
"""


def part(sizes: Sizes) -> str:
    """Return the part of the page: the ratio of what a larger run takes beyond a smaller one."""
    base = Job(who="engine", policies=("harvest", "carry_on"), replications=sizes.base)
    found: dict[int, list[Cost]] = {1: [], 2: []}
    for _ in range(sizes.rounds):
        for workers, more in found.items():
            more.append(further(replace(base, workers=workers), sizes.workers))
    one, two = ([more.wall for more in found[workers]] for workers in (1, 2))
    dearer = ratio([more.cpu for more in found[2]], [more.cpu for more in found[1]])
    small, large = sizes.workers
    return HEAD.format(
        faster=ratio(one, two), more=large - small, one=median(one), two=median(two),
        dearer=dearer, best=2 / dearer, rounds=sizes.rounds,
    )  # fmt: skip


def further(job: Job, replications: tuple[int, int]) -> Cost:
    """Return what a larger run costs beyond a smaller one."""
    small, large = (cost(replace(job, replications=count)) for count in replications)
    return Cost(large.cpu - small.cpu, large.wall - small.wall, large.peak)
