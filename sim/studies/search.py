"""The search for the best setting under a limit on ruin: design, successive halving, refinement, fresh selection.

It knows nothing of firms: whatever gives a value and a ruin per candidate and replication can be searched. Three
stretches of luck are kept apart. A is searched, B selects among the finalists, C is left alone for who reports.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from sim.analysis.tuning.ruin_limit import NO_LIMIT, allowed_share
from sim.analysis.tuning.survivors import contending, ranked, survivors
from sim.randomness import KeyedUniforms
from sim.studies.luck_seen import LuckSeen, Sample

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from sim.outcomes import Array
    from sim.studies.luck_seen import Evaluate, Flags

SEARCH: Final = 2_000_000_000_000
SELECT: Final = 4_000_000_000_000
"""First replication of A and of B, far beyond those of any run: C begins at 0. Whole Latin hypercubes."""

SAFER: Final = (1.0, 0.8, 0.6, 0.4)
"""Finalists are the best under the limit and under these parts of it: what just kept it on A may break it on B."""
PER_PART: Final = 3
"""Finalists for each of them."""
ROUNDS, PER_ROUND = 3, 6
"""How often finalists are added where all the better ones broke the limit on B, and how many."""
POPULATION: Final = 10
SPREAD: Final = 0.05
"""Half-width of the box around the best that fills up a population, as a share of each range."""
STREAM: Final = "optimize:search"


class Space(Protocol):
    """The settings that are searched, as points of the unit cube."""

    @property
    def dimensions(self) -> int:
        """Length of a point."""
        ...

    def candidates(self, points: Array) -> Array:
        """Return settings, rounded as they will be written, shape (points, settings)."""
        ...


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to look.

    Attributes
    ----------
    points
        Of the first design, a power of two.
    rungs
        Replications on A: of the design, of those who survive it, of those who are refined.
    kept
        Most survivors of the first and of the second rung, per limit.
    rough, fine
        Generations of differential evolution on the second and on the third rung.
    selection
        Replications on B.
    """

    points: int
    rungs: tuple[int, int, int]
    kept: tuple[int, int]
    rough: int
    fine: int
    selection: int

    @classmethod
    def of(cls, dimensions: int, fresh: int) -> Effort:
        """Return what is worth while for so many settings and a report on so many fresh replications."""
        return cls(
            points={1: 64, 2: 64, 3: 128, 4: 128}.get(dimensions, 256),
            rungs=(min(64, fresh), min(256, fresh), min(1024, fresh)),
            kept=(16, POPULATION),
            rough=4 * (dimensions - 1),
            fine=5,
            selection=selection(fresh),
        )

    def parts(self, limits: int) -> tuple[int, ...]:
        """Return how many lanes each part takes at most: halving, refining under each limit, selecting."""
        first, second, third = self.rungs
        halving = (self.points + 1) * first + limits * (self.kept[0] * (second - first) + self.kept[1] * third)
        refining = POPULATION * ((self.rough + 1) * second + (self.fine + 2) * third)
        selecting = (len(SAFER) * PER_PART + ROUNDS * PER_ROUND) * self.selection + third
        return (halving, *[refining] * limits, limits * selecting)


def selection(fresh: int) -> int:
    """Return the replications on B: twice those of the report, within reason."""
    return min(8192, max(64, 2 * fresh))


