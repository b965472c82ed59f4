"""Single paths of revenue, coloured by what becomes of them: what a fan's median hides when futures part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba

from sim.analysis.amounts import counted, percent, sentence
from sim.analysis.fate.regime import fates
from sim.analysis.run import headline
from sim.charts import ends, panels, scales
from sim.charts.page import Dress, Words, footer, new_page, same_luck
from sim.charts.style import FATES, MUTED, house_style
from sim.results import GROWING, MEASURES, SAMPLE_PATHS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from sim.analysis.run.summary import PolicySummary, Summary
    from sim.charts.curves import Array
    from sim.results import Results

MEASURE: Final = "yearly_revenue"
ALL_PATHS: Final = 1500
"""Paths in the whole figure; many policies share them, so that the file stays small."""
POINTS: Final = 61
"""Points a path is drawn with, at most: every second month over ten years."""
CUT: Final = 0.98
"""The picture is as high as all but the highest 2 % of paths of every policy."""


def spaghetti(results: Results, summary: Summary, *, dress: Dress = Dress.PAGE) -> Figure:
    """Draw up to 250 single paths of revenue per policy, coloured by outcome, with the shares at the end."""
    facts = results.facts
    kept = min(SAMPLE_PATHS, max(1, ALL_PATHS // len(facts.policies)))
    growth, ruined = results.ends.column("growth"), results.ends.column("ruined")
    found = {name: _paths(results.samples, name, kept, growth[name], ruined[name] > 0.0) for name in facts.policies}
    unit = scales.Unit.of(MEASURES[MEASURE].unit, facts.currency)
    top = max(_top(values) for _, values, _ in found.values())
    span = scales.limits(0.0, top)
    with house_style():
        labels = {policy.name: _ends(policy, *found[policy.name][1:]) for policy in summary.policies}
        left = scales.labels_width(span, unit, panels.plot_height(len(found)))
        layout = panels.grid(len(found), left, max(ends.room(label) for label in labels.values()))
        above = sum(int((values.max(axis=-1) > span[1]).sum()) for _, values, _ in found.values())
        page = new_page(_words(summary, found[facts.baseline][1].shape[0], above), layout.height, dress)
        for number, policy in enumerate(summary.policies):
            box = layout.box(number)
            axes = page.axes(box.left, box.top, box.width, box.height)
            panels.write_head(page, box, box.width + layout.right, policy, _line(policy))
            _draw(axes, *found[policy.name])
            scales.value_axis(axes, span, unit, box.height)
            axes.tick_params(labelleft=layout.starts_row(number))
            scales.month_axis(axes, facts.months, facts.start, box.width)
            ends.label_ends(axes, labels[policy.name], layout.plot)
    return page.figure


def _paths(
    samples: pd.DataFrame, policy: str, kept: int, growth: Array, ruined: NDArray[np.bool_]
) -> tuple[Array, Array, NDArray[np.str_]]:
    """Return months, paths (shape replications by months) and what became of each path."""
    table = samples[samples["policy"] == policy].pivot_table(index="replication", columns="month", values=MEASURE)
    table = table.iloc[:kept]  # a pivot comes sorted
    fate = fates(growth[table.index], ruined[table.index])
    months = table.columns.to_numpy(dtype=float)
    shown = np.unique(np.linspace(0, len(months) - 1, POINTS).astype(int)) if len(months) > POINTS else slice(None)
    return months[shown], table.to_numpy(dtype=float)[:, shown], fate


def _top(values: Array) -> float:
    return float(np.quantile(values.max(axis=-1), CUT)) if values.size else 0.0


def _draw(axes: Axes, months: Array, values: Array, fate: NDArray[np.str_]) -> None:
    lines = np.stack([np.broadcast_to(months, values.shape), values], axis=-1)
    colours = [to_rgba(FATES.get(str(name), MUTED), 0.55) for name in fate]
    axes.add_collection(
        LineCollection(list(lines), colors=colours, linewidths=0.55, gid="paths", rasterized=True), autolim=False
    )


def _ends(policy: PolicySummary, values: Array, fate: NDArray[np.str_]) -> list[ends.End]:
    """Return the share of each outcome over all replications, placed where its sampled paths end."""
    found = []
    for name, colour in FATES.items():
        share = getattr(policy.regime, name)
        if not share.count:
            continue
        own = values[fate == name, -1]
        place = float(np.median(own)) if own.size else float(np.median(values[:, -1]))
        small = colour if name != "holding" else MUTED
        found.append(ends.End(place, percent(share.probability), name, small, "bold"))
    return found


def _line(policy: PolicySummary) -> str:
    ruined = "no path ends" if not policy.ruin.count else f"{percent(policy.ruin.probability)} of paths end"
    return sentence(f"{policy.regime.label}; {ruined} in ruin")


def _words(summary: Summary, shown: int, above: int) -> Words:
    facts = summary.facts
    sample = "" if shown == facts.replications else f", {shown:,} of them drawn"
    subtitle = f"Revenue of the last 12 months; {same_luck(facts)}{sample}"
    notes = f"Growing or shrinking: revenue rises or falls by more than {GROWING:.0%} a year; closed firms shrink."
    cut = "" if not above else f" {counted(above, 'path')} cut off at the top."
    return Words(headline.fates(summary), subtitle, footer(facts, f"{notes} Shares count every path.{cut}"))
