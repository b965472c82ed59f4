"""Scores of forecasts by how far they look ahead: the model in blue, naive methods in grey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import counted, sentence, spoken
from sim.charts import ends, lettering, panels, scales
from sim.charts.page import CONTENT, Dress, Words, footer, new_page
from sim.charts.style import BLUE, HEAD, INK, LINE, MUTED, house_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.forecasting.backtest import Backtest
    from sim.results import RunFacts

MOST: Final = 6
"""Measures that fit on a page."""
HIGH: Final = 2.2
DASHES: Final = ((0, (1.2, 1.2)), (0, (4, 1.5)), (0, (6, 1.5, 1.2, 1.5)))


def forecast_scores(title: str, found: Backtest, facts: RunFacts, *, dress: Dress = Dress.PAGE) -> Figure:
    """Draw the mean score of every method by months ahead, a panel per measure, each from zero on its own scale."""
    shown = found.measures[-MOST:]
    unit = scales.Unit("plain")
    columns = min(2, len(shown))
    with house_style():
        tops = {name: scales.limits(0.0, max(1.0, _highest(found, name))) for name in shown}
        left = max(scales.labels_width(span, unit, HIGH) for span in tops.values())
        right = max(ends.room(_ends(found, name)) for name in shown)
        wide = (CONTENT - columns * (left + right) - (columns - 1) * panels.GUTTER) / columns
        grid = panels.Grid(columns, -(-len(shown) // columns), (wide, HIGH), left, right + left)
        page = new_page(_words(title, found, facts), grid.height + 0.2, dress)
        for number, name in enumerate(shown):
            box = grid.box(number)
            axes = page.axes(box.left, box.top, box.width, box.height)
            top = box.top - lettering.height(HEAD) - panels.BELOW_HEAD
            page.text(box.left, top, sentence(spoken(name)), fontsize=HEAD, fontweight="bold", color=INK)
            scales.value_axis(axes, tops[name], unit, box.height)
            _draw(axes, found, name)
            ends.label_ends(axes, _ends(found, name), grid.plot)
            page.text(
                box.left + box.width / 2,
                box.top + box.height + 0.27,
                "months ahead",
                fontsize=8.0,
                color=MUTED,
                ha="center",
            )
    return page.figure


def _curve(found: Backtest, method: str, measure: str) -> tuple[list[int], list[float]]:
    """Return the horizons at which a method has a score, and the scores."""
    scores = [found.mean(method, measure, horizon) for horizon in range(1, found.horizons + 1)]
    known = [(place, score) for place, score in enumerate(scores, 1) if not np.isnan(score)]
    return [place for place, _ in known], [score for _, score in known]


def _highest(found: Backtest, measure: str) -> float:
    return max((max(_curve(found, name, measure)[1], default=0.0) for name in found.methods), default=0.0)


def _draw(axes: Axes, found: Backtest, measure: str) -> None:
    last = max((max(_curve(found, name, measure)[0], default=1) for name in found.methods), default=1)
    axes.set_xlim(0.5, last + 0.5)
    step = 1 if last <= 12 else 3  # noqa: PLR2004 (a year of labels fits)
    ticks = [float(tick) for tick in range(1, last + 1, step)]
    scales.show_ticks(axes.xaxis, ticks, [f"{tick:.0f}" for tick in ticks])
    axes.axhline(1.0, color=LINE, linewidth=0.9, linestyle=(0, (1, 2)), gid="average step")
    for number, method in enumerate(found.methods):
        months, scores = _curve(found, method, measure)
        colour = BLUE if number == 0 else MUTED
        dashes = (0, None) if number == 0 else DASHES[(number - 1) % len(DASHES)]
        width = 2.2 if number == 0 else 1.3
        axes.plot(
            months, scores, color=colour, linewidth=width, linestyle=dashes, marker="o", markersize=3.5, gid=method
        )


def _ends(found: Backtest, measure: str) -> list[ends.End]:
    labels = []
    for number, method in enumerate(found.methods):
        months, scores = _curve(found, method, measure)
        if months:
            look = (BLUE, "bold") if number == 0 else (MUTED, "normal")
            labels.append(ends.End(scores[-1], f"{scores[-1]:.2f}", method, *look))
    return labels


def _words(title: str, found: Backtest, facts: RunFacts) -> Words:
    subtitle = (
        f"Mean score (fair CRPS over the history's mean step) of forecasts made after {found.histories}, "
        f"{counted(len(found.starts), 'forecast')}; lower is better"
    )
    none = "".join(f" No forecast by {name}: {why}." for name, why in found.refusals.items())
    return Words(title, subtitle, footer(facts, f"Dotted at 1: as far off as the average step of the history.{none}"))
