"""The answer of `compare`: which policy is best, how sure that is, what a wrong choice costs, what may go wrong."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from sim.analysis.comparing.words import verdicts
from sim.report import compare_tables, compare_text
from sim.report.answer import Answer
from sim.studies.compare import Found, compared
from sim.studies.source import Asked, is_run, opened
from sim.studies.sources import Told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from sim.experiment.progress import Progress
    from sim.studies.source import Given, Source


def compare(
    sources: Sequence[Given],
    asked: Asked,
    *,
    baseline: str | None = None,
    measure: str = "npv",
    progress: Progress | None = None,
) -> Answer:
    """Answer which policy of runs and scenario files is the best, and how sure that is.

    Raises
    ------
    CyclesimError
        When a name is unknown, a run or file can't be used, or the sources can't be compared.
    """
    found = [_opened(name, asked, progress) for name in sources]
    told = [Told(one.results, one.scenario) for one in found]
    done = compared(told, baseline=baseline, measure=measure, policies=asked.policies)
    return Answer(
        command="compare",
        facts=done.facts,
        options={"measure": measure, "baseline": done.comparison.baseline, "policies": asked.policies},
        text=compare_text.render(done),
        content=_content(done),
        tables=compare_tables.tables(done.comparison),
        figures={"forest": partial(_forest, done), "regret": partial(_regret, done)},
        scenario=found[0].scenario.dump() if len(found) == 1 else "",
        found=done.comparison,
    )


def _opened(name: Given, asked: Asked, progress: Progress | None) -> Source:
    """Open a source; of a finished run some policies may be left out, though it can't be run otherwise."""
    return opened(name, replace(asked, policies=()) if is_run(name) else asked, progress=progress)


def _content(done: Found) -> dict[str, object]:
    found = done.comparison
    return {
        "headline": verdicts(found, done.facts.currency)[0],
        "winner": found.winner.name if found.winner else None,
        "contenders": [policy.name for policy in found.contenders],
        "sources": [
            {"label": label, "run_id": facts.run_id, "seed": facts.seed, "replications": facts.replications}
            for label, facts in zip(done.sources.labels, done.sources.facts, strict=True)
        ],
        "notes": (*done.caveats, *done.notes),
        "comparison": found,
    }


def _forest(done: Found) -> Figure | None:
    from sim.charts.forest import forest

    return forest(done.comparison, done.facts, notes=done.caveats)


def _regret(done: Found) -> Figure | None:
    from sim.charts.regret import regret

    return regret(done.comparison, done.facts, notes=done.caveats)
