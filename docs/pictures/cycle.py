"""The cycle in one picture: six steps, the feedback, the side loops, the world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from pictures.canvas import CONTENT, Picture, picture
from pictures.panels import WHITE
from sim.charts.style import BLUE, INK, LABEL, MUTED, tint

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HIGH: Final = 4.55
"""Height of the drawing in inches."""
BOX: Final = (1.95, 1.02)
"""Width and height of a step in inches."""
NAME: Final = 11.5
SMALL: Final = 7.8


@dataclass(frozen=True, slots=True)
class Step:
    """A step: number and name, what happens in it, and its centre in inches from the lower left corner."""

    name: str
    work: str
    at: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow between two points, what it carries and where that stands; `bend` is its curvature."""

    start: tuple[float, float]
    end: tuple[float, float]
    carries: str
    at: tuple[float, float]
    bend: float = 0.0
    align: str = "center"


UPPER, LOWER = 3.9, 0.8
LEFT, MIDDLE, RIGHT = 1.0, CONTENT / 2, CONTENT - 1.0

STEPS: Final = (
    Step("1 plans", "reviews set the budget;\nmoney keeps and builds\ncapability", (LEFT, UPPER)),
    Step("2 demand", "marketing, content and\ncustomers' word\nbring leads", (MIDDLE, UPPER)),
    Step("3 acquisition", "leads become\nopportunities,\nwon or lost", (RIGHT, UPPER)),
    Step("4 experience", "customers stay, order,\ntalk, or leave", (RIGHT, LOWER)),
    Step("5 supply", "volume and learning\nset cost, stock-outs\nand lead time", (MIDDLE, LOWER)),
    Step("6 reinvestment", "profit, tax, cash, credit,\nowners; the firm goes on\nor closes", (LEFT, LOWER)),
)

_W, _H = BOX[0] / 2 + 0.05, BOX[1] / 2 + 0.05
MAIN: Final = (
    Link((LEFT + _W, UPPER), (MIDDLE - _W, UPPER), "capability,\nmedia,\npeople", ((LEFT + MIDDLE) / 2, UPPER + 0.36)),
    Link((MIDDLE + _W, UPPER), (RIGHT - _W, UPPER), "qualified\nleads", ((MIDDLE + RIGHT) / 2, UPPER + 0.28)),
    Link((RIGHT, UPPER - _H), (RIGHT, LOWER + _H), "new\ncustomers", (RIGHT + 0.12, 2.4), align="left"),
    Link(
        (RIGHT - _W, LOWER + 0.14),
        (MIDDLE + _W, LOWER + 0.14),
        "units\nasked for",
        ((MIDDLE + RIGHT) / 2, LOWER + 0.42),
    ),
    Link((MIDDLE - _W, LOWER), (LEFT + _W, LOWER), "units,\nunit cost", ((LEFT + MIDDLE) / 2, LOWER + 0.28)),
)
FEEDBACK: Final = Link(
    (LEFT - 0.35, LOWER + _H),
    (LEFT - 0.35, UPPER - _H),
    "profit and cash\nset the next\nbudget",
    (LEFT - 0.18, 2.6),
    align="left",
)
SIDE: Final = (
    Link((RIGHT - 0.6, LOWER + _H), (MIDDLE + 0.62, UPPER - _H), "referrals", (5.76, 2.62), 0.12),
    Link(
        (LEFT + 0.62, LOWER + _H),
        (MIDDLE - 0.62, UPPER - _H),
        "revenue sets\nbase marketing",
        (2.44, 2.62),
        -0.12,
    ),
    Link(
        (MIDDLE + _W, LOWER - 0.2),
        (RIGHT - _W, LOWER - 0.2),
        "late or\nmissing goods",
        ((MIDDLE + RIGHT) / 2, LOWER - 0.5),
    ),
)
WORLD: Final = (MIDDLE, 2.05)
WORLD_BOX: Final = (1.9, 0.74)
TOUCHES: Final = (
    ((MIDDLE, WORLD[1] + 0.42), (MIDDLE, UPPER - _H)),
    ((MIDDLE + 1.0, WORLD[1] - 0.1), (RIGHT - _W + 0.05, LOWER + _H - 0.08)),
    ((MIDDLE - 1.0, WORLD[1] - 0.1), (LEFT + _W - 0.05, LOWER + _H - 0.08)),
)


