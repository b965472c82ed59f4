"""Step 5: unit cost, buying power, fixed cost, stock-outs and lead time."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.parameters.spec import Value, parameter, structure


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """What volume, learning and digital supply do to cost."""

    addressable_share: Value = parameter(
        0.3,
        unit="share",
        low=0,
        high=1,
        meaning="share of unit cost that volume and learning can move",
        source=".3-.9, judgement",
    )
    progress_ratio: Value = parameter(
        0.87,
        unit="ratio",
        low=0.5,
        high=1,
        meaning="unit cost after doubling cumulative volume",
        source="Dutton & Thomas 1984 mode .81-.82 in manufacturing; weaker in small firms: judgement",
    )
    learning_scale: Value = parameter(
        0.5, unit="ratio", low=0, high=1, meaning="share of the learning exponent that applies", source="judgement"
    )
    industry_age: Value = parameter(
        10.0,
        unit="years",
        low=0.1,
        high=200,
        meaning="years of today's volume already learnt from",
        source="judgement",
    )
    volume_elasticity: Value = parameter(
        0.09,
        unit="ratio",
        low=0,
        high=1,
        meaning="fall of purchase price per log volume",
        source="UCI Online Retail: -.127 pooled, product slopes .06-.21; part is one-off retail: .04-.16",
    )
    volume_floor: Value = parameter(
        0.85,
        unit="ratio",
        low=0.1,
        high=1,
        meaning="lowest price factor buying power can reach",
        source="UCI Online Retail: .847 of the median at 96+ units, flat after",
    )
    volume_ceiling: Value = parameter(
        1.25, unit="ratio", low=1, high=10, meaning="highest price factor lost volume can cause", source="judgement"
    )
    contract_months: int = structure(
        12, unit="months", meaning="months between supplier price negotiations", source="judgement", low=1, high=60
    )
    cost_effect: Value = parameter(
        0.12,
        unit="ratio",
        low=0,
        high=1,
        meaning="share of addressable cost that full benefit of step 5 saves",
        source="judgement",
    )
    lead_time_effect: Value = parameter(
        0.5,
        unit="ratio",
        low=0,
        high=5,
        meaning="log fall of lead time per unit of own benefit gained",
        source="judgement",
    )
    surge_effect: Value = parameter(
        0.3,
        unit="ratio",
        low=0,
        high=5,
        meaning="elasticity of lead time to volume above the trailing year's",
        source="judgement",
    )
    stockout_rate: Value = parameter(
        0.03, unit="share", low=0, high=0.9, meaning="demand lost to stock-outs today", source="judgement"
    )
    stockout_response: Value = parameter(
        1.0,
        unit="ratio",
        low=0,
        high=5,
        meaning="log fall of stock-outs per unit of own benefit gained",
        source="judgement",
    )
    fixed_cost_following: Value = parameter(
        0.35,
        unit="share",
        low=0,
        high=1,
        meaning="share of fixed cost that follows volume in steps",
        source="judgement",
    )
    fixed_cost_step: Value = parameter(
        0.125, unit="share", low=0.001, high=1, meaning="size of a step, share of today's volume", source="judgement"
    )
    fixed_cost_cut_lag: int = structure(
        9, unit="months", meaning="months before fixed cost follows volume down", source="judgement", low=1, high=24
    )
