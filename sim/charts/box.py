"""Where in the uncertain inputs something happens: the limits found, over the replications that check them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import percent
from sim.analysis.discovering import words as finding
from sim.charts import lettering
from sim.charts.box_panels import HEIGHT, LEFT, MOST, SIDE, axis_name, checking, scatter, strip
from sim.charts.page import CONTENT, Dress, Words, footer, new_page
from sim.charts.style import BLUE, HEAD, INK, LABEL, MUTED, ORANGE, TICK, house_style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.analysis.discovering.discovery import Discovery, Limit
    from sim.charts.page import Page
    from sim.results import RunFacts

FOOT: Final = 0.62
"""Room for the labels below, in inches."""
TOP: Final = 0.28


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
            scatter(axes, discovery, limits, facts.currency)
            page.text(0.0, 0.0, axis_name(limits[1].input), fontsize=LABEL, color=MUTED)
        else:
            strip(axes, discovery, limits[0], facts.currency)
            page.text(0.0, 0.0, f"Share of paths in which {happens}", fontsize=LABEL, color=MUTED)
        middle = LEFT + (CONTENT - LEFT - SIDE) / 2.0
        page.text(middle, TOP + HEIGHT + 0.34, axis_name(limits[0].input), fontsize=LABEL, color=MUTED, ha="center")
        _figures(page, discovery)
    return page.figure


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
    count = int(checking(discovery, limits).sum())
    if len(limits) > 1:
        how = f"Each point is a path: a blue dot where {happens}, an orange cross where not."
        how += f" The first {MOST:,} of {count:,} are drawn." if count > MOST else ""
    else:
        how = (
            "Bars: equally likely parts of the input, blue within the limits; lines: 95% intervals; dashes: everywhere."
        )
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
