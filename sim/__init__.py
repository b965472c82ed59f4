"""cyclesim: what reinvestment policies lead to, under the same luck for every policy.

>>> import sim
>>> scenario = sim.load("scenarios/online_retailer.yaml")  # doctest: +SKIP
>>> results = sim.run(scenario, replications=2_000, seed=7)  # doctest: +SKIP

The names below are fetched when they are first used, so that importing `sim` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sim.analysis.summary import summarise
    from sim.archive import read_run, write_run
    from sim.errors import CyclesimError
    from sim.experiment.preview import Preview
    from sim.experiment.run import run
    from sim.notebook.tune import tune
    from sim.results import Results
    from sim.scenario import Scenario, load, schema
    from sim.studies.compare import compare

__version__ = "0.1.0"
__all__ = [
    "CyclesimError",
    "Preview",
    "Results",
    "Scenario",
    "compare",
    "load",
    "read_run",
    "run",
    "schema",
    "summarise",
    "tune",
    "write_run",
]

_HOMES: Final = {
    "CyclesimError": "sim.errors",
    "Preview": "sim.experiment.preview",
    "Results": "sim.results",
    "Scenario": "sim.scenario.scenario",
    "compare": "sim.studies.compare",
    "load": "sim.scenario.loading",
    "read_run": "sim.archive",
    "run": "sim.experiment.run",
    "schema": "sim.scenario.json_schema",
    "summarise": "sim.analysis.summary",
    "tune": "sim.notebook.tune",
    "write_run": "sim.archive",
}
"""The module that each public name lives in."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 (classes and functions)
    """Fetch a public name."""
    if name not in _HOMES:
        msg = f"module 'sim' has no attribute {name!r}; it has {', '.join(__all__)}"
        raise AttributeError(msg)
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
