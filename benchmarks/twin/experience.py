"""Step 4: experience. Customers leave, move on, arrive, order and talk."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.twin.opening import clip

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.twin.classes import Floats
    from benchmarks.twin.firm import Firm

    Counts = NDArray[np.int64]


def work(firm: Firm) -> None:
    """Do step 4 of the month."""
    firm.now["at_start"] = int(firm.base.counts.sum())
    for part in PARTS:
        part(firm)


def serve(firm: Firm) -> None:
    """Let service staff follow the need, and count how they cope."""
    p, base, today = firm.case.p, firm.base, firm.case.today
    deflection = float(p.experience.deflection)
    fewer = (1.0 - deflection * _used(firm)) / (1.0 - deflection * today.skill.t[3] * today.skill.a[3])
    need = firm.now["at_start"] / today.people.customers * fewer
    base.staff += (need - base.staff) / float(p.experience.service_hiring_lag)
    usual = float(p.business.service_share) * today.money.revenue
    capacity = base.staff + base.people / max(1e-12, usual)
    firm.now["strain"] = clip(need / max(capacity, 1e-6) - 1.0, 0.0, 10.0)
    firm.now["service_spend"] = usual * base.staff * firm.alive


def _used(firm: Firm) -> float:
    return firm.capability.t[3] * firm.capability.a[3]


def fare(firm: Firm) -> None:
    """Count how customers fare, and read off the NPS."""
    x, works = firm.case.p.experience, firm.works
    late = float(x.lead_time_effect) * math.log2(max(1e-12, works.lead_time))
    missing = float(x.stockout_effect) * (works.stockouts - float(firm.case.p.supply.stockout_rate))
    felt = firm.capability.relative[3] - float(x.load_effect) * firm.now["strain"] - late - missing
    felt = clip(felt, -20.0, 20.0)
    firm.base.experience = firm.now["cx_index"] = felt
    n = clip(float(x.nps) / 100.0, -0.99, 0.99)
    slope = float(x.nps_slope) / 100.0 / (1.0 - n * n)
    firm.now["nps"] = 100.0 * math.tanh(math.atanh(n) + slope * felt) * firm.alive


def order(firm: Firm) -> None:
    """Let customers without contracts order."""
    if firm.case.p.business.kind == "contract":
        return
    rates = firm.case.today.people.classes.orders * firm.world.activity
    active, all_orders = _ordered(firm, firm.base.counts.sum(axis=1), rates)
    firm.now["active_customers"] = active + firm.now["wins"]
    firm.now["orders"] = all_orders + firm.now["wins"]


def _ordered(firm: Firm, counts: Counts, rates: Floats) -> tuple[int, int]:
    """Return how many customers order, and how often in all."""
    some = 1.0 - np.exp(-rates)
    active = firm.rng.binomial(counts, some)
    further = firm.rng.poisson(active * np.maximum(0.0, rates / np.maximum(1e-300, some) - 1.0))
    return int(active.sum()), int(active.sum()) + int(further.sum())


def _hazards(firm: Firm, embedded: float) -> Floats:
    """Return monthly hazards by class when a share of customers is embedded."""
    p, sales = firm.case.p, firm.sales
    x = p.experience
    milder = 1.0 - float(x.embedding_churn)
    kappa = (1.0 - milder * embedded) / max(1e-6, 1.0 - milder * float(x.embedded_share))
    power = math.exp(-float(x.churn_effect) * firm.base.experience) * firm.world.churn * kappa
    power *= clip(sales.price_factor, 0.001, 1000.0) ** -float(x.price_churn)
    if p.business.kind != "contract":
        power *= firm.world.activity
    return np.asarray(1.0 - (1.0 - firm.case.today.people.classes.hazard) ** power)


def leave(firm: Firm) -> None:
    """Let customers leave."""
    base, before = firm.base, int(firm.base.counts.sum())
    hazards = base.hazards = _hazards(firm, clip(base.embedded / max(before, 1), 0.0, 1.0))
    gone = firm.rng.binomial(base.counts, hazards[:, None])
    base.counts = base.counts - gone
    firm.now["churned"] = int(gone.sum())
    firm.now["churn_rate"] = firm.now["churned"] / max(before, 1)


def move_on(firm: Firm) -> None:
    """Let those who stayed move on to the next stage."""
    own = math.exp(float(firm.case.p.experience.onboarding_effect) * firm.capability.own[3])
    chances = firm.case.today.people.classes.move_on.copy()
    chances[0] = 1.0 - (1.0 - chances[0]) ** own
    counts = firm.base.counts
    moved = firm.rng.binomial(counts[:, :3], chances)
    counts[:, :3] -= moved
    counts[:, 1:] += moved


def embed(firm: Firm) -> None:
    """Let customers' daily work move into the firm's software, or out of it."""
    x, base, today = firm.case.p.experience, firm.base, firm.case.today
    after = int(base.counts.sum())
    before = after + firm.now["churned"]
    usual_share = float(x.embedded_share)
    share = clip(base.embedded / max(before, 1), 0.0, 1.0)
    lost = firm.rng.binomial(base.embedded, clip(firm.now["churn_rate"] * _relative_churn(firm, share), 0.0, 1.0))
    usual = usual_share * (today.people.churned / today.people.customers) * _relative_churn(firm, usual_share)
    usual /= max(1e-6, 1.0 - usual_share)
    gained = float(x.embedding_rate) * (_used(firm) - today.skill.t[3] * today.skill.a[3])
    won = firm.rng.binomial(max(0, after - (base.embedded - lost)), clip(usual + gained, 0.0, 1.0))
    base.embedded = min(base.embedded - lost + won, after)


def _relative_churn(firm: Firm, share: float) -> float:
    churn = float(firm.case.p.experience.embedding_churn)
    return churn / max(1e-6, 1.0 - (1.0 - churn) * share)


def arrive(firm: Firm) -> None:
    """Let new customers in, each into a loyalty class."""
    now, rng, today = firm.now, firm.rng, firm.case.today
    referred, discounted = int(now["referred_wins"]), int(now["discounted_wins"])
    plain = int(now["wins"]) - referred - discounted
    came = (
        rng.multinomial(plain, today.people.classes.share)
        + rng.multinomial(referred, today.people.referred_shares)
        + rng.multinomial(discounted, today.people.discounted_shares)
    )
    firm.base.counts[:, 0] += came - _first_month(firm, came)


def _first_month(firm: Firm, came: Counts) -> Counts:
    """Let new customers order again in what is left of their month; return those who leave in it."""
    classes = firm.case.today.people.classes
    if classes.first == 0.0:
        return np.zeros_like(came)
    _active, again = _ordered(firm, came, classes.first * classes.orders * firm.world.activity)
    gone = firm.rng.binomial(came, 1.0 - (1.0 - firm.base.hazards) ** classes.first)
    firm.now["orders"] += again
    firm.now["churned"] += int(gone.sum())
    return gone


def ask(firm: Firm) -> None:
    """Count the units that customers ask for."""
    p, base, now = firm.case.p, firm.base, firm.now
    if p.business.kind == "contract":
        now["active_customers"] = now["orders"] = int(base.counts.sum())
        units = float((base.counts @ firm.case.today.people.pay).sum()) * firm.world.activity
    else:
        units = now["orders"]
    more = math.exp(float(p.experience.order_value_effect) * base.experience)
    now["demanded"] = units * more * _order_size(firm)


def _order_size(firm: Firm) -> float:
    spread = float(firm.case.p.experience.order_value_cv)
    if spread <= 0.001:  # noqa: PLR2004 (hardly any spread: all orders alike)
        return 1.0
    shape = max(firm.now["orders"], 1.0) / spread**2
    return float(firm.rng.gamma(shape, 1.0 / shape))


def value(firm: Firm) -> None:
    """Read off the lifetime value of a customer won now."""
    p, base, classes = firm.case.p, firm.base, firm.case.today.people.classes
    customers = max(int(base.counts.sum()), 1)
    hazards = _hazards(firm, clip(base.embedded / customers, 0.0, 1.0))
    price = float(p.business.price) * firm.sales.price
    sold = price * math.exp(float(p.experience.order_value_effect) * base.experience) - firm.works.unit_cost
    margin = classes.orders * sold - firm.now["service_spend"] / customers
    rate = (1.0 + float(p.reinvestment.discount_rate)) ** (1.0 / 12.0) - 1.0
    firm.now["clv"] = firm.alive * float((classes.share * margin / (rate + hazards)).sum())


PARTS = (serve, fare, order, leave, move_on, embed, arrive, ask, value)
"""The order of work."""
