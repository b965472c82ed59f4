"""Waterfalls as native stacked columns: every bar is split at zero, so that it stands right on either side of it.

PowerPoint's own kind of waterfall can't be written in the markup that other programs read.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.charts import lettering
from sim.report.deck.charts import axes, markup, pieces, rows, spans
from sim.report.deck.charts.sheet import Column, Sheet
from sim.report.deck.ink import BAD, GOOD, MUTED, TEXT, Ink
from sim.report.deck.written import change, of_scale

if TYPE_CHECKING:
    from sim.report.deck.charts.space import Space
    from sim.report.deck.charts.spans import Span
    from sim.report.pack.plots.scale import Scale
    from sim.report.pack.plots.waterfall import Stride, Waterfall

_HIDDEN: Final[Ink | None] = None
_STACK: Final = (
    ("base (not drawn)", _HIDDEN), ("total", MUTED), ("gain", GOOD), ("gain below zero", GOOD), ("loss", BAD),
    ("loss below zero", BAD),
)  # fmt: skip
"""Series that are stacked, and their colours."""
_NAME, _FIRST = 0, 1
_END, _UP, _DOWN, _TOP = (_FIRST + len(_STACK) + place for place in range(4))


@dataclass(frozen=True, slots=True)
class Block:
    """A bar: where it starts and ends, and the step that it shows."""

    start: float
    end: float
    stride: Stride

    @property
    def ends(self) -> tuple[float, float]:
        """Lower and upper end."""
        return min(self.start, self.end), max(self.start, self.end)

    def stacked(self) -> tuple[float, ...]:
        """Return the heights of the series of `_STACK`; a bar across zero has a part on either side."""
        low, high = self.ends
        if self.stride.total:
            return (0.0, self.end, 0.0, 0.0, 0.0, 0.0)
        base = low if low > 0.0 else min(0.0, high)
        above, below = max(0.0, high) - max(0.0, low), min(0.0, low) - min(0.0, high)
        gain = self.end >= self.start
        return (base, 0.0, *((above, below) if gain else (0.0, 0.0)), *((0.0, 0.0) if gain else (above, below)))


def blocks(waterfall: Waterfall) -> tuple[Block, ...]:
    """Return the bars one after the other."""
    found, stands = [], 0.0
    for stride in waterfall.strides:
        amount = stride.amount if math.isfinite(stride.amount) else 0.0
        start, end = (0.0, amount) if stride.total else (stands, stands + amount)
        found.append(Block(start, end, stride))
        stands = end
    return tuple(found)


def draw(space: Space, waterfall: Waterfall) -> None:
    """Draw the bars."""
    shown = blocks(waterfall)
    axis = _axis(shown, waterfall.value, space.box.height - 1.2)
    left = axis.widest + 0.14
    room = (space.box.width - left - 0.1) / len(shown) - 0.12
    names = [rows.broken(block.stride.name, room, 4) for block in shown]
    sheet = _sheet(shown, axis, names)
    most = max(name.count("\n") for name in names) + 1
    inner = space.inner(left, 0.1, 0.1, 0.15 + lettering.height(12.0, most))

    def drawn(size: float) -> bytes:
        stack = [_stacked(sheet, place, ink) for place, (_, ink) in enumerate(_STACK, _FIRST)]
        groups = markup.bars(stack, way="col", grouping="stacked", gap=45, overlap=100)
        groups += markup.lines(_labelled(sheet, shown, waterfall.value, size), len(stack))
        scales = axes.names(size, side="b") + axes.values_up(axis, size, between="between")
        return markup.chart_space(groups, scales, inner, size)

    space.leaf.chart(space.box, sheet, drawn, space.tag())


def _axis(shown: tuple[Block, ...], scale: Scale, height: float) -> Span:
    ends = [0.0, *(end for block in shown for end in (*block.ends, _top(block), _bottom(block)))]
    room = (max(ends) - min(ends)) * 0.3 / max(1.0, height)
    return spans.span([*ends, max(ends) + room], scale, height)


def _whisker(block: Block) -> tuple[float, float]:
    """Return how far the interval reaches up and down from a bar's end; NaN without one."""
    stride = block.stride
    return stride.high - stride.amount, stride.amount - stride.low


def _top(block: Block) -> float:
    up, _ = _whisker(block)
    return max(block.ends[1], block.end + up if math.isfinite(up) else block.end)


def _bottom(block: Block) -> float:
    _, down = _whisker(block)
    return min(block.ends[0], block.end - down if math.isfinite(down) else block.end)


def _sheet(shown: tuple[Block, ...], axis: Span, names: list[str]) -> Sheet:
    heights = zip(*(block.stacked() for block in shown), strict=True)
    stack = [Column(name, tuple(column), axis.form) for (name, _), column in zip(_STACK, heights, strict=True)]
    reaches = [_whisker(block) for block in shown]
    return Sheet((
        Column("step", tuple(names)),
        *stack,
        Column("end of the bar", tuple(block.end for block in shown), axis.form),
        Column("reach up", tuple(up for up, _ in reaches), axis.form),
        Column("reach down", tuple(down for _, down in reaches), axis.form),
        Column("where the text stands (not drawn)", tuple(_top(block) for block in shown), axis.form),
        Column("amount", tuple(block.stride.amount for block in shown), axis.form),
        Column("amount: low", tuple(block.stride.low for block in shown), axis.form),
        Column("amount: high", tuple(block.stride.high for block in shown), axis.form),
    ))  # fmt: skip


def _stacked(sheet: Sheet, place: int, ink: Ink | None) -> pieces.Series:
    return pieces.Series(
        name=sheet.heading(place), across=sheet.values(_NAME), values=sheet.values(place), style=pieces.look(ink),
        marker=pieces.UPRIGHT,
    )  # fmt: skip


def _labelled(sheet: Sheet, shown: tuple[Block, ...], scale: Scale, size: float) -> list[pieces.Series]:
    """Return two lines that are not drawn: one holds the whiskers, one the texts above them."""
    texts = tuple(
        pieces.Label(place, _text(block.stride, scale), "t", TEXT, bold=True) for place, block in enumerate(shown)
    )
    whiskers = pieces.whiskers(sheet, (_UP, _DOWN)) if any(rows.known(_whisker(block)) for block in shown) else ""
    return [
        pieces.Series(
            name=sheet.heading(column), across=sheet.values(_NAME), values=sheet.values(column), style=pieces.look(),
            marker=pieces.NO_MARKER, labels=labels, whiskers=bars,
        )
        for column, labels, bars in ((_END, "", whiskers), (_TOP, pieces.labels(texts, size), ""))
    ]  # fmt: skip


def _text(stride: Stride, scale: Scale) -> str:
    return of_scale(stride.amount, scale) if stride.total else change(stride.amount, scale)
