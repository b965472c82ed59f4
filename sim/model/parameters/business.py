"""The starting position of the firm."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.model.parameters.spec import Value, choice, parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Business:
    """The firm as it is today; leads and fixed cost follow so that today is a steady state."""

    kind: str = choice(
        "contract",
        options=("contract", "orders"),
        meaning="`contract`: customers pay every month until they leave; `orders`: they order when they like",
        source="scenario",
    )
    customers: Value = parameter(
        220.0, unit="count", low=1, high=1e7, meaning="customers today", source="preset, judgement"
    )
    price: Value = parameter(
        1400.0,
        unit="money",
        low=1e-6,
        high=1e9,
        meaning="revenue per customer and month (contract) or per order (orders)",
        source="preset, judgement",
    )
    cost_of_sales: Value = parameter(
        0.50,
        unit="share",
        low=0,
        high=1,
        meaning="cost of what is sold, share of revenue today",
        source="preset, judgement",
    )
    service_share: Value = parameter(
        0.09,
        unit="share",
        low=0,
        high=1,
        meaning="service staff, share of revenue today",
        source="preset, judgement",
    )
    marketing_share: Value = parameter(
        0.035,
        unit="share",
        low=0,
        high=1,
        meaning="base marketing, share of trailing-quarter revenue, committed under every policy",
        source="preset, judgement",
    )
    sales_share: Value = parameter(
        0.055,
        unit="share",
        low=0,
        high=1,
        meaning="sales team, share of revenue today",
        source="preset, judgement",
    )
    operating_margin: Value = parameter(
        0.105,
        unit="share",
        low=-1,
        high=1,
        meaning="operating margin today before reinvestment and tax; fixed cost follows from it",
        source="net margins of small firms 2-12 % (Sageworks 2013-2017), before reinvestment: judgement",
    )
    market_size: Value = parameter(
        8.0,
        unit="ratio",
        low=1.01,
        high=1e9,
        meaning="all customers the firm could ever have, as a multiple of today's",
        source="judgement",
    )
    customer_base_age: Value = parameter(
        8.0,
        unit="years",
        low=0.5,
        high=100,
        meaning="years of steady additions that made today's mix of loyal and less loyal customers",
        source="judgement",
    )
    cash_days: Value = parameter(
        27.0,
        unit="days",
        low=0,
        high=3650,
        meaning="cash today in days of operating outflow; used when `cash` is not given",
        source="median small firm, JPMorgan Chase Institute 2016 (597,000 firms)",
    )
    cash: Value = parameter(
        math.nan,
        unit="money",
        low=0,
        high=1e15,
        meaning="cash today; left out, it follows from `cash_days`",
        source="scenario",
    )
