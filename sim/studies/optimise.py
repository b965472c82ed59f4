"""The study behind `optimize`: which settings of the policies are worth most while ruin stays below a limit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.frontier import LIMITS, Frontier, FrontierPoint, memberships, trades_off
from sim.analysis.profile import Profile, profile
from sim.analysis.ruin_limit import NO_LIMIT, allowed_share
from sim.analysis.tuned import Ends, Optimism, Optimum, Price, Setting, Tuned, Worth, Yours, against
from sim.errors import UsageError
from sim.experiment.run import facts_of, only, refuse_unfit
from sim.experiment.trials import Simulator
from sim.studies.course import Course
from sim.studies.luck_seen import LuckSeen
from sim.studies.search import SELECT, Choice, Effort, Problem, choose, selection
from sim.studies.trying import Trying, untouched
from sim.studies.tunable import Scalar, Split, Tunable, Wanted, settings_of, tunable, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.experiment.progress import Progress
    from sim.outcomes import Array
    from sim.scenario import Scenario

HIGHER_IS_BETTER: Final = (
    "npv", "npv_without_terminal_value", "terminal_value", "final_revenue", "cumulative_revenue", "cumulative_profit",
    "distributions", "lowest_cash", "clv", "customers", "nps", "growth",
)  # fmt: skip
"""Outcomes that can be made as high as possible."""

ALONG: Final = 17
"""Values of a setting that a profile shows, beside today's and the best."""
PROFILE: Final = 1024
"""Replications of a profile, at most."""


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
    proven = tuple(limit for limit in wish.limits if _provable(limit, count) and limit != wish.limit)
    limits = (wish.limit, NO_LIMIT, *proven)
    efforts = [Effort.of(one.dimensions, count) for one in every]
    valuing = count * (len(scenario.policies) + len(limits) * len(every)) + ALONG * PROFILE
    course = Course(sum(sum(effort.parts(len(limits))) for effort in efforts) + valuing, progress)
    with Simulator(scenario, workers=workers, progress=course.heard) as simulator:
        searches = [
            _Searched.of(Trying(scenario, one, wish.measure, simulator), limits, effort, course)
            for one, effort in zip(every, efforts, strict=True)
        ]
        course.begin(valuing)
        found = _Valuer(scenario, wish, untouched(scenario, wish.measure, simulator)).optimum(searches)
    course.finish()
    return found


def to_tune(scenario: Scenario, wish: Wish) -> list[Tunable]:
    """Return what is tuned of which policy.

    Raises
    ------
    UsageError
        When a policy or a setting is unknown, or there is nothing to tune.
    """
    only(scenario, wish.policies)
    names = wish.policies or tuple(name for name in scenario.policies if name != scenario.baseline)
    rules = {name: scenario.policies[name] for name in scenario.policies if name in names}
    known = {setting for rule in rules.values() for setting in settings_of(rule)}
    if not {one.name for one in wish.wanted} <= known:
        raise UsageError(unknown((one.name for one in wish.wanted), known))
    found = [one for name, rule in rules.items() if (one := tunable(name, rule, wish.wanted)) is not None]
    if not found:
        raise UsageError(
            f"nothing to tune: the rules of {', '.join(rules) or 'no policy'} have no settings of their own. Name other "
            f"policies with --policy ({', '.join(scenario.policies)}), or settings that every rule has with --tune "
            f"({', '.join(sorted(known))})."
        )
    _refuse_correlated(scenario, found)
    return found


def _refuse(scenario: Scenario, wish: Wish) -> None:
    if wish.measure not in HIGHER_IS_BETTER:
        raise UsageError(f"{wish.measure!r} can't be made as high as possible; {', '.join(HIGHER_IS_BETTER)} can")
    if not 0.0 < wish.limit < NO_LIMIT:
        raise UsageError(f"a limit on ruin lies between 0% and 100%, such as 5%; this is {wish.limit:g}")
    if not _provable(wish.limit, scenario.replications):
        raise UsageError(
            f"{scenario.replications:,} replications can't show that ruin stays below {100 * wish.limit:g}%, not even "
            f"if there is none; use --replications {enough(wish.limit):,} or more"
        )


def _refuse_correlated(scenario: Scenario, every: Sequence[Tunable]) -> None:
    tied = {key for pair in scenario.correlations for key in pair[:2]}
    for key in (key for one in every for key in one.keys):
        if key in tied:
            raise UsageError(f"{key} is correlated with another input, so it can't be tuned; remove the correlation")


def _provable(limit: float, count: int) -> bool:
    return allowed_share(limit, selection(count), count) >= 0.0


def enough(limit: float) -> int:
    """Return a round number of replications from which a limit can be shown, if no path is ruined."""
    count = 10
    while not _provable(limit, count):
        count += 10
    return count


@dataclass(frozen=True, slots=True)
class _Searched:
    """One policy after search and selection."""

    trying: Trying
    effort: Effort
    choices: Mapping[float, Choice]

    @classmethod
    def of(cls, trying: Trying, limits: tuple[float, ...], effort: Effort, course: Course) -> _Searched:
        """Search, and select."""
        space, scenario = trying.tunable, trying.scenario
        own = space.own()
        problem = Problem(
            space=space,
            evaluate=trying.evaluate,
            own=space.candidates(own),
            own_points=own,
            fresh=scenario.replications,
            seed=scenario.seed,
            begin=course.begin,
        )
        return cls(trying, effort, dict(zip(limits, choose(problem, limits, effort), strict=True)))


