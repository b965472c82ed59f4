"""Every figure of a run, drawn and saved one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.charts.cash_reinvestment import cash_reinvestment
from sim.charts.difference import difference
from sim.charts.distribution import distribution
from sim.charts.dumbbell import dumbbell
from sim.charts.fan import fan
from sim.charts.files import save
from sim.charts.ruin import ruin
from sim.charts.spaghetti import spaghetti

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from matplotlib.figure import Figure

    from sim.analysis.run.summary import Summary
    from sim.results import Results

FIGURES: Final[Mapping[str, Callable[[Results, Summary], Figure | None]]] = {
    "fan": fan,
    "spaghetti": spaghetti,
    "ruin": ruin,
    "dumbbell": dumbbell,
    "cash_reinvestment": cash_reinvestment,
    "difference": difference,
    "distribution": distribution,
}
"""Name of the file and what draws it; a figure that a run has nothing for returns None."""

FROM_PATHS: Final = ("fan", "cash_reinvestment")
"""Figures of the paths table, which a run may be told not to keep."""


def draw_all(results: Results, summary: Summary, folder: Path) -> list[Path]:
    """Draw every figure into an existing folder as SVG and PNG; return the files, one figure in memory at a time."""
    files: list[Path] = []
    for name, draw in FIGURES.items():
        if name in FROM_PATHS and results.paths.empty:
            continue
        figure = draw(results, summary)
        if figure is not None:
            files += save(figure, folder, name)
    return files
