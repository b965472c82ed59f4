"""What a report says about a finished run, whatever form it takes: one frozen model behind every format."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.analysis.comparing import words as verdict
from sim.analysis.run import headline
from sim.analysis.run.reliance_words import owed
from sim.analysis.run.summary import summarise
from sim.archive import read_manifest
from sim.errors import UsageError
from sim.report.judging import unjudged, verdicts_of
from sim.scenario.stated import stated
from sim.studies.compare import compared
from sim.studies.source import Asked, opened
from sim.studies.sources import Told

if TYPE_CHECKING:
    from sim.analysis.checks.checks import Verdict
    from sim.analysis.comparing.comparison import Comparison
    from sim.analysis.run.summary import Summary
    from sim.results import Results, RunFacts
    from sim.scenario import Scenario
    from sim.scenario.stated import Stated
    from sim.studies.source import Source


@dataclass(frozen=True, slots=True)
class Limit:
    """What a reader must not take the figures for.

    Attributes
    ----------
    text
        A sentence.
    page
        Page of the documentation that says more.
    """

    text: str
    page: str


LIMITS: Final = (
    Limit(
        "The model compares policies of one firm under the same assumptions. It is no forecast: differences between "
        "policies deserve more trust than levels, signs more than sizes.",
        "docs/explanation/limits.md",
    ),
    Limit(
        "Intervals cover chance inside the model: how far figures would move with other luck. They do not cover a "
        "wrong model or a wrong assumption.",
        "docs/explanation/limits.md",
    ),
    Limit(
        "Every policy meets the same luck, replication by replication, so compare differences; two intervals that "
        "overlap may still belong to policies that surely differ.",
        "docs/explanation/common-random-numbers.md",
    ),
    Limit(
        "Ranges of the assumptions are what was written in the scenario. What they leave out has no chance here.",
        "docs/explanation/two-kinds-of-uncertainty.md",
    ),
)
"""Short and the same in every report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a report says.

    Attributes
    ----------
    facts
        What identifies the run.
    version
        Of cyclesim, when it ran.
    description
        Of the scenario, in the words of its author.
    findings
        Sentences that open the report, the most important first: the best policy and its bad paths, regret, direction,
        ruin, the terminal value if orders hang on it.
    summary
        Every policy's worth, growth, ruin and payback, with intervals.
    comparison
        Of net present value; None when there is nothing to compare.
    notes
        What a reader has to know before trusting the comparison.
    results
        Outcomes, and quantiles by month where the run kept them.
    assumptions
        Every uncertain, changed or sourced number of the scenario.
    checks
        What came of the scenario's reality checks.
    unjudged
        Why checks were not judged.
    limits
        What the figures are not.
    scenario
        The resolved scenario as YAML: what every figure can be computed from again.
    """

    facts: RunFacts
    version: str
    description: str
    findings: tuple[str, ...]
    summary: Summary
    comparison: Comparison | None
    notes: tuple[str, ...]
    results: Results
    assumptions: tuple[Stated, ...]
    checks: tuple[Verdict, ...]
    unjudged: tuple[str, ...]
    scenario: str
    limits: tuple[Limit, ...] = LIMITS


def read(run: str) -> Story:
    """Return what a report says about the folder of a finished run; nothing is simulated.

    Raises
    ------
    CyclesimError
        When there is no such folder, the run is unfinished, or a table is not the one that was written.
    """
    source, version = finished(run)
    return told(source, version=version)


def finished(run: str) -> tuple[Source, str]:
    """Return a finished run, and the version of cyclesim that ran it.

    Raises
    ------
    CyclesimError
        When there is no such folder, the run is unfinished, or a table is not the one that was written.
    """
    if Path(run).is_file():
        raise UsageError(
            f"{run} is a file; a report is made of a finished run: cyclesim run {run}, then name its folder"
        )
    manifest = read_manifest(run)
    return opened(run, Asked()), manifest.packages.get("cyclesim", "")


def told(source: Source, *, version: str = "") -> Story:
    """Return what a report says about a run and the scenario that it came from.

    Parameters
    ----------
    source
        The two.
    version
        Of cyclesim, when it ran.
    """
    results, scenario = source.results, source.scenario
    summary = summarise(results)
    comparison, notes = _compared(results, scenario)
    paths = "none" if results.paths.empty else "quantiles"
    return Story(
        facts=results.facts,
        version=version,
        description=scenario.description,
        findings=_findings(summary, comparison),
        summary=summary,
        comparison=comparison,
        notes=tuple(f"{note.removesuffix('.')}." for note in notes),
        results=results,
        assumptions=stated(scenario),
        checks=verdicts_of(results, scenario, paths),
        unjudged=tuple(problem.message for problem in unjudged(scenario, paths)),
        scenario=scenario.dump(),
    )


def _findings(summary: Summary, comparison: Comparison | None) -> tuple[str, ...]:
    """Return the sentences that open the report; one says which is worth most, by the widest of the intervals."""
    currency = summary.facts.currency
    first = [headline.worth(summary), owed(summary.reliance, currency)]
    if comparison is not None:
        first = [of(comparison, currency) for of in (verdict.best, verdict.caveat, verdict.tail, verdict.regret)]
    rest = [of(summary) for of in (headline.lower, headline.ruin, headline.terminal_value)]
    return tuple(text for text in (*first, *rest) if text)


def _compared(results: Results, scenario: Scenario) -> tuple[Comparison | None, tuple[str, ...]]:
    """Compare the policies, and say what to know of it; that there is nothing to compare is said in a note."""
    if len(results.facts.policies) == 1:
        return None, ("The run has one policy, so there is nothing to compare it with.",)
    try:
        done = compared([Told(results, scenario)])
    except UsageError as error:
        return None, (f"The policies could not be compared: {error.message}.",)
    return done.comparison, (*done.caveats, *done.notes)
