"""The answer of `discover`: when something happens, as an IF-sentence."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.amounts import counted, percent
from sim.analysis.discovering.words import between, condition, found
from sim.report.answer import Answer, plain
from sim.report.columns import columns, paragraph
from sim.studies.discover import Search, search

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.experiment.progress import Progress
    from sim.studies.source import Asked, Given


def discover(source: Given, when: str, asked: Asked, *, progress: Progress | None = None) -> Answer:
    """Answer when a condition holds, for a run or for a scenario file.

    Raises
    ------
    CyclesimError
        When the condition can't be read, nothing is uncertain, there are too few replications, or the run or file
        can't be used.
    """
    done = search(source, when, asked, progress=progress)
    return Answer(
        command="discover",
        facts=done.source.results.facts,
        options={"when": plain(done.when)},
        text=_text(done),
        content=_content(done),
        tables={"trajectory": _trajectory(done)},
        figures={"box": partial(_drawn, done)},
        scenario=done.source.scenario.dump(),
        found=done.discovery,
    )


def _text(done: Search) -> str:
    currency, discovery = done.source.scenario.currency, done.discovery
    blocks = [paragraph(found(discovery, done.when.words(currency), currency))]
    if discovery.found:
        shares = [("within these limits", discovery.density)]
        if len(discovery.limits) > 1:
            shares += [(f"without {condition(limit, currency)}", limit.without) for limit in discovery.limits]
        shares += [("everywhere", discovery.base)]
        rows = [(where, percent(share.probability), between(share)) for where, share in shares]
        blocks += [columns([("where", "share", "interval"), *rows])]
    return "\n\n".join("\n".join(lines) for lines in (*blocks, paragraph(_legend(done))))


def _legend(done: Search) -> str:
    discovery, facts = done.discovery, done.source.results.facts
    run = f"{counted(len(discovery.happened), 'replication')}, seed {facts.seed}"
    halves = f"{run}: limits found on every other one (PRIM), figures from those between."
    parts = [f"{run}." if discovery.happened.all() or not discovery.happened.any() else halves]
    parts.append("Intervals: 95%, Wilson.")
    if done.unknown:
        parts.append(f"{counted(done.unknown, 'replication')} without {done.when.outcome} left out.")
    if discovery.found:
        parts.append(f"Within the limits, but where they were found, the share is {_points(discovery.optimism)}.")
    elif discovery.limits:
        parts.append("The best limits found on one half did not hold on the other beyond noise.")
    if not np.isnan(discovery.luck):
        parts.append(
            f"Curves of all inputs together explain {percent(1.0 - discovery.luck)} of what tells these futures "
            f"apart; the other {percent(discovery.luck)} is luck, or ties that curves miss."
        )
    return " ".join(parts)


def _points(optimism: float) -> str:
    if optimism > 0.0:
        return f"{100.0 * optimism:.1f} points higher: optimism, left out here"
    return f"{-100.0 * optimism:.1f} points lower: no optimism to leave out"


def _content(done: Search) -> dict[str, Any]:
    discovery, currency = done.discovery, done.source.scenario.currency
    limits = [
        {"key": limit.input.key, "low": limit.low, "high": limit.high, "without": limit.without}
        for limit in discovery.limits
    ]
    return {
        "when": done.when,
        "sentence": found(discovery, done.when.words(currency), currency),
        "found": discovery.found,
        "limits": limits,
        "base": discovery.base,
        "density": discovery.density,
        "coverage": discovery.coverage,
        "support": discovery.support,
        "optimism": discovery.optimism,
        "luck": discovery.luck,
        "replications": len(discovery.happened),
        "unknown": done.unknown,
    }


def _trajectory(done: Search) -> pd.DataFrame:
    import pandas as pd

    keys = [one.key for one in done.discovery.inputs]
    rows = []
    for step in done.discovery.trajectory:
        ends = {
            f"{key} {side}": getattr(step.box, side)[place]
            for place, key in enumerate(keys)
            for side in ("low", "high")
        }
        rows.append({"support": step.support, "coverage": step.coverage, "density": step.density, **ends})
    return pd.DataFrame(rows)


def _drawn(done: Search) -> Figure | None:
    from sim.charts.box import box

    facts = done.source.results.facts
    return box(done.discovery, facts, happens=done.when.words(facts.currency))
