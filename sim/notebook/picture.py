"""The picture of a setting as an SVG text: a fan of the measure for each policy shown, on one scale."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import sentence, spoken
from sim.charts import lettering, scales
from sim.charts.style import COLOURS, FAINT, INK, LINE, MUTED, tint
from sim.results import MEASURES, QUANTILES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.arrays import Array
    from sim.notebook.seen import Seen

WIDTH, HEIGHT, TOP, BOTTOM, LEFT, LABELS, GAP = 900.0, 300.0, 44.0, 26.0, 58.0, 74.0, 18.0
"""Of the picture, and of what is beside the plots, in pixels; labels stand at the right of each plot."""
INCH: Final = 96.0
BANDS: Final = ((0, 8, 0.17), (2, 6, 0.38), (3, 5, 0.64))
"""The 95, 80 and 50 % bands as places in `QUANTILES`, and the strength of their tints."""
MEDIAN: Final = QUANTILES.index(0.5)
ENDS: Final = (2, MEDIAN, 6)
"""Quantiles that are written at the right: 1 in 10 below, the median, 1 in 10 above."""
LINE_HEIGHT: Final = 13.0


@dataclass(frozen=True, slots=True)
class Span:
    """Limits of the value axis."""

    low: float
    high: float

    def around(self, other: Span) -> Span:
        """Return limits that hold both."""
        return Span(min(self.low, other.low), max(self.high, other.high))


def span_of(*shown: Seen) -> Span:
    """Return limits for everything that some settings draw."""
    drawn = [one.bands(policy, one.tuning.measure) for one in shown for policy in one.look.policies]
    values = np.concatenate([band[:, [BANDS[0][0], BANDS[0][1]]].ravel() for band in drawn])
    values = values[np.isfinite(values)]
    return Span(*scales.limits(values.min(), values.max())) if values.size else Span(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where one fan is drawn: pixels of its left end and of its width, months and limits."""

    left: float
    width: float
    months: int
    span: Span

    def x(self, month: float) -> float:
        """Return the pixel of a month."""
        return self.left + self.width * month / max(1, self.months)

    def y(self, value: float) -> float:
        """Return the pixel of a value, inside the plot."""
        share = (value - self.span.low) / (self.span.high - self.span.low)
        return TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - min(1.0, max(0.0, share)))


def picture(now: Seen, span: Span, pinned: Seen | None = None) -> str:
    """Draw a setting, and a pinned one as dashed lines behind it.

    Parameters
    ----------
    span
        Limits of the value axis.
    """
    measure, policies = now.tuning.measure, now.look.policies
    count, months = len(policies), now.look.bands.shape[1] - 1
    width = (WIDTH - LEFT - count * LABELS - (count - 1) * GAP) / count
    parts = []
    for place, policy in enumerate(policies):
        plot = _Plot(LEFT + place * (width + LABELS + GAP), width, months, span)
        parts += [_frame(now, plot, place), _fan(now, policy, plot), _behind(pinned, measure, policy, plot)]
        parts += [_labels(now, policy, plot), _head(now, place, plot)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" '
        f'style="width:100%;max-width:{WIDTH:g}px;background:#fff" font-family="sans-serif" font-size="11">'
        f"<title>{escape(_title(now))}</title><desc>{escape(described(now))}</desc>{''.join(parts)}</svg>"
    )


def described(now: Seen) -> str:
    """Say in words what the picture shows."""
    unit = _unit(now)
    told = []
    for policy in now.look.policies:
        low, median, high = (unit.text(float(value)) for value in now.bands(policy, now.tuning.measure)[-1, list(ENDS)])
        told.append(f"{sentence(spoken(policy))} ends at {median} in the middle; 1 in 10 below {low}, above {high}.")
    return " ".join(told)


def _title(now: Seen) -> str:
    names = " and ".join(spoken(policy) for policy in now.look.policies)
    return f"{sentence(spoken(now.tuning.measure))} under {names}"


def _unit(now: Seen) -> scales.Unit:
    return scales.Unit.of(MEASURES[now.tuning.measure].unit, now.tuning.scenario.currency)


