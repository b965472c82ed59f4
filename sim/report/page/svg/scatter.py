"""Points by two figures, with their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import sentence
from sim.report.page.svg.apart import Label, beside
from sim.report.page.svg.axes import Span, across_ticks, bottom_axis, finite, left_axis, rules
from sim.report.page.svg.canvas import FAINT, MUTED, SMALL, TONES, dot, drawing, line, text
from sim.report.page.svg.lettering import shortened

if TYPE_CHECKING:
    from sim.report.pack.plots.scatter import Scatter, Spot
    from sim.report.page.markup import Element

HIGH: Final = 260.0
WIDE: Final = 560.0
ROOM: Final = 0.06
"""Room beyond the outermost value, as a share of the span."""
DOT: Final = 6.0


def scatter(plot: Scatter, wide: float) -> Element:
    """Draw points, `wide` pixels wide."""
    top, bottom = 24.0, 24.0 + (HIGH if wide < WIDE else HIGH + 70.0)
    low_high = _limits([value for spot in plot.spots for value in (spot.y, *spot.y_ci)])
    found, left = left_axis(plot.y, low_high, (top, bottom))
    x = Span(*_limits([value for spot in plot.spots for value in (spot.x, *spot.x_ci)]), left, wide - 4.0)
    y = Span(*low_high, bottom, top)
    below = across_ticks(plot.x, x, "")
    known = [spot for spot in plot.spots if len(finite((spot.x, spot.y))) == 2]  # noqa: PLR2004 (both)
    names = [Label((x.at(spot.x), y.at(spot.y)), spot.name, TONES[spot.tone]) for spot in known]
    dots = [(at[0] - DOT, at[1] - DOT, at[0] + DOT, at[1] + DOT) for at in (name.at for name in names)]
    return drawing(
        (wide, bottom + 44.0),
        text((0.0, 12.0), shortened(sentence(plot.y.name), wide, SMALL), font_size=SMALL, fill=MUTED),
        *rules(found, y, (left, x.end)),
        *(line((x.at(value), top), (x.at(value), bottom), stroke=FAINT) for value in below.values),
        *(part for spot in known for part in _spot(spot, x, y)),
        *beside(names, (left, top, wide, bottom), dots, _whiskers(known, x, y)),
        *bottom_axis(x, below, bottom + 18.0, (0.0, wide)),
        text((x.end, bottom + 37.0), shortened(sentence(plot.x.name), x.end - left, SMALL), font_size=SMALL,
             fill=MUTED, text_anchor="end"),
    )  # fmt: skip


def _limits(values: list[float]) -> tuple[float, float]:
    known = finite(values)
    low, high = min(known, default=0.0), max(known, default=1.0)
    room = ROOM * (high - low) or ROOM * abs(high) or 1.0
    return low - room, high + room


def _whiskers(spots: list[Spot], x: Span, y: Span) -> list[tuple[float, float, float, float]]:
    """Return the boxes of the lines of intervals; of an unknown one nothing is covered."""
    level = [(x.at(one.x_ci[0]), y.at(one.y) - 2.0, x.at(one.x_ci[1]), y.at(one.y) + 2.0) for one in spots]
    upright = [(x.at(one.x) - 2.0, y.at(one.y_ci[1]), x.at(one.x) + 2.0, y.at(one.y_ci[0])) for one in spots]
    return level + upright


def _spot(spot: Spot, x: Span, y: Span) -> list[Element]:
    at, colour = (x.at(spot.x), y.at(spot.y)), TONES[spot.tone]
    drawn = []
    if len(finite(spot.x_ci)) == 2:  # noqa: PLR2004 (both ends)
        drawn.append(line((x.at(spot.x_ci[0]), at[1]), (x.at(spot.x_ci[1]), at[1]), stroke=colour, stroke_width=1.5))
    if len(finite(spot.y_ci)) == 2:  # noqa: PLR2004 (both ends)
        drawn.append(line((at[0], y.at(spot.y_ci[0])), (at[0], y.at(spot.y_ci[1])), stroke=colour, stroke_width=1.5))
    return [*drawn, dot(at, DOT, fill=colour)]
