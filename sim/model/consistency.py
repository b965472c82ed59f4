"""Rules between parameters that no single range can hold: what makes a firm impossible."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.model.customers import referral_weight
from sim.model.funnel import HOPELESS, conversion
from sim.model.opening import Opening, opening
from sim.model.parameters import Parameters, spread
from sim.model.sums import by_lane

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.arrays import Array

_LIFE: int = 1200
"""Longest mean life of a customer that counts, months."""

_FLEETING: float = 0.01
"""Share of new customers left after their first month below which today's firm could not exist."""

Finding = tuple[str, str, str]
"""(key, what is wrong, what to do)."""


def problems(parameters: Parameters) -> list[Finding]:
    """Return what contradicts what, each with the key to change and a hint."""
    p: Parameters = spread(parameters, 1)
    found = _channels(p)
    if found:
        return found
    o = opening(p)
    return [*_costs(p, o), *_conversion(p), *_first_month(o), *_referrals(p, o)]


def _channels(p: Parameters) -> list[Finding]:
    found: list[Finding] = []
    if not p.demand.channels:
        found.append(("demand.channels", "there is no marketing channel", "give at least one"))
    for name, channel in p.demand.channels.items():
        if np.any(channel.elasticity >= channel.slope):
            found.append(
                (
                    f"demand.channels.{name}.elasticity",
                    f"elasticity {float(channel.elasticity[0]):g} is not below the slope {float(channel.slope[0]):g}",  # type: ignore[index]
                    "with a Hill response the elasticity is slope x (1 - saturation): lower it or raise the slope",
                )
            )
    if p.demand.channels and np.any(sum(np.asarray(c.share) for c in p.demand.channels.values()) <= 0):
        found.append(("demand.channels", "the channels' shares sum to nothing", "give at least one a share above 0%"))
    return found


def _costs(p: Parameters, o: Opening) -> list[Finding]:
    fixed = float(o.fixed_cost[0] / o.revenue[0])
    if fixed >= 0:
        return []
    b = p.business
    named = float(np.asarray(b.cost_of_sales + b.service_share + b.sales_share + b.marketing_share)[0])
    return [
        (
            "business.operating_margin",
            (
                f"costs and margin exceed revenue: named costs {named:.1%}, "
                f"margin {float(np.asarray(b.operating_margin)[0]):.1%}, "
                f"subscriptions {float(o.subscriptions[0] / o.revenue[0]):.1%} leave {fixed:.1%} for fixed cost"
            ),
            "lower cost_of_sales, service_share, sales_share, marketing_share or operating_margin",
        )
    ]


def _conversion(p: Parameters) -> list[Finding]:
    if not hopeless(p)[0]:
        return []
    d, a = p.demand, p.acquisition
    rates = {
        "demand.mql_rate": d.mql_rate,
        "acquisition.sql_rate": a.sql_rate,
        "acquisition.opportunity_rate": a.opportunity_rate,
        "acquisition.win_rate": a.win_rate,
    }
    lowest = min(rates, key=lambda key: float(np.asarray(rates[key])[0]))
    return [
        (
            lowest,
            "no lead ever becomes a customer, so no number of leads replaces those who leave",
            "raise it, or state demand.leads",
        )
    ]


def _first_month(o: Opening) -> list[Finding]:
    if not fleeting(o)[0]:
        return []
    return [
        (
            "experience.dropout_alpha",
            "of a hundred new customers not one is left at the end of its first month",
            "lower dropout_alpha, or raise dropout_beta or order_rate_scale",
        )
    ]


def fleeting(o: Opening) -> NDArray[np.bool_]:
    """Return where practically no new customer stays beyond its first month, shape (lanes,)."""
    return np.asarray(by_lane(o.classes.weight * o.classes.settled) < _FLEETING)


def hopeless(p: Parameters) -> NDArray[np.bool_]:
    """Return where leads are to follow from those who leave, but practically none is ever won, shape (lanes,)."""
    return np.asarray(np.isnan(np.asarray(p.demand.leads)) & (conversion(p) < HOPELESS))


def _referrals(p: Parameters, o: Opening) -> list[Finding]:
    found: list[Finding] = []
    per_customer = float(referral_factor(p, o)[0])
    if per_customer >= 1:
        found.append(
            (
                "experience.referral_rate",
                f"each new customer would bring {per_customer:.2f} others over a lifetime: growth without end",
                "lower referral_rate, or raise churn, until it is below 1",
            )
        )
    if np.isnan(np.asarray(p.demand.leads)[0]) and float(o.referral_wins[0]) >= float(o.churned[0]):
        found.append(
            (
                "experience.referral_rate",
                (
                    f"referrals ({float(o.referral_wins[0]):.1f} a month) already replace everyone who leaves "
                    f"({float(o.churned[0]):.1f}), so no leads would be needed"
                ),
                "lower referral_rate, or state demand.leads",
            )
        )
    return found


def impossible(parameters: Parameters, lanes: int) -> list[tuple[str, float, str]]:
    """Return (key, share of lanes, what is wrong) for everything that makes a firm impossible in some lanes."""
    p: Parameters = spread(parameters, lanes)
    found = [
        (f"demand.channels.{name}.elasticity", channel.elasticity >= channel.slope, "elasticity is not below the slope")
        for name, channel in p.demand.channels.items()
    ]
    o = opening(p)
    closed = np.isnan(np.asarray(p.demand.leads)) & (o.referral_wins >= o.churned)
    found += [
        ("business.operating_margin", o.fixed_cost < 0, "costs and margin exceed revenue"),
        ("acquisition.win_rate", hopeless(p), "no lead ever becomes a customer while leads are to follow"),
        ("experience.dropout_alpha", fleeting(o), "no new customer stays beyond its first month"),
        ("experience.referral_rate", referral_factor(p, o) >= 1, "each customer brings more than one other"),
        ("experience.referral_rate", closed, "referrals replace everyone who leaves, so no leads are needed"),
    ]
    return [(key, float(np.mean(wrong)), what) for key, wrong, what in found if np.any(wrong)]


def referral_factor(p: Parameters, o: Opening) -> Array:
    """Return K: new customers a fresh customer brings over its lifetime, at today's experience, shape (lanes,)."""
    leaving = np.maximum(o.classes.hazard, 1 / _LIFE)
    kept = 1 - leaving
    arriving = o.classes.weight * o.classes.settled
    months = np.empty_like(o.customers)
    for stage, onward in enumerate(o.progress):
        months[:, stage] = arriving / (1 - kept * (1 - onward))
        arriving = months[:, stage] * kept * onward
    months[:, -1] = arriving / leaving
    return o.referral_per_weight * referral_weight(months, p)
