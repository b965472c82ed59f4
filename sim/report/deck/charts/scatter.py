"""Scatters as native charts: a point per name with whiskers both ways, its name beside it where there is room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import sentence
from sim.charts import lettering
from sim.report.deck.charts import axes, markup, rows
from sim.report.deck.charts.ink import TONES, written
from sim.report.deck.charts.sheet import Column, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.report.deck.charts.axes import Span
    from sim.report.deck.charts.space import Space
    from sim.report.pack.plots import Scatter, Spot

LONGEST: Final = 2.4
"""Inches of a name."""
_NAME, _X, _X_UP, _X_DOWN, _Y, _Y_UP, _Y_DOWN = range(7)
_GAP, _LINE = 0.12, 0.24
"""Inches between a point and its name, and the height of a name."""


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
    upright = axes.span([end for spot in spots for end in (spot.y, *spot.y_ci)], scatter.y, box.height - 1.0)
    level = axes.span([end for spot in spots for end in (spot.x, *spot.x_ci)], scatter.x, box.width - 1.5, every=1.1)
    inner = space.inner(upright.widest + 0.45, 0.15, 0.15 + level.widest / 2.0, rows.BELOW + 0.05)
    area = inner[2] * box.width, inner[3] * box.height
    sheet = _sheet(spots, level, upright)
    names = [lettering.shortened(spot.name, LONGEST, 12.0) for spot in spots]
    sides = placed([(level.share(s.x) * area[0], (1.0 - upright.share(s.y)) * area[1]) for s in spots], names, area)

    def drawn(size: float) -> bytes:
        series = [_series(sheet, row, spot, (names[row], sides[row]), size) for row, spot in enumerate(spots)]
        scales = axes.values_across(level, size, title=sentence(scatter.x.name), of="points")
        scales += axes.values_up(upright, size, title=sentence(scatter.y.name))
        return markup.chart_space(markup.points(series), scales, inner, size)

    space.leaf.chart(box, sheet, drawn, space.tag())


def placed(points: Sequence[tuple[float, float]], names: Sequence[str], area: tuple[float, float]) -> list[str]:
    """Return on which side of its point each name stands, so that names meet neither one another nor points."""
    taken = [Room(x - 0.08, y - 0.08, x + 0.08, y + 0.08) for x, y in points]
    found = []
    for place, ((x, y), name) in enumerate(zip(points, names, strict=True)):
        others = taken[:place] + taken[place + 1 :]
        options = _options(x, y, lettering.width(name, 12.0))
        free = (side for side, room in options if _inside(room, area) and not any(map(room.meets, others)))
        side = next(free, "r" if x < area[0] / 2.0 else "l")
        found.append(side)
        taken.append(dict(options)[side])
    return found


def _options(x: float, y: float, wide: float) -> list[tuple[str, Room]]:
    half = _LINE / 2.0
    return [
        ("r", Room(x + _GAP, y - half, x + _GAP + wide, y + half)),
        ("l", Room(x - _GAP - wide, y - half, x - _GAP, y + half)),
        ("t", Room(x - wide / 2.0, y - _GAP - _LINE, x + wide / 2.0, y - _GAP)),
        ("b", Room(x - wide / 2.0, y + _GAP, x + wide / 2.0, y + _GAP + _LINE)),
    ]


def _inside(room: Room, area: tuple[float, float]) -> bool:
    return room.left >= 0.0 and room.top >= -0.1 and room.right <= area[0] + 0.1 and room.bottom <= area[1]


def _sheet(spots: tuple[Spot, ...], level: Span, upright: Span) -> Sheet:
    columns = [Column("name", tuple(spot.name for spot in spots))]
    for axis, part in ((level, "x"), (upright, "y")):
        values = [float(getattr(spot, part)) for spot in spots]
        lows, highs = zip(*(getattr(spot, f"{part}_ci") for spot in spots), strict=True)
        name = axis.scale.name
        columns += [
            Column(name, tuple(values), axis.form),
            Column(f"{name}: reach up", rows.reach(values, highs), axis.form),
            Column(f"{name}: reach down", rows.reach(values, lows), axis.form),
        ]
    return Sheet(tuple(columns))


def _series(sheet: Sheet, row: int, spot: Spot, name: tuple[str, str], size: float) -> markup.Series:
    text, side = name
    label = markup.Label(0, text, side, written(spot.tone), bold=spot.tone == "good")
    whiskers = markup.whiskers(sheet, (_X_UP, _X_DOWN), along="x", row=row)
    whiskers += markup.whiskers(sheet, (_Y_UP, _Y_DOWN), along="y", row=row)
    return markup.Series(
        name=sheet.cell(_NAME, row), across=sheet.values(_X, row), values=sheet.values(_Y, row), style=markup.look(),
        marker=markup.dot(TONES[spot.tone], 10), labels=markup.labels((label,), size), whiskers=whiskers,
    )  # fmt: skip
