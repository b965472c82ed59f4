"""What a question is asked of: a scenario or a finished run, in memory or by the name of its file or folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.archive.names import MANIFEST, SCENARIO
from sim.errors import MissingFileError, UsageError
from sim.scenario import Scenario, load

if TYPE_CHECKING:
    from sim.experiment.progress import Progress
    from sim.results import Results


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How a scenario is to be run for a question.

    Attributes
    ----------
    overrides
        (dotted key, value as YAML), laid over the file.
    replications, seed
        Instead of the file's.
    policies
        Names of the policies that matter; all when empty.
    workers
        Processes; as many as pay when None.
    """

    overrides: tuple[tuple[str, str], ...] = ()
    replications: int | None = None
    seed: int | None = None
    policies: tuple[str, ...] = ()
    workers: int | None = None

    def scenario(self, given: Given) -> Scenario:
        """Return the scenario that is given, or that of a file, a run folder or a run, as asked.

        Raises
        ------
        CyclesimError
            When there is no such file, it is wrong, or a policy is unknown.
        """
        numbers = {"replications": self.replications, "seed": self.seed}
        changes = {key: value for key, value in numbers.items() if value is not None}
        scenario = self._laid_over(given, changes)
        if not self.policies:
            return scenario
        from sim.experiment.run import only

        return only(scenario, self.policies)

    def _laid_over(self, given: Given, changes: dict[str, int]) -> Scenario:
        if isinstance(given, str):
            return load(scenario_file(given), (*self.overrides, *((key, str(value)) for key, value in changes.items())))
        scenario = given.scenario if isinstance(given, Source) else given
        every: dict[str, Any] = {**dict(self.overrides), **changes}
        return scenario.vary(every) if every else scenario


@dataclass(frozen=True, slots=True)
class Source:
    """Results, and the scenario they came from.

    Attributes
    ----------
    name
        As the user wrote it.
    """

    name: str
    results: Results
    scenario: Scenario


Given = str | Scenario | Source
"""The name of a scenario file or of a run's folder, a scenario, or a run."""


def name_of(given: Given) -> str:
    """Return what a message calls it."""
    return given if isinstance(given, str) else given.name


def is_run(given: Given) -> bool:
    """Tell whether it is a run, or the name of a folder and so of a run, rather than a scenario or its file."""
    if not isinstance(given, str):
        return isinstance(given, Source)
    return Path(given).is_dir() or (Path(given) / MANIFEST).is_file()


def scenario_file(name: str) -> str:
    """Return the name of a scenario file, or that of the one which a folder holds.

    Raises
    ------
    MissingFileError
        When the folder holds none.
    """
    if not is_run(name):
        return name
    file = Path(name) / SCENARIO
    if not file.is_file():
        raise MissingFileError(f"{name} is a folder that holds no {SCENARIO}, so it is neither a run nor a scenario")
    return str(file)


def opened(given: Given, asked: Asked, *, progress: Progress | None = None) -> Source:
    """Read a finished run, or run a scenario in memory, without its single months.

    Raises
    ------
    CyclesimError
        When there is no such file or folder, something is wrong with it, or a finished run is asked to be another.
    """
    # The engine comes with the first run: `origin` asks for names of files only.
    from sim.archive import read_run
    from sim.experiment.run import run

    name = name_of(given)
    if not is_run(given):
        scenario = asked.scenario(given)
        return Source(name, run(scenario, workers=asked.workers, paths="none", progress=progress), scenario)
    if replace(asked, workers=None) != Asked():
        raise UsageError(f"{name} is a finished run: another seed, number or setting needs the scenario file instead")
    return given if isinstance(given, Source) else Source(name, read_run(name), load(scenario_file(name)))
