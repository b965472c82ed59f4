"""A forecast as fans that begin with the firm's own figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import counted, sentence, spoken
from sim.charts import ends, lettering, panels, scales
from sim.charts.figured_fan import draw_fan, draw_figures, end_labels
from sim.charts.page import CONTENT, Dress, Words, footer, new_page
from sim.charts.style import BLUE, HEAD, INK, MUTED, house_style
from sim.results import MEASURES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.figure import Figure

    from sim.analysis.forecasting.outlook import Outlook
    from sim.analysis.intervals import Array
    from sim.results import RunFacts

HIGH: Final = 2.3


def forecast_fans(
    title: str, outlook: Outlook, actual: Mapping[str, Array], facts: RunFacts, *, dress: Dress = Dress.PAGE
) -> Figure:
    """Draw the bands of each measure over the known months in grey and over those ahead in blue, figures as dots.

    Parameters
    ----------
    actual
        What is drawn: by measure, the known months, missing where unknown.
    """
    fans = {name: outlook.bands(name) for name in actual}
    units = {name: scales.Unit.of(MEASURES[name].unit, facts.currency) for name in actual}
    with house_style():
        spans = {name: _span(fan, actual[name]) for name, fan in fans.items()}
        labels = {name: end_labels(fan[-1], units[name], BLUE) for name, fan in fans.items()}
        left = max(scales.labels_width(spans[name], units[name], HIGH) for name in actual)
        right = max(map(ends.room, labels.values()))
        wide = CONTENT - left - right
        grid = panels.Grid(1, len(fans), (wide, HIGH), left, right)
        page = new_page(_words(title, outlook, facts), grid.height, dress)
        for number, (name, fan) in enumerate(fans.items()):
            box = grid.box(number)
            axes = page.axes(box.left, box.top, box.width, box.height)
            monthly = " a month" if MEASURES[name].unit.endswith("/month") else ""
            top = box.top - lettering.height(HEAD) - panels.BELOW_HEAD
            page.text(box.left, top, f"{sentence(spoken(name))}{monthly}", fontsize=HEAD, fontweight="bold", color=INK)
            months = np.arange(1.0, len(fan) + 1.0)
            draw_fan(axes, months[: outlook.known], fan[: outlook.known], MUTED)
            draw_fan(axes, months[outlook.known - 1 :], fan[outlook.known - 1 :], BLUE)
            if not np.isnan(actual[name]).all():
                draw_figures(axes, actual[name], 1)
            scales.value_axis(axes, spans[name], units[name], box.height)
            scales.month_axis(axes, len(fan), scales.month_before(facts.start), box.width)
            ends.label_ends(axes, labels[name], grid.plot)
    return page.figure


def _span(fan: Array, actual: Array) -> tuple[float, float]:
    known = actual[~np.isnan(actual)]
    return scales.limits(float(min([fan.min(), *known])), float(max([fan.max(), *known])))


def _words(title: str, outlook: Outlook, facts: RunFacts) -> Words:
    ahead = len(next(iter(outlook.members.values()))) - outlook.known
    subtitle = (
        f"Dots: the firm's own figures of {counted(outlook.known, 'month')}; blue: {counted(ahead, 'month')} ahead, "
        "from a scenario fitted to them"
    )
    notes = "Bands hold 50%, 80% and 95% of paths at each month; the line is the median."
    return Words(title, subtitle, footer(facts, f"{notes} Grey: what the fit makes of the past."))
