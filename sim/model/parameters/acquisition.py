"""Step 3: from qualified leads to customers."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.parameters.spec import Value, parameter, structure


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquisition:
    """Conversion, the sales cycle, sales capacity, the customer database, discounting."""

    sql_rate: Value = parameter(
        0.30, unit="share", low=0, high=1, meaning="MQL that sales accepts, today", source="benchmarks .13-.45"
    )
    opportunity_rate: Value = parameter(
        0.48, unit="share", low=0, high=1, meaning="SQL that become opportunities, today", source="benchmarks .35-.70"
    )
    win_rate: Value = parameter(
        0.23, unit="share", low=0, high=1, meaning="opportunities won, today", source="benchmarks .15-.32"
    )
    sales_cycle: Value = parameter(
        60.0,
        unit="days",
        low=0.5,
        high=720,
        meaning="mean days from opportunity to decision, today",
        source="benchmarks 20-120 days for small B2B",
    )
    pipeline_stages: int = structure(
        3, meaning="Erlang stages of the sales cycle", source="MacDonald 1978; Sterman 2000", low=1, high=6
    )
    win_effect: Value = parameter(
        0.30,
        unit="ratio",
        low=0,
        high=5,
        meaning="log gain of the win rate per unit of benefit over rivals",
        source="judgement",
    )
    cycle_effect: Value = parameter(
        0.17,
        unit="ratio",
        low=0,
        high=5,
        meaning="log shortening of the sales cycle per unit of own benefit gained",
        source="judgement: 0-25 %",
    )
    sales_slack: Value = parameter(
        0.15,
        unit="ratio",
        low=0,
        high=10,
        meaning="sales capacity to spare today, share of the load",
        source="judgement",
    )
    junk_load: Value = parameter(
        0.10,
        unit="ratio",
        low=0,
        high=10,
        meaning="sales time a lead that goes nowhere takes, relative to an open opportunity for a month",
        source="judgement",
    )
    clog_win: Value = parameter(
        0.5,
        unit="ratio",
        low=0,
        high=5,
        meaning="above capacity the win rate falls as (capacity / load) to this power",
        source="judgement",
    )
    clog_cycle: Value = parameter(
        0.5,
        unit="ratio",
        low=0,
        high=5,
        meaning="above capacity the sales cycle grows as (load / capacity) to this power",
        source="judgement",
    )
    sales_hiring_lag: Value = parameter(
        6.0, unit="months", low=1, high=60, meaning="months in which the sales team follows revenue", source="judgement"
    )
    sales_scale_exponent: Value = parameter(
        0.6,
        unit="ratio",
        low=0,
        high=1,
        meaning="the sales team follows (revenue / today's revenue) to this power",
        source="judgement, as capability cost",
    )
    crm_use: Value = parameter(
        0.6,
        unit="share",
        low=0.01,
        high=1,
        meaning="sales work recorded in the customer database today",
        source="judgement",
    )
    crm_speed: Value = parameter(
        0.1,
        unit="per month",
        low=0,
        high=1,
        meaning="speed at which CRM use follows trust in the data",
        source="judgement",
    )
    crm_trust: Value = parameter(
        0.5,
        unit="ratio",
        low=0,
        high=0.99,
        meaning="weight of present use in the use people drift to: disbelief breeds disbelief; below 1 it settles",
        source="judgement; founding documents: the disbelief is self-fulfilling",
    )
    crm_win_effect: Value = parameter(
        0.1, unit="ratio", low=0, high=2, meaning="elasticity of the win rate to CRM use", source="judgement"
    )
    crm_data_effect: Value = parameter(
        0.3, unit="ratio", low=0, high=2, meaning="elasticity of data decay to lack of CRM use", source="judgement"
    )
    price_elasticity: Value = parameter(
        -2.6,
        unit="ratio",
        low=-10,
        high=0,
        meaning="elasticity of wins to price against the reference price",
        source="Bijmolt, van Heerde & Pieters 2005: mean of 1,851 estimates",
    )
    price_permanence: Value = parameter(
        0.5,
        unit="share",
        low=0,
        high=1,
        meaning="share of the price elasticity that stays once customers are used to a price: rivals' prices stay",
        source="judgement",
    )
    reference_memory: Value = parameter(
        0.75,
        unit="share",
        low=0,
        high=0.999,
        meaning="weight of the past in the reference price customers carry",
        source="Briesch 1997; Greenleaf 1995: .6-.9",
    )
    loss_weight: Value = parameter(
        1.7,
        unit="ratio",
        low=1,
        high=5,
        meaning="a price above the reference weighs this much more than one below",
        source="Kalyanaram & Winer 1995; Hardie, Johnson & Fader 1993",
    )
    discount_reach: Value = parameter(
        0.5,
        unit="share",
        low=0,
        high=1,
        meaning="share of present customers' revenue that also gets a broadcast discount",
        source="judgement",
    )
    discount_value: Value = parameter(
        0.5,
        unit="share",
        low=0.01,
        high=1,
        meaning="long-run value of a customer won by discount relative to one won without",
        source="Lewis 2006: half, at 35 % discount",
    )
