"""What `sweep` says of two keys: the odds in every cell, today's side of even odds, and the ways across."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from sim.analysis.amounts import counted, sentence, spoken
from sim.analysis.sweep import words
from sim.report.aligned import aligned, note
from sim.report.columns import paragraph

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.analysis.sweep.axis import Axis
    from sim.analysis.sweep.tipping_map import Map
    from sim.results import RunFacts
    from sim.studies.ground import Swept

_COLUMNS: Final = 12
"""Columns of odds that a terminal shows."""


def map_told(swept: Swept, found: Map, facts: RunFacts) -> dict[str, Any]:
    """Return what an answer says of the odds over two keys: text, content, tables and figures."""
    said = [words.map_title(found), words.ways(found)]
    sentences = [line for text in said if text for line in paragraph(f"{text}.")]
    return {
        "text": "\n".join([*sentences, "", *_grid(found), "", *_legend(swept, found)]),
        "content": {"headline": said[0], "ways_across": said[1], "map": found},
        "tables": {"map": _frame(found)},
        "figures": {"tipping_map": partial(_drawn, swept, found, facts)},
        "found": found,
    }


def _drawn(swept: Swept, found: Map, facts: RunFacts) -> Figure:
    from sim.charts.tipping_map import tipping_map

    return tipping_map(found, swept.aim, facts)


def _grid(found: Map) -> list[str]:
    """Return the odds in percent, as many columns and rows as a terminal shows."""
    columns, rows = (_shown(axis) for axis in (found.across, found.up))
    lines = [[text, *(f"{100 * found.odds[column, row]:.0f}" for column in columns)] for row, text in rows.items()]
    title = f"Odds of {found.outcome} in percent; across: {found.across.key}; up: {found.up.key}"
    return [title, *aligned([*reversed(lines), ["", *columns.values()]])]


def _shown(axis: Axis) -> dict[int, str]:
    """Return the values that have room, by their place."""
    step = -(-len(axis.values) // _COLUMNS)
    return {place: axis.text(value) for place, value in enumerate(axis.values) if place % step == 0}


def _legend(swept: Swept, found: Map) -> list[str]:
    cells = f"{counted(found.replications, 'replication')} in each of {counted(found.odds.size, 'cell')}"
    wilson = " and Wilson" if found.fit == "interpolated" else ""
    notes = [
        f"{sentence(found.outcome)}: {swept.aim.clause}",
        f"Policy {spoken(found.policy)}, {cells}, the same luck in each, seed {swept.scenario.seed}",
        f"95% intervals: resampled replications{wilson}; surface {found.fit}",
    ]
    return note(notes, words.doubts(found.replications, found.left_out))


def _frame(found: Map) -> pd.DataFrame:
    across, up = np.meshgrid(found.across.values, found.up.values, indexing="ij")
    return pd.DataFrame(
        {
            found.across.key: across.ravel(),
            found.up.key: up.ravel(),
            "odds": found.odds.ravel(),
            "fitted": found.surface.ravel(),
            "fitted_low": found.low.ravel(),
            "fitted_high": found.high.ravel(),
            "replications": found.replications,
        }
    )
