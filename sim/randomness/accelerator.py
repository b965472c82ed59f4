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

__all__ = ["compiled", "counts", "present", "split"]

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from sim.arrays import Array

    Luck = Array | tuple[NDArray[np.uint64], int, NDArray[np.int64]]
    """Uniforms, shape (slots, replications laid out), or what gives them: key, month, runs of counter blocks."""


def present() -> bool:
    """Say whether the compiled module could be built."""
    return compiled is not None


def counts(
    luck: Luck, place: NDArray[np.int64] | None, trials: Array | None, chance: Array, uniform: Callable[[], Array]
) -> Array | None:
    """Return the count of every lane, or None where the arguments describe no law.

    Parameters
    ----------
    luck
        Where every lane's uniform comes from.
    place
        Column of the uniforms that belongs to each lane, shape (lanes,); None where columns are lanes.
    trials, chance
        Of the binomial law, shape (lanes,) or (slots, lanes), chances also with one row for all slots or one number
        for all lanes; without trials, `chance` is the mean of a Poisson law.
    uniform
        Gives the uniforms lane by lane, for lanes that are left to Python.
    """
    out = np.empty((chance if trials is None else trials).shape)
    left = compiled.counts(luck, place, trials, chance, out)
    if left < 0:
        return None
    if left:
        hard = np.isnan(out)
        u, p = uniform()[hard], np.broadcast_to(chance, out.shape)[hard]
        out[hard] = inversion.poisson(u, p) if trials is None else inversion.binomial(u, trials[hard], p)
    return out


def split(luck: Luck, place: NDArray[np.int64] | None, count: Array, chances: Array) -> Array | None:
    """Return counts split over parts and a rest, shape (parts + 1, lanes), or None where Python must decide."""
    out = np.empty((len(chances) + 1, count.size))
    return None if compiled.split(luck, place, count, chances, out) else out
