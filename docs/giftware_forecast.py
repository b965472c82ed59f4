"""Forecast the giftware wholesaler from its first year alone; write docs/reference/giftware-forecast.md.

Run from the project's root: `python docs/giftware_forecast.py` (half a minute).
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

from giftware import ACTIVE, REVENUE  # noqa: E402

from sim.analysis.calibration.observed import Observed  # noqa: E402
from sim.analysis.forecasting.damped import damped_within  # noqa: E402
from sim.analysis.forecasting.naive import METHODS, TooFew, naive  # noqa: E402
from sim.analysis.forecasting.scoring import coverage, crps, pit, yardstick  # noqa: E402
from sim.results import QUANTILES  # noqa: E402
from sim.scenario import load  # noqa: E402
from sim.studies.books import Books  # noqa: E402
from sim.studies.forecast import ahead  # noqa: E402

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.scenario import Scenario
    from sim.studies.forecast import Forecast

    Array = NDArray[np.float64]

PAGE = ROOT / "docs" / "reference" / "giftware-forecast.md"
MONTHS = tuple(f"{year}-{month:02d}" for year, month in [(2009, 12), *((2010, month) for month in range(1, 12))])
FIGURES = {"revenue": REVENUE, "active_customers": ACTIVE.astype(float)}
KNOWN = 9
BOOKS = Books(data="giftware.csv")
BLIND = {
    "world.seasonality": [1.0] * 12,
    "business.customers": "3000 to 12000",
    "business.price": "300 to 1200",
}
"""Nothing of the year in the scenario: no seasons, and wide ranges for what was fitted to the year."""

TEXT = """# The giftware wholesaler: forecasts from its first year

Written by `python docs/giftware_forecast.py`; do not edit. The books are the first year of UCI Online Retail II
(CC BY 4.0): gross revenue in pounds, and customers with a number who ordered in the month. Save them as
`giftware.csv`:

```text
month,revenue,active_customers
{csv}
```

## Twelve months ahead

```sh
cyclesim forecast online_retailer.yaml --data giftware.csv --months 12
```

writes `outputs/online-retailer/forecast-…/forecast.csv`: for every month and measure the mean and the ends of
the 50, 80, 90 and 95 % bands. The scenario knows the year in three ways, as the [comparison with its
books](giftware.md) says: number of customers, price and seasons were fitted to it. Nothing of the second year
has been looked at.

| month | revenue, mean | 50 % | 80 % | 95 % | active, mean | 50 % | 80 % | 95 % |
|---|---|---|---|---|---|---|---|---|
{ahead}

## How good was it, beside naive methods

