"""Splitting counts over parts by chances: a multinomial draw as a chain of binomial ones.

Each part draws from what the parts before have left, with its chance among the parts that remain; every draw has a
stream of its own, so another number of parts moves nobody else's luck.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sim.arrays import Array
    from sim.randomness import Streams


def remaining_chances(chances: Array) -> Array:
    """Return each part's chance among the parts not yet drawn, for chances of shape (parts, lanes)."""
    room = np.ones_like(chances)
    for part in range(1, len(chances)):
        room[part] = room[part - 1] - chances[part - 1]
    return np.asarray((chances / np.maximum(room, 1e-12)).clip(0.0, 1.0))


def split(streams: Streams, name: str, month: int, count: Array, chances: Array) -> list[Array]:
    """Split counts over parts and a rest; `chances` are those of `remaining_chances`, one row for each part."""
    left = count
    parts = []
    for index, chance in enumerate(chances):
        taken = streams.binomial(f"{name}.{index}", month, left, chance)
        parts.append(taken)
        left = left - taken
    return [*parts, left]
