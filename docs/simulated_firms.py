"""Forecast and track firms whose truth is known; write docs/reference/simulated-firms.md.

Run from the project's root: `python docs/simulated_firms.py` (three minutes of one processor).
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtri

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sim.analysis.amounts import percent  # noqa: E402
from sim.analysis.calibration.observed import Observed  # noqa: E402
from sim.analysis.forecasting.naive import METHODS, TooFew, naive  # noqa: E402
from sim.analysis.forecasting.outlook import resampled  # noqa: E402
from sim.analysis.forecasting.scoring import coverage, crps, pit, yardstick  # noqa: E402
from sim.analysis.intervals import wilson  # noqa: E402
from sim.analysis.tracking.alarm import RATE, alarm, distances, features, noisy, ranks  # noqa: E402
from sim.analysis.tracking.one_scale import luck_of_a_month, on_one_scale, usual_size  # noqa: E402
from sim.analysis.tracking.weighting import misfit, weigh  # noqa: E402
from sim.experiment.run import only, run  # noqa: E402
from sim.randomness import KeyedUniforms  # noqa: E402
from sim.scenario import load  # noqa: E402
from sim.studies.books import NOISE, Books  # noqa: E402
from sim.studies.forecast import ahead  # noqa: E402
from sim.studies.tracking import lived  # noqa: E402

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.analysis.forecasting.scoring import Coverage

    Array = NDArray[np.float64]

PAGE: Final = ROOT / "docs" / "reference" / "simulated-firms.md"
RUN, TRACKED, FORECAST = 2000, 300, 24
"""Replications of a run, and firms that are none of them: how many are tracked, and how many forecast."""
CASES: Final = (
    ("tipping_point", "steady", ("revenue", "customers"), 24),
    ("online_retailer", "carry_on", ("revenue", "active_customers"), 12),
)
KNOWN, AHEAD = 24, 12
MANY: Final = 2000
"""Firms that false alarms are counted on once more."""
MEMBERS: Final = 1000

TEXT = """# Forecasts and tracking on firms whose truth is known

Written by `python docs/simulated_firms.py`; do not edit. Firms are simulated replications that are no part of the
run they are held against: their inputs are draws of the scenario's ranges, their luck is their own, and errors of
measurement of {noise} are put on their figures. So the scenario is right about them by construction; what is tested
is the method, not the model.

## Tracking

{tracked} firms, each held against a run of {run:,} replications. Score: CRPS of the revenue of the next 12 months
with the figures over that of the run as it was. Bands: share of firms inside the 50, 80 and 95 % bands.

| scenario, policy, figures | months | score | bands of next revenue | bands of NPV | alarms (should be {rate}) |
|---|---|---|---|---|---|
{tracking}

Alarms are counted again on {many:,} other firms of the second row, whose months end with the figures: {often}.

