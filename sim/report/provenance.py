"""What a document says about where its figures come from, enough to compute them again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from sim.report.story import Story
    from sim.results import Results

Months = Literal["quantiles", "all", "none"]
"""What a run kept of its single months; quantiles by month depend on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where figures come from.

    Attributes
    ----------
    run
        Id of the run.
    version, engine
        Of cyclesim, and checksum of the code that computed the figures; empty when not recorded.
    months
        What the run kept of its single months.
    scenario
        The resolved scenario as YAML, seed and replications included.
    """

    run: str
    version: str
    engine: str
    months: Months
    scenario: str

    def line(self) -> str:
        """Return all but the scenario as a comment of YAML, to stand before it."""
        return f"# cyclesim {self.version or '-'}, engine {self.engine or '-'}, run {self.run}, months: {self.months}"


_LINE: Final = re.compile(
    r"# cyclesim (?P<version>\S{1,40}), engine (?P<engine>\S{1,40}), run (?P<run>\S{1,80}), "
    r"months: (?P<months>quantiles|all|none)\s*"
)


def provenance(story: Story) -> Provenance:
    """Return where the figures of a report come from."""
    return Provenance(
        run=story.facts.run_id,
        version=story.version,
        engine=story.facts.engine,
        months=months_of(story.results),
        scenario=story.scenario,
    )


def months_of(results: Results) -> Months:
    """Return what a run kept of its single months."""
    if results.replications is not None:
        return "all"
    return "none" if results.paths.empty else "quantiles"


def understood(line: str, scenario: str) -> Provenance | None:
    """Return the provenance that a line of `Provenance.line` and a scenario tell; None when the line is another."""
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    version, engine = (found[name].removeprefix("-") for name in ("version", "engine"))
    months = months_named(found["months"])
    return Provenance(run=found["run"], version=version, engine=engine, months=months, scenario=scenario)


def months_named(name: object) -> Months:
    """Return what a document says a run kept of its months; what runs keep unasked where it does not say."""
    return "all" if name == "all" else "none" if name == "none" else "quantiles"