Score: [fair CRPS](backtest.md#every-number-method-assumption-limit) over the mean step from month to month of
the history; lower is better. Bands: how many of the months lay inside the 50, 80 and 95 % bands.

**In sample.** Fitted to all 12 months, and held against the same 12: how well it can be made to agree, not how
well it forecasts. The naive methods look one month ahead with what the whole year gave them, from the second
month on.

| | revenue | bands | active customers | bands |
|---|---|---|---|---|
{within}

**Nine months known, three forecast** (September to November 2010, which hold the year's peak). The fit sees
nine months. The first row is flattered: the scenario's *seasons* were taken from the whole year, so it knows
that November is 1.8 times the average month. The second row takes that away: no seasons, and customers and
price known only within a factor of two.

| | revenue | bands | active customers | bands |
|---|---|---|---|---|
{beyond}

Seasonal naive makes no forecast: {refusal}.

With three months and one start nothing here can be told from luck, and no test is made. But the two rows of
the model say what it lives on: the seasons. On revenue it scores {known:.2f} with them and {blind:.2f} without,
where drift scores {drift:.2f}: nine months without a peak say nothing of a peak. A firm with less than a year
of figures should take its seasons from elsewhere and write them into the scenario.
"""


@dataclass(frozen=True, slots=True)
class Score:
    """How one method did on one measure: mean scaled score, and months inside each band."""

    mean: float
    inside: tuple[int, ...]
    of: int

    def cells(self) -> str:
        """Return it as two cells of a table."""
        return f"{self.mean:.2f} | {', '.join(map(str, self.inside))} of {self.of}"


def observed(known: int = 12) -> Observed:
    """Return the first months of the year."""
    return Observed("giftware.csv", MONTHS[:known], {name: own[:known] for name, own in FIGURES.items()},
                    {name: name for name in FIGURES})  # fmt: skip


def shipped() -> Scenario:
    """Return the scenario as it travels with the tool."""
    return load(ROOT / "scenarios" / "online_retailer.yaml")


def judged(members: Array, actual: Array, scale: float) -> Score:
    """Score members of shape (months, members)."""
    held = coverage(pit(members, actual))
    inside = tuple(one.held.count for one in held)
    return Score(float(np.mean(crps(members, actual)) / scale), inside, held[0].held.trials)


def beyond(scenario: Scenario) -> dict[str, Score]:
    """Return the scores of the last three months by measure, of a fit to the first nine."""
    made = ahead(scenario, observed(KNOWN), 12 - KNOWN, BOOKS)
    return {
        name: judged(made.outlook.ahead(name), own[KNOWN:], yardstick(own[:KNOWN])) for name, own in FIGURES.items()
    }


def naive_beyond(method: str) -> dict[str, Score]:
    """Return the same of a naive method."""
    found = {}
    for name, own in FIGURES.items():
        members = naive(method, own[:KNOWN], 12 - KNOWN, shipped().seed)
        if not isinstance(members, TooFew):
            found[name] = judged(members, own[KNOWN:], yardstick(own[:KNOWN]))
    return found


def within(made: Forecast) -> dict[str, Score]:
    """Return the scores of the fitted months themselves."""
    return {name: judged(made.outlook.members[name][:12], own, yardstick(own)) for name, own in FIGURES.items()}


def naive_within(method: str) -> dict[str, Score]:
    """Return the scores of a naive method a month ahead within the year that it was fitted to."""
    draws, found = ndtri((np.arange(1000) + 0.5) / 1000), {}
    for name, own in FIGURES.items():
        logs = np.log(own)
        steps = np.diff(logs)
        centre, spread = (
            (logs[:-1] + steps.mean(), np.full(len(steps), np.std(steps, ddof=1)))
            if method == "drift"
            else tuple(part[1:] for part in damped_within(logs))
        )
        members = np.exp(centre[:, None] + spread[:, None] * draws)
        found[name] = judged(members, own[1:], yardstick(own))
    return found


def row(name: str, scores: dict[str, Score]) -> str:
    """Return a row of a table of scores."""
    return f"| {name} | {scores['revenue'].cells()} | {scores['active_customers'].cells()} |"


def forecast_rows(made: Forecast) -> list[str]:
    """Return the forecast as rows of a table."""
    rows = []
    for place, label in enumerate(made.labels, 12):
        cells = [label]
        for name, unit in (("revenue", "£{:,.0f}k"), ("active_customers", "{:,.0f}")):
            size = 1000.0 if name == "revenue" else 1.0
            band = dict(zip(QUANTILES, made.outlook.bands(name)[place] / size, strict=True))
            cells.append(unit.format(made.outlook.members[name][place].mean() / size))
            cells += [f"{band[low]:,.0f}–{band[high]:,.0f}" for low, high in ((0.25, 0.75), (0.1, 0.9), (0.025, 0.975))]
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def main() -> None:
    """Fit, forecast, score, write the page."""
    year = ahead(shipped(), observed(), 12, BOOKS)
    known, blind = beyond(shipped()), beyond(shipped().vary(BLIND))
    few = naive("seasonal naive", REVENUE[:KNOWN], 3, 1)
    rivals = [name for name in METHODS if name != "seasonal naive"]
    text = TEXT.format(
        csv="\n".join(f"{month},{REVENUE[row]:.2f},{ACTIVE[row]}" for row, month in enumerate(MONTHS)),
        ahead="\n".join(forecast_rows(year)),
        within="\n".join([row("cyclesim", within(year)), *(row(name, naive_within(name)) for name in rivals)]),
        beyond="\n".join([
            row("cyclesim, seasons known", known),
            row("cyclesim, nothing of the year known", blind),
            *(row(name, naive_beyond(name)) for name in rivals),
        ]),
        refusal=few,
        known=known["revenue"].mean,
        blind=blind["revenue"].mean,
        drift=naive_beyond("drift")["revenue"].mean,
    )  # fmt: skip
    PAGE.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
