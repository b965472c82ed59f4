"""The opening is the steady state its page describes (docs/explanation/opening.md)."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from math import exp
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import stats

from sim.model.opening import Opening, opening
from sim.model.panel import Seat
from sim.model.parameters import Parameters, spread
from sim.policies.maintain import Maintain
from sim.randomness import KeyedStreams
from tests.unit.model.laid import firm, laid, one

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

AWAKE = {
    "business.customers": 300.0,
    "business.price": 900.0,
    "business.cost_of_sales": 0.45,
    "business.service_share": 0.08,
    "business.marketing_share": 0.06,
    "business.sales_share": 0.07,
    "business.operating_margin": 0.12,
    "business.customer_base_age": 5.0,
    "business.market_size": 6.0,
    "demand.organic_share": 0.2,
    "demand.mql_rate": 0.25,
    "demand.channels.digital.share": 0.9,  # shares are divided by their sum, 1.4
    "demand.channels.digital.adstock": 0.6,
    "demand.channels.digital.elasticity": 0.35,
    "demand.channels.digital.slope": 1.4,
    "acquisition.opportunity_rate": 0.4,
    "acquisition.sales_cycle": 91.3125,
    "acquisition.sales_slack": 0.3,
    "acquisition.junk_load": 0.2,
    "experience.referral_rate": 0.06,
    "experience.onboarding_revenue": 0.6,
    "experience.embedded_share": 0.15,
    "capability.hosted_share": 0.7,
    "capability.onsite_upkeep": 0.2,
}


def today(changes: Mapping[str, float] | None = None, kind: str = "contract") -> tuple[Parameters, Opening]:
    p: Parameters = spread(firm({**AWAKE, **(changes or {})}, kind), 1)
    return p, opening(p)


@pytest.mark.parametrize("kind", ["contract", "orders"])
def test_leads_and_referrals_replace_those_who_leave(kind: str) -> None:
    _, o = today(kind=kind)
    hazard, weight = o.classes.hazard[:, 0], o.classes.weight[:, 0]
    settled = np.sqrt(1 - hazard) if kind == "orders" else np.ones_like(hazard)  # half a month is left on average
    leaving = float((o.customers[:, :, 0] * o.classes.hazard).sum() / (weight * settled).sum())
    assert o.churned == pytest.approx(leaving)
    referred = 300 * 0.06 / 12
    assert o.referral_wins == pytest.approx(referred)
    assert o.leads * 0.25 * 0.3 * 0.4 * 0.23 == pytest.approx(leaving - referred)
    assert o.opportunities * 0.23 == pytest.approx(leaving)


def test_stated_leads_are_taken_as_they_are() -> None:
    _, o = today({"demand.leads": 37.0})
    assert o.leads == 37
    assert o.opportunities == pytest.approx(37 * 0.25 * 0.3 * 0.4 + 300 * 0.06 / 12 / 0.23)


def test_a_firm_that_lives_on_referrals_needs_no_leads() -> None:
    _, o = today({"experience.referral_rate": 3.0})
    assert o.leads == 0


def test_todays_mix_is_what_years_of_steady_additions_leave() -> None:
    """One new customer a month for five years, followed class by class and stage by stage."""
    _, o = today()
    moves = [1 - exp(-1 / time) for time in (1.5, 9, 36)]
    np.testing.assert_allclose(o.progress[:, 0], moves)
    mix = np.zeros((4, 4))
    for row in range(4):
        stay = 1 - float(o.classes.hazard[row, 0])
        for age in range(60):  # months since they came; those of age 0 have just come
            where = np.array([float(o.classes.weight[row, 0]) * stay**age, 0, 0, 0])
            for _ in range(age):
                moved = where[:3] * moves
                where[:3] -= moved
                where[1:] += moved
            mix[row] += where
    np.testing.assert_allclose(o.customers[:, :, 0], 300 * mix / mix.sum(), rtol=1e-9)


def test_firms_of_different_ages_do_not_share_their_mix() -> None:
    ages = np.array([0.5, 12.0])
    p: Parameters = spread(firm({**AWAKE, "business.customer_base_age": ages}), 2)
    both = opening(p).customers
    for lane, age in enumerate(ages):
        np.testing.assert_allclose(both[..., lane], today({"business.customer_base_age": age})[1].customers[..., 0])


def test_contract_customers_pay_less_while_onboarding() -> None:
    _, o = today()
    stages = o.customers[:, :, 0].sum(axis=0)
    assert o.orders == pytest.approx(0.6 * stages[0] + stages[1:].sum())
    assert o.volume == o.orders
    assert o.revenue == pytest.approx(900 * float(o.orders[0]))


def test_customers_without_contract_order_as_their_class_does_and_winning_them_is_an_order() -> None:
    _, o = today(kind="orders")
    again = float((o.classes.weight * o.classes.orders).sum()) / 2  # half of the first month is left on average
    orders = float((o.customers[:, :, 0].sum(axis=1) * o.classes.orders[:, 0]).sum() + o.churned[0] * (1 + again))
    assert o.orders == pytest.approx(orders)
    assert o.revenue == pytest.approx(900 * orders)


def test_fixed_cost_is_what_leaves_todays_margin() -> None:
    p, o = today()
    revenue = float(o.revenue[0])
    technology = sum(float(value) for value in p.capability.technology.stacked(1)[:, 0])
    subscriptions = (0.7 * 0.12 + 0.3 * 0.4 * 0.2) * 0.028 * technology * revenue
    assert o.subscriptions == pytest.approx(subscriptions)
    assert o.fixed_cost == pytest.approx(revenue * (1 - 0.45 - 0.08 - 0.06 - 0.07 - 0.12) - subscriptions)
    assert o.outflow == pytest.approx(revenue * (1 - 0.12))
    assert o.profit == pytest.approx(revenue * 0.12 * 0.75)
    assert o.unit_cost == pytest.approx(0.45 * 900)
    assert o.spend == pytest.approx(0.06 * revenue)
    assert o.market == pytest.approx(6 * 300)


def test_a_loss_is_not_taxed() -> None:
    _, o = today({"business.operating_margin": -0.05})
    assert o.profit == pytest.approx(-0.05 * o.revenue)


def test_cash_is_days_of_outflow_unless_stated() -> None:
    _, o = today({"business.cash_days": 40.0})
    assert o.cash == pytest.approx(40 * o.outflow / 30.4375)
    _, o = today({"business.cash": 12_345.0})
    assert o.cash == 12_345


def test_channels_answer_as_their_elasticity_says_from_todays_leads_on() -> None:
    _, o = today()
    assert o.channels.share[:, 0] == pytest.approx([0.9 / 1.4, 0.5 / 1.4])
    cheap = np.array([0.9 / 0.65, 0.5])
    adstock = o.channels.share * o.spend / (1 - np.array([[0.6], [0.5]]))
    paid = float(o.leads[0]) * 0.8
    np.testing.assert_allclose(o.channels.leads(adstock)[:, 0], paid * cheap / cheap.sum())
    np.testing.assert_allclose(o.channels.cheap[:, 0], cheap / cheap.sum())
    assert o.organic == pytest.approx(0.2 * o.leads)
    # Saturation and reach: the elasticity of a Hill curve is slope x (1 - saturation).
    up, down = (np.log(o.channels.leads(adstock * exp(move)))[:, 0] for move in (1e-5, -1e-5))
    np.testing.assert_allclose((up - down) / 2e-5, [0.35, 0.4], rtol=1e-6)
    np.testing.assert_allclose(o.channels.leads(o.channels.half)[:, 0], o.channels.reach[:, 0] / 2)


def test_a_firm_that_does_not_advertise_has_organic_leads_only() -> None:
    _, o = today({"business.marketing_share": 0.0})
    assert o.organic == pytest.approx(o.leads)
    assert (o.channels.reach == 0).all()


def test_the_sales_team_has_its_slack_over_todays_work() -> None:
    _, o = today()
    assert o.cycle == pytest.approx(3)
    work = float(o.opportunities[0]) * 3 + 0.2 * float(o.leads[0]) * 0.25
    assert o.sales_capacity == pytest.approx(1.3 * work)


def test_referrals_per_talking_customer_give_todays_rate() -> None:
    _, o = today({"experience.advocate_weight": 5.0})
    stages = o.customers[:, :, 0].sum(axis=0)
    assert o.referral_per_weight * (stages[1] + stages[2] + 5 * stages[3]) == pytest.approx(300 * 0.06 / 12)


@pytest.mark.parametrize("kind", ["contract", "orders"])
def test_referred_customers_are_worth_more_and_bargain_hunters_less(kind: str) -> None:
    """Their class shares lean towards the best and the worst class until the stated ratio is met."""
    changes = {"experience.referred_value": 1.2, "acquisition.discount_value": 0.7}
    _, o = today(changes, kind)
    worth = o.classes.orders[:, 0] / (1.15 ** (1 / 12) - 1 + o.classes.hazard[:, 0])
    plain = float(o.classes.weight[:, 0] @ worth)
    assert float(o.referred[:, 0] @ worth) / plain == pytest.approx(1.2)
    assert float(o.discounted[:, 0] @ worth) / plain == pytest.approx(0.7)
    for shares, extreme in ((o.referred, worth.argmax()), (o.discounted, worth.argmin())):
        assert shares.sum() == pytest.approx(1)
        ratio = np.delete(shares[:, 0] / o.classes.weight[:, 0], extreme)
        np.testing.assert_allclose(ratio, ratio[0])  # all others give up the same part


def test_no_class_can_be_worth_more_than_the_best() -> None:
    _, o = today({"experience.referred_value": 3.0, "acquisition.discount_value": 0.01})
    assert o.referred.max() == pytest.approx(1)
    assert o.discounted.max() == pytest.approx(1)


def test_where_all_customers_are_alike_nobody_leans() -> None:
    _, o = today({"experience.loyalty_classes": 1})
    assert (o.referred == 1).all()
    assert (o.discounted == 1).all()


def test_adoption_spreads_as_fast_as_renewed_technology_dilutes_it() -> None:
    p, o = today({"capability.technology_depreciation": 0.3})
    for row, adopted in enumerate(p.capability.adoption.stacked(1)[:, 0]):
        lost = adopted * (1 - 0.7 ** (1 / 12))
        gained = (0.12 + 1.5 * adopted) / 12 * (1 - adopted)
        assert o.adoption_speed[row] == pytest.approx(lost / gained)
    _, o = today({"capability.adoption.demand": 1.0})
    assert o.adoption_speed[1] == 3


def test_lead_quality_is_that_of_todays_data() -> None:
    _, o = today({"demand.data_quality": 0.6})
    assert o.lead_quality == pytest.approx(0.6**0.6 * 0.7**0.2 * 0.7**0.2)


@pytest.mark.parametrize("kind", ["contract", "orders"])
def test_a_floor_of_churn_takes_the_loyal_too(kind: str) -> None:
    bare, floored = (today({"experience.churn_floor": floor}, kind)[1].classes for floor in (0.0, 0.1))
    np.testing.assert_allclose((1 - floored.hazard) ** 12, (1 - bare.hazard) ** 12 * 0.9)


def test_drawn_firms_open_with_whole_customers_and_the_pipeline_of_their_leads() -> None:
    lanes = 400
    b = laid(AWAKE, lanes=lanes, streams=KeyedStreams(8, np.arange(lanes)))
    customers = b.firm.customers[..., 0]
    assert (b.firm.customers == np.rint(b.firm.customers)).all()
    assert customers.sum() == 300
    assert np.abs(customers - b.opening.customers[..., 0]).max() < 1
    rest = b.opening.customers[..., 0] - np.floor(b.opening.customers[..., 0])
    up = customers > b.opening.customers[..., 0]
    assert rest[up].min() >= rest[~up].max()  # the largest remainders are rounded up
    assert (b.firm.embedded == 45).all()
    # Three months of cycle in three stages: one month's opportunities wait in each, by the luck named on the page.
    luck = KeyedStreams(8, np.arange(lanes)).uniform("opening.pipeline", 0, 3)
    np.testing.assert_array_equal(b.firm.pipeline, stats.poisson.ppf(luck, float(b.opening.opportunities[0])))


def test_the_stocks_of_the_day_before_month_1() -> None:
    b = laid(AWAKE)
    firm, o = b.firm, b.opening
    np.testing.assert_allclose(firm.adstock, o.channels.share * o.spend / (1 - np.array([[0.6], [0.5]])))
    np.testing.assert_allclose(firm.pipeline, float(o.opportunities[0]))
    assert firm.referred_share == pytest.approx(300 * 0.06 / 12 / 0.23 / o.opportunities)
    assert firm.embedded == pytest.approx(45)
    assert firm.cumulative_volume == pytest.approx(120 * o.volume)
    assert firm.stockouts == pytest.approx(0.03)
    for name in ("content", "sales_team", "service_staff", "reference_price", "lead_time", "price_factor", "alive"):
        assert getattr(firm, name) == one(1), name
    for name in ("experience", "debt", "tax_losses", "surviving"):
        assert getattr(firm, name) == one(0), name


@pytest.mark.parametrize("kind", ["contract", "orders"])
@pytest.mark.parametrize(("firms", "policies"), [(3, 2), (2, 3), (1, 6)])
def test_firms_that_come_again_open_as_they_would_alone(kind: str, firms: int, policies: int) -> None:
    """Worked out once and laid out for every policy: the same to the last digit as worked out for every lane."""
    own = {"business.customers": 200.0, "demand.channels.digital.slope": 1.2, "capability.technology.supply": 0.3}
    changes = {key: np.tile(value * np.linspace(1, 1.5, firms), policies) for key, value in own.items()}
    seats = [Seat(Maintain(), slice(first, first + firms)) for first in range(0, 6, firms)]
    assert_same(
        laid({**AWAKE, **changes}, kind, lanes=6).opening,
        laid({**AWAKE, **changes}, kind, lanes=6, seats=seats).opening,
    )


def test_firms_that_differ_from_policy_to_policy_open_as_they_are() -> None:
    changes = {"business.customers": np.array([200.0, 210.0, 200.0, 220.0]), "demand.leads": np.full(4, np.nan)}
    seats = [Seat(Maintain(), slice(0, 2)), Seat(Maintain(), slice(2, 4))]
    assert_same(laid(changes, lanes=4).opening, laid(changes, lanes=4, seats=seats).opening)


def assert_same(one_: Opening, other: Opening) -> None:
    """Check that two openings are equal to the last digit."""
    pairs = list(zip(numbers(one_), numbers(other), strict=True))
    assert len(pairs) > 20
    for (name, mine), (_, theirs) in pairs:
        np.testing.assert_array_equal(mine, theirs, err_msg=name)


def numbers(tree: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Yield every array of an opening with its name."""
    for each in fields(tree):
        value = getattr(tree, each.name)
        if is_dataclass(value):
            yield from numbers(value, f"{prefix}{each.name}.")
        else:
            yield f"{prefix}{each.name}", value