@dataclass(frozen=True, slots=True)
class Problem:
    """What is searched.

    Attributes
    ----------
    space, evaluate
        The settings, and who tries them.
    own
        Candidates that are looked at in any case, such as today's settings; shape (candidates, settings), may be empty.
    own_points
        The same as points of the unit cube.
    fresh
        Replications of the report.
    seed
        Of the design's shift and of the evolution.
    begin
        Told how many lanes the next part takes at most.
    """

    space: Space
    evaluate: Evaluate
    own: Array
    own_points: Array
    fresh: int
    seed: int
    begin: Callable[[int], None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Choice:
    """The best setting found under one limit.

    Attributes
    ----------
    limit
        On the chance of ruin.
    candidate
        The settings, shape (settings,).
    holds
        Whether it keeps the limit on B with room to keep it again; else it is the safest that was found.
    searched, selected
        What it did on A, where it was looked for, and on B, where it was chosen.
    close
        Settings within noise of it on A that are allowed there, shape (candidates, settings); itself among them.
    """

    limit: float
    candidate: Array
    holds: bool
    searched: Sample
    selected: Sample
    close: Array


def choose(problem: Problem, limits: Sequence[float], effort: Effort) -> tuple[Choice, ...]:
    """Search A for the best setting under every limit, and select it on B."""
    search = _Search(problem, tuple(limits), effort)
    halving, *refining, selecting = effort.parts(len(limits))
    problem.begin(halving)
    search.halve()
    for limit, lanes in zip(limits, refining, strict=True):
        problem.begin(lanes)
        search.refine(limit)
    problem.begin(selecting)
    return search.selected()


class _Search:
    """The search, as far as it has got."""

    def __init__(self, problem: Problem, limits: tuple[float, ...], effort: Effort) -> None:
        self.problem, self.limits, self.effort = problem, limits, effort
        self.a = LuckSeen(problem.evaluate, SEARCH)
        self.b = LuckSeen(problem.evaluate, SELECT)
        self.points: dict[bytes, Array] = {}
        self.shares = {limit: allowed_share(limit, effort.selection, problem.fresh) for limit in limits}

    def halve(self) -> None:
        """Look at a design, then ever closer at those who may be the best under some limit."""
        first, second, third = self.effort.rungs
        alive = self._candidates(_design(self.effort.points, self.problem.space.dimensions, self.problem.seed))
        own = self.problem.own
        for candidate, point in zip(own, self.problem.own_points, strict=True):
            self.points[candidate.tobytes()] = point
        alive = _distinct(np.concatenate([alive, own]))
        for count, most in zip((first, second), self.effort.kept, strict=True):
            values, ruined = self.a.look(alive, count)
            kept = {
                int(index)
                for share in self.shares.values()
                for index in survivors(values, ruined, share, least=min(POPULATION, most), most=most)
            }
            alive = _distinct(np.concatenate([alive[sorted(kept)], own]))
        self.a.look(alive, third)

    def refine(self, limit: float) -> None:
        """Evolve the best under a limit, on a few replications and then on all of A."""
        _, second, third = self.effort.rungs
        if self.effort.rough:
            self._evolve(limit, second, self.effort.rough)
            self.a.look(self._best(limit, second, POPULATION), third)
        self._evolve(limit, third, self.effort.fine)

    def _evolve(self, limit: float, count: int, generations: int) -> None:
        """Run differential evolution from the best so far; the luck is fixed, so the objective is a plain function."""
        from scipy.optimize import Bounds, differential_evolution

        share, far, dimensions = self.shares[limit], self._far(count), self.problem.space.dimensions

        def cost(points: Array) -> Array:
            values, ruined = self.a.look(self._candidates(points.T), count)
            excess = ruined.mean(axis=1) - share
            worth = np.nan_to_num(values.mean(axis=1), nan=-np.inf)
            return np.asarray(np.where(excess <= 0.0, -worth, far * (1.0 + np.maximum(excess, 0.0))))

        differential_evolution(
            cost,  # type: ignore[arg-type] # the stubs don't know that vectorized costs are arrays
            bounds=Bounds(np.zeros(dimensions), np.ones(dimensions)),
            init=self._population(limit, count),
            maxiter=generations,
            tol=0.0,
            polish=False,
            updating="deferred",
            vectorized=True,
            rng=self.problem.seed,
        )

    def _far(self, count: int) -> float:
        """Return a cost above that of every allowed candidate."""
        values, _ = self.a.look(self.a.looked_at(count), count)
        return 10.0 * (1.0 + float(np.nanmax(np.abs(values.mean(axis=1)), initial=0.0)))

    def _population(self, limit: float, count: int) -> Array:
        """Return the points of the best so far, filled up around the very best."""
        best = [self.points[candidate.tobytes()] for candidate in self._best(limit, count, POPULATION)]
        missing = POPULATION - len(best)
        shift = 2.0 * _uniforms(self.problem.seed, missing, self.problem.space.dimensions) - 1.0
        around = np.clip(best[0] + SPREAD * shift, 0.0, 1.0)
        return np.concatenate([np.stack(best), around])

    def _best(self, limit: float, count: int, most: int) -> Array:
        """Return the best candidates under a limit among those seen on `count` replications."""
        return self._under(self.shares[limit], count)[:most]

    def _under(self, share: float, count: int) -> Array:
        known = self.a.looked_at(count)
        return known[ranked(*self.a.look(known, count), share)]

    def _candidates(self, points: Array) -> Array:
        """Return the settings of points, and keep in mind where they came from."""
        found = self.problem.space.candidates(np.clip(points, 0.0, 1.0))
        for candidate, point in zip(found, points, strict=True):
            self.points.setdefault(candidate.tobytes(), np.array(point))
        return found

    def selected(self) -> tuple[Choice, ...]:
        """Choose on B among the finalists of every limit."""
        count = self.effort.selection
        final = _distinct(np.concatenate([*(self._finalists(limit) for limit in self.limits), self.problem.own]))
        for limit in self.limits:
            final = self._filled(final, self.shares[limit])
        values, ruined = self.b.look(final, count)
        return tuple(self._choice(limit, final, values, ruined) for limit in self.limits)

    def _filled(self, final: Array, share: float) -> Array:
        """Add candidates between the best that keeps the limit on B and those better ones that break it there.

        The finalists lie where A, with fewer replications, saw the limit. Where B sees it much earlier, all of them may
        fail, and the best that is left, such as today's settings, may lie far below what the limit allows.
        """
        for _ in range(ROUNDS):
            values, ruined = self.b.look(final, self.effort.selection)
            best = int(ranked(values, ruined, share)[0])
            better = final[values.mean(axis=1) > values[best].mean()]
            if not len(better):
                break
            final = _distinct(np.concatenate([final, self._between(final[best], better)]))
        return final

    def _between(self, low: Array, high: Array) -> Array:
        """Return candidates whose value on A lies between those of others, evenly by rank."""
        first = self.effort.rungs[0]
        known = self.a.looked_at(first)
        worth = self.a.look(known, first)[0].mean(axis=1)
        bottom, top = (self.a.look(np.atleast_2d(ends), first)[0].mean(axis=1).max() for ends in (low, high))
        inside = np.flatnonzero((worth > bottom) & (worth < top))
        inside = inside[np.argsort(worth[inside], kind="stable")]
        places = np.linspace(0, len(inside) - 1, min(PER_ROUND, len(inside))).round().astype(int)
        found: Array = known[inside[places]]
        return found

    def _finalists(self, limit: float) -> Array:
        third = self.effort.rungs[2]
        parts = SAFER if limit < NO_LIMIT else SAFER[:1]
        return np.concatenate([self._under(part * self.shares[limit], third)[:PER_PART] for part in parts])

    def _choice(self, limit: float, final: Array, values: Array, ruined: Flags) -> Choice:
        share, third = self.shares[limit], self.effort.rungs[2]
        best = int(ranked(values, ruined, share)[0])
        return Choice(
            limit=limit,
            candidate=final[best],
            holds=float(ruined[best].mean()) <= share,
            searched=self.a.sample(final[best], third),
            selected=Sample.of(values[best], ruined[best]),
            close=self._close(final[best], share),
        )

    def _close(self, candidate: Array, share: float) -> Array:
        """Return the allowed settings that neither beat the chosen one nor are beaten beyond noise on A."""
        third = self.effort.rungs[2]
        known = _distinct(np.concatenate([candidate[None], self.a.looked_at(third)]))
        values, ruined = self.a.look(known, third)
        allowed = [0, *(int(index) for index in np.flatnonzero(ruined.mean(axis=1) <= share) if index)]
        return known[contending(-values, contending(values, allowed, 0), 0)]


def _design(points: int, dimensions: int, seed: int) -> Array:
    """Return Sobol points, shifted as a whole by keyed luck: even, and of no fixed lattice."""
    from scipy.stats import qmc

    plain = qmc.Sobol(dimensions, scramble=False).random_base2(int(np.log2(points)))
    moved: Array = (plain + _uniforms(seed, 1, dimensions)) % 1.0
    return moved


def _uniforms(seed: int, rows: int, columns: int) -> Array:
    found: Array = KeyedUniforms(seed).rows(STREAM, rows, columns, ((0, -(-max(rows, 1) // 4)),))
    return found[:, :rows].T


def _distinct(candidates: Array) -> Array:
    """Return every candidate once, in the order of first appearance."""
    keys: NDArray[np.intp] = np.unique(candidates, axis=0, return_index=True)[1]
    return candidates[np.sort(keys)]
