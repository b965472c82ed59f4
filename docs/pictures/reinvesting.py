"""Pictures of the loop: harvest or reinvest, tipping, compounding, shocks, the long run, decay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pictures.canvas import CONTENT, Picture, picture
from pictures.panels import (
    FOOT,
    PLAIN,
    SHARE,
    Box,
    Curve,
    crossing,
    dots,
    draw,
    level_line,
    levels,
    note,
    plot,
    room,
    span,
    years,
)  # fmt: skip
from pictures.words import about, runs, short, signed, tenth, title, whole
from sim.charts import lettering
from sim.charts.style import BLUE, HEAD, INK, LABEL, LINE, MUTED, ORANGE, TICK, tint
from sim.results import STEPS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from tests.statistical.claims.series import Series
    from tests.statistical.claims.statements import Claim, Found, Line

LEFT: Final = 0.5
"""Room for the labels of a value axis, in inches."""
HIGH: Final = 2.6
HALF: Final = 0.5
SMALL: Final = 7.6


def harvest_or_reinvest(claim: Claim, found: Found) -> Picture:
    """C1: how far the owners' payouts are ahead, month by month."""
    lead, tip = found.curves["lead"], found.bars["crossing"]
    end = whole(float(lead.mean[-1]))
    made = picture(
        title(claim, found, f"Reinvesting pays the owners less until month {tip.mean:.0f}, but {end} of a year's "
              "revenue more after ten years"),
        "Payouts to the owners so far, reinvesting 40% of profit less harvesting, of today's yearly revenue; "
        f"{runs(claim)}",
        HIGH + FOOT,
    )  # fmt: skip
    curve = Curve(lead, BLUE, end, "reinvesting ahead")
    box = Box(LEFT, 0.0, room(LEFT, [curve]), HIGH)
    axes = plot(made, box, span([lead], 0.0), SHARE)
    years(axes, 120, 2)
    draw(axes, [curve], box)
    behind = lead.mean < 0
    axes.fill_between(lead.at, lead.low, lead.high, where=behind, color=tint(ORANGE, 0.35), linewidth=0.0, zorder=2.5)
    axes.plot(lead.at[behind], lead.mean[behind], color=ORANGE, linewidth=2.2, zorder=4)
    deep = int(lead.mean.argmin())
    lowest = float(lead.mean[deep])
    note(axes, (float(lead.at[deep]), lowest), f"{whole(lowest)}: harvesting ahead", ORANGE, (0, 18))
    crossing(axes, tip, 0.0, f"even in month {tip.mean:.0f} [{tip.low:.0f}, {tip.high:.0f}]", (-60, 30))
    return made


def tipping_point(claim: Claim, found: Found) -> Picture:
    """C2: the odds of growth, along share, plan quality and cash."""
    heads = ("Reinvested share", "Plan quality", "Days of cash today")
    texts = (whole, "{:.2f}".format, "{:.0f}".format)
    share, quality, days = (tip.mean for tip in found.bars.values())
    made = picture(
        title(claim, found, f"The same firm tips: growth becomes likelier than not at a reinvested share of "
              f"{whole(share)}, a plan quality of {quality:.2f}, or {days:.0f} days of cash"),
        f"Odds that revenue rises by more than 1% a year over ten years; {runs(claim)}",
        0.34 + 2.3 + FOOT,
    )  # fmt: skip
    gap = 0.6
    wide = (CONTENT - LEFT - 2 * gap) / 3
    for number, (key, head, text) in enumerate(zip(found.curves, heads, texts, strict=True)):
        series, tip = found.curves[key], found.bars[key]
        box = Box(LEFT + number * (wide + gap), 0.34, wide, 2.3)
        axes = plot(made, box, (0.0, 1.0), SHARE, head)
        levels(axes, [float(at) for at in series.at], [text(float(at)) for at in series.at])
        level_line(axes, HALF)
        sides = [_side(low, high) for low, high in zip(series.low, series.high, strict=True)]
        dots(axes, series, sides, [whole(value) for value in series.mean])
        crossing(axes, tip, HALF, f"tips at {text(tip.mean)}", (-18, 34))
    return made


def _side(low: float, high: float) -> str:
    """Return blue for clearly above one half, orange for clearly below, grey within noise."""
    return BLUE if low > HALF else ORANGE if high < HALF else MUTED


