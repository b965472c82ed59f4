"""Axes that tell the truth: round ticks, and values turned into places on the drawing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.charts.scales import month_room, month_ticks
from sim.report.page.svg.canvas import FAINT, LINE, MUTED, SMALL, line, text
from sim.report.page.svg.lettering import widest, width, wrapped
from sim.report.page.writing import along

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.report.pack.plots.scale import Scale
    from sim.report.page.markup import Element

STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
BETWEEN: Final = 14.0
"""Pixels between two labels of the bottom axis, at least."""
PIXELS: Final = 100.0
"""Pixels that count as an inch."""
TICK_HEIGHT: Final = 38.0
"""Pixels of height per tick, at least."""

NOTES: Final = 3
"""Lines that a note below a drawing may take."""


@dataclass(frozen=True, slots=True)
class Span:
    """Values from `low` to `high`, laid from pixel `start` to pixel `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where a value lies; NaN when it is unknown."""
        if not math.isfinite(value):
            return math.nan
        wide = self.high - self.low
        share = (value - self.low) / wide if wide else 0.5
        return self.start + share * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Ticks:
    """Values of an axis that are labelled, and their labels."""

    values: list[float]
    labels: list[str]


def ticks(span: tuple[float, float], scale: Scale, most: int) -> Ticks:
    """Return about `most` round values between two limits, written alike."""
    values = _round(*span, max(1, most))
    return Ticks(values, along(values, scale))


def _round(low: float, high: float, most: int) -> list[float]:
    raw = (high - low) / most
    if not (math.isfinite(raw) and raw > 0.0):
        return [low]
    tenth = 10.0 ** math.floor(math.log10(raw))
    step = next((tenth * each for each in STEPS if tenth * each >= raw * (1.0 - 1e-9)), tenth * 10.0)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [place * step for place in range(first, last + 1)]


def left_axis(scale: Scale, low_high: tuple[float, float], place: tuple[float, float]) -> tuple[Ticks, float]:
    """Return the ticks of an upright axis between two heights, and the room that their labels take."""
    top, bottom = place
    found = ticks(low_high, scale, min(6, int((bottom - top) / TICK_HEIGHT)))
    return found, widest(found.labels, SMALL) + 8.0


def rules(found: Ticks, span: Span, across: tuple[float, float]) -> list[Element]:
    """Draw the lines of an upright axis and what is written at them."""
    left, right = across
    drawn: list[Element] = []
    for value, label in zip(found.values, found.labels, strict=True):
        y = span.at(value)
        drawn += [
            line((left, y), (right, y), stroke=LINE if value == 0.0 else FAINT),
            text((left - 7.0, y + 4.0), label, font_size=SMALL, fill=MUTED, text_anchor="end"),
        ]
    return drawn


def bottom_axis(span: Span, found: Ticks, y: float, edges: tuple[float, float]) -> list[Element]:
    """Write labels below a drawing, none over another and none beyond its edges."""
    drawn: list[Element] = []
    taken = -math.inf
    for value, label in zip(found.values, found.labels, strict=True):
        half = width(label, SMALL) / 2.0
        x = min(max(span.at(value), edges[0] + half), edges[1] - half)
        if x - half >= taken:
            drawn.append(text((x, y), label, font_size=SMALL, fill=MUTED, text_anchor="middle"))
            taken = x + half + BETWEEN
    return drawn


def across_ticks(scale: Scale, span: Span, start: str) -> Ticks:
    """Return the ticks of an axis across: calendar years or months where it counts months, else round values."""
    room = abs(span.end - span.start)
    if scale.kind == "months" and span.low == int(span.low) >= 0.0:
        values, labels = month_ticks(int(span.high), start, month_room(room / PIXELS))
        kept = [(value, label) for value, label in zip(values, labels, strict=True) if value >= span.low]
        return Ticks([value for value, _ in kept], [label for _, label in kept])
    widths = widest(ticks((span.low, span.high), scale, 5).labels, SMALL)
    return ticks((span.low, span.high), scale, min(7, int(room / (widths + BETWEEN))))


def notes(words: str, top: float, wide: float) -> tuple[list[Element], float]:
    """Write what goes with a drawing below it, and return the height at which that ends."""
    lines = wrapped(words, wide, NOTES, SMALL)
    drawn = [
        text((0.0, top + 16.0 * (place + 1)), each, font_size=SMALL, fill=MUTED) for place, each in enumerate(lines)
    ]
    return drawn, top + 16.0 * len(lines) + 6.0


def finite(values: Iterable[float]) -> list[float]:
    """Return the values that are known."""
    return [value for value in values if math.isfinite(value)]
