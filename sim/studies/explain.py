"""Why it spirals: cycle gain, its steps, the turn it takes, and what each loop adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.explanation import Explanation, Turn
from sim.analysis.gain import gain
from sim.analysis.intervals import chance
from sim.analysis.regime import regime
from sim.analysis.spiral import growth, spiral
from sim.analysis.waterfall import gap, waterfall
from sim.errors import UsageError
from sim.experiment.run import facts_of, run
from sim.studies.attribution import attribute
from sim.studies.pulse import WINDOW, push

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.spiral import Spiral
    from sim.results import Results
    from sim.scenario import Scenario
    from sim.studies.pulse import Pushed

SPAN: Final = 24
"""Months of the windows that growth is measured between: the first and the last two years."""


def explain(
    scenario: Scenario,
    *,
    results: Results | None = None,
    months: Sequence[int] = (1,),
    window: int = WINDOW,
    attributed: int = 0,
    workers: int | None = None,
) -> Explanation:
    """Explain which way the cycle turns under every policy of a scenario.

    Parameters
    ----------
    scenario
        Its policies, seed, horizon and number of replications.
    results
        The run of this scenario; it is run when None.
    months
        When to push; the first is the one that is told step by step.
    window
        Months in which the answer to a push is looked for.
    attributed
        Replications of the attribution, each lived 64 times; none when 0.
    workers
        Processes; as many as pay when None. The numbers do not depend on it.

    Raises
    ------
    UsageError
        When the horizon is too short to tell growth.
    """
    if scenario.horizon < 2:  # noqa: PLR2004 (an early and a late month)
        raise UsageError(f"a horizon of {scenario.horizon} month is too short to tell which way it goes")
    known = results or run(scenario, workers=workers, paths="none")
    pushed = push(scenario, months=months, window=window, workers=workers)
    return Explanation(
        facts=facts_of(scenario),
        turns=tuple(_turn(scenario, policy, known, pushed) for policy in scenario.policies),
        gaps=tuple(
            gap(pushed.had[policy], pushed.had[scenario.baseline], policy=policy, baseline=scenario.baseline,
                seed=scenario.seed)
            for policy in scenario.policies
            if policy != scenario.baseline
        ),
        attributions=attribute(scenario, replications=attributed, workers=workers) if attributed else (),
    )  # fmt: skip


def _turn(scenario: Scenario, policy: str, results: Results, pushed: Pushed) -> Turn:
    rate = float(np.mean(scenario.parameters.reinvestment.discount_rate))
    own = [response for response in pushed.responses if response.push.policy == policy]
    first, *later = (gain(response, rate=rate, seed=scenario.seed) for response in own)
    profits = pushed.profits[policy]
    span = min(SPAN, scenario.horizon // 2)
    moved = growth(profits[:span].sum(axis=0), profits[-span:].sum(axis=0), months=scenario.horizon - span)
    closed = np.asarray(results.ends.column("ruined")[policy] > 0.0)
    fates = regime(results.ends.column("growth")[policy], closed)
    turn: Spiral = spiral(moved, first, growing=fates.growing, shrinking=fates.shrinking, closed=chance(closed))
    return Turn(policy, turn, tuple(later), waterfall(own[0], seed=scenario.seed))
