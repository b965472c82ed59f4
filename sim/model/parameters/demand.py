"""Step 2: marketing, content, customer data and the leads they bring."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.model.parameters.spec import Value, parameter

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One marketing channel."""

    share: Value = parameter(
        0.5,
        unit="share",
        low=0,
        high=1,
        meaning="share of base marketing spent here; shares are normalised",
        source="judgement",
    )
    elasticity: Value = parameter(
        0.4,
        unit="ratio",
        low=0.001,
        high=0.99,
        meaning="long-run elasticity of leads to spending at today's spending; must be below `slope`",
        source=".2-.6 for small firms that spend little: judgement; .24 for established brands (Sethuraman 2011)",
    )
    slope: Value = parameter(
        1.0, unit="ratio", low=0.1, high=5, meaning="Hill slope s", source="pymc-marketing prior centre"
    )
    adstock: Value = parameter(
        0.5,
        unit="share",
        low=0,
        high=0.99,
        meaning="share of marketing effect carried into the next month",
        source="Koehler 2017: 52 % of the effect is long-term; Clarke 1976",
    )
    lead_cost: Value = parameter(
        1.0,
        unit="ratio",
        low=1e-6,
        high=1000,
        meaning="cost per lead relative to the other channels",
        source="digital .65 of traditional (organic/paid .61; HubSpot 2012)",
    )


def _two_channels() -> Mapping[str, Channel]:
    return {"digital": Channel(lead_cost=0.65), "traditional": Channel(lead_cost=1.0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """How money, content, data and reputation turn into leads."""

    channels: Mapping[str, Channel] = field(
        default_factory=_two_channels,
        metadata={"mapping_of": Channel, "meaning": "marketing channels by name; add your own"},
    )
    leads: Value = parameter(
        math.nan,
        unit="count",
        low=0,
        high=1e9,
        meaning="leads a month today; left out, they just replace the customers who leave",
        source="scenario",
    )
    organic_share: Value = parameter(
        0.3, unit="share", low=0, high=0.99, meaning="share of today's leads that content brings", source="judgement"
    )
    content_half_life: Value = parameter(
        12.0,
        unit="months",
        low=0.5,
        high=240,
        meaning="months until content has lost half its pull",
        source="4-24, judgement",
    )
    content_uses: Value = parameter(
        3.0,
        unit="count",
        low=1,
        high=7,
        meaning="times each piece of content is used",
        source="founding documents: one case study has seven uses",
    )
    content_reuse: Value = parameter(
        0.25,
        unit="share",
        low=0,
        high=1,
        meaning="worth of each further use relative to the first",
        source=".1-.5, judgement",
    )
    content_elasticity: Value = parameter(
        0.5, unit="ratio", low=0, high=1, meaning="elasticity of organic leads to content", source="judgement"
    )
    cost_content: Value = parameter(
        0.006,
        unit="ratio",
        low=1e-9,
        high=10,
        meaning="cost of today's stock of content at one use a piece, share of today's yearly revenue",
        source="judgement",
    )
    data_quality: Value = parameter(
        0.8, unit="share", low=0.05, high=1, meaning="share of customer data that is right today", source="judgement"
    )
    data_decay: Value = parameter(
        0.021,
        unit="per month",
        low=0,
        high=0.99,
        meaning="customer data that goes wrong in a month",
        source="MarketingSherpa: 2.1 % a month, 22.5 % a year",
    )
    cost_data: Value = parameter(
        0.004,
        unit="ratio",
        low=1e-9,
        high=10,
        meaning="cost of taking data quality from 0 to 1, share of today's yearly revenue",
        source="judgement",
    )
    offer_quality: Value = parameter(
        0.7, unit="share", low=0.01, high=1, meaning="quality of the offer O", source="judgement"
    )
    packaging_quality: Value = parameter(
        0.7, unit="share", low=0.01, high=1, meaning="quality of packaging and message P", source="judgement"
    )
    data_weight: Value = parameter(
        0.6,
        unit="share",
        low=0,
        high=1,
        meaning="weight of data in lead quality",
        source="founding documents: 60/20/20",
    )
    offer_weight: Value = parameter(
        0.2,
        unit="share",
        low=0,
        high=1,
        meaning="weight of the offer in lead quality",
        source="founding documents: 60/20/20",
    )
    packaging_weight: Value = parameter(
        0.2,
        unit="share",
        low=0,
        high=1,
        meaning="weight of packaging in lead quality",
        source="founding documents: 60/20/20",
    )
    mql_rate: Value = parameter(
        0.30,
        unit="share",
        low=0,
        high=1,
        meaning="leads that qualify for marketing, today",
        source="benchmarks .15-.45",
    )
    lead_effect: Value = parameter(
        0.30,
        unit="ratio",
        low=0,
        high=5,
        meaning="log gain of leads per unit of benefit over rivals",
        source="judgement",
    )
    mql_effect: Value = parameter(
        0.30,
        unit="ratio",
        low=0,
        high=5,
        meaning="log gain of the qualifying rate per unit of benefit over rivals",
        source="judgement; full effect +5 to +75 % conversion",
    )
