"""Pictures of plans and projects: planned or random, order, platforms, hosting, self-assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pictures.canvas import CONTENT, Picture, picture
from pictures.panels import (
    FOOT,
    PLAIN,
    ROW,
    SHARE,
    Bar,
    Box,
    Curve,
    bars,
    crossing,
    dots,
    draw,
    level_line,
    levels,
    plot,
    room,
    span,
    years,
)  # fmt: skip
from pictures.words import about, runs, short, signed, tenth, title, whole
from sim.charts.style import BLUE, FAINT, GREY, INK, LABEL, MUTED, ORANGE, TICK, tint
from sim.results import STEPS
from sim.scenario.assessment import MATURE, QUESTIONS, SAFE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from tests.statistical.claims.statements import Claim, Found

LEFT: Final = 0.5
"""Room for the labels of a value axis, in inches."""
HIGH: Final = 2.5
NAMES: Final = 1.1
LANE: Final = 0.3
"""Room for names at the left and height of a row of capabilities, in inches."""
MOST: Final = 3 * len(QUESTIONS)
STOCKS: Final = ("process_quality", "technology", "adoption")
RIGHT: Final[dict[str, Any]] = {"fontsize": TICK, "ha": "right", "va": "center_baseline", "color": INK}


def planned_or_random(claim: Claim, found: Found) -> Picture:
    """C3: revenue under a plan and under random acts; what of the gap in NPV repeats make."""
    gap, part = about(found, "NPV, planned"), about(found, "part of the NPV gap")
    made = picture(
        title(claim, found, f"The same money spent by plan is worth {whole(gap.mean)} of a year's revenue more than "
              "spent at random"),
        f"Revenue of the last twelve months, of today's; {runs(claim)}",
        HIGH + FOOT + 0.35 + 2 * ROW,
    )  # fmt: skip
    planned, random = found.curves["planned"], found.curves["random"]
    curves = [
        Curve(planned, BLUE, f"{planned.mean[-1]:.2f} times", "planned"),
        Curve(random, ORANGE, f"{random.mean[-1]:.2f} times", "random acts"),
    ]
    box = Box(LEFT, 0.0, room(LEFT, curves), HIGH)
    axes = plot(made, box, span([planned, random], 0.0), PLAIN)
    years(axes, 120, 2)
    level_line(axes, 1.0)
    draw(axes, curves, box)
    rows = [
        Bar("NPV, planned less random", gap, BLUE, short(gap)),
        Bar("of it by repeats of random acts", part, ORANGE, short(part)),
    ]
    bars(made, Box(0.0, HIGH + FOOT + 0.35, CONTENT, 2 * ROW), rows, (0.0, 1.55 * gap.high), 2.4)
    return made


def simplify_then_automate(claim: Claim, found: Found) -> Picture:
    """C4: profit so far of the two better ways over automating only."""
    first, last = found.lines[0], found.lines[2]
    both, simple = found.curves["both in order"], found.curves["simplify only"]
    made = picture(
        title(claim, found, f"In order beats simplifying only by {whole(first.mean)} of a year's revenue in profit, "
              f"and that beats automating only by {whole(last.mean)}"),
        f"Profit so far less that of automating only at the same spending, of today's yearly revenue; {runs(claim)}",
        HIGH + FOOT + 0.35 + 2 * ROW,
    )  # fmt: skip
    curves = [
        Curve(both, BLUE, whole(float(both.mean[-1])), "simplify, then automate"),
        Curve(simple, MUTED, whole(float(simple.mean[-1])), "simplify only"),
    ]
    box = Box(LEFT, 0.0, room(LEFT, curves), HIGH)
    axes = plot(made, box, span([both, simple], 0.0), SHARE)
    years(axes, 120, 2)
    draw(axes, curves, box)
    level_line(axes, 0.0, "automate only", 0.83)
    npv = about(found, "NPV, both in order")
    rows = [
        Bar("profit, in order less simplify only", first, BLUE, short(first)),
        Bar("NPV, in order less simplify only", npv, BLUE, short(npv)),
    ]
    bars(made, Box(0.0, HIGH + FOOT + 0.35, CONTENT, 2 * ROW), rows, (0.0, 1.6 * first.high), 2.7)
    return made


def platform_project(claim: Claim, found: Found) -> Picture:
    """C8: yearly revenue lost to the project, and what came of it."""
    gap = found.curves["revenue"]
    lost, left, served = (about(found, start) for start in ("NPV", "customers after", "technology of step 5"))
    made = picture(
        title(claim, found, f"The platform serves step 5, but costs {whole(-lost.mean)} of a year's revenue in NPV"),
        f"Revenue of the last twelve months, with the project less without, of today's; {runs(claim)}",
        HIGH + FOOT + 0.35 + 3 * ROW,
    )
    curve = Curve(gap, ORANGE, whole(float(gap.mean[-1])), "of yearly revenue")
    box = Box(LEFT, 0.0, room(LEFT, [curve]), HIGH)
    axes = plot(made, box, span([gap], 0.0, 0.02), SHARE)
    years(axes, 120, 2)
    (event,) = claim.scenario().events
    start, lasting = float(event.month), float(event.lasting)
    axes.axvspan(start, start + lasting, color=FAINT, zorder=1)
    axes.annotate(
        "platform project", (start + lasting / 2, 0.0), (0, 5), textcoords="offset points", ha="center",
        fontsize=LABEL, color=MUTED, zorder=5,
    )  # fmt: skip
    draw(axes, [curve], box)
    rows = [
        Bar("NPV, of a year's revenue", lost, ORANGE, short(lost)),
        Bar("customers in year 3, of today's", left, ORANGE, short(left)),
        Bar("technology of step 5 in year 3", served, BLUE, short(served)),
    ]
    reach = 2.6 * max(-lost.low, served.high)
    bars(made, Box(0.0, HIGH + FOOT + 0.35, CONTENT, 3 * ROW), rows, (-reach, reach), 2.3)
    return made


def hosted_or_on_site(claim: Claim, found: Found) -> Picture:
    """C12: how much dearer five years hosted are than owned, by subscription inflation."""
    gap, tip = found.curves["gap"], found.bars["tip"]
    made = picture(
        title(claim, found, "Hosted is cheaper over five years while subscriptions rise by less than "
              f"{tenth(tip.mean)} a year"),
        f"Cost of five years, hosted less owned, of the system's price, by subscription inflation; {runs(claim)}",
        HIGH + FOOT,
    )  # fmt: skip
    box = Box(LEFT, 0.0, CONTENT - LEFT - 1.2, HIGH)
    axes = plot(made, box, (min(float(gap.low.min()), 0.0) - 0.05, float(gap.high.max()) + 0.03), SHARE)
    levels(axes, [float(at) for at in gap.at], [whole(float(at)) for at in gap.at])
    colours = [BLUE if high < 0 else ORANGE if low > 0 else MUTED for low, high in zip(gap.low, gap.high, strict=True)]
    dots(axes, gap, colours, [signed(float(value)) for value in gap.mean])
    even = f"even at {tenth(tip.mean)} [{tenth(tip.low)}, {tenth(tip.high)}]"
    crossing(axes, tip, 0.0, even, (-64, 34))
    for value, text, colour in ((0.75, "owned is cheaper", ORANGE), (0.25, "hosted is cheaper", BLUE)):
        look: dict[str, Any] = {"color": colour, "fontsize": LABEL, "fontweight": "bold", "va": "center_baseline"}
        axes.text(1.015, value, text, transform=axes.transAxes, **look)
    return made


def self_assessment(claim: Claim, found: Found) -> Picture:
    """C15: the score among its bands, and where each capability starts."""
    score, count = found.bars["score"].mean, claim.scenario().replications
    made = picture(
        title(claim, found, f"{score:.0f} points of {MOST}: each capability starts where the answers say"),
        f"Bars: where the simulated firm starts; dots: what the ten answers say; {count:,} replications",
        0.85 + 5 * LANE + 0.4 + LANE,
    )
    _strip(made.axes(NAMES, 0.1, CONTENT - NAMES, 0.22), score)
    made.text(NAMES - 0.12, 0.21, "score", **RIGHT)
    stocks = [(stock, [f"capability.{stock}.{step}" for step in STEPS]) for stock in STOCKS]
    _columns(made, found, stocks, 0.6)
    for row, step in enumerate(STEPS):
        made.text(NAMES - 0.12, 0.82 + LANE * (row + 0.5), step, **RIGHT)
    whole_firm = [(key.partition(".")[2], [key]) for key in ("plans.plan_quality", "demand.data_quality")]
    _columns(made, found, whole_firm, 0.85 + 5 * LANE + 0.15)
    made.text(NAMES - 0.12, 0.85 + 5.5 * LANE + 0.37, "whole firm", **RIGHT)
    return made


def _columns(made: Picture, found: Found, groups: list[tuple[str, list[str]]], top: float) -> None:
    """Draw groups of capabilities side by side, each under its name."""
    wide = (CONTENT - NAMES) / len(STOCKS)
    for column, (name, keys) in enumerate(groups):
        left = NAMES + column * wide
        made.text(left, top, name.replace("_", " "), fontsize=TICK, fontweight="bold", color=INK)
        _starts(made.axes(left, top + 0.22, wide - 0.45, len(keys) * LANE), found, keys)


def _strip(axes: Axes, score: float) -> None:
    """Draw the bands of the score side by side and mark where the firm is."""
    axes.set_xlim(0, MOST)
    axes.set_ylim(0, 1)
    axes.axis("off")
    for low, high, name, colour in (
        (0, SAFE, "at risk", ORANGE), (SAFE, MATURE, "immature", GREY), (MATURE, MOST, "mature", BLUE),
    ):  # fmt: skip
        axes.axvspan(low, high, color=tint(colour, 0.35), linewidth=0.0)
        last = high - 1 if high < MOST else high
        axes.text(low + 0.2, 0.47, f"{name}, {low}–{last}", fontsize=LABEL, color=INK, va="center_baseline")
    axes.plot([score, score], [-0.25, 1.25], color=INK, linewidth=2.4, clip_on=False)
    look: dict[str, Any] = {"ha": "center", "fontsize": TICK, "fontweight": "bold", "color": INK}
    axes.annotate(f"{score:.0f}", (score, 1.0), (0, 5), textcoords="offset points", **look)


def _starts(axes: Axes, found: Found, keys: list[str]) -> None:
    """Draw where capabilities start as bars, and what the answers say as dots."""
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(len(keys) - 0.5, -0.5)
    axes.axis("off")
    look: dict[str, Any] = {"va": "center_baseline", "fontsize": LABEL, "fontweight": "bold", "color": BLUE}
    for row, key in enumerate(keys):
        start, said = found.bars[key].mean, found.bars[f"said {key}"].mean
        axes.barh(row, 1.0, height=0.5, color=tint(FAINT, 0.6), zorder=1)
        axes.barh(row, start, height=0.5, color=tint(BLUE, 0.55), zorder=2)
        axes.plot([said], [row], "o", color=INK, markersize=5.5, zorder=4)
        axes.annotate(whole(start), (1.0, row), (5, 0), textcoords="offset points", **look)