def cycle() -> Picture:
    """Draw the cycle."""
    made = picture(
        "One loop in six steps: what a firm earns decides what it can build next",
        "Each month the steps work in this order. Each lap larger than the last: virtuous; smaller: vicious. "
        "The equations are the same.",
        HIGH,
    )
    axes = made.axes(0.0, 0.0, CONTENT, HIGH)
    axes.set_xlim(0, CONTENT)
    axes.set_ylim(0, HIGH)
    axes.axis("off")
    for link in MAIN:
        _arrow(axes, link, BLUE, 3.2)
    _arrow(axes, FEEDBACK, BLUE, 7.0)
    for link in SIDE:
        _arrow(axes, link, tint(BLUE, 0.75), 1.5)
    for start, end in TOUCHES:
        _touch(axes, start, end)
    for step in STEPS:
        _box(axes, step)
    _world(axes)
    return made


def _arrow(axes: Axes, link: Link, colour: str, strength: float) -> None:
    """Draw an arrow and write what it carries beside it."""
    axes.add_patch(
        FancyArrowPatch(
            link.start, link.end, arrowstyle="-|>", mutation_scale=8 + 2.6 * strength, linewidth=strength, color=colour,
            connectionstyle=f"arc3,rad={link.bend}", shrinkA=0, shrinkB=0, zorder=3, capstyle="butt", joinstyle="miter",
        )
    )  # fmt: skip
    weight = "bold" if link is FEEDBACK else "normal"
    axes.text(
        *link.at, link.carries, fontsize=LABEL, color=BLUE, ha=link.align, va="center", linespacing=1.2,
        fontweight=weight, zorder=5, bbox=WHITE if link.bend else None,
    )  # fmt: skip


def _touch(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw a dashed arrow from the world."""
    axes.add_patch(
        FancyArrowPatch(
            start, end, arrowstyle="-|>", mutation_scale=10, linewidth=1.1, color=MUTED, linestyle=(0, (3, 2)),
            shrinkA=0, shrinkB=0, zorder=2,
        )
    )  # fmt: skip


def _frame(axes: Axes, centre: tuple[float, float], size: tuple[float, float], **look: Any) -> None:  # noqa: ANN401 (matplotlib's settings)
    """Draw a box with round corners."""
    (x, y), (wide, high) = centre, size
    style = "round,pad=0,rounding_size=0.09"
    axes.add_patch(FancyBboxPatch((x - wide / 2, y - high / 2), wide, high, boxstyle=style, zorder=4, **look))


def _box(axes: Axes, step: Step) -> None:
    """Draw a step: its name, and what happens in it."""
    x, y = step.at
    _frame(axes, step.at, BOX, facecolor="white", edgecolor=INK, linewidth=1.3)
    axes.text(x, y + 0.31, step.name, fontsize=NAME, fontweight="bold", color=INK, ha="center", va="center", zorder=6)
    look: dict[str, Any] = {"fontsize": SMALL, "color": INK, "ha": "center", "va": "center", "linespacing": 1.25}
    axes.text(x, y - 0.14, step.work, zorder=6, **look)


def _world(axes: Axes) -> None:
    """Draw what the firm cannot choose."""
    x, y = WORLD
    _frame(axes, WORLD, WORLD_BOX, facecolor=tint(MUTED, 0.12), edgecolor=MUTED, linewidth=1.0, linestyle=(0, (3, 2)))
    look: dict[str, Any] = {"color": MUTED, "ha": "center", "va": "center", "zorder": 6}
    axes.text(x, y + 0.2, "the world", fontsize=10.0, fontweight="bold", **look)
    axes.text(
        x, y - 0.13, "recessions, seasons, luck,\nrivals, one-off events", fontsize=SMALL, linespacing=1.25, **look
    )
