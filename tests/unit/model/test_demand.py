"""Step 2 does what its page says (docs/explanation/steps/2-demand.md)."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.model.steps.demand import Demand
from tests.unit.model.laid import by_step, laid, one, remember

if TYPE_CHECKING:
    from sim.model.batch import Batch

AWAKE = {
    "business.marketing_share": 0.05,
    "demand.channels.digital.share": 0.7,
    "demand.channels.traditional.share": 0.5,  # shares are divided by their sum, 1.2
    "demand.channels.digital.adstock": 0.6,
    "demand.channels.traditional.adstock": 0.2,
    "demand.channels.digital.slope": 1.3,
    "demand.content_elasticity": 0.4,
    "demand.lead_effect": 0.7,
    "demand.mql_effect": 0.6,
    "demand.data_quality": 0.75,
    "demand.data_weight": 0.5,
    "demand.offer_weight": 0.3,
    "demand.packaging_weight": 0.15,
    "demand.offer_quality": 0.6,
    "experience.referral_effect": 0.9,
    "experience.advocate_weight": 4.0,
    "reinvestment.survival_marketing": 0.3,
    "acquisition.opportunity_rate": 0.4,
}


@pytest.fixture
def batch() -> Batch:
    """Return a firm in the middle of things: content, data, experience and the world are not what they were."""
    b = laid(AWAKE)
    b.flow.update(
        relative=by_step(0.5, 0.2, 0.6, 0.7, 0.8), media=one(900), content_money=one(250), own=by_step(0, 0, 0, 0, 0)
    )
    b.firm.content, b.firm.data_quality, b.firm.experience = one(1.4), one(0.5), one(0.1)
    b.world.season, b.world.luck = one(1.2), one(0.07)
    remember(b, "revenue", {4: 280_000.0, 5: 300_000.0, 6: 350_000.0, 7: 1.0})
    return b


def test_base_marketing_is_a_share_of_the_last_three_months(batch: Batch) -> None:
    Demand(batch).act(7)
    assert batch.flow["base_marketing"] == pytest.approx(0.05 * 310_000)
    assert batch.flow["marketing_spend"] == pytest.approx(0.05 * 310_000 + 900 + 250)


def test_survival_mode_cuts_base_marketing_but_not_growth_media(batch: Batch) -> None:
    batch.firm.surviving = one(1)
    Demand(batch).act(7)
    assert batch.flow["base_marketing"] == pytest.approx(0.3 * 0.05 * 310_000)
    assert batch.flow["marketing_spend"] == pytest.approx(0.3 * 0.05 * 310_000 + 900 + 250)


def test_adstock_takes_base_by_share_and_media_where_leads_are_cheap(batch: Batch) -> None:
    before = batch.firm.adstock[:, 0].copy()
    Demand(batch).act(7)
    base, cheap = 0.05 * 310_000, np.array([0.7 / 0.65, 0.5 / 1.0])
    expected = np.array([0.7, 0.5]) / 1.2 * base + cheap / cheap.sum() * 900 + np.array([0.6, 0.2]) * before
    np.testing.assert_allclose(batch.firm.adstock[:, 0], expected)


def test_leads_are_reach_times_lift_interest_and_room(batch: Batch) -> None:
    o, firm = batch.opening, batch.firm
    firm.customers = firm.customers * 1.5
    organic = float(o.organic[0])
    Demand(batch).act(7)
    paid = 0.0
    for channel in range(2):
        ratio = (firm.adstock[channel, 0] / o.channels.half[channel, 0]) ** o.channels.slope[channel, 0]
        paid += o.channels.reach[channel, 0] * ratio / (1 + ratio)
    room = (8 - 1.5) / (8 - 1)
    interest = 1.2 * exp(0.07)
    expected = (paid + organic * 1.4**0.4) * exp(0.7 * 0.2) * interest * room
    assert batch.flow["leads"] == pytest.approx(expected)


def test_a_full_market_leaves_nobody_to_win(batch: Batch) -> None:
    batch.firm.customers = batch.firm.customers * 8.5
    Demand(batch).act(7)
    assert batch.flow["leads"] == 0
    assert batch.flow["referral_leads"] == 0


def test_data_decides_how_many_leads_qualify(batch: Batch) -> None:
    Demand(batch).act(7)
    packaging = 0.7**0.15
    quality, today = (data**0.5 * 0.6**0.3 * packaging for data in (0.5, 0.75))
    assert batch.flow["lead_quality"] == pytest.approx(quality)
    assert batch.flow["mql"] == pytest.approx(batch.flow["leads"] * 0.3 * exp(0.6 * 0.2) * quality / today)


def test_no_more_than_every_lead_qualifies(batch: Batch) -> None:
    batch.flow["relative"] = by_step(0, 9, 0, 0, 0)
    Demand(batch).act(7)
    assert batch.flow["mql"] == pytest.approx(batch.flow["leads"])


def test_customers_who_talk_bring_leads_as_good_as_qualified_ones(batch: Batch) -> None:
    firm = batch.firm
    firm.customers = firm.customers * np.array([3.0, 0.5, 1.5, 2.0])[None, :, None]
    adopting, loyal, advocates = (float(firm.customers[:, stage].sum()) for stage in (1, 2, 3))
    room = (8 * 220 - float(firm.total_customers[0])) / (7 * 220)
    Demand(batch).act(7)
    wins = float(batch.opening.referral_per_weight[0]) * (adopting + loyal + 4 * advocates) * exp(0.9 * 0.1) * room
    assert batch.flow["referral_leads"] == pytest.approx(wins / (0.4 * 0.23))


def test_today_referrals_win_what_the_rate_says() -> None:
    """Month 1 of an unmoved firm: referral_rate is wins a customer a year."""
    b = laid({"experience.referral_rate": 0.06})
    zero = by_step(0, 0, 0, 0, 0)
    b.flow.update(relative=zero, own=zero, media=one(0), content_money=one(0))
    b.world.season, b.world.recession = one(1), one(0)
    Demand(b).act(1)
    assert b.flow["referral_leads"] * 0.48 * 0.23 == pytest.approx(220 * 0.06 / 12)


def test_a_closed_firm_has_no_demand(batch: Batch) -> None:
    batch.firm.alive = one(0)
    Demand(batch).act(7)
    for name in ("base_marketing", "leads", "mql", "referral_leads"):
        assert batch.flow[name] == 0, name
