"""Results in Python: the tables of a run, its scenario, and every question that they can answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Unpack

from sim import results as tables
from sim.analysis.amounts import counted
from sim.interface import own, questions
from sim.interface.plots import Plots
from sim.interface.units import units_of
from sim.studies.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from sim.analysis.comparing.comparison import Comparison
    from sim.analysis.cycle.explanation import Explanation
    from sim.analysis.discovering.discovery import Discovery
    from sim.analysis.inputs.information import Information
    from sim.analysis.run.odds import Reach
    from sim.analysis.run.summary import Summary
    from sim.analysis.tracking.tracking import Tracking
    from sim.interface.answer import Answer
    from sim.interface.figures import Data, Use
    from sim.report.document import Form
    from sim.scenario import Scenario
    from sim.studies.replay import Path as Lived


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Results(tables.Results):
    """The frozen answer of a run, and what can be asked of it.

    >>> scenario = sim.load("online_retailer.yaml").vary({"horizon": "24 months"})
    >>> results = sim.run(scenario, replications=50)
    >>> results.outcomes.columns[:4].tolist()
    ['policy', 'replication', 'npv', 'npv_without_terminal_value']
    >>> results.outcomes.attrs["units"]["npv"]
    'GBP'
    >>> results.paths.columns[:4].tolist()
    ['policy', 'month', 'measure', 'mean']
    >>> results.compare(baseline="harvest").found.baseline
    'harvest'

    Attributes
    ----------
    scenario
        What was simulated, with the run's own seed and number of replications.
    folder
        The run folder it was read from; None when it was not.
    """

    scenario: Scenario = field(repr=False)
    folder: Path | None = None

    @property
    def outcomes(self) -> pd.DataFrame:
        """A row per policy and replication; `attrs["units"]` has the unit of every outcome."""
        table = self.ends.frame.copy(deep=False)
        every = self.units
        own = every[every["table"] == "outcomes"]
        table.attrs["units"] = dict(zip(own["name"], own["unit"], strict=True))
        return table

    @property
    def units(self) -> pd.DataFrame:
        """Unit and meaning of every outcome, and of every measure of `paths`: table, name, unit, meaning."""
        return units_of(self.facts.currency)

    @property
    def summary(self) -> Summary:
        """Every policy's worth, growth, ruin and payback, with intervals; `summary.frame()` is a table."""
        from sim.analysis.run.summary import summarise

        return summarise(self)

    @property
    def source(self) -> Source:
        """The results and their scenario, as studies take them."""
        return Source(self.facts.run_id, self, self.scenario)

    @property
    def plot(self) -> Plots:
        """The figures: `results.plot.fan()`."""
        return Plots(self)

    def compare(self, *, baseline: str | None = None, measure: str = "npv") -> Answer[Comparison]:
        """Say which policy is best, how sure that is, and what a wrong choice costs; see `sim.compare`."""
        return questions.compare(self, baseline=baseline, measure=measure)

    def odds(self, measure: str = "npv", *, above: float | None = None, below: float | None = None) -> Answer[Reach]:
        """Say how likely each policy reaches a target; see `sim.odds`."""
        return questions.odds(self, measure, above=above, below=below)

    def explain(
        self,
        *,
        policies: Sequence[str] = (),
        months: Sequence[int] = (1,),
        loops: Literal["tell", "leave out"] = "tell",
    ) -> Answer[Explanation]:
        """Say which way the cycle turns, and which step carries it; see `sim.explain`.

        Of some policies only, the scenario is run again with these, under the same luck.
        """
        if policies:
            return questions.explain(self.scenario, policies=policies, months=months, loops=loops)
        return questions.explain(self, months=months, loops=loops)

    def replay(
        self,
        policy: str | None = None,
        *,
        percentile: float | None = None,
        replication: int | None = None,
        measure: str = "npv",
    ) -> Answer[Lived]:
        """Tell what happened in one path, month by month; see `sim.replay`."""
        return questions.replay(self, policy, percentile=percentile, replication=replication, measure=measure)

    def discover(self, when: str) -> Answer[Discovery]:
        """Say within which limits of the uncertain inputs something happens; see `sim.discover`."""
        return questions.discover(self, when)

    def worth(self, measure: str = "npv") -> Answer[Information]:
        """Say what it is worth to know each uncertain input before choosing; see `sim.worth`."""
        return questions.worth(self, measure)

    def track(
        self,
        data: Data,
        measure: str = "npv",
        *,
        above: float | None = None,
        below: float | None = None,
        **use: Unpack[Use],
    ) -> Answer[Tracking]:
        """Say whether the firm's own figures are on its track, and how the odds have moved; see `sim.track`."""
        return own.track(self, data, measure, above=above, below=below, **use)

    def write(self, out: str | Path = "outputs") -> Path:
        """Write the run folder, `out/<scenario>/<run id>`, as the command line does, without charts; return it.

        Raises
        ------
        UsageError
            When the folder can't be written.
        """
        from sim.archive import write_run

        return write_run(self, self.scenario.dump(), out, summary=self.summary.frame())

    def report(self, form: Form = "xlsx", *, out: str | Path | None = None) -> Path:
        """Write a document to hand on, into the run folder or into `out`; return its file.

        Results that no folder holds yet are written first, to `outputs`, since a report stands for a run that can be
        looked up.

        Raises
        ------
        UsageError
            When it can't be written.
        """
        from sim.report.document import document

        folder = self.folder or self.write("outputs" if out is None else out)
        ((_, file),) = document(str(folder), forms=(form,), out=None if out is None else Path(out)).files
        return file

    def __repr__(self) -> str:
        """Return a line for a console; a notebook shows more."""
        facts = self.facts
        size = f"{counted(facts.replications, 'replication')} × {counted(facts.months, 'month')}"
        return f"Results {facts.run_id} of {facts.scenario}: {', '.join(facts.policies)}; {size}"

    def _repr_html_(self) -> str:
        from sim.interface.page import results_page

        return results_page(self, self.summary)
