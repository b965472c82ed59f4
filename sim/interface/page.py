"""What a notebook shows of results and answers: sentences, a small chart or a table, and the run."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import counted, money, sentence, spoken
from sim.analysis.run.headline import headlines
from sim.charts.colours import BLUE, MUTED, ORANGE
from sim.charts.svg.fan import Band, fan_svg

if TYPE_CHECKING:
    from sim.analysis.run.summary import PolicySummary, Summary
    from sim.report.answer import Answer
    from sim.results import Results, RunFacts

_COLOURS: Final = {"growing": BLUE, "shrinking": ORANGE}
"""As `sim.charts.style` has them, which would load matplotlib."""
_MOST: Final = 3
"""Policies up to which each has a band."""
_FRAME: Final = "<div style='font-family:sans-serif;max-width:60em'>{}</div>"
_LEAD: Final = "<p style='margin:.2em 0'><b>{}</b></p>"
_LINE: Final = "<p style='margin:.2em 0'>{}</p>"
_NOTE: Final = "<p style='margin:.4em 0;font-size:85%;opacity:.75'>{}</p>"
_TABLE: Final = "<pre style='margin:.6em 0;line-height:1.25;overflow-x:auto;background:none'>{}</pre>"


def results_page(results: Results, summary: Summary) -> str:
    """Return the headlines of a run, a fan of its revenue, and what identifies it, as HTML."""
    first, *rest = headlines(summary)
    parts = [_LEAD.format(escape(f"{first}."))]
    parts += [_LINE.format(escape(f"{text}.")) for text in rest]
    if not results.paths.empty:
        parts.append(_fan(results, summary))
    return _FRAME.format("".join([*parts, _NOTE.format(_identity(results.facts))]))


def answer_page(told: Answer) -> str:
    """Return the sentences, the table and the legend of an answer, and the run, as HTML."""
    first, *tables = [text for text in plain_text(told.text).split("\n\n") if text.strip()]
    legend = tables.pop() if tables else ""
    lead, note = (escape(" ".join(text.split())) for text in (first, legend))
    blocks = [_TABLE.format(escape(text)) for text in tables]
    return _FRAME.format("".join([_LEAD.format(lead), *blocks, _NOTE.format(f"{note}<br>{_identity(told.facts)}")]))


def plain_text(text: str) -> str:
    """Return a text without the codes that a terminal turns into bold and dim."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def _identity(facts: RunFacts) -> str:
    name, run = escape(facts.scenario), escape(facts.run_id)
    size = f"{counted(facts.replications, 'replication')} × {counted(facts.months, 'month')}"
    return f"{name} · run {run} · {size} · seed {facts.seed} · the same luck for every policy"


def _fan(results: Results, summary: Summary) -> str:
    facts = results.facts
    shown = _banded(summary)
    bands = [_band(results, policy, banded=policy.name in shown) for policy in summary.policies]
    title = "Revenue of the last 12 months; lines are medians, nine paths in ten lie in the bands"
    return fan_svg(bands, title=title, write=lambda value: money(value, facts.currency))


def _banded(summary: Summary) -> tuple[str, ...]:
    """Return the policies whose bands are drawn: all of a few, else the baseline and the one that is worth most."""
    names = summary.facts.policies
    if len(names) <= _MOST:
        return names
    return (summary.facts.baseline, max(summary.policies, key=lambda policy: policy.npv.mean).name)


def _band(results: Results, policy: PolicySummary, *, banded: bool) -> Band:
    paths = results.paths
    rows = paths[(paths["policy"] == policy.name) & (paths["measure"] == "yearly_revenue")].sort_values("month")
    low, middle, high = (rows[name].to_numpy(np.float64) for name in ("p05", "p50", "p95"))
    name, colour = sentence(spoken(policy.name)), _COLOURS.get(policy.regime.lean, MUTED)
    return Band(name, colour, middle, low, high) if banded else Band(name, colour, middle)
