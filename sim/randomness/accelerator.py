"""The accelerator: the same uniforms and counts from compiled code, where it could be built.

It decides only what can't be in doubt; every lane within rounding of the next count is handed back and decided by
`sim.randomness.inversion`, as are all lanes where there is no compiled module. So its presence changes no number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.randomness import inversion

try:
    from sim.randomness import _counts as compiled
except ImportError:  # no compiler when the package was installed
    compiled = None  # type: ignore[assignment]

__all__ = ["compiled", "counts", "present"]

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.arrays import Array


def present() -> bool:
    """Say whether the compiled module could be built."""
    return compiled is not None


def counts(rows: Array, place: NDArray[np.int64] | None, trials: Array | None, chance: Array) -> Array | None:
    """Return the count of every lane, or None where the arguments describe no law.

    Parameters
    ----------
    rows
        Uniforms, shape (slots, replications laid out).
    place
        Column of `rows` that belongs to each lane, shape (lanes,); None where columns are lanes.
    trials, chance
        Of the binomial law, shape (lanes,) or (slots, lanes); without trials, `chance` is the mean of a Poisson law.
    """
    chance = np.ascontiguousarray(chance)
    trials = None if trials is None else np.ascontiguousarray(trials)
    out = np.empty_like(chance)
    left = compiled.counts(rows, place, trials, chance, out)
    if left < 0:
        return None
    if left:
        hard = np.isnan(out)
        uniform = (rows if place is None else rows[:, place]).reshape(out.shape)[hard]
        p = chance[hard]
        out[hard] = inversion.poisson(uniform, p) if trials is None else inversion.binomial(uniform, trials[hard], p)
    return out
