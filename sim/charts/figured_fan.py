"""A fan with the firm's own figures on it as dots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.charts import ends
from sim.charts.style import INK, LINE, tint
from sim.results import QUANTILES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.arrays import Array
    from sim.charts.scales import Unit

BANDS: Final = ((0.025, 0.975, 0.17), (0.1, 0.9, 0.38), (0.25, 0.75, 0.64))
"""Ends of the 95, 80 and 50 % bands, and how strong their tint is."""


def draw_fan(axes: Axes, months: Array, fan: Array, colour: str) -> None:
    """Draw bands and median; the fan has shape (months, quantiles), as in `QUANTILES`."""
    for low, high, strength in BANDS:
        axes.fill_between(
            months,
            fan[:, QUANTILES.index(low)],
            fan[:, QUANTILES.index(high)],
            color=tint(colour, strength),
            linewidth=0.0,
            gid=f"{low} to {high}",
        )
    axes.plot(months, fan[:, QUANTILES.index(0.5)], color=colour, linewidth=1.8, gid="median")


def draw_figures(axes: Axes, actual: Array, first: int) -> None:
    """Draw figures as dots, from month `first` on, and a line where they end; missing ones are left out."""
    known = np.flatnonzero(~np.isnan(actual))
    axes.axvline(first + known[-1], color=LINE, linewidth=0.9, linestyle=(0, (1.5, 1.5)), gid="last figure")
    axes.plot(first + known, actual[known], "o", color=INK, markersize=3.6, markeredgecolor="white",
              markeredgewidth=0.6, zorder=5, clip_on=False, gid="actual")  # fmt: skip


def end_labels(row: Array, unit: Unit, colour: str) -> list[ends.End]:
    """Return the labels at the right: the median, and the ends of the 80 % band where they read differently."""
    median, low, high = (float(row[QUANTILES.index(level)]) for level in (0.5, 0.1, 0.9))
    found = [ends.End(median, unit.text(median), "median", colour, "bold")]
    for value, note in ((high, "1 in 10 above"), (low, "1 in 10 below")):
        if unit.text(value) != unit.text(median):
            found.append(ends.End(value, unit.text(value), note))
    return found
