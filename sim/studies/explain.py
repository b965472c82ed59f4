"""Why it spirals: cycle gain, its steps, the turn it takes, and what each loop adds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.cycle.contrast import contrast
from sim.analysis.cycle.explanation import Explanation, Turn
from sim.analysis.cycle.gain import gain, replacement
from sim.analysis.cycle.lead import gap
from sim.analysis.cycle.spiral import growth, spiral
from sim.analysis.cycle.waterfall import waterfall
from sim.analysis.fate.regime import regime
from sim.analysis.intervals import chance
from sim.analysis.sweep.aim import Aim
from sim.errors import UsageError
from sim.experiment.progress import Pace
from sim.experiment.run import facts_of, run
from sim.studies import attribution, pushes
from sim.studies.committor import decided_by
from sim.studies.ground import Swept
from sim.studies.loops import SHORTEST, loops
from sim.studies.over import Over, axis
from sim.studies.sweep import ALLOWED, curves

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.analysis.cycle.attribution import Attribution
    from sim.analysis.cycle.pulse import Response
    from sim.analysis.sweep.tipping import Curve
    from sim.experiment.progress import Progress
    from sim.results import Results
    from sim.scenario import Scenario
    from sim.studies.pushes import Pushed

SPAN: Final = 24
"""Months of the windows that growth is measured between: the first and the last two years."""


TIPPED: Final = 300
"""Replications at every value of the share: a tipping point within about two points."""

EARLY: Final = 3
"""Part of the horizon after which paths are called virtuous or vicious: one third."""

SHARES: Final = "0%:100%:11"
"""Shares of profit that are tried for a tipping point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How far an explanation goes.

    Attributes
    ----------
    months
        When to push; the first is the one that is told step by step.
    window
        Months in which the answer to a push is looked for.
    attributed
        Replications of the attribution to loops, each lived 64 times; none when 0.
    tipped
        Replications at every value of the share that is swept for the tipping point; none when 0.
    scored
        Replications of the loop shares, each lived 18 times; none when 0, and then no path is called virtuous or
        vicious either.
    """

    months: tuple[int, ...] = (1,)
    window: int = pushes.WINDOW
    attributed: int = 0
    tipped: int = TIPPED
    scored: int = 0


def explain(
    scenario: Scenario,
    wish: Wish | None = None,
    *,
    results: Results | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Explanation:
    """Explain which way the cycle turns under every policy of a scenario.

    Parameters
    ----------
    scenario
        Its policies, seed, horizon and number of replications.
    wish
        How far to go; one push in month 1 and no attribution when None.
    results
        The run of this scenario; it is run when None.
    workers
        Processes; as many as pay when None. The numbers do not depend on it.
    progress
        Told how far it is.

    Raises
    ------
    UsageError
        When the horizon is too short to tell growth, or a push comes after it.
    """
    wish = _checked(wish or Wish(), scenario)
    known = results or run(scenario, workers=workers, paths="none")
    npv = {name: float(np.mean(values)) for name, values in known.ends.column("npv").items()}
    best = max((name for name in npv if name != scenario.baseline), key=npv.__getitem__, default=scenario.baseline)
    wanted, two = pushes.Wanted(months=wish.months, window=wish.window), _only(scenario, best)
    histories = min(wish.attributed, scenario.replications)
    lanes = pushes.lanes_of(scenario, wanted) + attribution.lanes_of(two, histories)
    done = _counted(lanes, progress)
    pushed = pushes.push(scenario, wanted, workers=workers, done=done)
    added = attribution.attribute(two, replications=histories, workers=workers, done=done) if histories else ()
    found = _found(scenario, known, pushed, best=best, leads=npv[best] > npv[scenario.baseline], added=added)
    scored = min(wish.scored, scenario.replications)
    return replace(
        found,
        tipping=tipping(scenario, best, min(wish.tipped, scenario.replications), workers),
        loops=loops(two, replications=scored) if scored and scenario.horizon >= SHORTEST else None,
        decided=decided_by(scenario, max(1, scenario.horizon // EARLY)) if scored else None,
    )


def tipping(scenario: Scenario, best: str, replications: int, workers: int | None) -> Curve | None:
    """Sweep the share of profit that the best policy reinvests, or the first policy that has such a share.

    None where no policy has one, or where too few replications tell.
    """
    names = (best, *scenario.policies)
    policy = next((name for name in names if isinstance(getattr(scenario.policies[name], "share", None), float)), None)
    if policy is None or replications < ALLOWED:
        return None
    fewer = replace(scenario, replications=replications)
    along = axis(fewer, Over.parse(f"policies.{policy}.share={SHARES}"))
    swept = Swept(scenario=fewer, policies=(policy,), aim=Aim(), workers=workers)
    return curves(swept, along)[0]


def _checked(wish: Wish, scenario: Scenario) -> Wish:
    """Return the wish, every month once.

    Raises
    ------
    UsageError
        When it can't be granted.
    """
    if scenario.horizon < 2:  # noqa: PLR2004 (an early and a late month)
        raise UsageError(f"a horizon of {scenario.horizon} month is too short to tell which way it goes")
    for month in wish.months:
        if not 1 <= month <= scenario.horizon:
            raise UsageError(f"no push in month {month}: the scenario has months 1 to {scenario.horizon}")
    return replace(wish, months=tuple(dict.fromkeys(wish.months)))


def _only(scenario: Scenario, best: str) -> Scenario:
    """Return the scenario with the policies that are told in full."""
    names = dict.fromkeys((best, scenario.baseline))
    return replace(scenario, policies={name: scenario.policies[name] for name in names})


def _counted(lanes: int, progress: Progress | None) -> Callable[[int], None]:
    pace = Pace(lanes, lanes)

    def done(more: int) -> None:
        pace.simulated(more)
        if progress:
            progress(pace.standing)

    return done


def _found(
    scenario: Scenario, known: Results, pushed: Pushed, *, best: str, leads: bool, added: tuple[Attribution, ...]
) -> Explanation:
    own = {name: [one for one in pushed.responses if one.push.policy == name] for name in scenario.policies}
    base, others = scenario.baseline, [name for name in scenario.policies if name != scenario.baseline]
    return Explanation(
        facts=facts_of(scenario),
        best=best,
        leads=leads,
        turns=tuple(_turn(scenario, name, known, pushed, own[name]) for name in scenario.policies),
        contrasts=tuple(contrast(own[name][0], own[base][0], seed=scenario.seed) for name in others),
        gaps=tuple(
            gap(pushed.had[name], pushed.had[base], policy=name, baseline=base, seed=scenario.seed) for name in others
        ),
        attributions=added,
    )


def _turn(scenario: Scenario, policy: str, known: Results, pushed: Pushed, own: list[Response]) -> Turn:
    rate = float(np.mean(scenario.parameters.reinvestment.discount_rate))
    first, *later = (gain(response, rate=rate, seed=scenario.seed) for response in own)
    profits, budgets = pushed.profits[policy][: scenario.horizon], pushed.budgets[policy]
    span = min(SPAN, scenario.horizon // 2)
    moved = growth(profits[:span].sum(axis=0), profits[-span:].sum(axis=0), months=scenario.horizon - span)
    closed = np.asarray(known.ends.column("ruined")[policy] > 0.0)
    fates = regime(known.ends.column("growth")[policy], closed)
    return Turn(
        policy=policy,
        spiral=spiral(moved, first, growing=fates.growing, shrinking=fates.shrinking, closed=chance(closed)),
        replacement=replacement(budgets, month=first.push.month, lap=first.lap.value),
        idle=not budgets.any(),
        later=tuple(later),
        waterfall=waterfall(own[0], seed=scenario.seed),
        dates=tuple(contrast(response, own[0], seed=scenario.seed) for response in own[1:]),
    )
