"""Part (a): one core, recording on, the engine with and without compiled draws against the twin."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING, Final

from benchmarks.speed.job import Job, cost
from benchmarks.speed.rounds import ratio

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.speed.sizes import Sizes

POLICIES: Final = ("carry_on", "harvest", "steady", "plan_first", "all_in")
"""The policies of every preset."""

HEAD: Final = """## Against the twin

One core, {replications:,} replications, 60 months, means, quantiles and outcomes kept as by default: times faster than
[the twin](twin.md), which lives through one history after another in SimPy and plain Python. Aims: 20 without compiled
draws, 50 with.

| preset | policies | with compiled draws | without | µs a lane-month: twin | with | without |
|---|---|---|---|---|---|---|
"""
TAIL: Final = """
A lane-month is one month of one policy in one replication. CPU time, start-up and imports left out on both sides;
medians of {rounds} rounds in which the three alternate, each in a fresh process. The twin keeps its whole record, and
lives through {twin} histories a round of each policy, since its cost a history does not depend on their number. With
*steady* alone the engine runs a harvest of its own along, against which payback is counted, and pays for two policies.
The twin was searched for waste that a usual user of SimPy would not have, and none was found: its time is spread over
the whole model, SimPy's own machinery takes about a fifth.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """Microseconds a lane-month, round by round."""

    preset: str
    policies: tuple[str, ...]
    twin: list[float]
    engine: list[float]
    plain: list[float]


def lines(sizes: Sizes) -> Iterator[Line]:
    """Measure every preset, under all its policies and under one."""
    for preset in sizes.presets:
        for policies in (POLICIES, ("steady",)):
            engine = Job(who="engine", preset=preset, policies=policies, replications=sizes.contest)
            twin = replace(engine, who="twin", replications=sizes.twin * len(POLICIES) // len(policies))
            line = Line(preset, policies, [], [], [])
            for _ in range(sizes.rounds):
                line.twin.append(per_lane_month(twin))
                line.engine.append(per_lane_month(engine))
                line.plain.append(per_lane_month(replace(engine, who="plain")))
            yield line


def per_lane_month(job: Job) -> float:
    """Return microseconds of CPU time a lane-month."""
    return 1e6 * cost(job).cpu / job.lane_months


def part(sizes: Sizes) -> str:
    """Return the part of the page."""
    rows = "".join(row(line) for line in lines(sizes))
    tail = TAIL.format(rounds=sizes.rounds, twin=sizes.twin)
    return HEAD.format(replications=sizes.contest) + rows + tail


def row(line: Line) -> str:
    """Return a line of the table."""
    policies = "all five" if len(line.policies) > 1 else line.policies[0]
    ratios = f"**{ratio(line.twin, line.engine):.0f}×** | **{ratio(line.twin, line.plain):.0f}×**"
    times = f"{median(line.twin):.0f} | {median(line.engine):.2f} | {median(line.plain):.2f}"
    return f"| `{line.preset}` | {policies} | {ratios} | {times} |\n"