def _frame(now: Seen, plot: _Plot, place: int) -> str:
    """Draw grid, base line and the labels of both axes."""
    ticks = scales.value_ticks(plot.span.low, plot.span.high, (HEIGHT - TOP - BOTTOM) / INCH)
    right = plot.left + plot.width
    parts = [
        f'<line x1="{plot.left:.1f}" x2="{right:.1f}" y1="{plot.y(tick):.1f}" y2="{plot.y(tick):.1f}" '
        f'stroke="{LINE if tick == 0.0 else FAINT}"/>'
        for tick in ticks
    ]
    if place == 0:
        texts = _unit(now).ticks(ticks)
        parts += [_text(plot.left - 6, plot.y(tick) + 4, text, "end") for tick, text in zip(ticks, texts, strict=True)]
    months, names = scales.month_ticks(plot.months, now.tuning.scenario.start, scales.month_room(plot.width / INCH))
    parts += [
        _text(plot.x(month), HEIGHT - BOTTOM + 16, name, "middle") for month, name in zip(months, names, strict=True)
    ]
    return "".join(parts)


def _fan(now: Seen, policy: str, plot: _Plot) -> str:
    bands, colour = now.bands(policy, now.tuning.measure), _colour(now, policy)
    parts = [
        f'<path d="{_area(bands[:, low], bands[:, high], plot)}" fill="{tint(colour, strength)}"/>'
        for low, high, strength in BANDS
    ]
    parts.append(f'<path d="{_line(bands[:, MEDIAN], plot)}" fill="none" stroke="{colour}" stroke-width="2"/>')
    return "".join(parts)


def _behind(pinned: Seen | None, measure: str, policy: str, plot: _Plot) -> str:
    """Draw median and 80 % band of the pinned setting as dashed lines."""
    if pinned is None or policy not in pinned.look.policies:
        return ""
    bands = pinned.bands(policy, measure)
    lines = [(MEDIAN, 1.6), (ENDS[0], 0.8), (ENDS[-1], 0.8)]
    return "".join(
        f'<path d="{_line(bands[:, place], plot)}" fill="none" stroke="{INK}" stroke-width="{width}" '
        f'stroke-dasharray="5 3" class="pinned"/>'
        for place, width in lines
    )


def _labels(now: Seen, policy: str, plot: _Plot) -> str:
    """Write the ends at the right, apart from each other."""
    last, unit = now.bands(policy, now.tuning.measure)[-1], _unit(now)
    known = [(place, float(last[place])) for place in ENDS if math.isfinite(last[place])]
    places = lettering.spread([-plot.y(value) for _, value in known], LINE_HEIGHT, -(HEIGHT - BOTTOM), -TOP)
    right = plot.left + plot.width + 6
    return "".join(
        _text(right, 4 - where, unit.text(value), colour=_colour(now, policy) if place == MEDIAN else MUTED)
        for (place, value), where in zip(known, places, strict=True)
    )


def _head(now: Seen, place: int, plot: _Plot) -> str:
    fate, policy = now.fates[place], now.look.policies[place]
    colour = _colour(now, policy)
    name = f'<text x="{plot.left:.1f}" y="16" font-size="14" font-weight="bold" fill="{colour}">'
    return f"{name}{escape(sentence(spoken(policy)))}</text>" + _text(
        plot.left, 32, f"{_title(now).partition(' under ')[0]}; {fate.regime.label}"
    )


def _colour(now: Seen, policy: str) -> str:
    """Return the colour of a policy by the way most of its paths go, as in every chart."""
    return COLOURS.get(now.fates[now.look.policies.index(policy)].regime.lean, MUTED)


def _text(x: float, y: float, text: str, anchor: str = "start", *, colour: str = MUTED) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'


def _points(values: Array, plot: _Plot) -> list[str]:
    return [f"{plot.x(month):.1f},{plot.y(value):.1f}" for month, value in enumerate(values) if math.isfinite(value)]


def _line(values: Array, plot: _Plot) -> str:
    return _path(_points(values, plot))


def _area(low: Array, high: Array, plot: _Plot) -> str:
    return _path([*_points(low, plot), *reversed(_points(high, plot))]) + "Z"


def _path(points: Sequence[str]) -> str:
    return "M" + "L".join(points) if points else "M0,0"
