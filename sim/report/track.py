"""The answer of `track`: whether the firm is on track, and how the odds have moved."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.amounts import amount, counted, percent, spoken
from sim.analysis.run.odds import Target
from sim.analysis.run.odds_words import event
from sim.analysis.tracking import words as track_words
from sim.analysis.tracking.alarm import RATE
from sim.report.answer import Answer, plain
from sim.report.columns import columns, paragraph
from sim.results import OUTCOMES, QUANTILE_NAMES
from sim.studies.tracking import Track
from sim.studies.tracking import track as tracked

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.analysis.intervals import Interval
    from sim.analysis.tracking.tracking import Reading, Update
    from sim.experiment.progress import Progress
    from sim.studies.books import Books
    from sim.studies.source import Asked, Given

__all__ = ["target", "track"]


def track(
    source: Given, books: Books, asked: Asked, *, goal: Target | None = None, progress: Progress | None = None
) -> Answer:
    """Answer whether a firm's figures are on the track of a run, and what they make of its odds.

    Raises
    ------
    CyclesimError
        When the run or the data can't be used, or share no month.
    """
    found = tracked(source, books, asked, target=goal, progress=progress)
    return Answer(
        command="track",
        facts=found.source.results.facts,
        options=plain({"policy": found.policy, "noise": books.noise, "target": goal, "actual": found.actual}),
        text=_text(found, goal),
        content=_content(found, goal),
        tables={"updates": _updates(found), "fans": _fans(found), "weights": _weights(found)},
        figures={"fans": partial(_fan, found), "alarm": partial(_alarm, found)},
        scenario=found.source.scenario.dump(),
        found=found.tracking,
    )


def target(measure: str, above: float | None, below: float | None) -> Target | None:
    """Return what is to be reached; None when no limit is given."""
    if above is not None:
        return Target(measure, "above", above)
    return Target(measure, "below", below) if below is not None else None


def _sentences(found: Track) -> list[str]:
    currency, told = found.source.results.facts.currency, found.tracking
    return [
        track_words.headline(told, found.policy),
        *track_words.moved(told, currency),
        *track_words.collapse(told, found.replications),
        *found.notes,
    ]


def _text(found: Track, goal: Target | None) -> str:
    said = [line for text in _sentences(found) for line in paragraph(f"{text}.", hanging="  ")]
    tables = [*columns(_rows(found, goal)), "", *columns(_places(found))]
    return "\n".join([*said, "", *tables, "", *paragraph(_legend(found))])


def _rows(found: Track, goal: Target | None) -> list[list[str]]:
    currency = found.source.results.facts.currency
    rows = [["", "as run", "interval", "8 in 10", "with figures", "interval", "8 in 10"]]
    for one in found.tracking.updates:
        cells = [_name(one, found, goal)]
        for reading in (one.before, one.now):
            cells += [
                amount(reading.value, one.unit, currency),
                _between(reading.ci95, one.unit, currency),
                _between((reading.p10, reading.p90), one.unit, currency) if one.unit != "share" else "",
            ]
        rows.append(cells)
    return rows


def _name(one: Update, found: Track, goal: Target | None) -> str:
    if one.name == "target" and goal is not None:
        facts = found.source.results.facts
        return event(goal, OUTCOMES[goal.measure].unit, facts.currency)
    return one.name if one.unit == "share" else f"{one.name} (median)"


def _between(interval: Interval, unit: str, currency: str) -> str:
    return "…".join(amount(end, unit, currency) for end in interval)


def _places(found: Track) -> list[list[str]]:
    """Return where each measure stands to date."""
    told = found.tracking
    rows = [["measure", "months", "lower to date"]]
    for name, place in zip(told.measures, told.alarm.places, strict=True):
        months = int(np.count_nonzero(~np.isnan(found.actual[name])))
        rows.append([spoken(name), f"{months}", f"{percent(place)} of paths"])
    return rows


def _legend(found: Track) -> str:
    facts, told = found.source.results.facts, found.tracking
    return (
        f"Policy {spoken(found.policy)}, {counted(found.replications, 'replication')} × {facts.months} months, seed "
        f"{facts.seed}; figures of {found.observed.source}, {found.observed.span}. With figures: replications weighed "
        f"by their likelihood, errors of measurement {percent(told.noise)} (--noise) and a month's own luck; effective "
        f"{told.weights.effective:,.0f}. Intervals 95%: Wilson, and Woodruff's for medians, with the effective number. "
        f"Alarm: rank of the figures among all paths with such errors; {track_words.looks(told)}."
    )


def _content(found: Track, goal: Target | None) -> dict[str, Any]:
    told = found.tracking
    return {
        "headline": track_words.headline(told, found.policy),
        "sentences": _sentences(found),
        "policy": found.policy,
        "data": {"source": found.observed.source, "months": list(found.observed.months), "measures": told.measures},
        "left_out": told.left_out,
        "noise": told.noise,
        "target": goal,
        "alarm": {
            "off_track": told.alarm.off_track,
            "p_value": told.alarm.p_value,
            "rate": RATE,
            "looks": told.alarm.looks,
            "any_look": told.alarm.any_look,
            "places": dict(zip(told.measures, told.alarm.places, strict=True)),
        },
        "weights": {
            "effective": told.weights.effective,
            "strict": told.weights.strict,
            "temper": told.weights.temper,
        },
        "updates": told.updates,
        "replications": found.replications,
    }


def _updates(found: Track) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(
        [
            {"name": one.name, "unit": one.unit, **_cells("run", one.before), **_cells("now", one.now)}
            for one in found.tracking.updates
        ]
    )


def _cells(when: str, reading: Reading) -> dict[str, float]:
    low, high = reading.ci95
    return {
        when: reading.value, f"{when}_low": low, f"{when}_high": high,
        f"{when}_p10": reading.p10, f"{when}_p90": reading.p90,
    }  # fmt: skip


def _fans(found: Track) -> pd.DataFrame:
    """Return a row per measure, month and side, with quantiles as in the paths of a run, and the actual figure."""
    import pandas as pd

    parts = []
    for measure, sides in found.tracking.fans.items():
        for side, rows in zip(("run", "now"), sides, strict=True):
            part = pd.DataFrame(rows, columns=list(QUANTILE_NAMES))
            part.insert(0, "actual", found.actual[measure])
            part.insert(0, "side", side)
            part.insert(0, "month", np.arange(len(rows)))
            part.insert(0, "measure", measure)
            parts.append(part)
    return pd.concat(parts, ignore_index=True)


def _weights(found: Track) -> pd.DataFrame:
    import pandas as pd

    values = found.tracking.weights.shares
    return pd.DataFrame({"replication": np.arange(len(values)), "weight": values})


def _fan(found: Track) -> Figure:
    from sim.charts.track_fans import Drawn, track_fans

    title = track_words.headline(found.tracking, found.policy)
    return track_fans(Drawn(title, found.tracking, found.actual), found.source.results.facts)


def _alarm(found: Track) -> Figure:
    from sim.charts.alarm import alarm

    title = track_words.headline(found.tracking, found.policy)
    return alarm(title, found.tracking, found.source.results.facts)
