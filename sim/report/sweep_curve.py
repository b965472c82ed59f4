"""What `sweep` says of one key: the odds at every value, where they are even, and how far today is from there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.analysis.amounts import counted, percent, sentence, signed_money, spoken
from sim.analysis.sweep import words
from sim.report.aligned import aligned, note
from sim.report.answer import plain
from sim.report.columns import paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from sim.analysis.sweep.axis import Axis
    from sim.analysis.sweep.tipping import Curve, Point
    from sim.results import RunFacts
    from sim.studies.ground import Swept


def curves_told(swept: Swept, curves: tuple[Curve, ...], facts: RunFacts) -> dict[str, Any]:
    """Return what an answer says of the odds along one key: text, content, tables and figures."""
    return {
        "text": "\n".join([*_said(curves), "", *_table(curves, facts.currency), "", *_legend(swept, curves)]),
        "content": {"axis": curves[0].axis, "curves": [_content(curve) for curve in curves]},
        "tables": {"curve": _frame(curves)},
        "figures": {"tipping_curve": partial(_drawn, swept, curves, facts)},
        "found": curves,
    }


def _drawn(swept: Swept, curves: tuple[Curve, ...], facts: RunFacts) -> Figure:
    from sim.charts.tipping_curve import tipping_curve

    return tipping_curve(curves, swept.aim, facts)


def _content(curve: Curve) -> dict[str, Any]:
    return {"headline": words.tipping(curve), "position": words.position(curve), **plain(curve)}


def _said(curves: Sequence[Curve]) -> list[str]:
    """Return the sentences: a line each for one policy, a line per policy for several."""
    every = [[words.tipping(curve), words.position(curve), _thresholds(curve)] for curve in curves]
    if len(every) == 1:
        return [line for text in every[0] if text for line in paragraph(f"{text}.")]
    named = [
        f"{sentence(spoken(curve.policy))}: {'. '.join(text for text in said if text)}."
        for curve, said in zip(curves, every, strict=True)
    ]
    return [line for text in named for line in paragraph(text, hanging="  ")]


def _thresholds(curve: Curve) -> str:
    """Return where the odds are low, even and high, as far as that lies among the values tried."""
    axis_ = curve.axis
    found = [one for one in curve.line.thresholds if np.isfinite(one.value)]
    if not found or not curve.tips:
        return ""
    said = ", ".join(f"{percent(one.level)} at {axis_.text(one.value)} ({axis_.interval(one.ci95)})" for one in found)
    return f"The odds are {said}"


def _table(curves: Sequence[Curve], currency: str) -> list[str]:
    return _one_policy(curves[0], currency) if len(curves) == 1 else _several(curves)


def _one_policy(curve: Curve, currency: str) -> list[str]:
    worth = any(point.worth for point in curve.points)
    head = ["", f"odds of {curve.outcome}", "95% interval", *(["worth against today", "95% interval"] if worth else [])]
    rows = [
        [_named(curve.axis, point), *_odds(point), *(_worth(point, currency) if worth else [])]
        for point in curve.points
    ]
    return aligned([head, *rows])


def _named(axis_: Axis, point: Point) -> str:
    return f"{axis_.text(point.value)}{' today' if point.value == axis_.today else ''}"


def _odds(point: Point) -> list[str]:
    return [percent(point.odds.probability), " to ".join(percent(end) for end in point.odds.ci95)]


def _worth(point: Point, currency: str) -> list[str]:
    if point.worth is None or not np.isfinite(point.worth.mean):
        return ["", ""]
    low, high = (signed_money(end, currency) for end in point.worth.ci95)
    return [signed_money(point.worth.mean, currency), f"{low} to {high}"]


def _several(curves: Sequence[Curve]) -> list[str]:
    head = ["", *(spoken(curve.policy) for curve in curves)]
    rows = [
        [_named(curves[0].axis, points[0]), *(percent(point.odds.probability) for point in points)]
        for points in zip(*(curve.points for curve in curves), strict=True)
    ]
    return aligned([head, *rows])


def _legend(swept: Swept, curves: Sequence[Curve]) -> list[str]:
    first, seed = curves[0], swept.scenario.seed
    notes = [
        f"{sentence(first.outcome)}: {swept.aim.clause}",
        f"{counted(first.replications, 'replication')} at every value, the same luck at each, seed {seed}",
        "95% intervals: Wilson for odds, resampled replications for values",
    ]
    if len(curves) == 1 and first.line.fit != "none":
        turned = f"in {percent(first.reversals)} of replications the outcome turns back along the way"
        notes.append(f"Odds {first.line.shape}, {first.line.fit}; {turned}")
    return note(notes, words.doubts(first.replications, first.left_out))


def _frame(curves: Sequence[Curve]) -> pd.DataFrame:
    rows = [
        {
            "policy": curve.policy,
            "key": curve.axis.key,
            "value": point.value,
            "odds": point.odds.probability,
            "odds_low": point.odds.ci95[0],
            "odds_high": point.odds.ci95[1],
            "fitted": fitted,
            "replications": point.odds.trials,
            "worth": point.worth.mean if point.worth else np.nan,
            "worth_low": point.worth.ci95[0] if point.worth else np.nan,
            "worth_high": point.worth.ci95[1] if point.worth else np.nan,
        }
        for curve in curves
        for point, fitted in zip(curve.points, curve.line.fitted, strict=True)
    ]
    return pd.DataFrame(rows)
