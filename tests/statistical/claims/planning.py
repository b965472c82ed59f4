"""Plans and projects: planned or random, order, platforms, hosting, self-assessment (C3, C4, C8, C12, C15)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.scenario.assessment import MATURE, SAFE, assess, parse
from tests.statistical.claims.runs import compare, number, play, today, under, upkeep_today
from tests.statistical.claims.series import over_time, trailing_year
from tests.statistical.claims.statements import Found, Line, along, crossing, mean_of, percent

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sim.scenario import Scenario
    from tests.statistical.claims.runs import Array, Side
    from tests.statistical.claims.series import Series

BUDGET: Final = 3.0
"""Money a month in C4, times today's upkeep."""
INFLATION: Final = (0.0, 0.05, 0.10, 0.15)
ANSWERS: Final = "2,1,0,3,1,2,0,1,2,1"


def planned_or_random(scenario: Scenario, cut: Collection[str]) -> Found:
    """C3: random acts' own budget, replayed to a planner and to random acts without repeats."""
    acts = under(scenario, "random_acts")
    budget = play(acts, cut=cut, keep=["reinvestment"])["random_acts"].kept["reinvestment"]
    never = under(scenario.vary({"plans.repeat_probability": 0.0}), "random_acts")
    variants = {"planned": under(scenario, "plan_first"), "random": acts, "once": never}
    planned, random, once = compare(variants, cut=cut, budget=budget[:, None]).values()
    spent = planned.ends["cumulative_reinvested"] / random.ends["cumulative_reinvested"] - 1
    gap = {name: (planned.ends[name] - random.ends[name]) / random.today for name in ("npv", "final_revenue")}
    part = (once.ends["npv"] - random.ends["npv"]) / random.today
    return Found(
        (
            mean_of("spending, planned over random", spent, above=-0.02, below=0.02),
            mean_of("NPV, planned less random", gap["npv"], above=0),
            mean_of("revenue of year 10, planned less random", gap["final_revenue"], above=0),
            mean_of("part of the NPV gap that goes when random acts are never repeated", part, above=0),
        ),
        f"Repeats make {percent(part.mean() / gap['npv'].mean(), 0)} of the gap; the rest is work in the wrong order, "
        "waste and neglected upkeep.",
        {name: _yearly_revenue(side) for name, side in (("planned", planned), ("random", random))},
    )


def _yearly_revenue(side: Side) -> Series:
    """Return the revenue of the last twelve months, of today's."""
    return over_time(side.paths["yearly_revenue"] / side.today)


def simplify_then_automate(scenario: Scenario, cut: Collection[str]) -> Found:
    """C4: one budget spent in three ways."""
    revenue = 12 * float(today(scenario).revenue[0])
    ways = [under(scenario, name) for name in ("simplify_then_automate", "simplify_only", "automate_only")]
    times = [*[BUDGET] * 3, *[2.0] * 2, *[1.5] * 2]
    variants = {str(index): way for index, way in enumerate([*ways, *ways[:2], *ways[:2]])}
    budget = np.array(times)[None, :, None] * upkeep_today(scenario)
    both, simple, tools, *smaller = compare(variants, cut=cut, budget=budget).values()

    def gap(better: Side, worse: Side, outcome: str) -> Array:
        return np.asarray((better.ends[outcome] - worse.ends[outcome]) / revenue)

    profit, seen = "profit over ten years, {} less {}", ("both in order", "simplify only", "automate only")
    at_two, at_less = (percent(gap(smaller[at], smaller[at + 1], "cumulative_profit").mean()) for at in (0, 2))
    return Found(
        (
            mean_of(profit.format(*seen[:2]), gap(both, simple, "cumulative_profit"), above=0),
            mean_of("NPV, both in order less simplify only", gap(both, simple, "npv"), above=0),
            mean_of(profit.format(*seen[1:]), gap(simple, tools, "cumulative_profit"), above=0),
            mean_of("NPV, simplify only less automate only", gap(simple, tools, "npv"), above=0),
        ),
        f"The budget is {BUDGET:g} times today's upkeep. At twice the upkeep the first gap is {at_two}; at 1.5 times "
        f"it is {at_less}, since in ten years processes never get simple enough to automate.",
        {
            name: over_time((side.paths["profit"] - tools.paths["profit"])[1:].cumsum(axis=0) / revenue, first=1)
            for name, side in zip(seen, (both, simple), strict=False)
        },
    )


def platform_project(scenario: Scenario, cut: Collection[str]) -> Found:
    """C8: with the project less without it, under the same luck."""
    (event,) = scenario.events
    none = replace(scenario, events=(replace(event, size=0.0),))
    project, usual = compare({"project": scenario, "none": none}, cut=cut).values()
    lost = project.total("revenue", 1, 60) - usual.total("revenue", 1, 60)
    customers = (project.paths["customers"][36] - usual.paths["customers"][36]) / usual.paths["customers"][0]
    standing = project.paths["cx_index"][28] - usual.paths["cx_index"][28]
    back = project.paths["technology_supply"][36] - usual.paths["technology_supply"][36]
    gap = 12 * trailing_year(project.paths["revenue"] - usual.paths["revenue"]) / usual.today
    return Found(
        (
            mean_of("revenue of five years, with the project less without", lost / usual.today, below=0),
            mean_of("customers after three years, of today's", customers, below=0),
            mean_of("experience against rivals when the project ends (log scale)", standing, below=0, unit="score"),
            mean_of("NPV", (project.ends["npv"] - usual.ends["npv"]) / usual.today, below=0),
            mean_of("technology of step 5, which the project serves", back, above=0),
        ),
        curves={"revenue": over_time(gap, first=12)},
    )


