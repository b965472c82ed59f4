"""Sentences about forecasts and backtests, computed from the numbers; what is within noise is not called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import amount, counted, listed, p_value, percent, sentence, spoken
from sim.results import MEASURES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.analysis.forecasting.backtest import Backtest
    from sim.analysis.forecasting.outlook import Outlook

STRANGE: Final = (
    "Careful: the scenario can't make these figures, whatever its inputs are within their ranges; widen them, or leave "
    "out figures that mean something else (--use)"
)
CERTAIN: Final = 0.05
FLOWS: Final = ("revenue", "orders", "new_customers", "churned", "leads", "marketing_spend")
"""Measures whose months add up."""


def ahead(found: Outlook, measure: str, currency: str) -> str:
    """Say what a measure comes to over the months ahead, or at their end where months don't add up."""
    members = found.ahead(measure)
    total = members.sum(axis=0) if measure in FLOWS else members[-1]
    low, middle, high = (
        amount(float(q), MEASURES[measure].unit, currency) for q in np.quantile(total, (0.1, 0.5, 0.9))
    )
    over = f"over the next {counted(len(members), 'month')}" if measure in FLOWS else f"in {len(members)} months"
    over = "next month" if len(members) == 1 else over
    return f"{sentence(spoken(measure))} {over}: median {middle}, 8 paths in 10 between {low} and {high}"


def left_out(measures: Sequence[str]) -> list[str]:
    """Say that figures were not used, since no firm of the scenario has anything like them."""
    if not measures:
        return []
    names = listed([spoken(name) for name in measures])
    verb = "lies" if len(measures) == 1 else "lie"
    said = (
        f"Careful: {names} {verb} outside what any firm of the scenario shows, so these figures are left out and the "
        "forecast does not follow them; check unit and --map, or widen the ranges"
    )
    return [said]


def contest(found: Backtest, measure: str) -> str:
    """Say how the model did against the best naive method, and whether that is more than luck."""
    what, rival = sentence(spoken(measure)), found.best(measure)
    if not rival:
        return f"{what}: no naive method has months enough to be compared with"
    skill, test = found.skill(rival, measure), found.overall(rival, measure)
    share = f"{abs(skill):.0%}"
    side = (
        f"a score {share} {'lower (better)' if skill > 0.0 else 'higher (worse)'} than that of {rival}, the best naive"
    )
    if np.isnan(test.p_value):
        return f"{what}: {side}; {counted(test.pairs, 'forecast')} can't tell that from luck"
    sure = "which is hardly luck" if test.p_value < CERTAIN else "which may be luck"
    return f"{what}: {side}, {sure} (p {p_value(test.p_value)}, {counted(test.pairs, 'forecast')})"


def doubts(left_out: Mapping[str, int], strange: int, starts: int) -> list[str]:
    """Say at how many starts the scenario could not show the figures."""
    said = [
        f"Careful: {spoken(name)} lay outside what any firm of the scenario shows at {count} of {starts} starts, where "
        "the fit left it out; check unit and --map, or widen the ranges"
        for name, count in left_out.items()
    ]
    if strange:
        said.append(
            f"Careful: at {strange} of {starts} starts the scenario can't make the figures, whatever its inputs are "
            "within their ranges"
        )
    return said


def main_measure(found: Backtest) -> str:
    """Return the measure that titles speak of."""
    return "revenue" if "revenue" in found.measures else found.measures[0]


def bands(found: Backtest, measure: str) -> str:
    """Say whether the model's bands held what they promise."""
    held = found.held(found.methods[0], measure)
    wrong = [one for one in held if not one.held.ci95[0] <= one.band <= one.held.ci95[1]]
    each = listed([f"{percent(one.held.probability)} in the {percent(one.band)} band" for one in held])
    said = f"{sentence(spoken(measure))}: of the figures {each}"
    if not wrong:
        return f"{said}; as promised, within noise"
    wide = sum(one.held.probability > one.band for one in wrong)
    return f"{said}; the bands are too {'wide' if wide == len(wrong) else 'narrow'}"
