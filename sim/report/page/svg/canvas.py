"""What charts are drawn with: lines, boxes, texts, in colours that follow the page from light to dark."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.charts import colours
from sim.report.page.markup import Element, element, isolated, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.report.pack.plots.scale import Tone

INK: Final = f"var(--ink,{colours.INK})"
MUTED: Final = f"var(--muted,{colours.MUTED})"
LINE: Final = f"var(--line,{colours.LINE})"
FAINT: Final = f"var(--faint,{colours.FAINT})"
PAPER: Final = "var(--paper,#fff)"
TONES: Final[dict[Tone, str]] = {
    "good": f"var(--good,{colours.BLUE})",
    "bad": f"var(--bad,{colours.ORANGE})",
    "plain": f"var(--plain,{colours.MUTED})",
}
"""A page sets these variables for light and dark; outside of one, such as in a notebook, the light colour stands."""
FONT: Final = "'Segoe UI',Roboto,'Helvetica Neue',Arial,'Liberation Sans',system-ui,sans-serif"
BODY, SMALL, HEAD = 13.0, 12.0, 15.0
"""Sizes of type: names and values, ticks, headings of panels."""
Point = tuple[float, float]


def drawing(size: tuple[float, float], *inside: Element | None, **attributes: str | float | None) -> Element:
    """Return a drawing of this width and height in pixels; it grows and shrinks with its place."""
    wide, high = size
    return element(
        "svg", *inside, viewBox=f"0 0 {number(wide)} {number(high)}", width=wide, height=high, font_family=FONT,
        font_size=BODY, fill=INK, **attributes,
    )  # fmt: skip


def text(at: Point, words: str, **look: str | float | None) -> Element:
    """Write a text whose base line starts at a point."""
    return element("text", isolated(words), x=at[0], y=at[1], **look)


def on_marks(at: Point, words: str, **look: str | float | None) -> Element:
    """Write a text that stays readable where it lies on lines or colour."""
    return text(at, words, paint_order="stroke", stroke=PAPER, stroke_width=4.0, stroke_linejoin="round", **look)


def line(start: Point, end: Point, **look: str | float | None) -> Element:
    """Draw a straight line; grey unless asked otherwise."""
    look = {"stroke": LINE, **look}
    return element("line", x1=start[0], y1=start[1], x2=end[0], y2=end[1], **look)


def box(corner: Point, other: Point, **look: str | float | None) -> Element:
    """Draw a box between two corners; boxes that share an edge leave no gap."""
    left, right = sorted((round(corner[0], 1), round(other[0], 1)))
    top, bottom = sorted((round(corner[1], 1), round(other[1], 1)))
    return element("rect", x=left, y=top, width=right - left, height=bottom - top, **look)


def dot(at: Point, radius: float, **look: str | float | None) -> Element:
    """Draw a point."""
    return element("circle", cx=at[0], cy=at[1], r=radius, **look)


def path(points: Sequence[Point], **look: str | float | None) -> Element | None:
    """Draw a line through the points that are known, broken where one is not; None when there are none."""
    runs = [run for run in _runs(points) if run]
    if not runs:
        return None
    look = {"fill": "none", **look}
    return element("path", d="".join(f"M{_through(run)}" + ("h.1" if len(run) == 1 else "") for run in runs), **look)


def area(upper: Sequence[Point], lower: Sequence[Point], **look: str | float | None) -> Element | None:
    """Fill what lies between two lines, where both are known."""
    known = [pair for pair in zip(upper, lower, strict=True) if _known(pair[0]) and _known(pair[1])]
    if not known:
        return None
    there, back = [pair[0] for pair in known], [pair[1] for pair in reversed(known)]
    return element("path", d=f"M{_through([*there, *back])}Z", **look)


def _through(points: Iterable[Point]) -> str:
    return "L".join(f"{number(x)} {number(y)}" for x, y in points)


def _runs(points: Sequence[Point]) -> list[list[Point]]:
    runs: list[list[Point]] = [[]]
    for point in points:
        if _known(point):
            runs[-1].append(point)
        else:
            runs.append([])
    return runs


def _known(point: Point) -> bool:
    return math.isfinite(point[0]) and math.isfinite(point[1])
