"""A made-up run with the shapes that charts and summaries must stand: two modes, ruin, big numbers, seasons."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

from sim.outcomes import Outcomes
from sim.results import PATH_COLUMNS, QUANTILES, SAMPLE_MEASURES, SAMPLE_PATHS, Results, RunFacts

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shape:
    """How one made-up policy behaves.

    Attributes
    ----------
    trend, spread
        Mean and standard deviation of yearly log growth between replications.
    tips
        Share of replications that turn down in the third year.
    share
        Share of profit reinvested.
    cash
        Opening cash in months of opening revenue.
    size
        Revenue relative to the first policy.
    """

    trend: float = 0.0
    spread: float = 0.04
    tips: float = 0.0
    share: float = 0.3
    cash: float = 1.0
    size: float = 1.0


FIVE = {
    "carry_on": Shape(trend=-0.005, spread=0.03, share=0.1, cash=0.6),
    "harvest": Shape(trend=-0.05, spread=0.02, share=0.0),
    "plan_first": Shape(trend=0.05, spread=0.04, tips=0.08, share=0.4),
    "all_in": Shape(trend=0.06, spread=0.06, tips=0.45, share=1.0, cash=0.12),
    "steady": Shape(trend=0.02, spread=0.04, tips=0.15, share=0.3, cash=0.3),
}


def uniforms(count: int, seed: int) -> Array:
    """Return uniforms by SplitMix64: the same on every platform and numpy."""
    with np.errstate(over="ignore"):
        state = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed * 7919)
        state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        state ^= state >> np.uint64(31)
    return np.asarray((state >> np.uint64(11)).astype(np.float64) / 2.0**53 + 2.0**-54)


def normals(rows: int, columns: int, seed: int) -> Array:
    """Return standard normals, shape (rows, columns)."""
    return np.asarray(ndtri(uniforms(rows * columns, seed)).reshape(rows, columns))


def made_up(  # noqa: PLR0913 (what a test may want to differ)
    shapes: dict[str, Shape] | None = None,
    *,
    months: int = 120,
    replications: int = 500,
    currency: str = "GBP",
    opening: float = 180_000.0,
    season: float = 0.25,
    start: str = "2026-01",
) -> Results:
    """Make up a run."""
    shapes = FIVE if shapes is None else shapes
    lanes = {
        name: _lane(shape, months=months, replications=replications, opening=opening, season=season)
        for name, shape in shapes.items()
    }
    facts = RunFacts(
        scenario="made up", scenario_hash="5f3a9c0e12", currency=currency, seed=7, replications=replications,
        months=months, start=start, policies=tuple(shapes), rules=tuple("fixed_share" for _ in shapes),
        baseline=next(iter(shapes)),
    )  # fmt: skip
    harvest = lanes.get("harvest")
    outcomes = [_outcomes(name, lane, harvest) for name, lane in lanes.items()]
    return Results(
        facts=facts,
        ends=ends_of(pd.concat(outcomes, ignore_index=True)),
        paths=pd.concat([_paths(name, lane) for name, lane in lanes.items()], ignore_index=True),
        samples=pd.concat([_samples(name, lane) for name, lane in lanes.items()], ignore_index=True),
    )


def with_outcomes(results: Results, **columns: float) -> Results:
    """Return the run with whole outcome columns overwritten."""
    return replace(results, ends=ends_of(results.outcomes.assign(**columns)))


def ends_of(frame: pd.DataFrame) -> Outcomes:
    """Return the outcomes of a table whose rows lie policy by policy; columns that it lacks are missing."""
    policies = tuple(frame["policy"].unique())

    def read(name: str) -> Array:
        values = frame[name].to_numpy(dtype=np.float64) if name in frame else np.full(len(frame), math.nan)
        return values.reshape(len(policies), -1)

    return Outcomes(policies, len(frame) // len(policies), read)


def _lane(shape: Shape, *, months: int, replications: int, opening: float, season: float) -> dict[str, Array]:
    """Every measure has shape (months + 1, replications); the seeds are shared by all policies."""
    time = np.arange(months + 1)[:, None]
    luck = normals(1, replications, 11)
    noise = np.cumsum(normals(months + 1, replications, 12), axis=0) * 0.02
    noise -= noise[0]
    tips = (uniforms(replications, 13) < shape.tips)[None, :]
    turned = np.where(tips, -0.16 * np.maximum(0.0, time - 36.0) / 12.0, 0.0)
    level = np.exp((shape.trend + shape.spread * luck) * time / 12.0 + noise + turned) * shape.size * opening
    seasonal = 1.0 + season * np.cos(2.0 * math.pi * (time % 12 - 10) / 12.0) * (time > 0)
    revenue = level * seasonal
    profit = 0.16 * revenue - 0.07 * shape.size * opening
    reinvested = np.maximum(0.0, profit) * shape.share
    cash = shape.cash * shape.size * opening + np.cumsum(0.35 * (profit - reinvested) * (time > 0), axis=0)
    closed = np.maximum.accumulate(cash < 0.0, axis=0)
    alive = ~closed
    return {
        "revenue": revenue * alive, "yearly_revenue": _yearly(revenue * alive),
        "cash": cash * alive, "profit": profit * alive,
        "customers": np.round(level / 400.0) * alive, "reinvested": reinvested * alive,
        "technology_plans": np.clip(0.3 * np.exp(-0.02 * time) + 0.0 * level, 0.0, 1.0),
    }  # fmt: skip


def _yearly(revenue: Array) -> Array:
    """Return the sum of the last twelve months; the opening month stands for the year before."""
    total = np.cumsum(np.concatenate([np.repeat(revenue[:1], 12, axis=0), revenue[1:]]), axis=0)
    return np.asarray(total[11:] - np.concatenate([np.zeros_like(total[:1]), total[:-12]]))


def _outcomes(name: str, lane: dict[str, Array], harvest: dict[str, Array] | None) -> pd.DataFrame:
    months, replications = lane["revenue"].shape[0] - 1, lane["revenue"].shape[1]
    year = min(12, months)
    closed = (lane["revenue"] == 0.0).any(axis=0)
    first_closed = np.where(closed, (lane["revenue"] == 0.0).argmax(axis=0), math.nan)
    paid = lane["profit"] - lane["reinvested"]
    discount = 1.08 ** (-np.arange(months + 1)[:, None] / 12.0)
    bare = (paid * discount)[1:].sum(axis=0)
    terminal = np.maximum(0.0, lane["profit"][-1] * 12.0 * 6.0) * 1.08 ** (-months / 12.0)
    final = lane["revenue"][-year:].sum(axis=0)
    with np.errstate(divide="ignore"):
        growth = (final / (lane["revenue"][0] * year)) ** (12.0 / max(months, 12)) - 1.0
    return pd.DataFrame(
        {
            "policy": name, "replication": np.arange(replications), "npv": bare + terminal,
            "npv_without_terminal_value": bare, "terminal_value": terminal, "final_revenue": final,
            "cumulative_reinvested": lane["reinvested"].sum(axis=0), "lowest_cash": lane["cash"].min(axis=0),
            "ruined": closed.astype(float), "ruin_month": first_closed, "payback_month": _payback(lane, harvest),
            "growth": growth, "customers": lane["customers"][-1],
        }
    )  # fmt: skip


def _payback(lane: dict[str, Array], harvest: dict[str, Array] | None) -> Array:
    months, replications = lane["revenue"].shape[0] - 1, lane["revenue"].shape[1]
    if harvest is None:
        return np.full(replications, math.nan)
    paid, reference = (np.cumsum(one["profit"] - one["reinvested"] * 0.5, axis=0) for one in (lane, harvest))
    behind = paid <= reference
    last = np.where(behind.any(axis=0), months - behind[::-1].argmax(axis=0), 0)
    return np.where(last < months, last + 1.0, math.nan)


def _paths(name: str, lane: dict[str, Array]) -> pd.DataFrame:
    tables = []
    for measure, values in lane.items():
        cut = np.quantile(values, QUANTILES, axis=1).T
        table = pd.DataFrame(cut, columns=list(PATH_COLUMNS[4:]))
        heads = {"policy": name, "month": np.arange(values.shape[0]), "measure": measure, "mean": values.mean(axis=1)}
        tables.append(pd.concat([pd.DataFrame(heads), table], axis=1))
    return pd.concat(tables, ignore_index=True)


def _samples(name: str, lane: dict[str, Array]) -> pd.DataFrame:
    rows, replications = lane["revenue"].shape
    kept = min(SAMPLE_PATHS, replications)
    return pd.DataFrame(
        {
            "policy": name,
            "replication": np.repeat(np.arange(kept), rows),
            "month": np.tile(np.arange(rows), kept),
            **{measure: lane[measure][:, :kept].T.ravel() for measure in SAMPLE_MEASURES},
        }
    )