def all_steps_together(claim: Claim, found: Found) -> Picture:
    """C5: what each step gains alone, end to end, against all at once; in profit and in NPV."""
    surplus, together = found.lines[:2]
    made = picture(
        title(claim, found, f"All steps at once gain {tenth(together.mean)} of a year's revenue in profit, "
              f"{tenth(surplus.mean)} more than the steps alone, added up"),
        f"Gained over upkeep by the same extra money per step, ten years, of today's yearly revenue; {runs(claim)}",
        2 * 1.15,
    )  # fmt: skip
    lowest = 1.5 * min(0.0, *(line.mean for line in found.bars.values()))
    for number, (head, key) in enumerate((("Profit", "cumulative_profit"), ("NPV", "npv"))):
        top, (surplus, together) = 1.15 * number, found.lines[2 * number : 2 * number + 2]
        gains = [(step, found.bars[f"{key} {step}"].mean) for step in STEPS]
        axes = made.axes(1.75, top, CONTENT - 1.75, 0.95)
        axes.set_xlim(lowest, 1.65 * found.lines[1].mean)
        _end_to_end(axes, gains)
        _at_once(axes, sum(gain for _, gain in gains), together, surplus)
        made.text(0.0, top + 0.475, head, fontsize=HEAD, fontweight="bold", color=INK, va="center")
        for row, name in enumerate(("alone, added up", "together")):
            look: dict[str, Any] = {"fontsize": TICK, "ha": "right", "va": "center_baseline", "color": INK}
            made.text(1.65, top + 0.95 * (row + 0.5) / 2, name, **look)
    return made


def _end_to_end(axes: Axes, gains: list[tuple[str, float]]) -> None:
    """Draw the gains of the steps end to end in the upper row; what has no room for a name is listed after it."""
    axes.set_ylim(1.5, -0.5)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines["bottom"].set_visible(False)
    axes.axvline(0.0, color=LINE, linewidth=0.9, zorder=5)
    inch = (CONTENT - 1.75) / (axes.get_xlim()[1] - axes.get_xlim()[0])
    at, rest = sum(min(gain, 0.0) for _, gain in gains), []
    for number, (step, gain) in enumerate(gains):
        axes.barh(0, max(gain, 0.0), left=at, height=0.66, color=tint(MUTED, 0.32 if number % 2 else 0.5), zorder=2)
        if gain * inch > lettering.width(step, SMALL) + 0.2:
            words = f"{step}\n{tenth(gain)}"
            axes.text(at + gain / 2, 0, words, ha="center", va="center", fontsize=SMALL, color=INK, zorder=4)
        else:
            rest.append(f"{step} {tenth(gain)}")
        at += max(gain, 0.0)
    total = tenth(sum(gain for _, gain in gains))
    _after(axes, at, 0, total, MUTED, 6 if rest else 0)
    axes.annotate(
        ", ".join(rest), (at, 0), (5, -7), textcoords="offset points", va="center_baseline", fontsize=SMALL, color=MUTED
    )


def _at_once(axes: Axes, alone: float, together: Line, surplus: Line) -> None:
    """Draw the gain of all steps at once in the lower row, what is above the sum in full colour."""
    axes.barh(1, alone, height=0.66, color=tint(BLUE, 0.55), zorder=2)
    axes.barh(1, together.mean - alone, left=alone, height=0.66, color=BLUE, zorder=2)
    axes.plot([alone + surplus.low, alone + surplus.high], [1, 1], color=INK, linewidth=1.6, zorder=4)
    text = f"{tenth(together.mean)}, surplus {short(surplus)}"
    _after(axes, max(together.mean, alone + surplus.high), 1, text, BLUE)


def _after(axes: Axes, at: float, row: float, text: str, colour: str, up: float = 0) -> None:
    """Write a text after the end of a row."""
    axes.annotate(
        text, (at, row), (5, up), textcoords="offset points", va="center_baseline", fontsize=LABEL, fontweight="bold",
        color=colour, zorder=6,
    )  # fmt: skip


def shock_and_cash(claim: Claim, found: Found) -> Picture:
    """C6: odds of turning vicious, calm and shocked, with little cash, with help, with much cash."""
    poor, rich, back = found.lines[0], about(found, "the same, 60"), about(found, "won back")
    made = picture(
        title(claim, found, f"The shock turns {100 * poor.mean:.0f} in 100 firms with 12 days of cash vicious, and "
              f"{100 * rich.mean:.0f} in 100 of those with 60 days"),
        f"Odds that revenue after ten years is below today's, without the shock and with it; {runs(claim)}",
        3 * 0.62 + FOOT,
    )  # fmt: skip
    rows = (
        ("12 days of cash", "poor", "poor, shock", poor.mean),
        ("12 days, and 60 more\nput in at month 24", "poor", "poor, helped", poor.mean - back.mean),
        ("60 days of cash", "rich", "rich, shock", rich.mean),
    )
    axes = made.axes(1.75, 0.0, CONTENT - 1.75 - 0.3, 3 * 0.62)
    axes.set_xlim(0.0, 1.5 * max(found.bars[name].high for name in found.bars))
    axes.set_ylim(2.5, -0.5)
    axes.set_yticks([])
    axes.grid(axis="x")
    for row, (name, calm, shocked, more) in enumerate(rows):
        made.text(1.6, 0.62 * (row + 0.5), name, fontsize=TICK, ha="right", va="center", color=INK, linespacing=1.2)
        _dumbbell(axes, row, found.bars[calm], found.bars[shocked], signed(more).replace("%", " points"))
    axes.xaxis.set_major_formatter(lambda value, _: whole(value))
    return made


