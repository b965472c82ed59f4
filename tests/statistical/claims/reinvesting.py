"""The loop: harvest or reinvest, tipping, compounding, shocks, the long run, decay (C1, C2, C5, C6, C13, C18)."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.fate.regime import GREW, fates
from sim.model.capability import Benefit
from sim.model.events import Event
from sim.model.opening import DAYS_A_MONTH
from sim.model.parameters import Parameters, spread
from sim.results import STEPS
from tests.statistical.claims.runs import Side, compare, play, today, under, upkeep_today
from tests.statistical.claims.series import over_time
from tests.statistical.claims.statements import Found, Line, along, crossing, mean_of, odds_of, percent

if TYPE_CHECKING:
    from collections.abc import Collection

    from sim.scenario import Scenario
    from tests.statistical.claims.series import Series

QUALITIES: Final = (0.02, 0.5, 0.98)
DAYS: Final = (10, 55, 100)
THIN: Final = {"business.operating_margin": 0.04}
EXTRA: Final = 0.003
"""Extra money for one step, share of today's revenue (C5)."""


def harvest_or_reinvest(scenario: Scenario, cut: Collection[str]) -> Found:
    """C1: payouts to the owners under both policies."""
    sides = play(scenario, cut=cut)
    reinvests, harvests = sides["plan_first"], sides["harvest"]
    gap = (reinvests.paths["distributed"] - harvests.paths["distributed"]) / harvests.today
    lead = gap.cumsum(axis=0)
    curve = over_time(lead[1:], first=1)
    month, soon, late = (curve.month_ahead(part) for part in ("mean", "high", "low"))
    lines = (
        mean_of("payouts of years 1–2, reinvesting less harvesting", gap[1:25].sum(axis=0), below=0),
        mean_of("payouts of years 9–10", gap[97:121].sum(axis=0), above=0),
        mean_of("payouts of all ten years", lead[-1], above=0),
    )
    return Found(
        lines,
        f"Cumulative payouts cross in month {_month(month)} [{_month(soon)}, {_month(late)}].",
        {"lead": curve},
        {"crossing": Line("month in which cumulative payouts cross", month, soon, late, unit="months")},
    )


def _month(month: float) -> str:
    return "none" if math.isnan(month) else f"{month:.0f}"


def tipping_point(scenario: Scenario, cut: Collection[str]) -> Found:
    """C2: the odds of growth over ten years, by share, plan quality and cash."""
    ladder = [name for name in scenario.policies if name.startswith("share_")]
    levels: dict[str, dict[float, Scenario]] = {
        "a share of {:.0%}": {float(name.removeprefix("share_")) / 100: under(scenario, name) for name in ladder},
        "plan quality {:.2f}": {
            value: under(scenario.vary({"plans.plan_quality": value}), "middling") for value in QUALITIES
        },
        "{:.0f} days of cash": {
            days: under(scenario.vary({**THIN, "business.cash_days": days}), "saving") for days in DAYS
        },
    }
    variants = {what.format(level): each for what, swept in levels.items() for level, each in swept.items()}
    sides = compare(variants, cut=cut)
    lines: list[Line] = []
    tips: dict[str, Line] = {}
    curves: dict[str, Series] = {}
    for what, swept in levels.items():
        odds = [_growing(what.format(level), sides[what.format(level)]) for level in swept]
        lines += _ends(odds)
        tips[what] = Line(what, *crossing(list(swept), odds, 0.5))
        curves[what] = along(swept, odds)
    said = ", ".join(_band(tip) for tip in tips.values())
    return Found(tuple(lines), f"Odds cross one half at {said} (margin 4 %).", curves, tips)


def _growing(what: str, side: Side) -> Line:
    grew = fates(side.ends["growth"], side.ends["ruined"] > 0) == GREW
    return odds_of(f"odds of growth at {what.replace('%', ' %')}", grew)


def _ends(swept: list[Line]) -> tuple[Line, Line]:
    """Return the lowest level, where the firm must turn vicious, and the highest, where it must not."""
    low, high = swept[0], swept[-1]
    return (
        Line(low.says, low.mean, low.low, low.high, below=0.5),
        Line(high.says, high.mean, high.low, high.high, above=0.5),
    )


def _band(tip: Line) -> str:
    figure = tip.says[tip.says.index("{") : tip.says.index("}") + 1]
    return f"{tip.says.format(tip.mean)} [{figure.format(tip.low)}, {figure.format(tip.high)}]".replace("%", " %")


def all_steps_together(scenario: Scenario, cut: Collection[str]) -> Found:
    """C5: what every step gains alone over upkeep, against all at once, with the same extra money for each."""
    revenue = 12 * float(today(scenario).revenue[0])
    steps = np.array([{"carry_on": 0, "together": len(STEPS)}.get(name, 1) for name in scenario.policies])
    extra = steps * EXTRA * revenue / 12
    sides = play(scenario, cut=cut, budget=(upkeep_today(scenario) + extra)[None, :, None])
    lines: list[Line] = []
    bars: dict[str, Line] = {}
    for outcome, words in (("cumulative_profit", "profit over ten years"), ("npv", "NPV")):
        kept = sides["carry_on"].ends[outcome]
        gains = {step: (sides[step].ends[outcome] - kept) / revenue for step in STEPS}
        together = (sides["together"].ends[outcome] - kept) / revenue
        surplus = together - sum(gains.values(), np.zeros_like(kept))
        lines.append(mean_of(f"{words}: gain together less the sum alone", surplus, above=0))
        lines.append(mean_of(f"{words}: gain together", together, above=0))
        bars |= {f"{outcome} {step}": mean_of(f"{step} alone", gain) for step, gain in gains.items()}
    return Found(tuple(lines), bars=bars)


