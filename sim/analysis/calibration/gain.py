"""What is believed of the cycle gain: the answer to a push in many possible firms, luck averaged out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from sim.arrays import Array

_SHARE: Final = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class GainBelief:
    """The belief about the gain of one lap.

    Attributes
    ----------
    policy
        Under which.
    median, low, high
        Middle and 90 % interval.
    above_one
        Chance that the cycle feeds itself.
    """

    policy: str
    median: float
    low: float
    high: float
    above_one: float


def gain_belief(policy: str, answers: Array, scores: Array, normals: Array) -> GainBelief | None:
    """Return the belief about the mean answer to a push, from one answer of each possible firm.

    An answer is the firm's gain plus its luck, which is far larger than the differences between the firms. So the gain
    is taken as linear in the scores, its slopes drawn in to zero as far as luck alone would explain them (empirical
    Bayes), and what is not known of slopes and level is part of the belief.

    Parameters
    ----------
    answers
        Money more to reinvest per unit put in, shape (firms,).
    scores
        Of the same firms, shape (firms, parameters).
    normals
        Standard normal scores, shape (firms,).

    Returns
    -------
    GainBelief | None
        None when fewer than three firms per parameter answer.
    """
    fine = np.isfinite(answers)
    answers, scores, normals = answers[fine], scores[fine], normals[fine]
    count, size = scores.shape
    if count < 3 * (size + 1):
        return None
    axes = _white(scores)
    level = float(answers.mean())
    slopes = axes.T @ (answers - level) / count
    left = answers - level - axes @ slopes
    luck = float(left @ left) / (count - axes.shape[1] - 1)
    each = luck / count
    true = max(0.0, float(np.mean(slopes**2)) - each)
    drawn_in = true / (true + each) if true > 0 else 0.0
    middle = level + axes @ (drawn_in * slopes)
    unsure = np.sqrt(each * (1.0 + drawn_in * np.sum(axes**2, axis=1)))
    gains = middle + unsure * normals
    low, median, high = (float(value) for value in np.quantile(gains, _SHARE))
    return GainBelief(policy, median, low, high, float(np.mean(gains > 1.0)))


def _white(scores: Array) -> Array:
    """Return the directions in which the firms differ, uncorrelated and of variance one."""
    centred = scores - scores.mean(axis=0)
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    return np.asarray(left[:, sizes > 1e-9 * max(float(sizes[0]), 1e-12)] * np.sqrt(len(scores)))
