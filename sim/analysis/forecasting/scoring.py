"""How good forecasts were: the score of whole ensembles, where actuals fell in them, and what bands held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from sim.analysis.intervals import Array, Chance, chance

if TYPE_CHECKING:
    from numpy.typing import NDArray

BANDS: Final = (0.5, 0.8, 0.95)
"""Shares of the future that bands promise to hold."""
SEASON: Final = 12


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a band promised and what it held.

    Attributes
    ----------
    band
        The share that it promised.
    held
        The share of actuals inside, with Wilson interval. It takes them for independent, which those of neighbouring
        starts and horizons are not, so it is too narrow rather than too wide.
    """

    band: float
    held: Chance


def crps(members: Array, actual: Array, *, kind: Literal["fair", "plain"] = "fair") -> Array:
    """Return the continuous ranked probability score, in the unit of the actual: lower is better.

    Mean distance of the members from the actual, less half their mean distance from one another. The plain score takes
    the members for the whole forecast; the fair one (Ferro 2014) for a random sample of it, and so is what a forecast
    of ever more members would get, on average. Of a single member it is the plain absolute error.

    Parameters
    ----------
    members
        Shape (…, members).
    actual
        Shape (…); the score of a missing one is missing.
    """
    n = members.shape[-1]
    ranked = np.sort(members, axis=-1)
    # Sum over pairs of distances, from the sorted members: each is subtracted as often as others lie above it.
    pairs = ((2.0 * np.arange(1, n + 1) - n - 1.0) * ranked).sum(axis=-1)
    among = max(1, n * (n - 1)) if kind == "fair" else n * n
    return np.asarray(np.abs(members - actual[..., None]).mean(axis=-1) - pairs / among)


def pit(members: Array, actual: Array) -> Array:
    """Return the share of members below each actual, ties by halves: evenly spread from 0 to 1 when all is well.

    Counted among n + 1 places, since the actual itself is one more draw when the forecast is right.
    """
    below = (members < actual[..., None]).sum(axis=-1) + 0.5 * (members == actual[..., None]).sum(axis=-1)
    return np.where(np.isnan(actual), np.nan, (below + 0.5) / (members.shape[-1] + 1))


def coverage(places: Array) -> tuple[Coverage, ...]:
    """Return what the central bands held, from the places that `pit` gives; missing ones do not count."""
    known = places[~np.isnan(places)]
    return tuple(Coverage(band, chance(np.abs(known - 0.5) <= band / 2.0)) for band in BANDS)


def histogram(places: Array, bins: int = 5) -> NDArray[np.int64]:
    """Count the places of `pit` in equal bins."""
    counts, _ = np.histogram(places[~np.isnan(places)], bins=bins, range=(0.0, 1.0))
    return np.asarray(counts, dtype=np.int64)


def yardstick(history: Array) -> float:
    """Return what a scaled error is measured in: the mean step of the history, over a year where there is more of it.

    Hyndman and Koehler (2006). NaN where there are no two months to compare; 0 where nothing moved.
    """
    step = SEASON if np.count_nonzero(~np.isnan(history)) > SEASON else 1
    moved = np.abs(history[step:] - history[:-step])
    known = moved[~np.isnan(moved)]
    return float(known.mean()) if len(known) else float("nan")


def scaled(score: Array, scale: float) -> Array:
    """Return errors or scores in units of the yardstick; missing where it is 0 or missing."""
    return np.asarray(score / scale if scale > 0.0 else np.full_like(score, np.nan))
