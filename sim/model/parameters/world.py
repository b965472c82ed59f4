"""The world: recessions, seasons, luck, rivals."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.model.parameters.spec import Spec, Value, parameter, structure

_SEASON = Spec(1.0, "ratio", 0.01, 100.0, "demand of the month relative to the year's mean", "scenario")


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What the firm cannot choose."""

    recession_onset: Value = parameter(
        1 / 60,
        unit="per month",
        low=0,
        high=1,
        meaning="chance that a recession starts",
        source="NBER 1948-2009: 58 months apart",
    )
    recession_exit: Value = parameter(
        1 / 11,
        unit="per month",
        low=0.001,
        high=1,
        meaning="chance that a recession ends",
        source="NBER 1948-2009: 11 months",
    )
    recession_depth: Value = parameter(
        0.10,
        unit="share",
        low=0,
        high=0.45,
        meaning="mean depth of a recession",
        source="3-30 %; GDP -2.5 %, small firms more: judgement, the weakest number here",
    )
    recession_depth_sigma: Value = parameter(
        0.5, unit="ratio", low=0, high=2, meaning="log spread of recession depth", source="judgement"
    )
    recession_leads: Value = parameter(
        2.0, unit="ratio", low=0, high=2.2, meaning="fall of leads in recession, x depth", source="judgement"
    )
    recession_volume: Value = parameter(
        0.7,
        unit="ratio",
        low=0,
        high=2.2,
        meaning="fall of orders per customer in recession, x depth",
        source="judgement",
    )
    recession_collection: Value = parameter(
        1.0, unit="ratio", low=0, high=10, meaning="rise of collection days in recession, x depth", source="judgement"
    )
    recession_report: int = structure(
        3, unit="months", meaning="months until managers know of a recession", source="judgement", low=0, high=24
    )
    demand_noise: Value = parameter(
        0.20,
        unit="ratio",
        low=0,
        high=2,
        meaning="log spread of the firm's own demand in a month",
        source="small manufacturers: yearly growth p10/p50/p90 -15/+11/+47 %; gives yearly .17",
    )
    demand_memory: Value = parameter(
        0.80,
        unit="share",
        low=0,
        high=0.999,
        meaning="share of own demand luck that lasts into the next month",
        source="judgement",
    )
    seasonality: tuple[Value, ...] = field(
        default=(1.0,) * 12,
        metadata={
            "spec": _SEASON,
            "length": 12,
            "meaning": "demand of January … December relative to the mean; normalised to mean 1",
        },
    )
    rival_capability: Value = parameter(
        0.25, unit="share", low=0, high=1, meaning="rivals' benefit from digital capability today", source="judgement"
    )
    rival_drift: Value = parameter(
        0.025, unit="per year", low=0, high=1, meaning="rivals' gain in benefit in the first year", source="judgement"
    )
    rival_ceiling: Value = parameter(
        0.75, unit="share", low=0.01, high=1, meaning="benefit at which rivals saturate", source="judgement"
    )
    rival_move_rate: Value = parameter(
        0.0,
        unit="per year",
        low=0,
        high=12,
        meaning="sudden moves of rivals a year",
        source="judgement; off by default",
    )
    rival_move_size: Value = parameter(
        0.03, unit="share", low=0, high=1, meaning="rivals' gain in benefit by a sudden move", source="judgement"
    )
    other_closure: Value = parameter(
        0.0,
        unit="ratio",
        low=0,
        high=2,
        meaning="closing for reasons outside the cycle, as a multiple of half the BLS hazard at the firm's age",
        source="BLS 1994 cohort: hazard about .20 x age^-.5; off by default, else ruin counts twice",
    )
    firm_age: Value = parameter(8.0, unit="years", low=0, high=200, meaning="age of the firm today", source="judgement")
