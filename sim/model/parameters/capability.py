"""Digital capability: how it pays, how it decays, what it costs to build and to keep."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.parameters.spec import PerStep, Value, growth_rate, parameter, per_step


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """Three stocks per step: process quality S, technology T, staff adoption A."""

    process_quality: PerStep = per_step(
        0.40, unit="share", low=0, high=1, meaning="S today: how far processes are simplified", source="judgement"
    )
    technology: PerStep = per_step(
        0.35, unit="share", low=0, high=1, meaning="T today: how far the step is automated", source="judgement"
    )
    adoption: PerStep = per_step(
        0.60, unit="share", low=0, high=1, meaning="A today: share of staff who use the technology", source="judgement"
    )
    technology_weight: Value = parameter(
        0.10,
        unit="ratio",
        low=0,
        high=1,
        meaning="benefit of used technology alone",
        source="Dorgan & Dowdy 2004: IT alone 2 of 20 points",
    )
    simplicity_weight: Value = parameter(
        0.40,
        unit="ratio",
        low=0,
        high=1,
        meaning="benefit of simple processes alone",
        source="Dorgan & Dowdy 2004: management alone 8 of 20 points",
    )
    joint_weight: Value = parameter(
        0.50,
        unit="ratio",
        low=0,
        high=1,
        meaning="extra benefit of used technology on simple processes",
        source="Dorgan & Dowdy 2004: both 20 points; supermodular (Milgrom & Roberts 1990)",
    )
    paving_harm: Value = parameter(
        0.05,
        unit="ratio",
        low=0,
        high=1,
        meaning="harm of used technology on processes that are not simple (paving the cow path)",
        source="judgement",
    )
    technology_depreciation: Value = parameter(
        0.33,
        unit="per year",
        low=0,
        high=0.999,
        meaning="technology lost in a year without maintenance",
        source="BEA: computers .31, own-account software .33",
    )
    process_erosion: Value = parameter(
        0.06,
        unit="per year",
        low=0,
        high=0.999,
        meaning="process quality lost in a year without maintenance",
        source="judgement",
    )
    adoption_turnover: Value = parameter(
        0.10,
        unit="per year",
        low=0,
        high=0.999,
        meaning="adoption lost in a year as trained staff leave",
        source="judgement",
    )
    adoption_innovation: Value = parameter(
        0.12,
        unit="per year",
        low=0,
        high=10,
        meaning="Bass p of in-firm adoption",
        source="Sultan, Farley & Lehmann 1990 (.03 a year in markets) x 4, in-firm use 3-5 x faster: judgement",
    )
    adoption_imitation: Value = parameter(
        1.5,
        unit="per year",
        low=0,
        high=20,
        meaning="Bass q of in-firm adoption",
        source="Sultan, Farley & Lehmann 1990 (.38 a year in markets) x 4, in-firm use 3-5 x faster: judgement",
    )
    resistance: Value = parameter(
        0.0,
        unit="share",
        low=0,
        high=1,
        meaning="share by which resistance to change, above today's, slows adoption",
        source="judgement; resistance is harder than technology (founding documents)",
    )
    cost_simplify: Value = parameter(
        0.028,
        unit="ratio",
        low=1e-9,
        high=10,
        meaning="cost of taking one step's S from 0 to 1, share of today's yearly revenue",
        source="judgement",
    )
    cost_automate: Value = parameter(
        0.028,
        unit="ratio",
        low=1e-9,
        high=10,
        meaning="cost of taking one step's T from 0 to 1, share of today's yearly revenue",
        source="judgement; as dear as simplifying",
    )
    cost_train: Value = parameter(
        0.006,
        unit="ratio",
        low=1e-9,
        high=10,
        meaning="cost of taking one step's A from 0 to 1 by training, share of today's yearly revenue",
        source="judgement",
    )
    scale_exponent: Value = parameter(
        0.6,
        unit="ratio",
        low=0,
        high=1,
        meaning="capability costs (revenue / today's revenue) to this power",
        source="judgement, .3-.8; moves the tipping point more than most",
    )
    simplify_max_rate: Value = parameter(
        0.3, unit="per year", low=0, high=12, meaning="most S one step can gain in a year", source="judgement"
    )
    build_lag: Value = parameter(
        5.0,
        unit="months",
        low=1,
        high=24,
        meaning="months from spending to release when nothing goes wrong",
        source="judgement",
    )
    change_capacity: Value = parameter(
        0.35,
        unit="ratio",
        low=1e-6,
        high=100,
        meaning="change a firm can digest in a year, share of what rebuilding all five steps would cost",
        source="judgement",
    )
    overload: Value = parameter(
        0.5,
        unit="ratio",
        low=0,
        high=2,
        meaning="above the change capacity the yield falls as (capacity / spending) to this power",
        source="judgement",
    )
    parallel_limit: Value = parameter(
        6.0,
        unit="count",
        low=1,
        high=100,
        meaning="initiatives that can run at once before each takes longer",
        source="judgement; you cannot digitise all processes at once (founding documents)",
    )
    subscription_rate: Value = parameter(
        0.12,
        unit="per year",
        low=0,
        high=10,
        meaning="yearly subscription per unit of hosted technology, share of its cost",
        source="judgement",
    )
    subscription_inflation: Value = growth_rate(
        0.05,
        low=-0.5,
        high=1,
        meaning="yearly rise of subscription prices above general inflation",
        source="Vertice 8-11 % a year less 3 % inflation",
    )
    hosted_share: Value = parameter(
        1.0, unit="share", low=0, high=1, meaning="share of technology that is hosted", source="judgement"
    )
    onsite_cost: Value = parameter(
        1.4,
        unit="ratio",
        low=1,
        high=100,
        meaning="one-off cost of owned technology relative to hosted; the part above 1 is the licence",
        source="own arithmetic: a licence of 3.35 first-year subscriptions breaks even in five years at 8 % inflation",
    )
    onsite_upkeep: Value = parameter(
        0.15,
        unit="per year",
        low=0,
        high=10,
        meaning="yearly upkeep of owned technology, share of its licence",
        source="judgement",
    )
