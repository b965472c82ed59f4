"""The algebra of dimensions refuses nonsense; what the walk through the engine finds is worth what this is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pytest

from sim.randomness import ExpectedStreams
from tests.unit.model.dimensions import COUNT, MONEY, PLAIN, YEARLY, MismatchError, measured, read
from tests.unit.model.units_numpy import MeasuredStreams

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.unit.model.dimensions import Known

APPLES: Final = measured(np.array([2.0]), COUNT)
COINS: Final = measured(np.array([3.0]), MONEY)
A_YEAR: Final = measured(np.array([0.1]), YEARLY)
DRAWS: Final = MeasuredStreams(ExpectedStreams(1))

NONSENSE: Final[Mapping[str, Callable[[], object]]] = {
    "money plus a count": lambda: COINS + APPLES,
    "money plus five": lambda: COINS + 5.0,
    "money above five": lambda: COINS > 5.0,
    "at most money or a count": lambda: np.minimum(COINS, APPLES),
    "money where not a count": lambda: np.where(np.array([True]), COINS, APPLES),
    "money on top of a count": lambda: np.stack([COINS, APPLES]),
    "the exponential of money": lambda: np.exp(COINS),
    "two to the power of money": lambda: 2.0**COINS,
    "money rounded to whole ones": lambda: np.rint(COINS),
    "a count put among money": lambda: COINS.copy().__setitem__(0, APPLES),
    "a yearly chance this month": lambda: DRAWS.bernoulli("any", 1, A_YEAR),
    "a Poisson number of coins": lambda: DRAWS.poisson("any", 1, COINS),
    "a share of a rate": lambda: DRAWS.binomial("any", 1, A_YEAR, 0.5),
}


@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_refused(nonsense: Callable[[], object]) -> None:
    with pytest.raises(MismatchError):
        nonsense()


def test_products_and_ratios_reckon() -> None:
    each = COINS / APPLES
    assert str(of(each)) == "money count^-1"
    assert of(each * APPLES) == MONEY
    assert of(COINS / COINS + 1.0) == PLAIN
    assert of(np.maximum(APPLES, 1.0)) == COUNT  # a bound is in the unit of what it bounds
    assert of(np.sqrt(COINS * COINS)) == MONEY


def of(value: object) -> Known:
    return read(value, bound=False)
