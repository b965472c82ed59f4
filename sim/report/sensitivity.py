"""The answer of `sensitivity`: what drives an outcome, or the difference of two policies."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from sim.analysis.amounts import sentence
from sim.analysis.sensitivity.morris import Morris
from sim.analysis.sensitivity.tornado import Tornado
from sim.errors import UsageError
from sim.experiment.run import facts_of
from sim.report.answer import Answer
from sim.report.columns import columns, paragraph
from sim.report.driver_tables import frame_of
from sim.report.drivers import headlines, legend, rows_of
from sim.studies.sensitivity import SIZES, Found, Question
from sim.studies.sensitivity import sensitivity as studied

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.experiment.progress import Progress
    from sim.results import RunFacts
    from sim.studies.source import Asked, Given

__all__ = ["Question", "sensitivity"]


def sensitivity(source: Given, question: Question, asked: Asked, *, progress: Progress | None = None) -> Answer:
    """Answer what drives an outcome in the scenario of a file, or of a finished run.

    Raises
    ------
    CyclesimError
        When a name is unknown, nothing is uncertain, or the file can't be used.
    """
    question = _sized(question, asked)
    scenario = asked.scenario(source)
    found = studied(scenario, question, workers=asked.workers, progress=progress)
    policies = {name: scenario.policies[name] for name in found.subject.policies}
    baseline = scenario.baseline if scenario.baseline in policies else found.subject.policies[-1]
    size = question.size or SIZES[question.method]
    facts = facts_of(replace(scenario, policies=policies, baseline=baseline, replications=size))
    return Answer(
        command="sensitivity",
        facts=replace(facts, scenario_hash=scenario.hash),
        options={
            "method": question.method,
            "of": " - ".join(found.subject.policies),
            "measure": question.measure,
            "size": size,
        },
        text=_text(found, facts, picked=not question.of),
        content={"method": question.method, "headline": headlines(found)[0], "found": found},
        tables={question.method: frame_of(found)},
        figures={question.method: partial(_figure, found, facts)},
        scenario=scenario.dump(),
        found=found,
    )


def _sized(question: Question, asked: Asked) -> Question:
    """Return the question with the size that fits its method.

    Raises
    ------
    UsageError
        When the size is given in the words of another method.
    """
    if question.method == "tornado":
        if question.size is not None:
            raise UsageError("--base is for --method morris and sobol; a tornado takes --replications")
        return replace(question, size=asked.replications)
    if asked.replications is not None:
        raise UsageError(f"--replications is for --method tornado; {question.method} takes --base")
    return question


def _text(found: Found, facts: RunFacts, *, picked: bool) -> str:
    first, *rest = (f"{line}." for line in headlines(found) if line)
    lines = paragraph(first) + [line for text in rest for line in paragraph(text, hanging="  ")]
    if picked:
        lines += paragraph(_picked(found), hanging="  ")
    return "\n".join([*lines, "", *columns(rows_of(found)), "", *paragraph(legend(found, facts))])


def _picked(found: Found) -> str:
    subject = found.subject
    if not subject.less:
        return f"{sentence(subject.who)} is the only policy."
    return f"Asked of {subject.who}, for want of --of: the best other policy by mean NPV, less the baseline."


def _figure(found: Found, facts: RunFacts) -> Figure | None:
    from sim.charts.morris import morris
    from sim.charts.sobol_bars import sobol_bars
    from sim.charts.tornado import tornado

    if isinstance(found, Tornado):
        return tornado(facts, found)
    return morris(facts, found) if isinstance(found, Morris) else sobol_bars(facts, found)
