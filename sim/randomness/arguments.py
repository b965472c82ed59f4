"""What a stream accepts: shapes that fit the lanes, and numbers within range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.arrays import Array
    from sim.randomness.streams import Number


COUNTABLE: Final = 2.0**53
"""Where doubles stop telling neighbouring whole numbers apart; the double before it is one less."""

_TRIALS: Final = "number of trials"

LARGEST_MEAN: Final = 2.0**52
"""Of Poisson counts: no count comes near `COUNTABLE`, at most some dozen times 2^26 above its mean."""

_LARGEST: Final = float(np.finfo(np.float64).max)


def spread(name: str, lanes: int, *values: Number) -> list[Array]:
    """Return the values in one shape, (lanes,) or (slots, lanes), not to be written to."""
    arrays = [np.asarray(value, np.float64) for value in values]
    shape = arrays[0].shape
    if len(shape) in {1, 2} and shape[-1] == lanes and all(array.shape == shape for array in arrays):
        return arrays
    try:
        spread_out = list(np.broadcast_arrays(*arrays, np.empty(lanes)))[:-1]
    except ValueError:
        spread_out = []
    if not spread_out or spread_out[0].shape[-1] != lanes or spread_out[0].ndim > 2:
        shapes = ", ".join(str(array.shape) for array in arrays)
        raise ValueError(f"stream '{name}': shapes {shapes} do not fit {lanes} lanes")
    return spread_out


def require_share(name: str, p: Array) -> None:
    """Refuse probabilities outside 0 to 1."""
    if not _within(p, 1.0):
        raise _outside(name, "probability", "between 0 and 1", p, (p >= 0.0) & (p <= 1.0))


def require_positive(name: str, what: str, value: Array) -> None:
    """Refuse negative and infinite numbers."""
    if not _within(value, _LARGEST):
        raise _outside(name, what, "finite and not negative", value, (value >= 0.0) & (value < np.inf))


def require_mean(name: str, mean: Array) -> None:
    """Refuse negative means and those so large that counts round them may be no longer whole numbers."""
    if not _within(mean, LARGEST_MEAN):
        raise _outside(name, "mean", "from 0 to 2^52", mean, (mean >= 0.0) & (mean <= LARGEST_MEAN))


def require_trials(name: str, n: Array) -> None:
    """Refuse negative numbers of trials, and those so large that whole numbers can't be told apart."""
    if not _within(n, COUNTABLE - 1.0):
        raise _outside(name, _TRIALS, "from 0 to 2^53", n, (n >= 0.0) & (n < COUNTABLE))


def require_counts(name: str, n: Array) -> None:
    """Refuse numbers of trials that are not whole."""
    require_trials(name, n)
    whole = np.rint(n) == n
    if not whole.all():
        raise _outside(name, _TRIALS, "a whole number", n, whole)


def _within(value: Array, largest: float) -> bool:
    """Say whether all lie from 0 to the largest; NaN doesn't, and is what `argmin` finds first."""
    return not value.size or (value.item(value.argmin()) >= 0.0 and value.item(value.argmax()) <= largest)


def require_ordered(name: str, low: Array, high: Array) -> None:
    """Refuse ranges whose end lies below their start."""
    if not (high - low).min(initial=0.0) >= 0.0:
        raise _outside(name, "high", "no less than low", high, high >= low)


def _outside(name: str, what: str, allowed: str, value: Array, good: NDArray[np.bool_]) -> ValueError:
    bad = value[~good]
    told = f"{bad.size} of {value.size} are not, the first is {bad[0]}"
    return ValueError(f"stream '{name}': {what} must be {allowed}; {told}")
