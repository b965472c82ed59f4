"""What factors add to a difference sums to it exactly, whatever their signs."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.cycle.log_mean import contributions
from tests.unit.analysis.synthetic import Array, normals

FACTORS, PAIRS = 5, 200


def pairs(kind: str) -> tuple[Array, Array]:
    before, after = normals(FACTORS, PAIRS, 21), normals(FACTORS, PAIRS, 22)
    if kind == "positive":
        return np.exp(before), np.exp(after)
    if kind == "zero":
        return np.where(before > 0.5, 0.0, np.exp(before)), np.where(after > 0.5, 0.0, np.exp(after))
    return before, after


@pytest.mark.parametrize("kind", ["positive", "zero", "negative"])
def test_parts_sum_to_the_difference(kind: str) -> None:
    before, after = pairs(kind)
    parts = contributions(before, after)
    whole = after.prod(axis=0) - before.prod(axis=0)
    np.testing.assert_allclose(parts.sum(axis=0), whole, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(contributions(after, before), -parts, rtol=1e-9, atol=1e-9)


def test_mutant_one_order_of_changing_is_not_symmetric() -> None:
    """Changing factor after factor, first to last, also leaves no residual, but hangs on the order."""

    def in_order(before: Array, after: Array) -> Array:
        steps = [np.concatenate([after[:k], before[k:]]).prod(axis=0) for k in range(FACTORS + 1)]
        return np.diff(np.stack(steps), axis=0)

    before, after = pairs("positive")
    assert not np.allclose(in_order(after, before), -in_order(before, after))


def test_alike_products_and_an_unchanged_factor() -> None:
    before = np.array([[2.0], [3.0], [5.0]])
    np.testing.assert_array_equal(contributions(before, before), np.zeros((3, 1)))
    after = np.array([[4.0], [1.5], [5.0]])
    np.testing.assert_allclose(contributions(before, after)[:, 0], 30 * np.log([2.0, 0.5, 1.0]))
    assert contributions(before, np.array([[2.0], [4.0], [5.0]]))[0, 0] == 0.0


def test_what_is_unknown_stays_unknown_for_itself_only() -> None:
    before = np.array([[1.0, 1.0], [2.0, np.nan]])
    after = np.array([[2.0, 2.0], [3.0, 3.0]])
    parts = contributions(before, after)
    assert parts[:, 0].sum() == pytest.approx(4.0)
    assert np.isnan(parts[:, 1]).all()
