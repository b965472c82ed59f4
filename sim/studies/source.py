"""What a question is asked of: a scenario file, or the folder of a finished run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sim.archive.names import MANIFEST, SCENARIO
from sim.errors import MissingFileError, UsageError
from sim.scenario import load

if TYPE_CHECKING:
    from sim.experiment.progress import Progress
    from sim.results import Results
    from sim.scenario import Scenario


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

    def scenario(self, file: str) -> Scenario:
        """Return the scenario of a file, or of a run folder, as asked.

        Raises
        ------
        CyclesimError
            When there is no such file, it is wrong, or a policy is unknown.
        """
        changes = {"replications": self.replications, "seed": self.seed}
        numbers = tuple((key, str(value)) for key, value in changes.items() if value is not None)
        scenario = load(scenario_file(file), (*self.overrides, *numbers))
        if not self.policies:
            return scenario
        from sim.experiment.run import only

        return only(scenario, self.policies)


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


def is_run(name: str) -> bool:
    """Tell whether a name is that of a folder, and so of a run, rather than of a scenario file."""
    return Path(name).is_dir() or (Path(name) / MANIFEST).is_file()


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


def opened(name: str, asked: Asked, *, progress: Progress | None = None) -> Source:
    """Read a finished run, or run a scenario file in memory, without its single months.

    Raises
    ------
    CyclesimError
        When there is no such file or folder, something is wrong with it, or a finished run is asked to be another.
    """
    # The engine comes with the first run: `origin` asks for names of files only.
    from sim.archive import read_run
    from sim.experiment.run import run

    if not is_run(name):
        scenario = asked.scenario(name)
        return Source(name, run(scenario, workers=asked.workers, paths="none", progress=progress), scenario)
    if replace(asked, workers=None) != Asked():
        raise UsageError(f"{name} is a finished run: another seed, number or setting needs the scenario file instead")
    results = read_run(name)
    return Source(name, results, load(scenario_file(name)))
