"""Bars that lie under one another with a name each, over as many slides as they need, all on one scale."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.report.deck.charts import axes, markup, rows, spans

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.report.deck.charts.pieces import Series
    from sim.report.deck.charts.sheet import Sheet
    from sim.report.deck.charts.space import Space
    from sim.report.deck.charts.spans import Span
    from sim.report.pack.plots.scale import Scale


@dataclass(frozen=True, slots=True)
class Layout:
    """Which rows a slide shows, and where.

    Attributes
    ----------
    shown
        The rows.
    left
        Room for names, in inches.
    axis
        Of all slides.
    """

    shown: slice
    left: float
    axis: Span


def parts(count: int, most: int) -> int:
    """Return how many slides so many rows take, at most so many on each."""
    return max(1, math.ceil(count / most))


def layout(space: Space, names: Sequence[str], ends: Sequence[tuple[float, float]], value: Scale, most: int) -> Layout:
    """Lay out one slide of rows with these names; for `ends` see `rows.with_room`."""
    each = math.ceil(len(names) / parts(len(names), most))
    left = rows.names_width(names, space.box.width)
    width = space.box.width - left - 0.5
    axis = spans.span(rows.with_room(ends, width), value, width, every=1.1)
    return Layout(slice(space.part * each, (space.part + 1) * each), left, axis)


def draw(
    space: Space, laid: Layout, sheet: Sheet, series: Callable[[float], list[Series]], title: str, gap: int
) -> None:
    """Draw the rows of one slide, `series` for letters of a size, with a gap in per cent of a bar."""
    inner = space.inner(laid.left, 0.05, 0.15 + laid.axis.widest / 2.0, rows.below(title, space.box.width))

    def drawn(size: float) -> bytes:
        groups = markup.bars(series(size), way="bar", grouping="clustered", gap=gap, overlap=100)
        scales = axes.names(size, side="l") + axes.values_across(laid.axis, size, title=title)
        return markup.chart_space(groups, scales, inner, size)

    more = str(space.part + 1) if space.part else ""
    space.leaf.chart(space.box, sheet, drawn, space.tag(more))
