"""Compare the simulated first year of the giftware wholesaler with its books; write docs/reference/giftware.md.

Run from the project's root: `python docs/giftware.py` (some seconds).
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sim.experiment.run import only, run  # noqa: E402
from sim.scenario import load  # noqa: E402

REPLICATIONS = 2000
MONTHS = ("Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov")

# UCI Online Retail II (Chen, Sain & Guo 2012; CC BY 4.0), December 2009 to November 2010, own monthly totals:
# gross revenue in pounds and customers with a number who ordered in the month.
REVENUE = np.array(
    [825685.76, 652708.50, 553339.73, 833570.13, 681528.99, 659858.86,
     752270.14, 650712.94, 697274.91, 924333.01, 1165483.91, 1470272.48]
)  # fmt: skip
ACTIVE = np.array([955, 720, 772, 1057, 942, 966, 1041, 928, 911, 1145, 1497, 1607])

PAGE = """# The giftware wholesaler: simulated year against the books

Written by `python docs/giftware.py`; do not edit. `scenarios/online_retailer.yaml` under *carry on*, {replications:,}
replications, seed {seed}; the books are UCI Online Retail II, December 2009 to November 2010 (CC BY 4.0).

**Fitted to this year:** the number of customers (to the year's mean of active customers), the price per order (to the
year's revenue; 15 % of the year's value carries no customer number and is spread over known customers), the
seasonality (to the orders of each month). **Fitted elsewhere:** order rates and drop-out (BG/NBD on customers acquired
March 2010 to August 2011) and the spread of order values (Gamma-Gamma). **Assumed:** costs, margin, cash, capability,
each with a range and a low confidence. **Came out:** how revenue and active customers move from month to month, below;
that the number of customers holds; that new customers replace those who leave.

| | books | simulated | difference |
|---|---|---|---|
| revenue of the year | £{total:,.0f} | £{simulated:,.0f} | {off:+.1%} |
| November over the mean month | {november[0]:.2f} | {november[1]:.2f} | {november[2]:+.1%} |
| February over the mean month | {february[0]:.2f} | {february[1]:.2f} | {february[2]:+.1%} |
| active customers, mean absolute difference by month | | | {active:.1%} |

| month | revenue, books | revenue, simulated (90 % of paths) | active, books | active, simulated (90 % of paths) |
|---|---|---|---|---|
"""


def main() -> None:
    """Simulate, compare, write the page."""
    scenario = load(ROOT / "scenarios" / "online_retailer.yaml").vary({"horizon": 12})
    paths = run(only(scenario, ["carry_on"]), replications=REPLICATIONS).paths
    paths = paths[paths.month > 0]
    revenue, active = (paths[paths.measure == name] for name in ("revenue", "active_customers"))
    means = revenue["mean"].to_numpy()

    def season(place: int) -> tuple[float, float, float]:
        books, simulated = REVENUE[place] / REVENUE.mean(), means[place] / means.mean()
        return books, simulated, simulated / books - 1

    text = PAGE.format(
        replications=REPLICATIONS,
        seed=scenario.seed,
        total=REVENUE.sum(),
        simulated=means.sum(),
        off=means.sum() / REVENUE.sum() - 1,
        november=season(11),
        february=season(2),
        active=np.abs(active["mean"].to_numpy() / ACTIVE - 1).mean(),
    )
    for place, (month, money, people) in enumerate(zip(MONTHS, revenue.itertuples(), active.itertuples(), strict=True)):
        text += (
            f"| {month} | £{REVENUE[place] / 1000:,.0f}k | £{means[place] / 1000:,.0f}k "
            f"({money.p05 / 1000:,.0f}–{money.p95 / 1000:,.0f}) | {ACTIVE[place]:,} "
            f"| {active['mean'].iloc[place]:,.0f} ({people.p05:,.0f}–{people.p95:,.0f}) |\n"
        )
    (ROOT / "docs" / "reference" / "giftware.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
