"""The turn is named by tests that are wrong as often as they say, and not more."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from scipy.stats import binom, nbinom

from sim.analysis.cycle.gain import Gain
from sim.analysis.cycle.pulse import Push
from sim.analysis.cycle.spiral import ALPHA, above_one, growth, spiral
from sim.analysis.intervals import chance
from sim.analysis.statistics.resampling import NOTHING, mean_of
from sim.randomness import KeyedUniforms
from tests.unit.analysis.synthetic import Array, normals

TRIALS, COUNT = 200, 64
SHARE, CHURN, COST = 0.3, 0.04, 10.0
PUSHED = 20
"""Customers that a push buys."""


def drawn(gain_is: float, trial: int) -> tuple[Array, Array, Array]:
    """Return the answer to a push, and profit of the first and the last two years, of a linear loop with luck.

    A firm of customers that churn one by one, each of whom brings a margin; a share of it buys a Poisson number of
    customers a month. The answer: those that a push buys, each with a lifetime that is geometric.
    """
    margin = gain_is * CHURN * COST / SHARE
    uniforms = KeyedUniforms(trial).rows("test:linear", 0, 2, ((0, COUNT),))[:, :COUNT]
    months = np.asarray(nbinom.ppf(uniforms[0], PUSHED, CHURN)) + PUSHED
    answer = SHARE * margin * months / (PUSHED * COST)
    noise = normals(120, COUNT, 1000 + trial)
    customers, profits = np.full(COUNT, 400.0), []
    for shock in noise:
        bought = SHARE * margin / COST * customers
        left = CHURN * customers
        spread = np.sqrt(bought + left * (1 - CHURN))  # binomial churn and Poisson sales, to the normal
        customers = np.maximum(customers + bought - left + spread * shock, 0.0)
        profits.append(margin * customers)
    path = np.array(profits)
    return answer, path[:24].sum(axis=0), path[-24:].sum(axis=0)


def gain_of(answer: Array) -> Gain:
    own, none = mean_of(answer), chance(np.zeros(len(answer), bool))
    return Gain(Push("any", 1, 1.0, 2), own, own, own, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, none)


@pytest.fixture(scope="module")
def trials() -> dict[float, list[tuple[Array, Array, Array]]]:
    return {size: [drawn(size, trial) for trial in range(TRIALS)] for size in (0.9, 1.0, 1.1)}


def test_at_exact_criticality_claims_are_rare(trials: dict[float, list[tuple[Array, Array, Array]]]) -> None:
    """Either claim about the gain, and either about growth, is wrong at most about one time in twenty.

    Of 200 trials as many claims as 2α allows, with room for chance; without the test, by the sign alone, all would be.
    """
    allowed = int(binom.ppf(0.999, TRIALS, 2.0 * ALPHA))
    sides = Counter(above_one(gain_of(answer)) for answer, _, _ in trials[1.0])
    moves = Counter(growth(early, late, months=96).direction for _, early, late in trials[1.0])
    assert TRIALS - sides[0] <= allowed
    assert TRIALS - moves[0] <= allowed
    mutant = sum(gain_of(answer).gain.value != 1.0 for answer, _, _ in trials[1.0])
    assert mutant > allowed


def test_at_exact_criticality_labels_are_rarer_still(trials: dict[float, list[tuple[Array, Array, Array]]]) -> None:
    labels = Counter(label_of(trial) for trial in trials[1.0])
    assert TRIALS - labels["undetermined"] <= 2.0 * ALPHA * TRIALS
    assert set(labels) <= {"undetermined", "virtuous", "saturating", "vicious", "stalled"}


@pytest.mark.parametrize(("size", "label"), [(0.9, "stalled"), (1.1, "virtuous")])
def test_a_tenth_away_the_label_is_right(
    trials: dict[float, list[tuple[Array, Array, Array]]], size: float, label: str
) -> None:
    side = 1 if size > 1.0 else -1
    right = sum(growth(early, late, months=96).direction == side for _, early, late in trials[size])
    assert right >= 0.95 * TRIALS
    more = [np.concatenate([trials[size][(first + k) % TRIALS][0] for k in range(8)]) for first in range(TRIALS)]
    assert sum(above_one(gain_of(answer)) == side for answer in more) >= 0.95 * TRIALS
    whole = [label_of((answer, *trial[1:])) for answer, trial in zip(more, trials[size], strict=True)]
    assert whole.count(label) >= 0.95 * TRIALS


def label_of(trial: tuple[Array, Array, Array], *, closed: float = 0.0) -> str:
    answer, early, late = trial
    count = len(early)
    ends = chance(np.arange(count) < closed * count)
    grows = chance(late > early)
    return spiral(growth(early, late, months=96), gain_of(answer), growing=grows, shrinking=ends, closed=ends).label


def test_two_outcomes_get_no_label(trials: dict[float, list[tuple[Array, Array, Array]]]) -> None:
    """Virtuous by both tests, but a third of the firms close: one word would mislead."""
    answer = np.concatenate([trials[1.1][k][0] for k in range(8)])
    early, late = (np.concatenate([trials[1.1][k][part] for k in range(8)]) for part in (1, 2))
    assert label_of((answer, early, late)) == "virtuous"
    assert label_of((answer, early, late), closed=0.3) == "bistable"


@pytest.mark.parametrize(
    ("early", "late", "direction"),
    [(5.0, 9.0, 1), (9.0, 5.0, -1), (5.0, -5.0, -1), (-5.0, 5.0, 1), (-5.0, -9.0, 0), (0.0, 0.0, 0)],
)
def test_profit_that_is_none(early: float, late: float, direction: int) -> None:
    noise = normals(2, 50, 41)
    own = 0.1 if early or late else 0.0
    found = growth(early + own * noise[0], late + own * noise[1], months=24)
    assert found.direction == direction
    assert math.isfinite(found.rate.value) == (early > 0.0 and late > 0.0)


def test_one_replication_shows_nothing() -> None:
    found = growth(np.array([1.0]), np.array([2.0]), months=24)
    assert found.direction == 0
    assert above_one(gain_of(np.array([3.0]))) == 0
    assert label_of((np.array([3.0]), np.array([1.0]), np.array([2.0]))) == "undetermined"


def test_what_is_undetermined_says_how_many_would_tell(trials: dict[float, list[tuple[Array, Array, Array]]]) -> None:
    answer, early, late = next(t for t in trials[1.0] if label_of(t) == "undetermined")
    ends = chance(np.zeros(COUNT, bool))
    found = spiral(growth(early, late, months=96), gain_of(answer), growing=ends, shrinking=ends, closed=ends)
    assert found.needed > COUNT
