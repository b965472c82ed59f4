"""Scores of links, paths and loops, relative scores within a partition, and which loops dominate."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.loops.changes import Conventions, changes
from sim.analysis.loops.circuits import circuits
from sim.analysis.loops.components import partition_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sim.analysis.loops.changes import Changes
    from sim.analysis.loops.system import Edge, System
    from sim.arrays import Array

DOMINANT: Final = 0.5
"""Share of all movement that a dominant set of loops explains at least."""


@dataclass(frozen=True, slots=True)
class LoopScores:
    """How strongly every loop moves the system in every window.

    Attributes
    ----------
    loops
        Names round each loop, without the first again.
    moments
        Place in the series that labels each window, shape (windows,).
    links
        Link scores, shape (windows, …) by link.
    scores
        Loop scores, shape (loops, windows, …).
    relative
        Scores over the sum of their absolute values in the loop's partition, of the same shape; a partition of one
        loop gives 1 or -1 whatever the loop does.
    partition
        Number of each loop's partition: loops of different partitions can't be compared.
    """

    loops: tuple[tuple[str, ...], ...]
    moments: NDArray[np.intp]
    links: Mapping[Edge, Array]
    scores: Array
    relative: Array
    partition: NDArray[np.intp]


def link_score(found: Changes) -> Array:
    """Return |part / target| with the link's polarity; 0 where target or source stands still."""
    moves = (found.target != 0) & (found.source != 0)
    size = np.abs(found.part) / np.where(moves, np.abs(found.target), 1.0)
    sign = np.sign(found.part * found.source) if found.sign is None else found.sign
    return np.where(moves, size * sign, 0.0)


def path_score(links: Mapping[Edge, Array], path: Sequence[str]) -> Array:
    """Return the product of the link scores along a path."""
    product = np.ones_like(next(iter(links.values())))
    for edge in pairwise(path):
        product = product * links[edge]
    return product


def loop_scores(system: System, series: Mapping[str, Array], conventions: Conventions | None = None) -> LoopScores:
    """Score every loop of a system, found by exact enumeration.

    Parameters
    ----------
    system, series, conventions
        As for `changes`.

    Raises
    ------
    UsageError
        When a series is missing or too short, or there are more loops than can be listed.
    """
    chosen = conventions or Conventions()
    found = changes(system, series, chosen)
    links = {edge: link_score(change) for edge, change in found.items()}
    loops = circuits(system.edges)
    windows = next(iter(links.values())).shape
    scores = np.stack([path_score(links, (*loop, loop[0])) for loop in loops]) if loops else np.empty((0, *windows))
    places = partition_of(system.edges)
    partition = np.array([places[loop[0]] for loop in loops], np.intp)
    moments = np.arange(windows[0]) + (chosen.label == "end")
    return LoopScores(loops, moments, links, scores, relative(scores, partition), partition)


def relative(scores: Array, partition: NDArray[np.intp]) -> Array:
    """Return scores over the sum of absolute scores of their partition; 0 where nothing in it moves."""
    shares = np.zeros_like(scores)
    for number in np.unique(partition):
        members = partition == number
        total = np.abs(scores[members]).sum(axis=0)
        shares[members] = scores[members] / np.where(total > 0, total, 1.0)
    return shares


def dominant(shares: Array, *, enough: float = DOMINANT) -> NDArray[np.bool_]:
    """Mark the fewest loops of one partition whose absolute relative scores add up to `enough`.

    Parameters
    ----------
    shares
        Relative scores of one partition, shape (loops, windows, …). Where nothing moves no loop is marked.
    enough
        What they must explain.
    """
    size = np.abs(shares)
    order = np.argsort(-size, axis=0, kind="stable")
    ranked = np.take_along_axis(size, order, axis=0)
    before = np.cumsum(ranked, axis=0) - ranked
    marked = np.zeros(shares.shape, np.bool_)
    # Rounding must not call for one loop more where some add up to `enough` exactly.
    np.put_along_axis(marked, order, (before < enough - 1e-12) & (ranked > 0), axis=0)
    return marked
