"""The whole distribution behind the odds: the share of paths that end at or below every value, policy by policy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import amount, percent, sentence, spoken
from sim.analysis.run.odds_words import absent, reaching
from sim.charts import lettering, panels, scales
from sim.charts.page import Dress, Words, footer, new_page, same_luck
from sim.charts.style import BLUE, HEAD, INK, LABEL, LINE, MUTED, house_style, tint
from sim.results import called

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.intervals import Array
    from sim.analysis.run.odds import Odds, Reach, Target
    from sim.charts.page import Page
    from sim.results import RunFacts

TRIM: Final = (0.005, 0.995)
"""Quantiles between which the values of the axis lie."""
POINTS: Final = 1000
"""Steps that a curve is drawn with at most."""
TICK_EVERY: Final = 0.8
LEVEL: Final = 0.95


def ecdf(facts: RunFacts, reach: Reach, *, dress: Dress = Dress.PAGE) -> Figure | None:
    """Draw a cumulative curve per policy with its band and the target; None when none is known, or all is yes or no."""
    span = _span(reach)
    if span is None or reach.unit == "flag":
        return None
    unit, shares = scales.Unit.of(reach.unit, facts.currency), scales.Unit("share")
    with house_style():
        high = panels.plot_height(len(reach.policies))
        grid = panels.grid(len(reach.policies), scales.labels_width((0.0, 1.0), shares, high), 0.12)
        page = new_page(_words(facts, reach), grid.height, dress)
        curves = {name: curve(values) for name, values in reach.values.items()}
        for number, odds in enumerate(reach.policies):
            box = grid.box(number)
            axes = page.axes(box.left, box.top, box.width, box.height)
            scales.value_axis(axes, (0.0, 1.0), shares, box.height)
            axes.tick_params(labelleft=grid.starts_row(number))
            axes.set_xlim(*span)
            ticks = scales.value_ticks(*span, box.width, every=TICK_EVERY)
            scales.show_ticks(axes.xaxis, ticks, unit.ticks(ticks))
            _write_head(page, box, odds, reach)
            _draw(axes, odds, reach, curves)
    return page.figure


def curve(values: Array) -> tuple[Array, Array]:
    """Return the steps of the cumulative curve: values, and the share of all paths at or below each.

    Of more than a thousand values every so many is taken. What is missing is above every value.
    """
    known = np.sort(values[~np.isnan(values)])
    if not len(known):
        return known, known
    ranks = np.unique(np.linspace(1, len(known), min(POINTS, len(known))).round().astype(int))
    return known[ranks - 1], ranks / len(values)


def half_width(count: int) -> float:
    """Return half the width of the band that holds the whole true curve in 95 of 100 runs (Massart 1990)."""
    return math.sqrt(math.log(2.0 / (1.0 - LEVEL)) / (2.0 * count))


def _span(reach: Reach) -> tuple[float, float] | None:
    known = [values[np.isfinite(values)] for values in reach.values.values()]
    if not any(map(len, known)):
        return None
    cuts = np.array([np.quantile(values, TRIM) for values in known if len(values)])
    low, high = min(float(cuts.min()), reach.target.value), max(float(cuts.max()), reach.target.value)
    room = 0.04 * (high - low) or 0.5 * abs(high) or 1.0
    return low - room, high + room


def _draw(axes: Axes, odds: Odds, reach: Reach, curves: dict[str, tuple[Array, Array]]) -> None:
    target, (low, high) = reach.target, axes.get_xlim()
    reached = (target.value, high) if target.side == "above" else (low, target.value)
    axes.axvspan(*reached, color=tint(BLUE, 0.08), linewidth=0.0, zorder=0, gid="reached")
    if odds.policy != reach.baseline:
        axes.step(*_whole(curves[reach.baseline], high), where="post", color=LINE, linewidth=1.2,
                  linestyle=(0, (3, 1.5)), zorder=2, gid="baseline")  # fmt: skip
    x, y = _whole(curves[odds.policy], high, low)
    half = half_width(odds.reached.trials)
    axes.fill_between(x, np.clip(y - half, 0.0, 1.0), np.clip(y + half, 0.0, 1.0), step="post", color=tint(INK, 0.13),
                      linewidth=0.0, zorder=1, gid="band")  # fmt: skip
    axes.step(x, y, where="post", color=INK, linewidth=1.8, zorder=3, gid=odds.policy)
    axes.axvline(target.value, color=BLUE, linewidth=1.1, linestyle=(0, (1.5, 1.5)), zorder=2, gid="target")
    axes.plot([target.value], [_below(reach.values[odds.policy], target)], "o", color=BLUE, markersize=6.0, zorder=4,
              gid="share", clip_on=False)  # fmt: skip


def _whole(steps: tuple[Array, Array], high: float, low: float = -math.inf) -> tuple[Array, Array]:
    """Return a curve that reaches from the left edge, where nothing is, to the right edge of the plot."""
    x, y = steps
    start = [low] if math.isfinite(low) and (not len(x) or low < x[0]) else []
    end = [high] if not len(x) or high > x[-1] else []
    return np.concatenate([start, x, end]), np.concatenate(
        [[0.0] * len(start), y, [y[-1] if len(y) else 0.0] * len(end)]
    )


def _below(values: Array, target: Target) -> float:
    """Return where the target meets the curve: the share below it, or at or below it."""
    met = float(np.mean(target.met(values)))
    missing = float(np.mean(np.isnan(values)))
    return 1.0 - met - missing if target.side == "above" else met


def _write_head(page: Page, box: panels.Box, odds: Odds, reach: Reach) -> None:
    room = box.width
    low, high = (percent(end) for end in odds.reached.ci95)
    line = f"{percent(odds.reached.probability)} reach it ({low} to {high})"
    if odds.policy == reach.baseline and len(reach.policies) > 1:
        line += ", baseline"
    top = box.top - panels.HEAD_HEIGHT
    name = lettering.shortened(panels.title_of(odds.policy), room, HEAD, "bold")
    page.text(box.left, top, name, fontsize=HEAD, fontweight="bold", color=INK)
    place = top + lettering.height(HEAD)
    page.text(
        box.left, place, lettering.shortened(line, room, LABEL, "bold"), fontsize=LABEL, fontweight="bold", color=MUTED
    )


def _words(facts: RunFacts, reach: Reach) -> Words:
    target = amount(reach.target.value, reach.unit, facts.currency)
    subtitle = (
        f"Share of paths with {called(reach.target.measure)} at or below each value; blue: {target} "
        f"{'or more' if reach.target.side == 'above' else 'or less'}; {same_luck(facts)}"
    )
    missing = absent(reach)
    dashed = f" Dashed: {spoken(reach.baseline)}." if len(reach.policies) > 1 else ""
    notes = f"Bands hold the whole curve in 95 of 100 runs (Massart 1990).{dashed}{f' {missing}.' if missing else ''}"
    return Words(sentence(reaching(reach, facts.currency)), subtitle, footer(facts, notes))
