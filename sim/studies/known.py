"""What is known of the firm in each replication of a run: the uncertain inputs, with unit and passport."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Final

from sim.analysis.inputs import Input, named
from sim.experiment.design import input_draws
from sim.model.parameters import walk
from sim.scenario.events import LASTING, size_spec
from sim.scenario.reading import Passport
from sim.studies.source import Asked, Source, is_run, opened

if TYPE_CHECKING:
    from sim.experiment.progress import Progress
    from sim.scenario import Scenario

LEAST: Final = 2_000
"""Replications that a scenario file is run with when nobody says how many: half find, half check."""
MOST: Final = 50_000
"""Replications looked at; more would change the third digit and take minutes."""


def well_sampled(name: str, asked: Asked, *, progress: Progress | None = None) -> Source:
    """Open a run, or run a scenario file with `LEAST` replications or more.

    Raises
    ------
    CyclesimError
        As `opened` does.
    """
    if not is_run(name) and asked.replications is None:
        asked = replace(asked, replications=max(asked.scenario(name).replications, LEAST))
    return opened(name, asked, progress=progress)


def inputs_of(scenario: Scenario, count: int) -> tuple[Input, ...]:
    """Return the uncertain inputs of a scenario in the first `count` replications, in the order of the file."""
    draws, names, units = input_draws(scenario, 0, count), named(list(scenario.uncertain)), _units(scenario)
    passports = {key: scenario.passports.get(key, Passport("")) for key in draws}
    return tuple(
        Input(key, names[key], units.get(key, ""), values, passports[key].confidence, passports[key].source)
        for key, values in draws.items()
    )


def _units(scenario: Scenario) -> dict[str, str]:
    """Return the unit of every number of a scenario by dotted key, those of whole per-step parameters too."""
    found = {key: spec.unit for key, spec, _ in walk(scenario.parameters)}
    found |= {key.rpartition(".")[0]: unit for key, unit in found.items()}
    for name, policy in scenario.policies.items():
        specs = {f.name: f.metadata.get("spec") for f in fields(policy)}  # type: ignore[arg-type]
        found |= {f"policies.{name}.{setting}": spec.unit for setting, spec in specs.items() if spec}
    for place, event in enumerate(scenario.events):
        found |= {f"events.{place}.{field}": LASTING.unit for field in ("month", "lasting")}
        found[f"events.{place}.size"] = size_spec(event.kind).unit
    return found
