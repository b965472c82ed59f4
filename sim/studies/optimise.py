"""The study behind `optimize`: which settings of the policies are worth most while ruin stays below a limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import counted
from sim.analysis.tuning.frontier import LIMITS
from sim.analysis.tuning.ruin_limit import NO_LIMIT
from sim.errors import UsageError
from sim.experiment.run import refuse_unfit
from sim.experiment.trials import Simulator
from sim.hints import did_you_mean
from sim.studies.course import Course
from sim.studies.provable import enough, provable
from sim.studies.search import Effort
from sim.studies.trying import Trying, untouched
from sim.studies.tunable import Tunable, Wanted, settings_of, tunable, unknown
from sim.studies.valuing import ALONG, PROFILE, Searched, Valuer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.tuning.tuned import Optimum
    from sim.experiment.progress import Progress
    from sim.scenario import Scenario

HIGHER_IS_BETTER: Final = (
    "npv", "npv_without_terminal_value", "terminal_value", "final_revenue", "cumulative_revenue", "cumulative_profit",
    "distributions", "lowest_cash", "clv", "customers", "nps", "growth",
)  # fmt: skip
"""Outcomes that can be made as high as possible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be made best.

    Attributes
    ----------
    limit
        On the chance of ruin.
    policies
        Names of those to tune; all but the baseline when empty.
    wanted
        Settings to tune; those of the rule itself when empty.
    measure
        The outcome to make as high as possible.
    limits
        Further limits, for a frontier.
    """

    limit: float
    policies: tuple[str, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    measure: str = "npv"
    limits: tuple[float, ...] = ()


PARETO: Final = LIMITS
"""The further limits of `--pareto`."""


def optimise(
    scenario: Scenario, wish: Wish, *, workers: int | None = None, progress: Progress | None = None
) -> Optimum:
    """Search settings on luck A, select among the finalists on B, and value them on the replications of the run.

    Raises
    ------
    CyclesimError
        When there is nothing to tune, the limit can't be shown, or the scenario can't be run.
    """
    _refuse(scenario, wish)
    refuse_unfit(scenario, "none", "in memory")
    every = to_tune(scenario, wish)
    count = scenario.replications
    proven = tuple(limit for limit in wish.limits if provable(limit, count) and limit != wish.limit)
    limits = (wish.limit, NO_LIMIT, *proven)
    efforts = [Effort.of(one.dimensions, count) for one in every]
    valuing = count * (len(scenario.policies) + len(limits) * len(every)) + ALONG * PROFILE
    course = Course(sum(sum(effort.parts(len(limits))) for effort in efforts) + valuing, progress)
    with Simulator(scenario, workers=workers, progress=course.heard) as simulator:
        searches = [
            Searched.of(Trying(scenario, one, wish.measure, simulator), limits, effort, course)
            for one, effort in zip(every, efforts, strict=True)
        ]
        course.begin(valuing)
        found = Valuer(scenario, wish, untouched(scenario, wish.measure, simulator)).optimum(searches)
    course.finish()
    return found


def to_tune(scenario: Scenario, wish: Wish) -> list[Tunable]:
    """Return what is tuned of which policy.

    Raises
    ------
    UsageError
        When a policy or a setting is unknown, or there is nothing to tune.
    """
    for name in wish.policies:
        if name not in scenario.policies:
            hint = did_you_mean(name, scenario.policies, what="This scenario has")
            raise UsageError(f"no policy named {name!r}. {hint}".strip())
    names = wish.policies or tuple(name for name in scenario.policies if name != scenario.baseline)
    rules = {name: scenario.policies[name] for name in scenario.policies if name in names}
    known = {setting for rule in rules.values() for setting in settings_of(rule)}
    if not {one.name for one in wish.wanted} <= known:
        raise UsageError(unknown((one.name for one in wish.wanted), known))
    found = [one for name, rule in rules.items() if (one := tunable(name, rule, wish.wanted)) is not None]
    if not found:
        raise UsageError(
            f"nothing to tune: the rules of {', '.join(rules) or 'no policy'} have no settings of their own. Name "
            f"other policies with --policy ({', '.join(scenario.policies)}), or settings that every rule has with "
            f"--tune ({', '.join(sorted(known))})."
        )
    _refuse_correlated(scenario, found)
    return found


def _refuse(scenario: Scenario, wish: Wish) -> None:
    if wish.measure not in HIGHER_IS_BETTER:
        raise UsageError(f"{wish.measure!r} can't be made as high as possible; {', '.join(HIGHER_IS_BETTER)} can")
    if not 0.0 < wish.limit < NO_LIMIT:
        raise UsageError(f"a limit on ruin lies between 0% and 100%, such as 5%; this is {100 * wish.limit:g}%")
    if not provable(wish.limit, scenario.replications):
        raise UsageError(
            f"{counted(scenario.replications, 'replication')} can't show that ruin stays below {100 * wish.limit:g}%, "
            f"not even if there is none; use --replications {enough(wish.limit):,} or more"
        )


def _refuse_correlated(scenario: Scenario, every: Sequence[Tunable]) -> None:
    tied = {key for pair in scenario.correlations for key in pair[:2]}
    for key in (key for one in every for key in one.keys):
        if key in tied:
            raise UsageError(f"{key} is correlated with another input, so it can't be tuned; remove the correlation")
