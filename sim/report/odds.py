"""The answer of `odds`: how likely each policy reaches a target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.analysis.amounts import percent, spoken
from sim.analysis.odds import Odds, Target
from sim.analysis.odds import odds as counted
from sim.errors import UsageError
from sim.report.answer import Answer, plain
from sim.results import OUTCOMES
from sim.studies.source import Asked, opened

if TYPE_CHECKING:
    from sim.experiment.progress import Progress

__all__ = ["Target", "odds"]


def odds(source: str, target: Target, asked: Asked, *, progress: Progress | None = None) -> Answer:
    """Answer how likely each policy of a run, or of a scenario file, reaches a target.

    Raises
    ------
    CyclesimError
        When the outcome is unknown, or the run or file can't be used.
    """
    if target.measure not in OUTCOMES:
        raise UsageError(f"no outcome named {target.measure!r}; there are {', '.join(OUTCOMES)}")
    found = opened(source, asked, progress=progress)
    results = found.results
    every = counted(results.ends.column(target.measure), target, baseline=results.facts.baseline)
    return Answer(
        command="odds",
        facts=results.facts,
        options=plain(target),
        text="\n".join(_line(one) for one in every),
        content={"target": target, "policies": every},
        scenario=found.scenario.dump(),
    )


def _line(one: Odds) -> str:
    low, high = (percent(end) for end in one.reached.ci95)
    return f"{spoken(one.policy)}: {percent(one.reached.probability)} ({low} to {high})"