@dataclass(slots=True)
class _Valuer:
    """Values choices on the replications of the run, each once."""

    scenario: Scenario
    wish: Wish
    yours: Mapping[str, Ends]
    _seen: dict[tuple[str, bytes], Ends] = field(default_factory=dict)

    def optimum(self, searches: Sequence[_Searched]) -> Optimum:
        """Put together what was found."""
        limit = self.wish.limit
        best = _preferred(searches, limit)
        return Optimum(
            facts=facts_of(self.scenario),
            measure=self.wish.measure,
            limit=limit,
            best=self._tuned(best, limit),
            policies=tuple(self._tuned(one, limit) for one in searches),
            yours=tuple(Yours(name, Worth.of(ends)) for name, ends in self.yours.items()),
            price=self._price(searches, best),
            searched=best.effort.rungs[-1],
            selected=best.effort.selection,
            profile=_profile(searches[0], limit) if len(searches) == 1 else None,
            frontier=self._frontier(searches) if self.wish.limits else None,
        )

    def _ends(self, searched: _Searched, limit: float) -> Ends:
        candidate = searched.choices[limit].candidate
        key = searched.trying.tunable.policy, candidate.tobytes()
        if key not in self._seen:
            self._seen[key] = searched.trying.ends(candidate, self.scenario.replications)
            if np.isnan(self._seen[key].values).any():
                raise UsageError(f"{self.wish.measure} is unknown on some paths, so it can't be made as high as possible")
        return self._seen[key]

    def _tuned(self, searched: _Searched, limit: float) -> Tuned:
        choice, name = searched.choices[limit], searched.trying.tunable.policy
        ends, baseline = self._ends(searched, limit), self.scenario.baseline
        value, ruin = against(ends, self.yours[name], name)
        return Tuned(
            policy=name,
            limit=limit,
            holds=choice.holds,
            settings=_settings(searched.trying.tunable, choice),
            worth=Worth.of(ends),
            against_yours=value,
            ruin_against_yours=ruin,
            against_baseline=None if name == baseline else against(ends, self.yours[baseline], baseline)[0],
            optimism=Optimism.of(choice.searched.mean, choice.searched.error, ends.values),
        )

    def _price(self, searches: Sequence[_Searched], best: _Searched) -> Price | None:
        if not best.choices[self.wish.limit].holds:
            return None
        free = _preferred(searches, NO_LIMIT)
        cost, _ = against(self._ends(free, NO_LIMIT), self._ends(best, self.wish.limit), best.trying.tunable.policy)
        return Price(not self._same(free, best), self._tuned(free, NO_LIMIT), cost)

    def _same(self, free: _Searched, best: _Searched) -> bool:
        one, other = free.choices[NO_LIMIT].candidate, best.choices[self.wish.limit].candidate
        return free is best and np.array_equal(one, other)

    def _frontier(self, searches: Sequence[_Searched]) -> Frontier:
        """Take the best of every limit, each point once."""
        count = self.scenario.replications
        limits = sorted({limit for limit in searches[0].choices if limit in (*self.wish.limits, NO_LIMIT, self.wish.limit)})
        best = {limit: _preferred(searches, limit) for limit in limits}
        kept = [limit for limit in limits if best[limit].choices[limit].holds]
        groups: dict[int, list[float]] = {}
        for limit in kept:
            groups.setdefault(id(self._ends(best[limit], limit)), []).append(limit)
        ends = [self._ends(best[under[0]], under[0]) for under in groups.values()]
        inside = memberships(ends, self.scenario.seed)
        return Frontier(
            points=tuple(
                FrontierPoint(tuple(under), self._tuned(best[under[0]], under[0]), float(share))
                for under, share in zip(groups.values(), inside, strict=True)
            ),
            unattained=tuple(limit for limit in limits if limit not in kept),
            unproven=tuple((limit, enough(limit)) for limit in self.wish.limits if not _provable(limit, count)),
            trade_off=trades_off(ends[0], ends[-1]),
        )


def _preferred(searches: Sequence[_Searched], limit: float) -> _Searched:
    """Return the policy that B prefers under a limit: the most valuable that keeps it, else the safest."""

    def order(searched: _Searched) -> tuple[bool, float]:
        choice = searched.choices[limit]
        worth = choice.selected.mean if choice.holds else -choice.selected.ruin.probability
        return choice.holds, worth

    return max(searches, key=order)


def _settings(space: Tunable, choice: Choice) -> tuple[Setting, ...]:
    found, column = [], 0
    for knob in space.knobs:
        for name, yours, ends in _columns(knob):
            close = choice.close[:, column]
            found.append(
                Setting(name, knob.unit, yours, float(choice.candidate[column]), ends, (float(close.min()), float(close.max())))
            )
            column += 1
    return tuple(found)


def _columns(knob: Scalar | Split) -> list[tuple[str, float, tuple[float, float]]]:
    """Return name, today's value and range of every setting of a knob."""
    if isinstance(knob, Scalar):
        return [(knob.name, knob.yours, (knob.low, knob.high))]
    return [(name, float(part), (0.0, 1.0)) for name, part in zip(knob.columns, knob.yours, strict=True)]


def _profile(searched: _Searched, limit: float) -> Profile | None:
    """Look along the one setting that is tuned, on the replications of the selection."""
    space = searched.trying.tunable
    knob = space.knobs[0]
    if space.dimensions > 1 or not isinstance(knob, Scalar):
        return None
    grid = space.candidates(np.linspace(0.0, 1.0, ALONG)[:, None])
    extra = [searched.choices[limit].candidate[None], space.candidates(space.own())]
    at: Array = np.unique(np.concatenate([grid, *extra]), axis=0)
    values, ruined = LuckSeen(searched.trying.evaluate, SELECT).look(at, min(PROFILE, searched.effort.selection))
    ends = [Ends(*one) for one in zip(values, ruined, strict=True)]
    return profile(space.policy, (knob.name, knob.unit), at[:, 0], ends)
