"""The search for the best setting under a limit on ruin: design, successive halving, refinement, fresh selection.

It knows nothing of firms: whatever gives a value and a ruin per candidate and replication can be searched. Three
stretches of luck are kept apart. A is searched, B selects among the finalists, C is left alone for who reports.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from sim.analysis.tuning.ruin_limit import allowed_share
from sim.analysis.tuning.survivors import survivors
from sim.randomness import KeyedUniforms
from sim.studies.effort import POPULATION, Effort
from sim.studies.luck_seen import LuckSeen
from sim.studies.selecting import Choice, Selecting, distinct, under

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.arrays import Array
    from sim.studies.luck_seen import Evaluate

SEARCH: Final = 2_000_000_000_000
SELECT: Final = 4_000_000_000_000
"""First replication of A and of B, far beyond those of any run: C begins at 0. Whole Latin hypercubes."""
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
    return Selecting(search.a, LuckSeen(problem.evaluate, SELECT), effort, search.shares, problem.own).chosen(limits)


class _Search:
    """The search, as far as it has got."""

    def __init__(self, problem: Problem, limits: tuple[float, ...], effort: Effort) -> None:
        self.problem, self.limits, self.effort = problem, limits, effort
        self.a = LuckSeen(problem.evaluate, SEARCH)
        self.points: dict[bytes, Array] = {}
        self.shares = {limit: allowed_share(limit, effort.selection, problem.fresh) for limit in limits}

    def halve(self) -> None:
        """Look at a design, then ever closer at those who may be the best under some limit."""
        first, second, third = self.effort.rungs
        alive = self._candidates(_design(self.effort.points, self.problem.space.dimensions, self.problem.seed))
        own = self.problem.own
        for candidate, point in zip(own, self.problem.own_points, strict=True):
            self.points[candidate.tobytes()] = point
        alive = distinct(np.concatenate([alive, own]))
        for count, most in zip((first, second), self.effort.kept, strict=True):
            values, ruined = self.a.look(alive, count)
            kept = {
                int(index)
                for share in self.shares.values()
                for index in survivors(values, ruined, share, least=min(POPULATION, most), most=most)
            }
            alive = distinct(np.concatenate([alive[sorted(kept)], own]))
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
        return under(self.a, self.shares[limit], count)[:most]

    def _candidates(self, points: Array) -> Array:
        """Return the settings of points, and keep in mind where they came from."""
        found = self.problem.space.candidates(np.clip(points, 0.0, 1.0))
        for candidate, point in zip(found, points, strict=True):
            self.points.setdefault(candidate.tobytes(), np.array(point))
        return found


def _design(points: int, dimensions: int, seed: int) -> Array:
    """Return Sobol points, shifted as a whole by keyed luck: even, and of no fixed lattice."""
    from scipy.stats import qmc

    plain = qmc.Sobol(dimensions, scramble=False).random_base2(int(np.log2(points)))
    moved: Array = (plain + _uniforms(seed, 1, dimensions)) % 1.0
    return moved


def _uniforms(seed: int, rows: int, columns: int) -> Array:
    found: Array = KeyedUniforms(seed).rows(STREAM, rows, columns, ((0, -(-max(rows, 1) // 4)),))
    return found[:, :rows].T
