"""A forecast as paths that count alike: what a firm's next months may be, given the ones that are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtri

from sim.analysis.tracking.one_scale import SIGNED, luck_of_a_month, on_one_scale, sizes_of, usual_size
from sim.analysis.tracking.weighting import misfit, weigh
from sim.randomness import KeyedUniforms
from sim.results import QUANTILES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sim.analysis.intervals import Array

SETS: Final = 256
"""Sets of parameters that a forecast is made with."""
LUCKS: Final = 32
"""Paths of luck that each set is lived with."""
KEPT: Final = 4
"""Members that each set keeps: none counts more than another, since the fit has weighed them by the figures already."""
STREAM: Final = "forecast"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What may come.

    Attributes
    ----------
    known
        Months of figures that it rests on.
    members
        By measure, every member alike, shape (months, members), the known months first. Errors of measurement are on
        them, as on the figures that they are held against.
    temper
        Power of the likelihood that chose paths of luck, on average over sets: 1 where it was taken at its word.
    """

    known: int
    members: Mapping[str, Array]
    temper: float

    def ahead(self, measure: str) -> Array:
        """Return the members of the months that are not known."""
        return self.members[measure][self.known :]

    def bands(self, measure: str) -> Array:
        """Return quantiles by month, known ones included, shape (months, quantiles), as in `QUANTILES`."""
        return np.asarray(np.quantile(self.members[measure], QUANTILES, axis=-1).T)


def outlook(simulated: Mapping[str, Array], actual: Mapping[str, Array], *, noise: float, seed: int) -> Outlook:
    """Choose, for each set of parameters, paths of luck that agree with the figures, and draw members from them.

    Parameters
    ----------
    simulated
        By measure, revenue among them, shape (months, sets, lucks).
    actual
        By measure, the known months, shape (known,), missing where unknown.
    noise
        Standard deviation of errors of measurement, as a share.
    seed
        Of the forecast.

    Raises
    ------
    UsageError
        When the paths have none of what the figures are of.
    """
    known = len(next(iter(actual.values())))
    early = {name: values[:known] for name, values in simulated.items()}
    sizes = sizes_of(early, actual)
    run = np.stack([on_one_scale(early[name], name, size) for name, size in sizes.items()])
    books = np.stack([on_one_scale(actual[name], name, size) for name, size in sizes.items()])
    chosen, temper = _chosen(run, books, noise, seed)
    members = {}
    for name, values in simulated.items():
        kept = np.concatenate([values[:, number, own] for number, own in enumerate(chosen)], axis=-1)
        error = noise * _normals(f"{STREAM}:{name}", known, seed, kept.shape)
        members[name] = kept + usual_size(early, name) * error if name in SIGNED else kept * np.exp(error)
    return Outlook(known, members, temper)


def _chosen(run: Array, books: Array, noise: float, seed: int) -> tuple[list[NDArray[np.intp]], float]:
    """Return the places of the luck that each set keeps, and the mean power of the likelihood that chose them."""
    sets = run.shape[2]
    error = np.hypot(noise, luck_of_a_month(run.reshape(*run.shape[:2], -1)))
    starts = KeyedUniforms(seed).rows(f"{STREAM}:start", run.shape[1], 1, ((0, -(-sets // 4)),))[0]
    chosen, tempers = [], []
    for number in range(sets):
        weights = weigh(misfit(run[:, :, number], books, error), least=KEPT)
        chosen.append(resampled(weights.shares, KEPT, float(starts[number])))
        tempers.append(weights.temper)
    return chosen, float(np.mean(tempers))


def _normals(stream: str, known: int, seed: int, shape: tuple[int, int]) -> Array:
    uniforms = KeyedUniforms(seed).rows(stream, known, shape[0], ((0, -(-shape[1] // 4)),))
    return np.asarray(ndtri(uniforms[:, : shape[1]]))


def resampled(shares: Array, count: int, start: float) -> NDArray[np.intp]:
    """Return places of `count` members drawn by their shares, evenly spread (systematic resampling).

    Parameters
    ----------
    start
        Between 0 and 1; where the first of the evenly spaced draws lies.
    """
    ends = np.cumsum(shares)
    places = (np.arange(count) + start) / count * ends[-1]
    return np.asarray(np.minimum(np.searchsorted(ends, places, side="right"), len(shares) - 1))
