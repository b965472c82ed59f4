"""What a board pack finds out beyond the run itself: why it turns, where it tips, what drives it, what may go wrong.

Every study lives fewer replications than the run, since a pack is waited for; each figure says how many, and its
interval says what that leaves open. The commands of the same names go further.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar, cast

from sim.analysis.sweep.aim import Aim
from sim.errors import CyclesimError, UsageError
from sim.experiment.trials import middle
from sim.experiment.workers import processes_for
from sim.studies import explain, replay
from sim.studies.ground import Swept
from sim.studies.loops import loops as loops_of
from sim.studies.over import Over, axis
from sim.studies.sensitivity import Question, sensitivity
from sim.studies.sweep import plane
from sim.studies.worth import valued

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.analysis.cycle.explanation import Explanation
    from sim.analysis.loops.shares import LoopShares
    from sim.analysis.sensitivity.tornado import Tornado
    from sim.analysis.sweep.axis import Axis
    from sim.analysis.sweep.tipping_map import Map
    from sim.experiment.processes import Worker
    from sim.scenario import Scenario
    from sim.studies.replay import Path
    from sim.studies.source import Source
    from sim.studies.worth import Valuation


Study = TypeVar("Study")

EXPLAINED, TIPPED, SCORED, SWUNG, MAPPED = 150, 80, 30, 60, 40
"""Replications, at most, of explanation, tipping curve, loops, tornado and every cell of the map."""
BAD: Final = 10.0
"""Percentile of the bad future that is told."""
SHARES: Final = "0%:100%:9"
"""Shares of profit across the map."""
UP: Final = 7
"""Values up the map."""
USUAL: Final = ("acquisition.win_rate", 0.5, 1.5)
"""What goes up the map where no input is uncertain, and how far, of today's value: who is won of those who ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Studied:
    """What was found, each a sentence on why not where it can't be.

    Attributes
    ----------
    why
        Gain and steps of the best policy and the baseline, and the odds of growth along the share reinvested.
    loops
        Which loops move the firm under these two; None where too few months tell.
    tipping
        Odds of growth over the share reinvested and another input.
    drivers
        What moves the lead of the best policy over the baseline.
    measuring
        What it is worth to know each input.
    bad
        A bad future of the best policy: one path in ten ends lower.
    """

    why: Explanation | str
    loops: LoopShares | None
    tipping: Map | str
    drivers: Tornado | str
    measuring: Valuation | str
    bad: Path | str


def explaining(source: Source, process: Worker | None = None) -> Callable[[], Explanation | str]:
    """Begin to explain a run; what is returned waits for the explanation.

    Parameters
    ----------
    source
        The run and its scenario.
    process
        One that is busy about as long as this one is with all else; this one alone when None, and for a policy that
        no other process can import.
    """
    if process is None or processes_for(source.scenario, None) == 1:
        return lambda: _why(source)
    return process.hand(_why, source).result


def study(source: Source, best: str, why: Callable[[], Explanation | str]) -> Studied:
    """Find out what a pack tells beyond the run.

    Parameters
    ----------
    source
        The run and its scenario.
    best
        The policy to look into.
    why
        Gives the explanation, from `explaining`; it is waited for last.
    """
    drivers = _tried(lambda: _drivers(source.scenario, best))
    tipping = _tried(lambda: _tipping(source.scenario, best, drivers))
    loops = _tried(lambda: _loops(source.scenario, best))
    measuring = _tried(lambda: valued(source, "npv"))
    bad = _tried(lambda: replay.lived(source, best, replay.Wish(policy=best, percentile=BAD, taught=0)))
    return Studied(
        drivers=drivers,
        tipping=tipping,
        measuring=measuring,
        bad=bad,
        why=why(),
        loops=None if isinstance(loops, str) else loops,
    )


def _tried(of: Callable[[], Study]) -> Study | str:
    """Return what a study finds, or why it can't be made."""
    try:
        return of()
    except CyclesimError as error:
        return error.message


def _fewer(scenario: Scenario, most: int) -> Scenario:
    return replace(scenario, replications=min(most, scenario.replications))


def _why(source: Source) -> Explanation | str:
    fewer, wish = _fewer(source.scenario, EXPLAINED), explain.Wish(tipped=TIPPED)
    return _tried(lambda: explain.explain(fewer, wish, results=source.results, workers=1))


def _loops(scenario: Scenario, best: str) -> LoopShares:
    names = dict.fromkeys((best, scenario.baseline))
    two = replace(scenario, policies={name: scenario.policies[name] for name in names})
    return loops_of(two, replications=min(SCORED, scenario.replications))


def _drivers(scenario: Scenario, best: str) -> Tornado:
    of = best if best == scenario.baseline else f"{best} - {scenario.baseline}"
    found = sensitivity(scenario, Question(of=of, size=min(SWUNG, scenario.replications)), workers=1)
    return cast("Tornado", found)  # which is what that question is answered by


def _tipping(scenario: Scenario, best: str, drivers: Tornado | str) -> Map:
    policy = next((name for name in (best, *scenario.policies) if _shares(scenario, name)), None)
    if policy is None:
        raise UsageError("no policy reinvests a share of profit that could be turned up or down")
    fewer = _fewer(scenario, MAPPED)
    across = axis(fewer, Over.parse(f"policies.{policy}.share={SHARES}"))
    swept = Swept(scenario=fewer, policies=(policy,), aim=Aim(), workers=1)
    return plane(swept, across, _up(fewer, drivers))


def _shares(scenario: Scenario, policy: str) -> bool:
    return isinstance(getattr(scenario.policies[policy], "share", None), float)


def _up(scenario: Scenario, drivers: Tornado | str) -> Axis:
    """Return the values of the input that moves the outcome most and is one number, from its P10 to its P90."""
    bars = () if isinstance(drivers, str) else drivers.bars
    for bar in bars:
        (key, *tied), (low, high) = bar.factor.keys, sorted((bar.low.level.value, bar.high.level.value))
        if bar.clear and not tied and not key.startswith("policies.") and low < high:
            with suppress(CyclesimError, TypeError):  # five numbers, or a range that holds impossible firms
                return axis(scenario, Over(key, repr(low), repr(high), UP))
    key, low, high = USUAL
    today = float(cast("float", middle(scenario, key)))
    return axis(scenario, Over(key, repr(low * today), repr(high * today), UP))
