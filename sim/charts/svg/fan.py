"""A small fan chart as an SVG string of at most 4 kB for up to twelve policies."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from sim.arrays import Array


WIDTH, HEIGHT = 640, 210
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 502, 26, 184
_ROW: Final = 13
"""Height of a line of letters."""
_LETTERS: Final = 20
"""Letters of a name that have room."""
_LABELLED: Final = 12
"""Most policies that have a name; more don't fit."""
_POINTS: Final = 220
"""Points of all lines together."""


@dataclass(frozen=True, slots=True)
class Band:
    """One policy's quantiles over time.

    Attributes
    ----------
    name
        As people read it.
    colour
        `#RRGGBB`.
    middle
        By month from month 0, shape (months + 1,); NaN where nothing is known.
    low, high
        The same; None for a line alone, since more than two or three bands hide one another.
    """

    name: str
    colour: str
    middle: Array
    low: Array | None = None
    high: Array | None = None

    @property
    def curves(self) -> tuple[Array, ...]:
        """Everything that is drawn of it."""
        return tuple(one for one in (self.middle, self.low, self.high) if one is not None)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where months and values lie."""

    months: int
    low: float
    high: float
    points: int

    def places(self) -> NDArray[np.int64]:
        """Return the months that are drawn, ends included."""
        return np.unique(np.linspace(0, self.months, min(self.points, self.months + 1)).round().astype(np.int64))

    def x(self, month: float) -> int:
        return round(_LEFT + (_RIGHT - _LEFT) * month / max(self.months, 1))

    def y(self, value: float) -> int:
        return round(_BOTTOM - (_BOTTOM - _TOP) * (value - self.low) / (self.high - self.low))


def fan_svg(bands: Sequence[Band], *, title: str, write: Callable[[float], str]) -> str:
    """Draw a line and a band per policy, named at its end.

    Parameters
    ----------
    bands
        At least one, all over the same months.
    title
        Stands above the plot.
    write
        Writes a value for the axis.
    """
    frame = _frame(bands)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" role="img" '
            f'font-family="sans-serif" font-size="11" fill="currentColor"><title>{escape(title)}</title>'
            f'<text x="0" y="12">{escape(title)}</text>'
        ),
        *_axes(frame, write),
        *(_band(band, frame) for band in bands),
        *(_median(band, frame) for band in bands),
        *_names(bands[:_LABELLED], frame),
    ]
    return "".join([*parts, "</svg>"])


def _frame(bands: Sequence[Band]) -> _Frame:
    every = np.concatenate([curve for one in bands for curve in one.curves])
    known = every[np.isfinite(every)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    low = min(low, 0.0) if low < 0.5 * high else low  # zero belongs to the picture unless it would flatten it
    margin = 0.5 * abs(high) or 1.0
    low, high = (low, high) if high > low else (low - margin, high + margin)
    return _Frame(len(bands[0].middle) - 1, low, high, max(8, _POINTS // sum(len(one.curves) for one in bands)))


def _axes(frame: _Frame, write: Callable[[float], str]) -> list[str]:
    lines = []
    for value in (frame.low, 0.5 * (frame.low + frame.high), frame.high):
        y = frame.y(value)
        lines.append(f'<path d="M{_LEFT} {y}H{_RIGHT}" stroke="currentColor" opacity=".15"/>')
        lines.append(f'<text x="{_LEFT - 5}" y="{y + 4}" text-anchor="end">{escape(write(value))}</text>')
    for month, side in ((0, "start"), (frame.months, "end")):
        lines.append(f'<text x="{frame.x(month)}" y="{_BOTTOM + 18}" text-anchor="{side}">month {month}</text>')
    return lines


def _band(band: Band, frame: _Frame) -> str:
    low, high = band.low, band.high
    if low is None or high is None:
        return ""
    known = [month for month in frame.places() if np.isfinite(low[month] + high[month])]
    up = [f"{frame.x(month)} {frame.y(high[month])}" for month in known]
    down = [f"{frame.x(month)} {frame.y(low[month])}" for month in reversed(known)]
    return f'<path d="M{"L".join([*up, *down])}Z" fill="{band.colour}" opacity=".16"/>' if known else ""


def _median(band: Band, frame: _Frame) -> str:
    known = [month for month in frame.places() if np.isfinite(band.middle[month])]
    points = "L".join(f"{frame.x(month)} {frame.y(band.middle[month])}" for month in known)
    return f'<path d="M{points}" fill="none" stroke="{band.colour}" stroke-width="2"/>' if known else ""


def _names(bands: Sequence[Band], frame: _Frame) -> list[str]:
    """Write each name where its line ends, moved apart so that none lies on another.

    In the colour of the text around: that of a line is too dark to read on a dark page.
    """
    ends = [band.middle[-1] if np.isfinite(band.middle[-1]) else frame.low for band in bands]
    order = sorted(range(len(bands)), key=lambda place: -ends[place])
    lines, lowest = [], _TOP - _ROW
    for number, place in enumerate(order):
        rest = len(order) - 1 - number
        y = min(max(frame.y(ends[place]), lowest + _ROW), _BOTTOM - rest * _ROW)
        lowest = y
        lines.append(f'<text x="{_RIGHT + 6}" y="{y + 4}">{escape(_short(bands[place].name))}</text>')
    return lines


def _short(name: str) -> str:
    return name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1]}…"
