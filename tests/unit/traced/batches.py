"""Batches that programs are learnt from, and what the engine makes of them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import sim
from sim.experiment.block import lay_out
from sim.model.cycle import Cycle, simulate
from sim.policies.catalog import build
from sim.traced.operations import present
from sim.traced.program import Program, program_of
from sim.traced.programs import Programs
from sim.traced.tracing import Trace, trace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.arrays import Array
    from sim.model.setup import Setup
    from sim.policies import Rule
    from sim.scenario import Scenario

compiled_only = pytest.mark.skipif(not present(), reason="no compiler built sim.traced._loops here")

PRESETS = Path(__file__).resolve().parents[3] / "scenarios" / "presets"
CONTRACT, ORDERS = "b2b_services", "online_retailer"
MEASURES = ("revenue", "cash", "customers", "clv", "closed", "technology_demand", "pipeline", "stockouts", "cac")


@cache
def preset(name: str = CONTRACT, horizon: int = 7) -> Scenario:
    return sim.load(PRESETS / f"{name}.yaml").vary({"horizon": horizon})


def deciding(scenario: Scenario, *rules: str | Rule) -> Scenario:
    """Return a scenario with these rules as its policies."""
    policies: dict[str, Any] = {
        f"policy_{place}": build(rule) if isinstance(rule, str) else rule for place, rule in enumerate(rules)
    }
    return replace(scenario, policies=policies)


def batch(scenario: Scenario, first: int = 0, end: int = 8, measures: tuple[str, ...] = MEASURES) -> Setup:
    return replace(lay_out(scenario, first, end), measures=measures)


def engines(setup: Setup) -> Array:
    """Return what the engine makes of a batch."""
    return simulate(setup).recording.values


def followed(scenario: Scenario) -> tuple[Trace, Program]:
    """Follow a scenario and lay the trace out."""
    setup = batch(scenario)
    found = trace(Cycle.of(setup), setup.months, setup.measures)
    return found, program_of(found)


def learnt(scenario: Scenario) -> Programs:
    """Return programs that know a scenario."""
    programs = Programs()
    programs.learn(batch(scenario))
    return programs


def kept(programs: Programs) -> list[bool]:
    """Say of everything that was looked at whether it could be learnt."""
    return [program is not None for program in programs._learnt.values()]


def by_replay(programs: Programs, setup: Setup, monkeypatch: pytest.MonkeyPatch) -> Array:
    """Return what programs make of a batch, the engine standing still."""
    with monkeypatch.context() as patched:
        patched.setattr("sim.traced.programs._turned", _stands_still)
        return programs.recording(setup).values


def _stands_still(*_: object) -> None:
    pytest.fail("the engine had to turn")


def varied(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    return scenario.vary(dict(changes))
