"""Counts split over parts: a multinomial draw as a chain of binomial ones.

Each part draws from what the parts before have left, with its chance among the parts that remain; every draw has a
stream of its own, so another number of parts moves nobody else's luck.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.arrays import Array


def links(name: str, parts: int) -> list[str]:
    """Return the names of the streams of a chain.

    >>> links("wins", 2)
    ['wins.0', 'wins.1']
    """
    return [f"{name}.{part}" for part in range(parts)]


def split(draw: Callable[[int, Array, Array], Array], n: Array, chances: Array) -> Array:
    """Return counts split over parts and a rest, shape (parts + 1, lanes).

    Parameters
    ----------
    draw
        Gives what a part gets of what is left, by its chance among what is left.
    """
    counts = np.empty_like(n, shape=(len(chances) + 1, *n.shape))
    left = n
    for part, chance in enumerate(chances):
        counts[part] = draw(part, left, chance)
        left = left - counts[part]
    counts[-1] = left
    return counts
