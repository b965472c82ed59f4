"""The selection of the best setting on fresh luck, B, among the finalists of what was searched on A."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.tuning.ruin_limit import NO_LIMIT
from sim.analysis.tuning.survivors import contending, ranked
from sim.studies.effort import PER_PART, PER_ROUND, ROUNDS, SAFER, Effort
from sim.studies.luck_seen import LuckSeen, Sample

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sim.arrays import Array
    from sim.studies.luck_seen import Flags


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


@dataclass(frozen=True, slots=True)
class Selecting:
    """What is selected from.

    Attributes
    ----------
    a, b
        The luck that was searched, and the fresh one.
    effort
        How hard to look.
    shares
        By limit, the share of ruined replications that it allows.
    own
        Candidates that are looked at in any case, shape (candidates, settings).
    """

    a: LuckSeen
    b: LuckSeen
    effort: Effort
    shares: Mapping[float, float]
    own: Array

    def chosen(self, limits: Sequence[float]) -> tuple[Choice, ...]:
        """Choose on B among the finalists of every limit."""
        count = self.effort.selection
        final = distinct(np.concatenate([*(self._finalists(limit) for limit in limits), self.own]))
        for limit in limits:
            final = self._filled(final, self.shares[limit])
        values, ruined = self.b.look(final, count)
        return tuple(self._choice(limit, final, values, ruined) for limit in limits)

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
            final = distinct(np.concatenate([final, self._between(final[best], better)]))
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
        return np.concatenate([under(self.a, part * self.shares[limit], third)[:PER_PART] for part in parts])

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
        known = distinct(np.concatenate([candidate[None], self.a.looked_at(third)]))
        values, ruined = self.a.look(known, third)
        allowed = [0, *(int(index) for index in np.flatnonzero(ruined.mean(axis=1) <= share) if index)]
        return known[contending(-values, contending(values, allowed, 0), 0)]


def under(seen: LuckSeen, share: float, count: int) -> Array:
    """Return the candidates that were looked at on `count` replications, best first under a share of ruined."""
    known = seen.looked_at(count)
    return known[ranked(*seen.look(known, count), share)]


def distinct(candidates: Array) -> Array:
    """Return every candidate once, in the order of first appearance."""
    keys: NDArray[np.intp] = np.unique(candidates, axis=0, return_index=True)[1]
    return candidates[np.sort(keys)]
