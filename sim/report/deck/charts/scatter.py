"""Scatters as native charts: a point per name with its intervals both ways, its name beside it where there is room.

The interval across is a line of its own: LibreOffice takes whiskers across for whiskers up.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import sentence
from sim.charts import lettering
from sim.report.deck.charts import axes, markup, pieces, rows, spans
from sim.report.deck.charts.sheet import Column, Sheet
from sim.report.deck.ink import TEXT, TONES, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.report.deck.charts.space import Space
    from sim.report.deck.charts.spans import Span
    from sim.report.pack.plots.scatter import Scatter, Spot

LONGEST: Final = 2.4
"""Inches of a name."""
_NAME, _X, _X_LOW, _X_HIGH, _Y, _Y_AGAIN, _Y_UP, _Y_DOWN = range(8)
_GAP, _LINE = 0.12, 0.24
"""Inches between a point and its name, and the height of a name."""
_DOT, _THIN = 0.08, 0.03
"""Half the width of a point and of a line."""
_EDGE: Final = 0.1
"""Inches by which a name may stand out of the plotting area."""
_FAR: Final = 12
"""Lines that a name may move away from its point."""


@dataclass(frozen=True, slots=True)
class Room:
    """A rectangle on the plotting area, in inches from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Room) -> bool:
        """Tell whether the two overlap."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def draw(space: Space, scatter: Scatter) -> None:
    """Draw the points."""
    box, spots = space.box, scatter.spots
    upright = spans.span([end for spot in spots for end in (spot.y, *spot.y_ci)], scatter.y, box.height - 1.0)
    level = spans.span([end for spot in spots for end in (spot.x, *spot.x_ci)], scatter.x, box.width - 1.5, every=1.1)
    inner = space.inner(upright.widest + 0.45, 0.15, 0.15 + level.widest / 2.0, rows.BELOW + 0.05)
    area = inner[2] * box.width, inner[3] * box.height
    sheet = _sheet(spots, level, upright)
    names = [lettering.shortened(spot.name, LONGEST, 12.0) for spot in spots]
    points = [(level.share(spot.x) * area[0], (1.0 - upright.share(spot.y)) * area[1]) for spot in spots]
    taken = [room for spot in spots for room in _drawn(spot, (level, upright), area)]
    labels = [
        pieces.Label(0, name, side, written(spot.tone), bold=spot.tone == "good", shift=fall / box.height)
        for spot, name, (side, fall) in zip(spots, names, placed(points, names, taken, area), strict=True)
    ]

    def drawn(size: float) -> bytes:
        series = [_across(sheet, row) for row in range(len(spots))]
        series += [_point(sheet, row, spot, labels[row], size) for row, spot in enumerate(spots)]
        scales = axes.values_across(level, size, title=sentence(scatter.x.name), of="points")
        scales += axes.values_up(upright, size, title=sentence(scatter.y.name))
        return markup.chart_space(markup.points(series), scales, inner, size)

    space.leaf.chart(box, sheet, drawn, space.tag())


def placed(
    points: Sequence[tuple[float, float]], names: Sequence[str], drawn: Sequence[Room], area: tuple[float, float]
) -> list[tuple[str, float]]:
    """Return on which side of its point each name stands, and how many inches lower, so that nothing covers a name."""
    taken = list(drawn)
    found = []
    for (x, y), name in zip(points, names, strict=True):
        options = _options(x, y, lettering.width(name, 12.0))
        free = (one for one in options if _inside(one[1], area) and not any(map(one[1].meets, taken)))
        where, room = next(free, options[0 if x < area[0] / 2.0 else 1])
        found.append(where)
        taken.append(room)
    return found


def _drawn(spot: Spot, axes_of: tuple[Span, Span], area: tuple[float, float]) -> list[Room]:
    """Return what a point and its intervals cover."""
    level, upright = axes_of
    x, y = level.share(spot.x) * area[0], (1.0 - upright.share(spot.y)) * area[1]
    left, right = (level.share(end) * area[0] if math.isfinite(end) else x for end in spot.x_ci)
    bottom, top = ((1.0 - upright.share(end)) * area[1] if math.isfinite(end) else y for end in spot.y_ci)
    dot = Room(x - _DOT, y - _DOT, x + _DOT, y + _DOT)
    return [dot, Room(left, y - _THIN, right, y + _THIN), Room(x - _THIN, top, x + _THIN, bottom)]


def _options(x: float, y: float, wide: float) -> list[tuple[tuple[str, float], Room]]:
    half = _LINE / 2.0
    moved = [
        option
        for fall in (0.0, *(way * lines * _LINE for lines in range(1, _FAR) for way in (1.0, -1.0)))
        for option in (
            (("r", fall), Room(x + _GAP, y + fall - half, x + _GAP + wide, y + fall + half)),
            (("l", fall), Room(x - _GAP - wide, y + fall - half, x - _GAP, y + fall + half)),
        )
    ]
    return [
        *moved[:2],
        (("t", 0.0), Room(x - wide / 2.0, y - _GAP - _LINE, x + wide / 2.0, y - _GAP)),
        (("b", 0.0), Room(x - wide / 2.0, y + _GAP, x + wide / 2.0, y + _GAP + _LINE)),
        *moved[2:],
    ]


def _inside(room: Room, area: tuple[float, float]) -> bool:
    return room.left >= 0.0 and room.top >= -_EDGE and room.right <= area[0] + _EDGE and room.bottom <= area[1]


def _sheet(spots: tuple[Spot, ...], level: Span, upright: Span) -> Sheet:
    across, up = level.scale.name, upright.scale.name
    y = tuple(spot.y for spot in spots)
    lows, highs = zip(*(spot.y_ci for spot in spots), strict=True)
    return Sheet((
        Column("name", tuple(spot.name for spot in spots)),
        Column(across, tuple(spot.x for spot in spots), level.form),
        Column(f"{across}: low", tuple(spot.x_ci[0] for spot in spots), level.form),
        Column(f"{across}: high", tuple(spot.x_ci[1] for spot in spots), level.form),
        Column(up, y, upright.form),
        Column(f"{up} again, for the interval across", y, upright.form),
        Column(f"{up}: reach up", rows.reach(y, highs), upright.form),
        Column(f"{up}: reach down", rows.reach(y, lows), upright.form),
    ))  # fmt: skip


def _point(sheet: Sheet, row: int, spot: Spot, label: pieces.Label, size: float) -> pieces.Series:
    return pieces.Series(
        name=sheet.cell(_NAME, row), across=sheet.values(_X, row), values=sheet.values(_Y, row), style=pieces.look(),
        marker=pieces.dot(TONES[spot.tone], 10), labels=pieces.labels((label,), size),
        whiskers=pieces.whiskers(sheet, (_Y_UP, _Y_DOWN), along="y", row=row),
    )  # fmt: skip


def _across(sheet: Sheet, row: int) -> pieces.Series:
    return pieces.Series(
        name=sheet.cell(_NAME, row), across=sheet.pair(_X_LOW, row), values=sheet.pair(_Y, row),
        style=pieces.look(stroke=pieces.Stroke(TEXT, 1.0)), marker=pieces.NO_MARKER,
    )  # fmt: skip
