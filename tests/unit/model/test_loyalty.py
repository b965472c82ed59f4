from __future__ import annotations

import numpy as np
import pytest
from scipy.special import beta as beta_function

from sim.model.loyalty import Classes, beta_nodes, classes, gamma_nodes, tenure_mix
from sim.model.parameters import Parameters, spread, substitute


@pytest.mark.parametrize(("alpha", "beta"), [(0.704, 1.182), (0.668, 3.806), (0.7, 2.3), (0.1112, 1.798), (3.0, 5.0)])
@pytest.mark.parametrize("count", [1, 2, 4, 6])
def test_nodes_reproduce_beta_moments_exactly(alpha: float, beta: float, count: int) -> None:
    """K Gauss nodes are exact for every survival curve of 2K - 1 periods: E[(1 - theta)^t]."""
    nodes, weights = beta_nodes(np.array([alpha]), np.array([beta]), count)
    for power in range(2 * count):
        exact = beta_function(alpha, beta + power) / beta_function(alpha, beta)
        assert (weights * (1 - nodes) ** power).sum() == pytest.approx(exact, rel=1e-10)


def test_nodes_reproduce_gamma_moments() -> None:
    nodes, weights = gamma_nodes(np.array([0.6814]), 3)
    moment = 1.0
    for power in range(5):
        assert (weights * nodes**power).sum() == pytest.approx(moment, rel=1e-10)
        moment *= 0.6814 + power


def test_nodes_of_a_lane_do_not_depend_on_the_others() -> None:
    alone = beta_nodes(np.array([0.7]), np.array([2.3]), 4)
    together = beta_nodes(np.array([3.0, 0.7, 0.7]), np.array([5.0, 2.3, 2.0]), 4)
    for one, many in zip(alone, together, strict=True):
        np.testing.assert_array_equal(one[:, 0], many[:, 1])


def test_published_survival_of_high_end_customers() -> None:
    """Fader & Hardie 2007: 86.9, 74.3, … 49.1 % of high-end customers left after years 1 … 7."""
    made = _classes(
        {"experience.loyalty_alpha": 0.668, "experience.loyalty_beta": 3.806, "experience.churn_floor": 0.0}
    )
    for year, share in ((1, 0.869), (2, 0.743), (3, 0.653), (7, 0.491)):
        survivors = (made.weight * (1 - made.hazard) ** (12 * year)).sum()
        assert survivors == pytest.approx(share, rel=0.04)


def test_constant_churn_is_not_enough() -> None:
    """The mutant: one class only, so first-year churn for ever, misses year 12 by far."""
    one = _classes({"experience.churn_floor": 0.0}, loyalty_classes=1)
    many = _classes({"experience.churn_floor": 0.0})
    year_12 = [(made.weight * (1 - made.hazard) ** 144).sum() for made in (one, many)]
    assert year_12[0] < year_12[1] / 4


def test_stated_churn_is_met() -> None:
    p: Parameters = spread(substitute(Parameters(), {"experience.monthly_churn": 0.028}), 1)
    made = classes(p)
    mix = tenure_mix(made, 12.0 * np.asarray(p.business.customer_base_age))
    assert (mix * made.hazard).sum() / mix.sum() == pytest.approx(0.028, rel=1e-9)


def test_orders_follow_bgnbd() -> None:
    """A new customer's expected yearly repeat orders: BG/NBD by integration against the classes' mixture."""
    kind = {"order_rate_classes": 8, "dropout_classes": 8}
    made = _classes({"experience.churn_floor": 0.0}, kind="orders", **kind)
    ours = (made.weight * made.orders * (1 - (1 - made.hazard) ** 12) / np.maximum(made.hazard, 1e-15)).sum()
    rng_free = np.linspace(1e-4, 1 - 1e-4, 400)
    from scipy.stats import beta, gamma  # noqa: PLC0415 (the slow reference, here only)

    rate = gamma.ppf(rng_free, 0.6814) / 13.03 * 365.25 / 7 / 12
    dropout = beta.ppf(rng_free, 0.1112, 1.798)
    grid_rate, grid_dropout = np.meshgrid(rate, np.maximum(dropout, 1e-12))
    exact = (-np.expm1(-12 * grid_rate * grid_dropout) / grid_dropout).mean()
    assert ours == pytest.approx(exact, rel=0.02)


def _classes(changes: dict[str, float], kind: str = "contract", **structure: int) -> Classes:
    from dataclasses import replace  # noqa: PLC0415

    p: Parameters = substitute(Parameters(), changes)
    p = replace(p, business=replace(p.business, kind=kind), experience=replace(p.experience, **structure))
    return classes(spread(p, 1))


@pytest.mark.parametrize("kind", ["contract", "orders"])
def test_the_mix_of_a_base_is_what_steady_additions_leave(kind: str) -> None:
    """One new customer a month for thirty months, those who are still there counted age by age."""
    made = _classes({"experience.churn_floor": 0.05}, kind=kind)
    ages = np.arange(30)[:, None]
    left = (made.weight[:, 0] * made.settled[:, 0] * (1 - made.hazard[:, 0]) ** ages).sum(axis=0)
    np.testing.assert_allclose(tenure_mix(made, np.array([30.0]))[:, 0], left, rtol=1e-9)


def test_new_customers_without_contract_have_half_a_month_to_leave() -> None:
    contract, orders = _classes({}), _classes({}, kind="orders")
    assert (contract.settled == 1).all()
    np.testing.assert_allclose(orders.settled**2, 1 - orders.hazard)


def test_a_class_orders_until_it_drops_out() -> None:
    """Orders come at a rate, each may be the last: as many a month as dropouts, over the chance to drop out."""
    made = _classes({"experience.churn_floor": 0.0}, kind="orders")
    dropout, _ = beta_nodes(np.array([0.1112]), np.array([1.798]), 3)
    np.testing.assert_allclose(made.orders[:, 0], made.hazard[:, 0] / np.tile(dropout[:, 0], 3))
