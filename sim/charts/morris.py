"""Morris's picture: how much each input moves the outcome, against how much that hangs on everything else."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import counted, sentence
from sim.analysis.sensitivity.words import effects
from sim.charts import scales
from sim.charts.apart import Label, place_labels
from sim.charts.page import CONTENT, Dress, Words, footer, new_page
from sim.charts.style import BLUE, INK, LABEL, LINE, MUTED, house_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.sensitivity.morris import Effect, Morris
    from sim.results import RunFacts

HEIGHT: Final = 4.6
HEAD: Final = 0.3
FOOT: Final = 0.62
LABELLED: Final = 10
"""Inputs named in the picture; the others lie near the origin and are in the table."""


def morris(facts: RunFacts, found: Morris, *, dress: Dress = Dress.PAGE) -> Figure | None:
    """Draw a point per input: μ* across, σ upwards; luck is a line, since it has no σ; None when nothing moves."""
    if found.still:
        return None
    unit = scales.Unit.of(found.subject.unit, facts.currency)
    right = 1.08 * max(*(effect.size_ci95[1] for effect in found.effects), found.luck.size) or 1.0
    known = [effect.spread for effect in found.effects if math.isfinite(effect.spread)]
    top = 1.1 * max(known, default=0.0) or right
    with house_style():
        left = scales.labels_width((0.0, top), unit, HEIGHT)
        wide = CONTENT - left - 0.3
        page = new_page(_words(facts, found), HEAD + HEIGHT + FOOT, dress)
        axes = page.axes(left, HEAD, wide, HEIGHT)
        scales.value_axis(axes, (0.0, top), unit, HEIGHT)
        axes.set_xlim(0.0, right)
        ticks = scales.value_ticks(0.0, right, wide, every=0.9)
        scales.show_ticks(axes.xaxis, ticks, unit.ticks(ticks))
        page.text(0.0, 0.0, "Sigma: how much the change varies", fontsize=LABEL, color=MUTED)
        page.text(left + wide, HEAD + HEIGHT + 0.36, "Mu*: mean size of the change a step makes", fontsize=LABEL,
                  color=MUTED, ha="right")  # fmt: skip
        _draw(axes, found, (wide, HEIGHT))
    return page.figure


def _draw(axes: Axes, found: Morris, inches: tuple[float, float]) -> None:
    right, top = axes.get_xlim()[1], axes.get_ylim()[1]
    reach = min(right, top)
    axes.plot([0.0, reach], [0.0, reach], color=LINE, linewidth=0.8, linestyle=(0, (2, 3)), zorder=1, gid="equal")
    labels = []
    if found.luck.size:
        axes.axvline(found.luck.size, color=MUTED, linewidth=1.0, linestyle=(0, (4, 3)), zorder=1, gid="luck")
        labels.append(Label((found.luck.size, 0.93 * top), "luck drawn anew", MUTED))
    for number, effect in enumerate(found.effects):
        where = _point(effect)
        marker = "o" if math.isfinite(effect.spread) else "D"
        axes.plot(effect.size_ci95, [where[1]] * 2, color=BLUE, linewidth=1.0, alpha=0.6, zorder=2, gid="interval")
        axes.plot(*[[place] for place in where], marker, color=BLUE, markersize=6.5, zorder=3, clip_on=False,
                  gid=_name(effect))  # fmt: skip
        if number < LABELLED:
            labels.append(Label(where, sentence(_name(effect)), INK))
    marks = [
        (effect.size_ci95[0], _point(effect)[1], effect.size_ci95[1], _point(effect)[1]) for effect in found.effects
    ]
    marks.append((found.luck.size, 0.0, found.luck.size, top))
    place_labels(axes, labels, inches, marks=marks)


def _point(effect: Effect) -> tuple[float, float]:
    """Return where an input is drawn; tied ones, which have no sigma, on the axis."""
    return effect.size, effect.spread if math.isfinite(effect.spread) else 0.0


def _name(effect: Effect) -> str:
    return effect.factor.name if effect.factor else "luck"


def _words(facts: RunFacts, found: Morris) -> Words:
    subtitle = f"Change of the {found.subject.phrase} when an input moves by half its belief, wherever the others stand"
    hidden = len(found.effects) - LABELLED
    tied = any(effect.factor and effect.factor.tied for effect in found.effects)
    notes = [
        "On the right: matters much. High up, near the dotted line of equal mu* and sigma or above it:",
        "how much, or even which way, hangs on the other inputs and on luck. Lines: 95% bootstrap intervals of mu*.",
        f"{counted(found.paths, 'path')}, {counted(found.lanes, 'lane')}.",
        "Diamond on the axis: correlated inputs that vary together and have no sigma." if tied else "",
        f"{counted(hidden, 'input')} further left {'is' if hidden == 1 else 'are'} not named." if hidden > 0 else "",
    ]
    return Words(effects(found), subtitle, footer(facts, " ".join(note for note in notes if note), of="path"))
