"""Causal-loop diagram: which links carry the movement of the cycle under one policy."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.patches import FancyArrowPatch

from sim.analysis.amounts import percent, sentence
from sim.analysis.loops.words import average, strongest
from sim.charts import lettering
from sim.charts.lettering import POINTS
from sim.charts.page import CONTENT, Dress, Words, footer, new_page, smaller
from sim.charts.style import BLUE, HEAD, INK, LABEL, LINE, MUTED, ORANGE, house_style
from sim.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.loops.shares import Family, LoopShares, Place, PolicyLoops
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
_WIDE: Final = 8.5
_RING: Final = (2.95, 2.6)
_NODE: Final = 0.85
"""Height and width of the diagram, half axes of its ring, and widest line of a node, in inches."""
_BESIDE: Final = 0.5
_STEPS: Final = ("world", "plans", "demand", "acquisition", "experience", "supply", "reinvestment")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a node stands, in inches from the middle of the ring, and its lines of text."""

    at: tuple[float, float]
    lines: tuple[str, ...]

    def reach(self, other: Spot) -> float:
        """Return the distance in points from the middle of the node to where an arrow towards another begins."""
        wide = max(lettering.width(line, LABEL, "bold") for line in self.lines) / 2 + 0.08
        high = lettering.height(LABEL, len(self.lines)) / 2 + 0.06
        across, up = abs(other.at[0] - self.at[0]), abs(other.at[1] - self.at[1])
        part = min(wide / across if across else math.inf, high / up if up else math.inf, 0.4)
        return POINTS * part * math.hypot(across, up) + 3.0


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
    with house_style(), smaller(1.0):  # the nodes have no room on a smaller page
        page = new_page(_words(found, one), _HIGH, dress)
        axes = page.axes(0.0, 0.0, _WIDE, _HIGH)
        axes.set_xlim(-_WIDE / 2, _WIDE / 2)
        axes.set_ylim(-_HIGH / 2, _HIGH / 2)
        axes.set_axis_off()
        spots = _ring(places)
        for edge in reversed(drawn):
            colour = BLUE if found.signs[edge] > 0 else ORANGE
            _arrow(axes, (spots[edge[0]], spots[edge[1]]), carried[edge], colour)
        for place in places:
            _node(axes, spots[place.name], place.name)
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


def _ring(places: list[Place]) -> dict[str, Spot]:
    """Return where each node stands: clockwise from the top, about equally far apart on an ellipse."""
    wide, high = _RING
    fine = np.linspace(0, 2 * np.pi, 2001)
    x, y = wide * np.sin(fine), high * np.cos(fine)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    at = np.interp(np.arange(len(places)) / max(len(places), 1) * along[-1], along, fine)
    return {
        place.name: Spot(
            (float(wide * np.sin(angle)), float(high * np.cos(angle))),
            tuple(lettering.balanced(sentence(place.title), _NODE, LABEL, "bold")),
        )
        for place, angle in zip(places, at, strict=True)
    }


def _arrow(axes: Axes, ends: tuple[Spot, Spot], share: float, colour: str) -> None:
    """Draw an arrow between two nodes, as wide as its share, that bends towards the middle of the ring."""
    width = 0.8 + WIDEST * min(share, 1.0)
    long = POINTS * math.dist(ends[0].at, ends[1].at) - ends[0].reach(ends[1]) - ends[1].reach(ends[0])
    head = min(5.0 + 1.3 * width, max(2.0, 0.6 * long))
    style = f"simple,tail_width={width},head_width={4.0 + 2.0 * width},head_length={head}"
    patch = FancyArrowPatch(
        ends[0].at, ends[1].at, connectionstyle="arc3,rad=0.13", arrowstyle=style, mutation_scale=1.0, linewidth=0.0,
        shrinkA=ends[0].reach(ends[1]), shrinkB=ends[1].reach(ends[0]), color=colour, alpha=0.85, zorder=1,
        gid="more" if colour == BLUE else "less",
    )  # fmt: skip
    axes.add_patch(patch)


def _node(axes: Axes, spot: Spot, name: str) -> None:
    axes.text(
        *spot.at, "\n".join(spot.lines), ha="center", va="center", fontsize=LABEL, fontweight="bold", color=INK,
        zorder=4, linespacing=1.1,
        bbox={"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": LINE, "linewidth": 1.0}, gid=name,
    )  # fmt: skip


def _write_steps(axes: Axes, places: list[Place], spots: dict[str, Spot]) -> None:
    """Write each step's number and name outside the ring, beside the middle of its nodes."""
    for step in range(1, len(_STEPS)):
        own = [spots[place.name].at for place in places if place.step == step]
        if not own:
            continue
        x, y = (float(np.mean([at[axis] for at in own])) for axis in (0, 1))
        angle = math.atan2(x / _RING[0], y / _RING[1])
        across = math.sin(angle)
        side = "center" if abs(across) < _BESIDE else "left" if across > 0 else "right"
        spot = ((_RING[0] + 0.58) * across, (_RING[1] + 0.5) * math.cos(angle))
        axes.text(*spot, f"{step} {_STEPS[step]}", ha=side, va="center", fontsize=LABEL, color=MUTED, gid="step")


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
    subtitle = "Arrow width: share of all loop movement that passes through a link, mean over months"
    notes = (
        "Blue: more of one means more of the other than otherwise; orange: less. Links that carry under "
        f"{percent(LEAST)} are left out. A loop's share says what moves the firm, not whether that is good or how fast."
    )
    return Words(strongest(policy), subtitle, footer(found.facts, notes))
