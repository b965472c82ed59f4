"""The answer of `odds`: how likely each policy reaches a target."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from sim.analysis.amounts import extent, p_value, percent, points
from sim.analysis.run.odds import Odds, Reach, Target, reach
from sim.analysis.run.odds_words import absent, event, reaching
from sim.errors import UsageError
from sim.report.answer import Answer, plain
from sim.report.columns import columns, paragraph
from sim.studies.column import column

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.analysis.intervals import Interval
    from sim.experiment.progress import Progress
    from sim.results import RunFacts
    from sim.studies.source import Asked, Given

__all__ = ["Target", "odds"]


def odds(source: Given, target: Target, asked: Asked, *, progress: Progress | None = None) -> Answer:
    """Answer how likely each policy of a run, or of a scenario file, reaches a target.

    Raises
    ------
    CyclesimError
        When the measure is unknown, or the run or file can't be used.
    """
    asked_of = column(source, target.measure, asked, progress=progress)
    facts, target = asked_of.facts, replace(target, measure=asked_of.name)
    _refuse_slip(target, asked_of.unit)
    found = reach(asked_of.values, target, unit=asked_of.unit, baseline=facts.baseline)
    return Answer(
        command="odds",
        facts=facts,
        options=plain(target),
        text=_text(found, facts),
        content={
            "headline": reaching(found, facts.currency),
            "target": target,
            "baseline": facts.baseline,
            "policies": found.policies,
        },
        tables={"odds": _frame(found)},
        figures={"quantile_dots": partial(_dots, facts, found), "ecdf": partial(_ecdf, facts, found)},
        scenario=asked_of.scenario.dump(),
        found=found,
    )


def _refuse_slip(target: Target, unit: str) -> None:
    """Refuse 5 where 5 % must be meant, since no share exceeds 1, and any limit between yes and no."""
    if unit == "flag" and (target.side, target.value) not in {("above", 1.0), ("below", 0.0)}:
        raise UsageError(
            f"{target.measure} is 1 (yes) or 0 (no) on every path, so {target.value:g} is no target: --above 1 asks "
            "how likely it is, --below 0 how likely it is not"
        )
    if unit == "share" and abs(target.value) > 1.0:
        raise UsageError(
            f"{target.measure} is a share between 0 and 1, the target is {target.value:g}. "
            f"Did you mean {target.value:g}%?"
        )


def _dots(facts: RunFacts, found: Reach) -> Figure:
    from sim.charts.quantile_dots import quantile_dots

    return quantile_dots(facts, found)


def _ecdf(facts: RunFacts, found: Reach) -> Figure | None:
    from sim.charts.ecdf import ecdf

    return ecdf(facts, found)


def _text(found: Reach, facts: RunFacts) -> str:
    lines = paragraph(f"{reaching(found, facts.currency)}.")
    missing = absent(found)
    lines += paragraph(f"{missing}.", hanging="  ") if missing else []
    return "\n".join([*lines, "", *columns(_rows(found)), "", *paragraph(_legend(found, facts))])


def _rows(found: Reach) -> list[list[str]]:
    alone = len(found.policies) == 1
    head = ["policy", "paths", "chance", "interval"]
    rows = [head if alone else [*head, f"against {found.baseline:.14}", "interval", "p"]]
    for one in found.policies:
        cells = [one.policy, f"{one.reached.count:,}", percent(one.reached.probability), _between(one.reached.ci95)]
        rows.append(cells if alone else [*cells, *_against(one)])
    return rows


def _against(one: Odds) -> list[str]:
    gap = one.against_baseline
    if gap is None:
        return ["baseline", "", ""]
    interval = "…".join(points(end) for end in gap.ci95)
    return [points(gap.counts.mean), interval, p_value(gap.counts.p_value)]


def _between(interval: Interval) -> str:
    return "…".join(percent(end) for end in interval)


def _legend(found: Reach, facts: RunFacts) -> str:
    what = event(found.target, found.unit, facts.currency)
    text = (
        f"Chance that {what}: share of {extent(facts.replications, facts.months)}, seed "
        f"{facts.seed}, the same luck for every policy, with 95% Wilson interval."
    )
    if len(found.policies) == 1:
        return text
    return (
        f"{text} Against: difference in percentage points on the same paths, Newcombe's 95% interval; p: exact McNemar "
        "test, one policy at a time."
    )


def _frame(found: Reach) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([_entry(one) for one in found.policies])


def _entry(one: Odds) -> dict[str, Any]:
    gap = one.against_baseline
    return {
        "policy": one.policy,
        "chance": one.reached.probability,
        "low": one.reached.ci95[0],
        "high": one.reached.ci95[1],
        "reached": one.reached.count,
        "paths": one.reached.trials,
        "missing": one.missing,
        "difference": None if gap is None else gap.counts.mean,
        "difference_low": None if gap is None else gap.ci95[0],
        "difference_high": None if gap is None else gap.ci95[1],
        "only_here": None if gap is None else gap.counts.only_here,
        "only_baseline": None if gap is None else gap.counts.only_baseline,
        "p_value": None if gap is None else gap.counts.p_value,
    }