def shock_and_cash(scenario: Scenario, cut: Collection[str]) -> Found:
    """C6: odds of turning vicious with little and much cash, each against its twin without the shock."""
    aid = 60 * float(today(scenario).outflow[0]) / DAYS_A_MONTH
    poor, rich = scenario, scenario.vary({"business.cash_days": 60})
    variants = {
        "poor, shock": _with_events(poor, shock=1, aid=0),
        "poor": _with_events(poor, shock=0, aid=0),
        "poor, helped": _with_events(poor, shock=1, aid=aid),
        "rich, shock": _with_events(rich, shock=1, aid=0),
        "rich": _with_events(rich, shock=0, aid=0),
    }
    sides = compare(variants, cut=cut)
    vicious = {name: np.asarray(side.ends["growth"] < 0, np.float64) for name, side in sides.items()}
    odds = {name: odds_of(name, side.ends["growth"] < 0) for name, side in sides.items()}
    by_poor, by_rich = (vicious[f"{name}, shock"] - vicious[name] for name in ("poor", "rich"))
    back = vicious["poor, shock"] - vicious["poor, helped"]
    return Found(
        (
            mean_of("odds of turning vicious through the shock, 12 days of cash", by_poor, above=0),
            mean_of("the same, 60 days of cash", by_rich),
            mean_of("first less second", by_poor - by_rich, above=0),
            mean_of("won back by 60 days of outflow put in at month 24", back, above=0),
        ),
        bars=odds,
    )


def _with_events(scenario: Scenario, *, shock: float, aid: float) -> Scenario:
    """Return the scenario with its shock so many times as strong, and with so much money put in."""
    (event,) = scenario.events
    help_ = Event(kind="cash_injection", month=24.0, size=float(aid))
    return replace(scenario, events=(replace(event, size=event.size * shock), help_))


def no_equilibrium(scenario: Scenario, cut: Collection[str]) -> Found:
    """C13: the gap between two policies widens year by year; late growth ends at the market limit."""
    sides = play(scenario, cut=cut)
    reinvests, harvests = (
        sides[name].paths["yearly_revenue"] / sides[name].today for name in ("plan_first", "harvest")
    )
    gap = reinvests - harvests
    widening = [mean_of(f"year {year}", gap[12 * year] - gap[12 * (year - 1)]) for year in range(2, 11)]
    least = min(widening, key=lambda line: line.low)
    unlimited = play(under(scenario, "plan_first"), cut={*cut, "market_limit"})["plan_first"]
    endless = unlimited.paths["yearly_revenue"]
    early = (reinvests[120] - reinvests[12]) / 9
    late = (reinvests[360] - reinvests[240]) / 10
    without = (endless[360] - endless[240]) / sides["harvest"].today / 10
    paths = {"reinvest": reinvests, "harvest": harvests, "no market limit": endless / sides["harvest"].today}
    return Found(
        (
            Line(
                f"revenue gap of the two policies: widening within a year, least in {least.says} of 2–10",
                *(least.mean, least.low, least.high, 0.0),
            ),
            mean_of("growth a year when reinvesting, years 2–10, of today's revenue", early, above=0),
            mean_of("years 21–30 less years 2–10", late - early, below=0),
            mean_of("years 21–30, less growth without a market limit", late - without, below=0),
        ),
        f"In years 21–30 revenue grows by {percent(late.mean())} of today's a year; without a market limit by "
        f"{percent(without.mean())}.",
        {name: over_time(path) for name, path in paths.items()},
    )


def nothing_reinvested(scenario: Scenario, cut: Collection[str]) -> Found:
    """C18: the month in which technology has halved, and what is left then of its benefit."""
    side = play(scenario, cut=cut)["harvest"]
    parameters: Parameters = spread(scenario.parameters, scenario.replications)
    technology = side.paths["technology_demand"] / side.paths["technology_demand"][0]
    benefit = Benefit.of(parameters).value(
        *(side.paths[f"{stock}_demand"] for stock in ("process_quality", "technology", "adoption"))
    )
    months = np.arange(len(technology))
    halved = np.array([np.interp(-0.5, -lane, months, right=np.inf) for lane in technology.T])
    left = np.array([np.interp(month, months, lane) for month, lane in zip(halved, benefit.T, strict=True)])
    return Found(
        (
            mean_of("months until technology T has halved", halved, above=19, below=22, unit="months"),
            mean_of("benefit B left by then", left / benefit[0], above=0.5),
        ),
        curves={"technology": over_time(technology), "benefit": over_time(benefit / benefit[0])},
    )
