"""Counts split over parts: a multinomial draw as a chain of binomial ones.

Each part draws from what the parts before have left, with its chance among the parts that remain; every draw has a
stream of its own, so another number of parts moves nobody else's luck.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sim.arrays import Array
    from sim.randomness.streams import Streams


def links(name: str, parts: int) -> list[str]:
    """Return the names of the streams of a chain.

    >>> links("wins", 2)
    ['wins.0', 'wins.1']
    """
    return [f"{name}.{part}" for part in range(parts)]


def split(streams: Streams, name: str, month: int, n: Array, chances: Array) -> Array:
    """Return counts split over parts and a rest, shape (parts + 1, lanes); chances are those among what is left."""
    counts = np.empty((len(chances) + 1, *n.shape))
    left = n
    for part, (link, chance) in enumerate(zip(links(name, len(chances)), chances, strict=True)):
        counts[part] = streams.binomial(link, month, left, chance)
        left = left - counts[part]
    counts[-1] = left
    return counts
