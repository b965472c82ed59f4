"""Low, middle and high values of an input, and whether they matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import fdtrc

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.analysis.intervals import Array

LEAST: Final = 20
"""Replications that a third needs: ten to choose the best policy on, ten to value it on."""
_NOISE: Final = 0.01
"""Chance at which an input that does nothing is taken to matter."""


def thirds(values: Array) -> tuple[tuple[NDArray[np.bool_], float, float], ...]:
    """Split replications by the values of an input: low, middle, high, with the range of values in each.

    An input with no more than three values is split by value. Parts with too few replications are left out.
    """
    distinct = np.unique(values)
    if len(distinct) <= 3:  # noqa: PLR2004 (as many as there are parts)
        parts = [np.asarray(values == value) for value in distinct]
    else:
        low, high = np.quantile(values, (1 / 3, 2 / 3))
        parts = [values <= low, (values > low) & (values <= high), values > high]
    kept = [part for part in parts if np.count_nonzero(part) >= LEAST]
    return tuple((part, float(values[part].min()), float(values[part].max())) for part in kept)


def explained(values: Array, of: Array) -> float:
    """Return the share of the variance of an outcome that the thirds of an input explain; 0 when within noise.

    F test of the thirds' means at 1 %: an input that only seems to matter is not worth a future.
    """
    parts = [of[members] for members, _, _ in thirds(values)]
    total = float(np.var(of))
    if len(parts) < 2 or total <= 0.0:  # noqa: PLR2004 (one part can't differ from itself)
        return 0.0
    whole = np.concatenate(parts)
    between = sum(len(part) * (part.mean() - whole.mean()) ** 2 for part in parts)
    within = sum(float(np.square(part - part.mean()).sum()) for part in parts)
    if within <= 0.0:
        return 1.0
    freedom = (len(parts) - 1, len(whole) - len(parts))
    chance = fdtrc(*freedom, between / freedom[0] / (within / freedom[1]))
    return float(between / (between + within)) if chance < _NOISE else 0.0
