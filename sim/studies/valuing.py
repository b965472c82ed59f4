"""What was found for each policy and limit, valued on the replications of the run that nobody has looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.run.reliance import reliance
from sim.analysis.tuning.ends import Ends, Optimism, Worth, against
from sim.analysis.tuning.frontier import Found, Frontier, drawn
from sim.analysis.tuning.profile import Profile, profile
from sim.analysis.tuning.ruin_limit import NO_LIMIT
from sim.analysis.tuning.tuned import Optimum, Price, Setting, Tuned, Yours
from sim.errors import UsageError
from sim.experiment.run import facts_of
from sim.studies.luck_seen import LuckSeen
from sim.studies.provable import enough, provable
from sim.studies.search import SELECT, Choice, Effort, Problem, choose
from sim.studies.tunable import Scalar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.analysis.run.reliance import Reliance
    from sim.outcomes import Array
    from sim.scenario import Scenario
    from sim.studies.course import Course
    from sim.studies.optimise import Wish
    from sim.studies.trying import Trying
    from sim.studies.tunable import Split, Tunable

ALONG: Final = 17
"""Values of a setting that a profile shows, beside today's and the best."""
PROFILE: Final = 1024
"""Replications of a profile, at most."""


@dataclass(frozen=True, slots=True)
class Searched:
    """One policy after search and selection."""

    trying: Trying
    effort: Effort
    choices: Mapping[float, Choice]

    @classmethod
    def of(cls, trying: Trying, limits: tuple[float, ...], effort: Effort, course: Course) -> Searched:
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
class Valuer:
    """Values choices on the replications of the run, each once."""

    scenario: Scenario
    wish: Wish
    yours: Mapping[str, Ends]
    _seen: dict[tuple[str, bytes], Ends] = field(default_factory=dict)

    def optimum(self, searches: Sequence[Searched]) -> Optimum:
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
            reliance=self._reliance(best),
        )

    def _reliance(self, best: Searched) -> Reliance | None:
        """Return what the tuned policy owes to the terminal value, if tuning makes it the better one."""
        name = best.trying.tunable.policy
        ends, yours = self._ends(best, self.wish.limit), self.yours[name]
        if ends.paid is None or yours.paid is None or not best.choices[self.wish.limit].holds:
            return None
        tuned, own = f"the tuned {name}", f"{name} with your settings"
        found = reliance({tuned: ends.values, own: yours.values}, {tuned: ends.paid, own: yours.paid})
        return found if found and found.best == tuned else None

    def _ends(self, searched: Searched, limit: float) -> Ends:
        candidate = searched.choices[limit].candidate
        key = searched.trying.tunable.policy, candidate.tobytes()
        if key not in self._seen:
            self._seen[key] = searched.trying.ends(candidate, self.scenario.replications)
            if np.isnan(self._seen[key].values).any():
                raise UsageError(
                    f"{self.wish.measure} is unknown on some paths, so it can't be made as high as possible"
                )
        return self._seen[key]

    def _tuned(self, searched: Searched, limit: float) -> Tuned:
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

    def _price(self, searches: Sequence[Searched], best: Searched) -> Price | None:
        if not best.choices[self.wish.limit].holds:
            return None
        free = _preferred(searches, NO_LIMIT)
        cost, _ = against(self._ends(free, NO_LIMIT), self._ends(best, self.wish.limit), best.trying.tunable.policy)
        return Price(not self._same(free, best), self._tuned(free, NO_LIMIT), cost)

    def _same(self, free: Searched, best: Searched) -> bool:
        one, other = free.choices[NO_LIMIT].candidate, best.choices[self.wish.limit].candidate
        return free is best and np.array_equal(one, other)

    def _frontier(self, searches: Sequence[Searched]) -> Frontier:
        """Take the best of every limit, each once."""
        asked = {*self.wish.limits, NO_LIMIT, self.wish.limit}
        best = {limit: _preferred(searches, limit) for limit in sorted(searches[0].choices) if limit in asked}
        kept = [limit for limit, searched in best.items() if searched.choices[limit].holds]
        groups: dict[int, list[float]] = {}
        for limit in kept:
            groups.setdefault(id(self._ends(best[limit], limit)), []).append(limit)
        found = [
            Found(tuple(under), self._tuned(best[under[0]], under[0]), self._ends(best[under[0]], under[0]))
            for under in groups.values()
        ]
        count = self.scenario.replications
        return drawn(
            found,
            list(self.yours.values()),
            seed=self.scenario.seed,
            unattained=tuple(limit for limit in best if limit not in kept),
            unproven=tuple((limit, enough(limit)) for limit in self.wish.limits if not provable(limit, count)),
        )


def _preferred(searches: Sequence[Searched], limit: float) -> Searched:
    """Return the policy that B prefers under a limit: the most valuable that keeps it, else the safest."""

    def order(searched: Searched) -> tuple[bool, float]:
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
                Setting(
                    name=name,
                    unit=knob.unit,
                    meaning=knob.meaning,
                    yours=yours,
                    best=float(choice.candidate[column]),
                    searched=ends,
                    close=(float(close.min()), float(close.max())),
                )
            )
            column += 1
    return tuple(found)


def _columns(knob: Scalar | Split) -> list[tuple[str, float, tuple[float, float]]]:
    """Return name, today's value and range of every setting of a knob."""
    if isinstance(knob, Scalar):
        return [(knob.name, knob.yours, (knob.low, knob.high))]
    return [(name, float(part), (0.0, 1.0)) for name, part in zip(knob.columns, knob.yours, strict=True)]


def _profile(searched: Searched, limit: float) -> Profile | None:
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
