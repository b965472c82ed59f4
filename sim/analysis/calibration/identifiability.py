"""What the data can tell apart, from how strongly every figure answers to every parameter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.calibration.posterior import LEARNT, OPEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sim.arrays import Array

ALARM: Final = 15.0
"""Collinearity index above which parameters can't be told apart (Brun, Reichert & Künsch 2001, WRR 37:1015)."""

_FELT: Final = 1.0
"""Answer of the data to a parameter over its prior's standard deviation, in standard deviations of luck, below which
they do not feel it."""

_BOTH_OPEN: Final = 0.3
"""Spread after over before that both parameters of a pair keep when neither is known on its own."""

_CLEAR: Final = 2.0
"""Answer of a measure from which it would tell of a parameter."""

_TIED: Final = 0.7
"""Correlation after the data from which two parameters that neither is known of count as tied."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parameters that the data do not tell apart.

    Attributes
    ----------
    keys
        The two.
    collinearity
        1/√(1 − |cosine of their answers|); above `ALARM` they count as one.
    correlation
        After the data, on the prior's normal scale: near −1 their product is known, near 1 their ratio.
    separated_by
        Measures that the data lack and that would bring the collinearity below `ALARM`.
    """

    keys: tuple[str, str]
    collinearity: float
    correlation: float
    separated_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Identifiability:
    """What can be told apart.

    Attributes
    ----------
    keys
        Dotted keys of the parameters.
    answers
        Size of the data's answer to each parameter over one standard deviation of its prior, in standard deviations
        of luck, shape (parameters,).
    ratio
        Spread after over before of each parameter, shape (parameters,).
    singular
        Singular values of the answers, the largest first: directions below 1 the data tell less of than the prior.
    collinearity
        Of all parameters that the data feel, together.
    pairs
        Those that can't be told apart.
    told_by
        By parameter that the data are silent about: measures that they lack and that would tell of it.
    """

    keys: tuple[str, ...]
    answers: Array
    ratio: Array
    singular: Array
    collinearity: float
    pairs: tuple[Pair, ...]
    told_by: Mapping[str, tuple[str, ...]]

    def verdict(self, place: int) -> str:
        """Return what the data say of a parameter in a word or two."""
        if self.ratio[place] < LEARNT:
            return "settled"
        if self.ratio[place] > OPEN:
            return "open"
        tied = any(self.keys[place] in pair.keys for pair in self.pairs)
        return "tied" if tied else "narrowed"

    @property
    def directions(self) -> int:
        """Number of combinations of parameters that the data say more about than the prior."""
        return int(np.sum(self.singular > 1.0))


def identifiability(
    keys: tuple[str, ...],
    answers: Mapping[str, Array],
    seen: Mapping[str, NDArray[np.bool_]],
    after: tuple[Array, Array],
) -> Identifiability:
    """Return what data can tell apart.

    Parameters
    ----------
    answers
        Change of every figure over one standard deviation of each prior, in standard deviations of luck, by measure,
        shape (months, parameters); of measures that the data lack as well.
    seen
        Months in which there is a figure, by observed measure.
    after
        Spread after over before, shape (parameters,), and correlation of the parameters after the data.
    """
    rows = np.concatenate([answers[name][months] for name, months in seen.items()])
    lacking = {name: np.concatenate([rows, more]) for name, more in answers.items() if name not in seen}
    size = np.sqrt(np.sum(rows**2, axis=0))
    felt = np.flatnonzero(size > _FELT)
    ratio, correlation = after
    pairs = (
        Pair((keys[one], keys[other]), collinear(rows[:, [one, other]]), float(correlation[one, other]),
             tuple(name for name, more in lacking.items() if collinear(more[:, [one, other]]) < ALARM))
        for place, one in enumerate(felt)
        for other in felt[place + 1 :]
        if min(ratio[one], ratio[other]) > _BOTH_OPEN
    )  # fmt: skip
    return Identifiability(
        keys=keys,
        answers=size,
        ratio=ratio,
        singular=np.asarray(np.linalg.svd(rows, compute_uv=False)),
        collinearity=collinear(rows[:, felt]),
        pairs=tuple(pair for pair in pairs if pair.collinearity > ALARM or abs(pair.correlation) > _TIED),
        told_by={key: _telling(answers, seen, column) for column, key in enumerate(keys) if ratio[column] > OPEN},
    )


def _telling(answers: Mapping[str, Array], seen: Mapping[str, NDArray[np.bool_]], column: int) -> tuple[str, ...]:
    """Return the measures that the data lack and that would feel a parameter."""
    return tuple(
        name
        for name, own in answers.items()
        if name not in seen and float(np.sqrt(np.sum(own[:, column] ** 2))) > _CLEAR
    )


def collinear(rows: Array) -> float:
    """Return the collinearity index of columns: 1 when they are at right angles, without end when one follows."""
    if rows.shape[1] < 2:  # noqa: PLR2004 (two can be alike)
        return 1.0
    normal = rows / np.maximum(np.sqrt(np.sum(rows**2, axis=0)), 1e-300)
    least = float(np.linalg.eigvalsh(normal.T @ normal)[0])
    return float(1.0 / np.sqrt(max(least, 1e-12)))
