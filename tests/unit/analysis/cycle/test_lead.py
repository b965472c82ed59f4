"""Where a lead comes from, at its edges."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.cycle.lead import gap

SUMS = {"sql": 90.0, "new_customers": 30.0, "customers": 700.0, "old": 400.0, "gross_profit": 3e5, "profit": 1e5 / 3.0}


def sums(reinvested: float, scale: float = 1.0) -> dict[str, np.ndarray]:
    spread = np.linspace(0.7, 1.3, 40)
    return {name: scale * value * spread for name, value in (SUMS | {"reinvested": reinvested}).items()}


def test_rounding_is_nothing_and_has_no_interval() -> None:
    here = sums(1e4)
    there = {name: values * (1.0 + 1e-15) for name, values in here.items()}
    found = gap(here, there, policy="one", baseline="other", seed=1)
    for one in (found.total, *(part.adds for part in found.parts)):
        assert (one.value, one.ci95) == (0.0, (0.0, 0.0))


def test_small_money_is_no_rounding() -> None:
    found = gap(sums(2.0, 1e-9), sums(1.0, 1e-9), policy="one", baseline="other", seed=1)
    assert found.total.value < 0.0
    assert sum(part.adds.value for part in found.parts) == pytest.approx(found.total.value, rel=1e-9)
