"""Where in the uncertain inputs something happens: the limits found, over the replications that check them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.patches import Rectangle

from sim.analysis import finding
from sim.analysis.amounts import percent, sentence
from sim.analysis.intervals import chance
from sim.analysis.smooth import LEVELS
from sim.charts import lettering, scales
from sim.charts.page import CONTENT, Dress, Words, footer, new_page
from sim.charts.style import BLUE, GREY, HEAD, INK, LABEL, MUTED, ORANGE, TICK, house_style, tint

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from sim.analysis.discovery import Discovery, Limit
    from sim.analysis.inputs import Input
    from sim.analysis.intervals import Array, Chance
    from sim.charts.page import Page
    from sim.results import RunFacts

HEIGHT: Final = 4.6
LEFT, SIDE, FOOT = 0.75, 2.75, 0.62
"""Room for the labels of the vertical axis, for the figures at the right, and for the labels below, in inches."""
TOP: Final = 0.28
MOST: Final = 1_200
"""Points drawn."""
BINS: Final = 16
TRIM: Final = (0.002, 0.998)
"""Quantiles between which an input is drawn."""


def box(discovery: Discovery, facts: RunFacts, *, happens: str, dress: Dress = Dress.PAGE) -> Figure | None:
    """Draw the two inputs whose limits tell most, or the one input there is; None without limits that hold.

    Parameters
    ----------
    happens
        What was looked for, as a clause.
    """
    if not discovery.found:
        return None
    limits = sorted(discovery.limits, key=lambda limit: limit.without.probability)[:2]
    with house_style():
        page = new_page(_words(discovery, facts, happens, limits), TOP + HEIGHT + FOOT, dress)
        axes = page.axes(LEFT, TOP, CONTENT - LEFT - SIDE, HEIGHT)
        if len(limits) > 1:
            _scatter(axes, discovery, limits, facts.currency)
            page.text(0.0, 0.0, _axis(limits[1].input), fontsize=LABEL, color=MUTED)
        else:
            _strip(axes, discovery, limits[0], facts.currency)
            page.text(0.0, 0.0, f"Share of paths in which {happens}", fontsize=LABEL, color=MUTED)
        middle = LEFT + (CONTENT - LEFT - SIDE) / 2.0
        page.text(middle, TOP + HEIGHT + 0.34, _axis(limits[0].input), fontsize=LABEL, color=MUTED, ha="center")
        _figures(page, discovery)
    return page.figure


def _checking(discovery: Discovery, shown: list[Limit]) -> NDArray[np.bool_]:
    """Return the replications that check the limits and keep those limits that are not drawn."""
    here = np.arange(len(discovery.happened)) % 2 == 1
    for limit in discovery.limits:
        if limit not in shown:
            here &= (limit.input.values >= limit.low) & (limit.input.values <= limit.high)
    return here


def _scatter(axes: Axes, discovery: Discovery, limits: list[Limit], currency: str) -> None:
    across, up = limits
    here = np.flatnonzero(_checking(discovery, limits))[:MOST]
    won = discovery.happened[here]
    x, y = (_spaced(limit.input, here) for limit in limits)
    looks: list[tuple[str, NDArray[np.bool_], dict[str, Any]]] = [
        ("not", ~won, {"marker": "x", "color": ORANGE, "s": 13.0, "linewidths": 0.9}),
        ("happens", won, {"marker": "o", "color": BLUE, "s": 15.0, "linewidths": 0.0}),
    ]
    for gid, those, look in looks:
        axes.scatter(x[those], y[those], alpha=0.55, gid=gid, zorder=3, **look)
    spans = [_span(limit.input.values) for limit in limits]
    axes.set_xlim(*spans[0])
    axes.set_ylim(*spans[1])
    (left, right), (bottom, top) = (_edges(limit, span) for limit, span in zip((across, up), spans, strict=True))
    axes.add_patch(
        Rectangle(
            (left, bottom), right - left, top - bottom, facecolor=tint(BLUE, 0.12), edgecolor=INK, linewidth=1.4,
            gid="box", zorder=2,
        )
    )  # fmt: skip
    _value_axis(axes, "x", across.input, currency)
    _value_axis(axes, "y", up.input, currency)


def _strip(axes: Axes, discovery: Discovery, limit: Limit, currency: str) -> None:
    """Draw how often it happens in equally likely parts of one input, those within the limits in blue."""
    here = _checking(discovery, [limit])
    values, won = limit.input.values[here], discovery.happened[here]
    for low, high in _parts(limit, values):
        inside = (values >= low) & (values < high)
        if not inside.any():
            continue
        share, middle = chance(won[inside]), (low + high) / 2.0
        within = limit.low <= middle <= limit.high
        axes.bar(low, share.probability, high - low, align="edge", linewidth=0.8, edgecolor="white",
                 color=tint(BLUE if within else GREY, 0.6), gid="inside" if within else "outside", zorder=2)  # fmt: skip
        axes.plot([middle, middle], share.ci95, color=MUTED, linewidth=1.0, gid="interval", zorder=3)
    base = discovery.base.probability
    axes.axhline(base, color=INK, linewidth=1.0, linestyle=(0, (3, 2)), gid="base", zorder=4)
    axes.set_xlim(*_span(limit.input.values))
    axes.set_ylim(0.0, 1.0)
    _value_axis(axes, "x", limit.input, currency)
    ticks = scales.value_ticks(0.0, 1.0, HEIGHT)
    scales.show_ticks(axes.yaxis, ticks, scales.Unit("share").ticks(ticks))
    axes.grid(axis="y")


def _parts(limit: Limit, values: Array) -> list[tuple[float, float]]:
    """Return the parts of an input: of equal weight, and none across a limit; or one per value where there are few."""
    levels = np.unique(limit.input.values)
    if len(levels) <= LEVELS:
        half = np.diff(levels).min() / 2.0
        return [(float(level - half), float(level + half)) for level in levels]
    low, high = _span(limit.input.values)
    limits = [end for end in (limit.low, limit.high) if np.isfinite(end)]
    edges = np.quantile(values, np.linspace(0.0, 1.0, BINS + 1))
    width = np.median(np.diff(edges)) / 3.0
    inner = [edge for edge in edges[1:-1] if all(abs(edge - end) > width for end in limits)]
    cuts = sorted({low, *inner, *limits, high})
    return list(zip(cuts[:-1], cuts[1:], strict=True))


def _spaced(of: Input, here: NDArray[np.intp]) -> Array:
    """Return values to draw; where there are few different ones, points are set side by side around them."""
    levels = np.unique(of.values)
    if len(levels) > LEVELS or len(levels) < 2:  # noqa: PLR2004 (a distance needs two)
        return of.values[here]
    width = 0.5 * np.diff(levels).min()
    return np.asarray(of.values[here] + width * ((np.arange(len(here)) * 0.618034) % 1.0 - 0.5))


def _span(values: Array) -> tuple[float, float]:
    levels = np.unique(values)
    if len(levels) <= LEVELS:
        room = np.diff(levels).min() / 2.0 if len(levels) > 1 else 1.0
        return float(levels[0] - room), float(levels[-1] + room)
    low, high = np.quantile(values, TRIM)
    return float(low), float(high)


def _edges(limit: Limit, span: tuple[float, float]) -> tuple[float, float]:
    """Return where the box ends in the picture: half-way to the next value where there are few."""
    levels = np.unique(limit.input.values)
    room = np.diff(levels).min() / 2.0 if 1 < len(levels) <= LEVELS else 0.0
    return max(limit.low - room, span[0]), min(limit.high + room, span[1])


def _value_axis(axes: Axes, which: str, of: Input, currency: str) -> None:
    axis, span = (axes.xaxis, axes.get_xlim()) if which == "x" else (axes.yaxis, axes.get_ylim())
    kind = {"share": "share", "per month": "share", "per year": "share", "money": "money"}.get(of.unit, "plain")
    unit = scales.Unit(kind, currency if kind == "money" else "")
    inches = CONTENT - LEFT - SIDE if which == "x" else HEIGHT
    ticks = scales.value_ticks(*span, inches, every=0.8 if which == "x" else 0.5)
    scales.show_ticks(axis, ticks, unit.ticks(ticks))


def _axis(of: Input) -> str:
    plain = of.unit in {"", "share", "money", "ratio", "score", "count"}
    return sentence(of.name) + ("" if plain else f", {of.unit}")


def _figures(page: Page, discovery: Discovery) -> None:
    """Write what holds within the limits, outside them, and everywhere."""
    left, top = CONTENT - SIDE + 0.3, TOP
    inside, base = discovery.density, discovery.base
    outside = base.count - inside.count, base.trials - inside.trials
    said = [
        ("Within the limits", percent(inside.probability), f"95% interval {finding.between(inside)}", BLUE),
        ("", percent(discovery.support.probability), "of all futures lie here", INK),
        ("", percent(discovery.coverage.probability), "of all paths in which it happens", INK),
        ("Outside", percent(outside[0] / outside[1]) if outside[1] else "–", "", ORANGE),
        ("Everywhere", percent(base.probability), f"95% interval {finding.between(base)}", INK),
    ]
    for head, figure, note, colour in said:
        if head:
            page.text(left, top, head, fontsize=TICK, fontweight="bold", color=MUTED)
            top += lettering.height(TICK) + 0.03
        page.text(left, top, figure, fontsize=HEAD + 5.0 if head else HEAD, fontweight="bold", color=colour)
        top += lettering.height(HEAD + 5.0 if head else HEAD) + 0.01
        if note:
            page.text(left, top, note, fontsize=LABEL, color=MUTED)
            top += lettering.height(LABEL)
        top += 0.12


def _words(discovery: Discovery, facts: RunFacts, happens: str, limits: list[Limit]) -> Words:
    currency = facts.currency
    count = int(_checking(discovery, limits).sum())
    if len(limits) > 1:
        how = f"Each point is a path: a blue dot where {happens}, an orange cross where not. The first {min(count, MOST):,} drawn."
    else:
        how = "Bars: equally likely parts of the input, blue within the limits; lines: 95% intervals; dashes: everywhere."
    rest = [finding.condition(limit, currency) for limit in discovery.limits if limit not in limits]
    others = f" Only paths with {', '.join(rest)} are drawn." if rest else ""
    notes = (
        f"{how}{others} Limits found on every other replication (PRIM); points and figures are of those between, "
        f"which had no say in them. Where they were found the share was {percent(_found_on(discovery))}."
    )
    subtitle = f"Paths that did not take part in the search: {discovery.base.trials:,} of {len(discovery.happened):,}"
    return Words(finding.title(discovery, happens, currency), subtitle, footer(facts, notes))


def _found_on(discovery: Discovery) -> float:
    return discovery.density.probability + discovery.optimism
