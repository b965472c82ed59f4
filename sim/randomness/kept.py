"""Uniforms that were lately asked for, for whoever draws them again: the next look at the same replications.

Without compiled code they are a quarter of what the draws of a few hundred lanes cost.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from sim.arrays import Array

WIDEST: Final = 1024
"""Replications of a batch above which nothing is kept: those are a run's, and nobody asks for them again."""

MOST: Final = 5_000_000
"""Numbers kept, 40 MB: those of a thousand replications over sixty months, and a little more."""

_arrays: OrderedDict[Hashable, Array] = OrderedDict()
_numbers = [0]


def kept(key: Hashable, make: Callable[[], Array]) -> Array:
    """Return what was made for a key, shape (slots, replications), not to be written to, or make it."""
    array = _arrays.get(key)
    if array is None:
        array = make()
        if array.shape[1] <= WIDEST:
            array.flags.writeable = False
            _numbers[0] += array.size
            while _arrays and _numbers[0] > MOST:
                _, oldest = _arrays.popitem(last=False)
                _numbers[0] -= oldest.size
            _arrays[key] = array
    return array


def forget() -> None:
    """Keep nothing of what was made."""
    _arrays.clear()
    _numbers[0] = 0
