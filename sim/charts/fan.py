"""Fan chart: where each policy leads and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import percent, sentence, spoken
from sim.analysis.run import headline
from sim.charts import ends, panels, scales
from sim.charts.curves import BANDS, Curves, curves, window
from sim.charts.page import Dress, Words, footer, new_page, of_bands, same_luck
from sim.charts.style import INK, house_style, tint
from sim.results import MEASURES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.run.summary import PolicySummary, Summary
    from sim.results import Results

REVENUES: Final = ("revenue", "yearly_revenue")
"""Measures whose panels say how many paths end lower."""
ODDS: Final = (("p975", "1 in 40 above"), ("p90", "1 in 10 above"), ("p10", "1 in 10 below"), ("p025", "1 in 40 below"))
"""What the ends of the bands mean in plain odds."""


def fan(results: Results, summary: Summary, *, measure: str = "yearly_revenue", dress: Dress = Dress.PAGE) -> Figure:
    """Draw the 50, 80 and 95 % bands and the median of a measure, one panel per policy on one scale.

    Monthly flows over two years or more are averaged over the trailing twelve months, so that seasons don't hide
    the path; the quantiles of yearly revenue are its own.
    """
    facts = results.facts
    averaged = window(measure, facts.months)
    found = {name: curves(results.paths, name, measure, averaged=averaged) for name in facts.policies}
    unit = scales.Unit.of(MEASURES[measure].unit, facts.currency)
    span = scales.limits(
        min(curve["p025"].min() for curve in found.values()), max(curve["p975"].max() for curve in found.values())
    )
    with house_style():
        labels = {policy.name: _ends(found[policy.name], unit, policy) for policy in summary.policies}
        high = panels.plot_height(len(found))
        left = scales.labels_width(span, unit, high)
        layout = panels.grid(len(found), left, max(ends.room(label) for label in labels.values()))
        page = new_page(_words(results, summary, measure, averaged), layout.height, dress)
        for number, policy in enumerate(summary.policies):
            box = layout.box(number)
            axes = page.axes(box.left, box.top, box.width, box.height)
            panels.write_head(page, box, box.width + layout.right, policy, _line(policy, measure))
            _draw(axes, found[policy.name], panels.colour_of(policy))
            scales.value_axis(axes, span, unit, box.height)
            axes.tick_params(labelleft=layout.starts_row(number))
            scales.month_axis(axes, facts.months, facts.start, box.width)
            ends.label_ends(axes, labels[policy.name], layout.plot)
    return page.figure


def _draw(axes: Axes, curve: Curves, colour: str) -> None:
    for low, high, strength in BANDS:
        axes.fill_between(
            curve.months, curve[low], curve[high], color=tint(colour, strength), linewidth=0.0, gid=f"{low} to {high}"
        )
    axes.plot(curve.months, curve["p50"], color=colour, linewidth=2.0, gid="median")
    axes.axhline(curve["p50"][0], color=INK, linewidth=0.9, linestyle=(0, (1, 2)), gid="today")


def _ends(curve: Curves, unit: scales.Unit, policy: PolicySummary) -> list[ends.End]:
    """Return the labels of one fan; an outer end that reads like its inner neighbour is left out."""
    text = {name: unit.text(curve.last(name)) for name, _ in ODDS}
    median = ends.End(curve.last("p50"), unit.text(curve.last("p50")), "median", panels.colour_of(policy), "bold")
    inner = {"p975": text["p90"], "p90": median.text, "p10": median.text, "p025": text["p10"]}
    outer = [ends.End(curve.last(name), text[name], odds) for name, odds in ODDS if text[name] != inner[name]]
    return [median, *outer]


def _line(policy: PolicySummary, measure: str) -> str:
    if measure not in REVENUES:
        return sentence(policy.regime.label)
    return f"{percent(policy.ending_lower.probability)} of paths end lower ({policy.regime.label})"


def _words(results: Results, summary: Summary, measure: str, averaged: int) -> Words:
    facts, what = summary.facts, spoken(measure)
    title = headline.lower(summary) if measure in REVENUES else f"{sentence(what)} under each policy"
    over = ", average of the last 12 months" if averaged > 1 else ""
    monthly = " a month" if MEASURES[measure].unit.endswith("/month") else ""
    shown = "Revenue of the last 12 months" if measure == "yearly_revenue" else f"{sentence(what)}{monthly}{over}"
    subtitle = f"{shown}; {same_luck(facts)}"
    notes = "Bands hold 50%, 80% and 95% of paths at each date; the line is the median, dots are today's level."
    return Words(title, subtitle, footer(facts, f"{notes}{of_bands(results)} {panels.COLOUR_KEY}"))