def _dumbbell(axes: Axes, row: int, calm: Line, shocked: Line, more: str) -> None:
    """Draw where the odds come from and where they go, each with its interval."""
    axes.plot([calm.mean, shocked.mean], [row, row], color=tint(ORANGE, 0.35), linewidth=6.0, zorder=2)
    for line, colour, size in ((calm, MUTED, 6.0), (shocked, ORANGE, 8.5)):
        axes.plot([line.low, line.high], [row, row], color=colour, linewidth=1.4, zorder=3)
        axes.plot([line.mean], [row], "o", color=colour, markersize=size, zorder=4)
    _after(axes, shocked.high, row, f"{whole(shocked.mean)} with the shock, {more}", ORANGE)
    axes.annotate(
        f"{whole(calm.mean)} without", (calm.mean, row), (0, -13), textcoords="offset points", ha="center",
        va="center_baseline", fontsize=LABEL, fontweight="bold", color=MUTED, zorder=6,
    )  # fmt: skip


def no_equilibrium(claim: Claim, found: Found) -> Picture:
    """C13: revenue for thirty years, with and without a limit of the market."""
    made = picture(
        title(claim, found, "The two policies drift apart from the start; only the limit of the market ends growth"),
        f"Revenue of the last twelve months, of today's; market of three times today's customers; {runs(claim)}",
        HIGH + FOOT,
    )
    reinvest, harvest, free = (found.curves[name] for name in ("reinvest", "harvest", "no market limit"))
    curves = [
        Curve(free, MUTED, f"{free.mean[-1]:.1f} times", "without a limit"),
        Curve(reinvest, BLUE, f"{reinvest.mean[-1]:.1f} times", "reinvesting half"),
        Curve(harvest, ORANGE, *_times(harvest)),
    ]
    box = Box(LEFT, 0.0, room(LEFT, curves), HIGH)
    axes = plot(made, box, span([reinvest, harvest, free], 0.0), PLAIN)
    years(axes, 360, 5)
    level_line(axes, 1.0, "today", 0.4)
    draw(axes, curves, box)
    return made


def _times(harvest: Series) -> tuple[str, str]:
    closed = float(harvest.high[-1]) <= 0.0
    return ("closed" if closed else f"{harvest.mean[-1]:.1f} times", "harvesting")


def nothing_reinvested(claim: Claim, found: Found) -> Picture:
    """C18: technology and its benefit after reinvestment has stopped."""
    halved, left = found.lines
    month = halved.mean
    made = picture(
        title(claim, found, f"Without reinvestment technology halves in {month / 12:.1f} years, when "
              f"{whole(left.mean)} of its benefit is left"),
        f"Step demand of a firm that harvests, of today's; {runs(claim)}",
        HIGH + FOOT,
    )  # fmt: skip
    technology, benefit = found.curves["technology"], found.curves["benefit"]
    curves = [
        Curve(benefit, BLUE, whole(float(benefit.mean[-1])), "benefit B"),
        Curve(technology, ORANGE, whole(float(technology.mean[-1])), "technology T"),
    ]
    box = Box(LEFT, 0.0, room(LEFT, curves), HIGH)
    axes = plot(made, box, (0.0, 1.05), SHARE)
    years(axes, float(technology.at[-1]), 1)
    draw(axes, curves, box)
    axes.plot([month, month], [0.0, left.mean], color=MUTED, linewidth=0.9, linestyle=(0, (1, 2)), zorder=2)
    marks = (
        (HALF, ORANGE, f"half, month {month:.0f}", (-46.0, -16.0)),
        (left.mean, BLUE, whole(left.mean), (14.0, 14.0)),
    )
    for value, colour, text, move in marks:
        axes.plot([month], [value], "o", color=colour, markersize=6.5, zorder=6)
        note(axes, (month, value), text, colour, move)
    return made
