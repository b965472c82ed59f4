"""cyclesim: what reinvestment policies lead to, under the same luck for every policy.

>>> import sim
>>> scenario = sim.load("online_retailer.yaml")  # doctest: +SKIP
>>> results = sim.run(scenario, replications=2_000, seed=7)  # doctest: +SKIP

The names below are fetched when they are first used, so that importing `sim` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sim.analysis.run.summary import summarise
    from sim.archive import write_run
    from sim.errors import CyclesimError
    from sim.experiment.preview import Preview
    from sim.interface.answer import Answer
    from sim.interface.designs import optimise, sensitivity, sweep
    from sim.interface.own import backtest, calibrate, forecast, track
    from sim.interface.questions import compare, discover, explain, odds, replay, worth
    from sim.interface.results import Results
    from sim.interface.running import read_run, run
    from sim.notebook.tune import tune
    from sim.scenario import Scenario, load, schema

__version__ = "0.1.0"
__all__ = [
    "Answer",
    "CyclesimError",
    "Preview",
    "Results",
    "Scenario",
    "backtest",
    "calibrate",
    "compare",
    "discover",
    "explain",
    "forecast",
    "load",
    "odds",
    "optimise",
    "read_run",
    "replay",
    "run",
    "schema",
    "sensitivity",
    "summarise",
    "sweep",
    "track",
    "tune",
    "worth",
    "write_run",
]

_HOMES: Final = {
    "Answer": "sim.interface.answer",
    "CyclesimError": "sim.errors",
    "Preview": "sim.experiment.preview",
    "Results": "sim.interface.results",
    "Scenario": "sim.scenario.scenario",
    "backtest": "sim.interface.own",
    "calibrate": "sim.interface.own",
    "compare": "sim.interface.questions",
    "discover": "sim.interface.questions",
    "explain": "sim.interface.questions",
    "forecast": "sim.interface.own",
    "load": "sim.scenario.loading",
    "odds": "sim.interface.questions",
    "optimise": "sim.interface.designs",
    "read_run": "sim.interface.running",
    "replay": "sim.interface.questions",
    "run": "sim.interface.running",
    "schema": "sim.scenario.json_schema",
    "sensitivity": "sim.interface.designs",
    "summarise": "sim.analysis.run.summary",
    "sweep": "sim.interface.designs",
    "track": "sim.interface.own",
    "tune": "sim.notebook.tune",
    "worth": "sim.interface.questions",
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
