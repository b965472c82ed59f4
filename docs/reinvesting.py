"""Measure why reinvesting everything wins, and when it stops; write docs/explanation/reinvesting-everything.md.

Run from the project's root: `python docs/reinvesting.py` (about two minutes).
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

from reinvested import paying_out  # noqa: E402, F401, I001 (names its rule before runs are imported)
from reinvested.firm import ALL_IN, FILE, REPLICATIONS, Leads, Mean, leads, simulated, yearly  # noqa: E402, F401 (tests ask)
from reinvested.page import TEXT  # noqa: E402
from sim.analysis.run.reliance import reliance  # noqa: E402
from sim.analysis.run.reliance_words import owed  # noqa: E402
from sim.scenario import load  # noqa: E402

PAGE = ROOT / "docs" / "explanation" / "reinvesting-everything.md"
AFTER = 240
"""Months after the horizon over which a firm pays out: what comes later is worth 6 % of it then, at 15 % a year."""
HORIZONS = (36, 60, 120, 180, 240)
TAX = 0.25
"""As the retailer has it; upkeep saves it."""
EFFECTS = {
    "demand.lead_effect": 0.3, "demand.mql_effect": 0.35, "acquisition.win_effect": 0.15,
    "acquisition.cycle_effect": 0.17, "experience.churn_effect": 0.5, "experience.order_value_effect": 0.08,
    "experience.referral_effect": 0.8, "experience.onboarding_effect": 0.5, "supply.cost_effect": 0.12,
}  # fmt: skip
"""What capability does, as the retailer has it."""
COSTS = ("capability.cost_simplify", "capability.cost_automate")
SWEEPS: dict[str, tuple[str, dict[float, dict[str, object]], str]] = {
    "discount rate": (
        "15 %", {x: {"reinvestment.discount_rate": x} for x in (0.15, 0.25, 0.3, 0.35, 0.4, 0.5)}, "{:.0%}",
    ),
    "most growth beyond the horizon": (
        "2 %", {x: {"reinvestment.terminal_growth_high": x} for x in (0.02, -0.1, -0.2, -0.25)}, "{:.0%}",
    ),
    "technology lost in a year": (
        "33 %", {x: {"capability.technology_depreciation": x} for x in (0.33, 0.5, 0.6, 0.7, 0.8, 0.9)}, "{:.0%}",
    ),
    "processes lost in a year": ("6 %", {x: {"capability.process_erosion": x} for x in (0.06, 0.3, 0.6)}, "{:.0%}"),
    "spending wasted without a plan": ("30 %", {x: {"plans.waste_share": x} for x in (0.3, 0.6, 0.8, 1.0)}, "{:.0%}"),
    "effects of capability, times": (
        "1", {x: {key: x * value for key, value in EFFECTS.items()} for x in (1.0, 0.5, 0.25, 0.1, 0.0)}, "{:.2f}",
    ),
    "cost of capability, share of revenue per step": (
        "1.8 % to 2.3 %", {x: dict.fromkeys(COSTS, x) for x in (0.02, 0.04, 0.06, 0.08, 0.12)}, "{:.1%}",
    ),
    "progress of rivals a year": ("1 %", {x: {"world.rival_drift": x} for x in (0.01, 0.05, 0.1)}, "{:.0%}"),
    "horizon in months": ("60", {x: {"horizon": int(x)} for x in (60.0, 120.0, 180.0, 210.0, 240.0)}, "{:.0f}"),
}  # fmt: skip
"""Name, today's value, the changed keys by value, how a value is written."""


def flips() -> str:
    """Return where the lead ends along each assumption."""
    rows = []
    for name, (today, along, form) in SWEEPS.items():
        flip = leads(along, REPLICATIONS // 2).flip()
        tried = form.format(list(along)[-1]).replace("%", " %").replace("-", "−")
        rows.append(f"| {name} | {today} | {flip.text(form) if flip else f'still ahead at {tried}'} |")
    return "\n".join(rows)


def paid_out() -> str:
    """Return what terminal value says against what is paid out when growth spending ends at the horizon."""
    rows = []
    for months in (60, 120):
        first = {"rule": "then_pay_out", "until": months}
        changes = {"policies.all_in": first, "policies.plan_first": {**first, "share": 0.4}}
        said, real = simulated({"horizon": months}), simulated({"horizon": months + AFTER, **changes})
        revenue = 12 * float(said.paths[(said.paths.measure == "revenue") & (said.paths.month == 0)]["mean"].iloc[0])
        for policy in ("carry_on", "plan_first", ALL_IN):
            one, other = (results.ends.column("npv")[policy] / revenue for results in (said, real))
            cells = (Mean.of(one), Mean.of(other), Mean.of(other - one))
            rows.append(f"| {months} | {policy} | {' | '.join(cell.text('{:.0%}') for cell in cells)} |")
    return "\n".join(rows)


def years() -> str:
    """Return revenue, margin and the like under both policies, year by year."""
    results, rows = simulated({"horizon": 120}), []
    for policy in ("carry_on", ALL_IN):
        today = yearly(results, policy, "revenue", 1)
        for year in (1, 5, 10):
            revenue, profit, spent, upkeep, gross, fixed = (
                yearly(results, policy, name, year)
                for name in ("revenue", "profit", "reinvested", "required_maintenance", "gross_profit", "fixed_cost")
            )
            kept = profit - upkeep * (1 - TAX)
            costs = ((revenue - gross) / revenue, fixed / revenue)
            shares = (profit / revenue, kept / revenue, *costs, spent / profit, spent / revenue)
            cells = " | ".join(f"{value:.0%}".replace("%", " %") for value in shares)
            rows.append(f"| {policy} | {year} | {revenue / today:.2f} | {cells} |")
    return "\n".join(rows)


def horizons() -> str:
    """Return who is best at which horizon, with and without terminal value."""
    rows = []
    for months in HORIZONS:
        ends = simulated({"horizon": months}, REPLICATIONS // 2).ends
        worth, paid = ends.column("npv"), ends.column("npv_without_terminal_value")
        best = [max(each, key=lambda name, each=each: float(each[name].mean())) for each in (worth, paid)]
        found = reliance(worth, paid)
        least = "–"
        if found and found.lasting and found.lasting.least.known:
            one = found.lasting.least
            least = Mean(one.value, *one.ci95).text("{:.0%}")
        rows.append(f"| {months} | {best[0] if found else 'none clearly'} | {best[1]} | {least} |")
    return "\n".join(rows)


def told() -> str:
    """Return the sentences that the tool prints."""
    ends = simulated({}, 2000).ends
    return owed(reliance(ends.column("npv"), ends.column("npv_without_terminal_value")), load(FILE).currency)


def main() -> None:
    """Write the page."""
    parts = {"told": told(), "paid_out": paid_out(), "flips": flips(), "years": years(), "horizons": horizons()}
    text = TEXT.format(replications=f"{REPLICATIONS:,}", half=f"{REPLICATIONS // 2:,}", after=AFTER // 12, **parts)
    PAGE.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