The likelihood was weakened for nearly all of these firms ([track](track.md#when-weights-collapse)), and the bands
hold what they promise all the same.

## Forecasts

{forecast} firms of `online_retailer.yaml` under *carry on*, fitted to {known} months of revenue and active customers,
{ahead} months forecast. Score: mean fair CRPS over the yardstick of the history, one month ahead, {ahead} months
ahead, and over all; bands over all months ahead.

| measure | method | 1 month | {ahead} months | all | bands |
|---|---|---|---|---|---|
{forecasts}

The months of one firm are not independent, so that these shares are less sure than their number suggests.
"""


@dataclass(frozen=True, slots=True)
class Firms:
    """A run and firms that are none of its replications: measures by name, shape (months + 1, replications)."""

    run: dict[str, Array]
    firms: dict[str, Array]


def simulated(scenario: str, policy: str, names: tuple[str, ...], firms: int) -> tuple[Firms, Array]:
    """Return a run and firms, and the net present value of both, one after the other."""
    whole = only(load(ROOT / "scenarios" / f"{scenario}.yaml"), [policy]).vary({"replications": RUN + firms})
    months = lived(whole, names, RUN + firms)
    npv = run(whole, paths="none", workers=1).ends.column("npv")[policy]
    return Firms({n: m[:, :RUN] for n, m in months.items()}, {n: m[:, RUN:] for n, m in months.items()}), npv


def normals(rows: int, columns: int) -> Array:
    """Return errors of measurement."""
    return np.asarray(ndtri(KeyedUniforms(77).rows("docs:errors", 0, rows, ((0, -(-columns // 4)),))[:, :columns]))


def tracking(scenario: str, policy: str, names: tuple[str, ...], months: int) -> str:
    """Track firms and return a row of the page."""
    both, npv = simulated(scenario, policy, names, TRACKED)
    early = {name: both.run[name][1 : months + 1] for name in names}
    sizes = {name: usual_size(early, name) for name in names}
    scaled = np.stack([on_one_scale(early[name], name, sizes[name]) for name in names])
    books = np.stack([on_one_scale(both.firms[name][1 : months + 1], name, sizes[name]) for name in names])
    books += NOISE * normals(len(names) * months, TRACKED).reshape(books.shape)
    error = np.hypot(NOISE, luck_of_a_month(scaled))
    after = {part: found["revenue"][months + 1 : months + 13].sum(axis=0) for part, found in
             (("run", both.run), ("firms", both.firms))}  # fmt: skip
    scores, places, values, alarms = np.zeros(2), [], [], 0
    for firm in range(TRACKED):
        shares = weigh(misfit(scaled, books[:, :, firm], error)).shares
        chosen = resampled(shares, MEMBERS, 0.5)
        actual = np.array(after["firms"][firm])
        scores += [float(crps(after["run"][chosen], actual)), float(crps(after["run"], actual))]
        places.append(float(pit(after["run"][chosen], actual)))
        values.append(float(pit(npv[:RUN][chosen], np.array(npv[RUN + firm]))))
        alarms += alarm(scaled, books[:, :, firm], NOISE, seed=1).off_track
    low, high = wilson(alarms, TRACKED)
    told = f"{percent(alarms / TRACKED)} ({percent(low)}–{percent(high)})"
    figures = ", ".join(name.replace("_", " ") for name in names)
    return (
        f"| `{scenario}.yaml`, {policy.replace('_', ' ')}, {figures} | {months} | {scores[0] / scores[1]:.2f} "
        f"| {shown(coverage(np.array(places)))} | {shown(coverage(np.array(values)))} | {told} |"
    )


def false_alarms() -> str:
    """Return how often firms of the second case get an alarm."""
    scenario, policy, names, months = CASES[1]
    whole = only(load(ROOT / "scenarios" / f"{scenario}.yaml"), [policy])
    paths = lived(whole.vary({"replications": RUN + MANY, "horizon": months}), names, RUN + MANY)
    sizes = {name: usual_size({n: own[1:, :RUN] for n, own in paths.items()}, name) for name in names}
    scaled = np.stack([on_one_scale(paths[name][1:], name, sizes[name]) for name in names])
    books = scaled[:, :, RUN:] + NOISE * normals(len(names) * months, MANY).reshape(len(names), months, MANY)
    pool = noisy(scaled[:, :, :RUN], NOISE, seed=1)
    raised = 0
    for firm in range(MANY):
        shown_as = features(np.concatenate([books[:, :, firm : firm + 1], pool], axis=-1))
        raised += int(ranks(distances(shown_as))[0] <= RATE)
    low, high = wilson(raised, MANY)
    return f"{percent(raised / MANY)} ({percent(low)}–{percent(high)})"


def shown(held: tuple[Coverage, ...]) -> str:
    """Return what bands held as a cell of a table."""
    return ", ".join(f"{one.held.probability:.1%}".replace("%", " %") for one in held)


def forecasts() -> list[str]:
    """Forecast firms and return rows of the page."""
    names, whole = ("revenue", "active_customers"), load(ROOT / "scenarios" / "online_retailer.yaml")
    both, _ = simulated("online_retailer", "carry_on", names, FORECAST)
    errors = normals(2 * (KNOWN + AHEAD), FORECAST).reshape(2, KNOWN + AHEAD, FORECAST)
    labels = tuple(f"{2009 + (11 + month) // 12}-{(11 + month) % 12 + 1:02d}" for month in range(KNOWN))
    methods = ("cyclesim", *METHODS)
    scores, places = (np.full((2, len(methods), FORECAST, AHEAD), np.nan) for _ in range(2))
    for firm in range(FORECAST):
        books = {name: both.firms[name][1 : KNOWN + AHEAD + 1, firm] * np.exp(NOISE * errors[row, :, firm])
                 for row, name in enumerate(names)}  # fmt: skip
        seen = Observed("firm.csv", labels, {n: own[:KNOWN] for n, own in books.items()}, {n: n for n in names})
        model = ahead(whole, seen, AHEAD, Books(data="firm.csv")).outlook
        for row, name in enumerate(names):
            history, actual = books[name][:KNOWN], books[name][KNOWN:]
            for column, method in enumerate(methods):
                made = naive(method, history, AHEAD, whole.seed) if column else model.ahead(name)
                if not isinstance(made, TooFew):
                    scores[row, column, firm] = crps(made, actual) / yardstick(history)
                    places[row, column, firm] = pit(made, actual)
    return [
        f"| {name.replace('_', ' ')} | {method} | {mean[0]:.2f} | {mean[-1]:.2f} | {mean.mean():.2f} "
        f"| {shown(coverage(places[row, column].ravel()))} |"
        for row, name in enumerate(names)
        for column, method in enumerate(methods)
        for mean in [scores[row, column].mean(axis=0)]
    ]


def main() -> None:
    """Simulate, track, forecast, write the page."""
    text = TEXT.format(
        many=MANY,
        often=false_alarms(),
        noise=percent(NOISE), rate=percent(RATE), tracked=TRACKED, run=RUN, forecast=FORECAST, known=KNOWN, ahead=AHEAD,
        tracking="\n".join(tracking(*case) for case in CASES), forecasts="\n".join(forecasts()),
    )  # fmt: skip
    PAGE.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