def hosted_or_on_site(scenario: Scenario, cut: Collection[str]) -> Found:
    """C12: five years of the same system, hosted and owned, by subscription inflation."""
    costs = _five_years(scenario, INFLATION, cut)
    dearer = [mean_of("", cost.hosted - cost.owned) for cost in costs]
    (level,) = _five_years(scenario, (0.08,), {*cut, "scale"})
    licence = number(scenario.parameters.capability.onsite_cost) - 1
    # Licence and its upkeep both grow with the licence; the rest is the price of the system, the same both ways.
    breakeven = (level.hosted - 1) / ((level.owned - 1) / licence) / level.first_year
    tip = Line("breaks even", *crossing(INFLATION, dearer, 0.0))
    tips, soon, late = (percent(value) for value in (tip.mean, tip.low, tip.high))
    gap = "cost of five years, hosted less owned, of the system's price, at {} inflation"
    even = "licence that breaks even at 8 % inflation and a steady size, in subscriptions of the first year"
    return Found(
        (
            mean_of(gap.format("no"), costs[0].hosted - costs[0].owned, below=0),
            mean_of(gap.format("15 %"), costs[-1].hosted - costs[-1].owned, above=0),
            mean_of(even, breakeven, above=3.25, below=3.45, unit="times"),
        ),
        f"A licence of {percent(licence, 0)} of the price breaks even at {tips} inflation [{soon}, {late}].",
        {"gap": along(INFLATION, dearer)},
        {"tip": tip},
    )


@dataclass(frozen=True, slots=True)
class Cost:
    """What a system costs in five years, hosted and owned, and its first year's subscription; of its hosted price."""

    hosted: Array
    owned: Array
    first_year: Array


def _five_years(scenario: Scenario, inflation: Sequence[float], cut: Collection[str]) -> list[Cost]:
    """Buy half of step 5's automation in month 1; subscriptions and upkeep run from month 2."""
    c = scenario.parameters.capability
    price = 0.5 * number(c.cost_automate) * 12 * float(today(scenario).revenue[0])
    variants = {
        f"{hosted}, {rate}": scenario.vary(
            {"capability.hosted_share": hosted, "capability.subscription_inflation": rate}
        )
        for rate in inflation
        for hosted in (1.0, 0.0)
    }
    budget = np.zeros((scenario.horizon, len(variants), 1))
    budget[0, :, 0] = np.tile([price, price * number(c.onsite_cost)], len(inflation))
    sides = list(compare(variants, cut=cut, budget=budget).values())
    costs = [(side.total("reinvested") + side.total("subscriptions", 2, 61)) / price for side in sides]
    first = [side.total("subscriptions", 2, 13) / price for side in sides]
    return [Cost(costs[at], costs[at + 1], first[at]) for at in range(0, len(sides), 2)]


def self_assessment(scenario: Scenario, cut: Collection[str]) -> Found:
    """C15: what the answers say is where the firm starts; the bands change at 5 and 15 points."""
    opened = play(replace(scenario, horizon=1), cut=cut)["steady"].paths
    said = assess(parse(ANSWERS)).capabilities
    gaps = [opened[_measure(key)][0] - value for key, value in said.items()]
    bands = [
        assess([3] * (points // 3) + [points % 3] + [0] * (9 - points // 3)).band.name
        for points in (SAFE - 1, SAFE, MATURE - 1, MATURE)
    ]
    right = float(bands == ["at risk", "immature", "immature", "mature"])
    starts = {str(answer): scenario.vary(dict(assess([answer] * 10).capabilities)) for answer in range(4)}
    growth = [float(np.median(side.ends["growth"])) for side in compare(starts, cut=cut).values()]
    score = float(assess(parse(ANSWERS)).score)
    seen = {"score": Line("points", score, score, score, unit="count")}
    seen |= {key: mean_of(key, opened[_measure(key)][0]) for key in said}
    seen |= {f"said {key}": Line(key, value, value, value) for key, value in said.items()}
    return Found(
        (
            mean_of("farthest start from what the answers say", np.abs(gaps).max(axis=0), above=-1e-9, below=1e-9),
            Line("bands change at 5 and 15 points (1: yes)", right, right, right, above=0.5, unit="count"),
        ),
        f"Not claimed: reinvesting 40 %, the median firm's revenue changes by {', '.join(map(percent, growth))} a year "
        "from a start at 0, 10, 20 and 30 points.",
        bars=seen,
    )


def _measure(key: str) -> str:
    """Return the measure that shows a starting capability: `capability.technology.demand` is `technology_demand`."""
    return "_".join(key.split(".")[1:])
