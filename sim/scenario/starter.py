"""A new scenario file to fill in: a commented start on top of a preset, and the schema for the editor beside it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sim.errors import UsageError
from sim.hints import did_you_mean
from sim.model.parameters import Parameters, walk
from sim.scenario.json_schema import schema
from sim.scenario.loading import load
from sim.scenario.shipped import preset as file_of
from sim.scenario.shipped import presets
from sim.scenario.source import SUFFIXES

SCHEMA_FILE: Final = "cyclesim.schema.json"

ASKED: Final = (
    "business.customers",
    "business.price",
    "business.cost_of_sales",
    "business.operating_margin",
    "business.cash_days",
    "acquisition.win_rate",
    "acquisition.sales_cycle",
    "supply.addressable_share",
)
"""What every firm can look up; written out with the preset's values, the rest is inherited."""

HEAD: Final = """\
# yaml-language-server: $schema={schema}
# Write only what differs from the preset; everything else is inherited from it.
#   cyclesim check {file}    says what is wrong
#   cyclesim run {file}      compares the policies

extends: presets/{preset}.yaml
name: {name}
description: {description}
horizon: {horizon} months
replications: {replications}
seed: {seed}
"""

EXAMPLES: Final = """
# Lines that start with "#: " are examples; remove that mark to use them.

# Uncertain? Say so: "A to B" holds nine times in ten. A source and how sure you are go along with the number.
#: world:
#:   demand_noise: {value: 12% to 25%, source: our last five years, confidence: medium}

# How digital is the firm today? `cyclesim assess` asks ten questions and prints lines to paste here.

# What may come from outside.
#: events:
#:   - {month: 14, kind: demand_shock, size: -20%, lasting: 6 months}

# Policies are inherited too; add your own, change a setting, or drop one with `name: null`.
#: policies:
#:   half: {rule: fixed_share, share: 50%}

# What must hold for you to believe the run.
#: checks:
#:   - {when: {policy: harvest}, then: "technology at 24 months < technology at 0"}
"""


@dataclass(frozen=True, slots=True)
class Started:
    """What `init` wrote."""

    scenario: Path
    schema: Path
    preset: str

    def as_json(self) -> dict[str, Any]:
        """Return what `init --json` prints."""
        return {"scenario": str(self.scenario), "schema": str(self.schema), "preset": self.preset}

    def as_text(self) -> str:
        """Return what `init` prints."""
        return (
            f"{self.scenario} is a commented scenario on top of the preset {self.preset}.\n"
            f"Next: fill it in, then  cyclesim check {self.scenario}  and  cyclesim run {self.scenario}"
        )


def offered() -> dict[str, str]:
    """Return what each preset describes, by its name."""
    return {name: load(path).description for name, path in presets().items()}


def start(name: str, *, preset: str) -> Started:
    """Write a new scenario file and the schema beside it.

    Parameters
    ----------
    name
        Name of the file, with or without `.yaml`; a folder before it is made if need be.
    preset
        Name of the preset to extend.

    Raises
    ------
    UsageError
        When there is no such preset, the file is there already, or it can't be written.
    """
    path = file_of(preset)
    if path is None:
        msg = f"there is no preset {preset!r}. {did_you_mean(preset, presets(), what='There are')}"
        raise UsageError(msg)
    target = Path(name) if name.endswith(SUFFIXES) else Path(f"{name}.yaml")
    started = Started(target, target.with_name(SCHEMA_FILE), preset)
    if os.path.lexists(target):
        msg = f"{target} is there already; choose another name or remove it first"
        raise UsageError(msg)
    try:
        _write(started, _text(target, preset, path))
    except OSError as error:
        msg = f"{target}: can't write the scenario: {error.strerror}"
        raise UsageError(msg) from error
    return started


def _write(started: Started, text: str) -> None:
    started.scenario.parent.mkdir(parents=True, exist_ok=True)
    with started.scenario.open("x", encoding="utf-8") as stream:
        stream.write(text)
    started.schema.write_text(json.dumps(schema(), indent=2) + "\n", encoding="utf-8")


def _text(target: Path, preset: str, path: Path) -> str:
    scenario = load(path)
    head = HEAD.format(
        schema=SCHEMA_FILE,
        file=target.name,
        preset=preset,
        name=json.dumps(target.stem, ensure_ascii=False),
        description=json.dumps(scenario.description, ensure_ascii=False),
        horizon=scenario.horizon,
        replications=scenario.replications,
        seed=scenario.seed,
    )
    return head + _asked(scenario.document) + EXAMPLES


def _asked(document: Any) -> str:  # noqa: ANN401 (a plain tree)
    """Return the lines every firm can fill in, each with what it means."""
    meanings = {key: spec.meaning for key, spec, _ in walk(Parameters())}
    lines: list[str] = []
    for group in dict.fromkeys(key.split(".")[0] for key in ASKED):
        lines += ["", f"{group}:"]
        for key in (key for key in ASKED if key.startswith(f"{group}.")):
            name = key.split(".")[1]
            lines.append(f"  {f'{name}: {document[group][name]}':<28} # {meanings[key]}")
    return "\n".join(lines) + "\n"
