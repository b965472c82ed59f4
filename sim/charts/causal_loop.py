"""Causal-loop diagram: which links carry the movement of the cycle under one policy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.patches import FancyArrowPatch

from sim.analysis.amounts import percent, sentence, spoken
from sim.analysis.loop_words import average
from sim.charts import lettering
from sim.charts.page import CONTENT, Dress, Words, footer, new_page
from sim.charts.style import BLUE, HEAD, INK, LABEL, LINE, MUTED, ORANGE, house_style
from sim.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.loop_shares import Family, LoopShares, Place, PolicyLoops
    from sim.analysis.loops.system import Edge
    from sim.charts.page import Page

SHOWN: Final = 24
"""Links drawn at most: the strongest; a drawing of all is a hairball."""
LEAST: Final = 0.02
"""Links that carry less of all movement than this are not drawn."""
WIDEST: Final = 9.0
"""Width in points of an arrow that carries all movement."""
FAMILIES: Final = 8
_HIGH: Final = 6.6
_WIDE: Final = 8.1
_RING: Final = (3.1, 2.65)
_STEPS: Final = ("world", "plans", "demand", "acquisition", "experience", "supply", "reinvestment")


def causal_loop(found: LoopShares, policy: str, *, dress: Dress = Dress.PAGE) -> Figure:
    """Draw the links that carry most of the movement under a policy, nodes in a ring in the order of the steps.

    An arrow is as wide as the share of all loop movement that passes through it, on average over months: the sum of
    the absolute shares of the loops it belongs to. Link scores themselves can't be compared across targets.

    Raises
    ------
    UsageError
        When the policy is unknown.
    """
    one = next((entry for entry in found.policies if entry.policy == policy), None)
    if one is None:
        raise UsageError(f"no policy named {policy!r}; there are {', '.join(p.policy for p in found.policies)}")
    carried = traffic(found, one)
    drawn = [edge for edge in sorted(carried, key=lambda edge: -carried[edge])[:SHOWN] if carried[edge] >= LEAST]
    places = [place for place in found.places if any(place.name in edge for edge in drawn)]
    with house_style():
        page = new_page(_words(found, one), _HIGH, dress)
        axes = page.axes(0.0, 0.0, _WIDE, _HIGH)
        axes.set_xlim(-_WIDE / 2, _WIDE / 2)
        axes.set_ylim(-_HIGH / 2, _HIGH / 2)
        axes.set_axis_off()
        spots = _ring(places)
        for edge in reversed(drawn):
            _arrow(axes, (spots[edge[0]], spots[edge[1]]), found.signs[edge], carried[edge])
        for place in places:
            _node(axes, spots[place.name], place)
        _write_steps(axes, places, spots)
        _write_families(page, one)
    return page.figure


def traffic(found: LoopShares, policy: PolicyLoops) -> dict[Edge, float]:
    """Return how much of all loop movement passes through each link, mean over months."""
    passing = dict.fromkeys(found.signs, 0.0)
    for loop, shares in zip(found.loops, policy.shares, strict=True):
        share = average(np.abs(shares))
        for edge in zip(loop.nodes, (*loop.nodes[1:], loop.nodes[0]), strict=True):
            passing[edge] += share if math.isfinite(share) else 0.0
    return passing


def _ring(places: list[Place]) -> dict[str, tuple[float, float]]:
    """Return where each node stands: clockwise from the top, about equally far apart on an ellipse."""
    wide, high = _RING
    fine = np.linspace(0, 2 * np.pi, 2001)
    x, y = wide * np.sin(fine), high * np.cos(fine)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    at = np.interp(np.arange(len(places)) / max(len(places), 1) * along[-1], along, fine)
    return {
        place.name: (float(wide * np.sin(angle)), float(high * np.cos(angle)))
        for place, angle in zip(places, at, strict=True)
    }


def _arrow(axes: Axes, spots: tuple[tuple[float, float], tuple[float, float]], sign: int, share: float) -> None:
    colour = BLUE if sign > 0 else ORANGE
    width = 0.8 + WIDEST * min(share, 1.0)
    patch = FancyArrowPatch(
        *spots, connectionstyle="arc3,rad=0.16", arrowstyle=f"-|>,head_length={4 + width},head_width={2 + width / 1.6}",
        shrinkA=19, shrinkB=21, linewidth=width, color=colour, alpha=0.85, mutation_scale=1.0, zorder=1,
        gid="more" if sign > 0 else "less", capstyle="butt", joinstyle="miter",
    )  # fmt: skip
    axes.add_patch(patch)


def _node(axes: Axes, spot: tuple[float, float], place: Place) -> None:
    text = "\n".join(lettering.balanced(sentence(place.title), 1.0, LABEL, "bold"))
    axes.text(
        *spot, text, ha="center", va="center", fontsize=LABEL, fontweight="bold", color=INK, zorder=4, linespacing=1.1,
        bbox={"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": LINE, "linewidth": 1.0}, gid=place.name,
    )  # fmt: skip


def _write_steps(axes: Axes, places: list[Place], spots: dict[str, tuple[float, float]]) -> None:
    """Write each step's number and name outside the ring, beside the middle of its nodes."""
    for step in range(1, len(_STEPS)):
        own = [spots[place.name] for place in places if place.step == step]
        if not own:
            continue
        x, y = (float(np.mean([spot[axis] for spot in own])) for axis in (0, 1))
        angle = math.atan2(x / _RING[0], y / _RING[1])
        spot = ((_RING[0] + 0.72) * math.sin(angle), (_RING[1] + 0.5) * math.cos(angle))
        axes.text(*spot, f"{step} {_STEPS[step]}", ha="center", va="center", fontsize=LABEL, color=MUTED, gid="step")


