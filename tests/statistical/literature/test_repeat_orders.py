"""CDNOW: customers without a contract, acquired in three months, and what they ordered in the fifteen months after.

Published: Fader, Hardie & Lee (2005), "Counting your customers the easy way", Marketing Science 24(2): BG/NBD on
CDNOW, in weeks. The data are Fader and Hardie's public CDNOW set (brucehardie.com/datasets): 23,570 customers who
bought for the first time in January to March 1997, followed to June 1998; monthly totals are counted from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
from scipy.special import hyp2f1

from sim.model import loyalty
from sim.model.steps.experience import Experience
from tests.statistical.literature.cohorts import Array, Study, feed, orders_firm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.model.parameters.spec import Value

BGNBD: Final[Mapping[str, Value]] = {
    "experience.order_rate_shape": 0.243,
    "experience.order_rate_scale": 4.414,
    "experience.dropout_alpha": 0.793,
    "experience.dropout_beta": 2.426,
}
FIRST_TIME_BUYERS: Final = (7846, 8476, 7248)
"""January to March 1997."""
ORDERS: Final = np.array([3781, 2895, 3054, 2942, 2320, 2296, 2562, 2750, 2504, 2032, 2026, 2793, 1878, 1985, 2043])
"""April 1997 to June 1998; nobody new among them, so all are repeat orders."""
MONTHS: Final = len(FIRST_TIME_BUYERS) + len(ORDERS)
DRAWN: Final = Study(months=MONTHS, lanes=1000, seed=7)


def repeats(changes: Mapping[str, Value] | None = None, study: Study = DRAWN, **structure: int) -> Array:
    """Return the engine's repeat orders of the fifteen months, shape (15, lanes)."""
    recording = feed(orders_firm({**BGNBD, **(changes or {})}, **structure), FIRST_TIME_BUYERS, study)
    return np.asarray((recording["orders"] - recording["new_customers"])[-len(ORDERS) :])


def off_by(orders: Array) -> float:
    """Return how far cumulative repeat orders are from the real ones, relative."""
    return float(orders.sum(axis=0).mean() / ORDERS.sum() - 1)


def months_in_band(orders: Array) -> int:
    """Return in how many months the real orders lie between the 5 % and the 95 % quantile of the engine's."""
    low, high = np.quantile(orders, [0.05, 0.95], axis=1)
    return int(((low <= ORDERS) & (high >= ORDERS)).sum())


def test_the_engine_is_fed_the_three_months_as_they_were() -> None:
    """23,570 customers, but for Poisson draws (standard deviation 154) and the 2 % who take until next month to buy."""
    new = feed(orders_firm(BGNBD), FIRST_TIME_BUYERS, DRAWN)["new_customers"][1:]
    assert new.sum(axis=0).mean() == pytest.approx(sum(FIRST_TIME_BUYERS), abs=5 * 154 / np.sqrt(DRAWN.lanes))
    assert new[:3].mean(axis=1) == pytest.approx(np.array(FIRST_TIME_BUYERS), rel=0.02)
    assert new[4:].sum() == pytest.approx(0, abs=DRAWN.lanes)


def test_cumulative_repeat_orders_of_fifteen_months_are_within_a_tenth_of_the_real_ones() -> None:
    assert abs(off_by(repeats())) < 0.10


def test_cumulative_repeat_orders_stay_within_a_tenth_all_the_way() -> None:
    so_far = repeats().cumsum(axis=0).mean(axis=1) / ORDERS.cumsum() - 1
    assert np.abs(so_far).max() < 0.10


def test_the_published_model_stays_within_a_tenth_all_the_way() -> None:
    """First orders in the middle of their month: the model is not to blame for the half month."""
    so_far = published(arrival=0.5).cumsum() / ORDERS.cumsum() - 1
    assert np.abs(so_far).max() < 0.10


def test_enough_classes_follow_the_published_model_month_by_month() -> None:
    """Nodes 12 x 12, first orders in the middle of their month: within 1 % each month."""
    many = repeats(study=Study(months=MONTHS), order_rate_classes=12, dropout_classes=12)[:, 0]
    assert np.abs(many / published(arrival=0.5) - 1).max() < 0.01


def published(arrival: float) -> Array:
    """Return the fifteen months by the paper's E[X(t)], first orders at this part of their month."""
    r, alpha, a, b = BGNBD.values()
    weeks = np.arange(MONTHS + 1)[:, None] - (np.arange(len(FIRST_TIME_BUYERS)) + arrival)
    t = np.maximum(weeks, 0) * loyalty.WEEKS_A_MONTH
    each = (a + b - 1) / (a - 1) * (1 - (alpha / (alpha + t)) ** r * hyp2f1(r, b, a + b - 1, t / (alpha + t)))
    return np.asarray(np.diff(each @ np.array(FIRST_TIME_BUYERS))[-len(ORDERS) :])


def test_expected_flows_say_the_same() -> None:
    assert abs(off_by(repeats(study=Study(months=MONTHS)))) < 0.10


def test_real_orders_lie_in_the_ninety_per_cent_band_of_twelve_months_in_fifteen() -> None:
    """The band is that of the default own luck of a firm (monthly spread .20) and of the draws; recessions are off."""
    assert months_in_band(repeats()) >= 12


def test_mutant_a_firm_without_luck_of_its_own_is_caught() -> None:
    """Poisson draws alone would have the firm certain of figures that the real one missed."""
    assert months_in_band(repeats({"world.demand_noise": 0.0})) < 12


def test_mutant_all_customers_alike_is_caught() -> None:
    alike = repeats(order_rate_classes=1, dropout_classes=1)
    assert abs(off_by(alike)) > 0.10


def test_mutant_new_customers_who_wait_for_next_month_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine without the half month left to new customers: half a month younger than real ones."""
    monkeypatch.setattr(Experience, "_first_month", lambda _step, _month, fresh: fresh)
    late = repeats().cumsum(axis=0).mean(axis=1) / ORDERS.cumsum() - 1
    assert np.abs(late).max() > 0.10


def test_mutant_nobody_drops_out_is_caught() -> None:
    loyal = repeats({"experience.dropout_alpha": 0.01, "experience.dropout_beta": 200.0})
    assert abs(off_by(loyal)) > 0.10
    assert months_in_band(loyal) < 12


def test_mutant_weeks_taken_for_months_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loyalty, "WEEKS_A_MONTH", 1.0)
    slow = repeats()
    assert abs(off_by(slow)) > 0.10
    assert months_in_band(slow) < 12
