"""Splitting counts over parts by chances: what `Streams.split` asks for."""

from __future__ import annotations

import numpy as np

from sim.arrays import Array, asarray


def remaining_chances(chances: Array) -> Array:
    """Return each part's chance among the parts not yet drawn, for chances of shape (parts, lanes)."""
    room = np.ones_like(chances)
    for part in range(1, len(chances)):
        room[part] = room[part - 1] - chances[part - 1]
    return asarray((chances / np.maximum(room, 1e-12)).clip(0.0, 1.0))