def _write_families(page: Page, policy: PolicyLoops) -> None:
    """List the families of loops with their mean shares at the right."""
    left, top = _WIDE + 0.2, 0.35
    page.text(left, top, "Share of loop movement", fontsize=HEAD, fontweight="bold", color=INK)
    top += lettering.height(HEAD) + 0.12
    listed = [(average(family.share), family) for family in policy.families]
    for share, family in [pair for pair in listed if pair[0] >= LEAST][:FAMILIES]:
        colour = BLUE if family.sign > 0 else ORANGE
        name = lettering.shortened(sentence(family.name), CONTENT - left, LABEL + 1, "bold")
        page.text(left, top, name, fontsize=LABEL + 1, fontweight="bold", color=colour)
        top += lettering.height(LABEL + 1)
        page.text(left, top, _figures(family, share), fontsize=LABEL, color=MUTED)
        top += lettering.height(LABEL) + 0.1


def _figures(family: Family, share: float) -> str:
    kind = "reinforcing" if family.sign > 0 else "balancing"
    return f"{percent(share)} ({percent(average(family.low))} to {percent(average(family.high))}), {kind}"


def _words(found: LoopShares, policy: PolicyLoops) -> Words:
    name = spoken(policy.policy)
    listed = [(average(family.share), family) for family in policy.families]
    share, family = max(listed, key=lambda pair: pair[0] if math.isfinite(pair[0]) else -1.0)
    way = "falls" if average(policy.rising) < 0 else "rises"
    if not math.isfinite(share):
        headline = f"Nothing moves under {name}"
    else:
        kind = "reinforcing" if family.sign > 0 else "balancing"
        headline = f"Under {name}, {family.name} loops ({kind}) carry {percent(share)} of loop movement; revenue {way}"
    subtitle = "Arrow width: share of all loop movement that passes through a link, mean over months"
    notes = (
        "Blue: more of one means more of the other than otherwise; orange: less. Links that carry under "
        f"{percent(LEAST)} are left out. A loop's share says what moves the firm, not whether that is good or how fast."
    )
    return Words(headline, subtitle, footer(found.facts, notes))
