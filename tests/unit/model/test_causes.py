"""The causal graph names every link and its signs are those of the engine, in expected-flow mode."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.experiment.block import lay_out_trials
from sim.model.causes import CAUSES, NODES
from sim.model.cycle import simulate
from sim.model.links import HANDOVERS, LINKS, Mode, Switch
from sim.randomness import ExpectedStreams
from sim.scenario import load
from sim.studies.loop_changes import ONLY, PER_CUSTOMER, SHARE_IN, TERMS, THROUGH
from sim.studies.loop_records import CARRIED, HELD_BACK

if TYPE_CHECKING:
    from pathlib import Path

    from sim.model.cycle import Simulation

MONTHS, FROM = 48, 6
SIGNS = {(cause.source, cause.target): cause.sign for cause in CAUSES}
ROW = {"capability_demand": 1, "capability_acquisition": 2, "capability_experience": 3, "capability_supply": 4}


class Raised:
    """One firm without luck whose links are replayed; in each lane one thing is raised from month 6 on."""

    def __init__(self, root: Path) -> None:
        scenario = load(root / "scenarios" / "presets" / "b2b_services.yaml").vary({"horizon": MONTHS})
        scenario = replace(scenario, policies={"steady": scenario.policies["steady"]})
        lanes = len(HELD_BACK) + 1
        laid = lay_out_trials(scenario, {}, np.zeros(lanes, np.int64))
        names = frozenset({*LINKS, *HANDOVERS})
        laid = replace(laid, streams=ExpectedStreams(lanes), keep=names, offer=names)
        series = {name: values.copy() for name, values in simulate(laid).kept.items()}
        series["sales_load"] += 0.2  # the load is felt
        series["referral"] *= (1.06 ** np.arange(MONTHS))[:, None]  # the firm outgrows its people
        for lane, node in enumerate(HELD_BACK, start=1):
            _raise(series, node, lane)
        switches = {name: Switch(Mode.REPLAYED, series=values) for name, values in series.items()}
        self.found: Simulation = simulate(replace(laid, switches=switches))

    def effect(self, node: str, target: str) -> float:
        """Return what raising a node does to a target, summed over months."""
        values = self.values(target, per_customer=target == "referrals" and node in PER_CUSTOMER)
        return float((values[FROM:, HELD_BACK.index(node) + 1] - values[FROM:, 0]).sum())

    def values(self, node: str, *, per_customer: bool) -> np.ndarray:
        lived, links = self.found.recording, self.found.offered
        if node in ROW:
            return np.asarray(links["capability"][:, ROW[node] + (0 if node == "capability_supply" else 5)])
        if node == "fixed_cost":
            return np.asarray(links["fixed_cost"])
        if node in CARRIED:
            values = links[CARRIED[node]]
            return np.asarray(values / lived["customers"][:-1] if per_customer else values)
        if node == "spending":
            return np.asarray(lived["volume"][1:] / lived["customers"][1:])
        measure = {"leads": "mql", "upkeep": "subscriptions", "sales_cost": "sales_spend"}.get(node, node)
        return np.asarray(lived[measure][1:])


def _raise(series: dict[str, np.ndarray], node: str, lane: int) -> None:
    if node in ROW:
        series["capability"][FROM:, [ROW[node], ROW[node] + 5], lane] += 0.03
        return
    carried = series[CARRIED[node]]
    carried[FROM:, lane] += 0.3 * np.maximum(np.abs(carried[FROM:, lane]), 0.2)


@pytest.fixture(scope="module")
def raised(root: Path) -> Raised:
    return Raised(root)


def test_every_link_is_a_cause_and_every_node_has_one() -> None:
    assert {cause.link for cause in CAUSES} == {*LINKS, ""}
    assert {name for edge in SIGNS for name in edge} == set(NODES)
    assert len(SIGNS) == len(CAUSES)
    assert {abs(sign) for sign in SIGNS.values()} == {1}
    assert [node.step for node in NODES.values()] == sorted(
        (node.step for node in NODES.values()), key=lambda step: step or 9
    )


HELD = [
    edge
    for edge in SIGNS
    if edge[0] in HELD_BACK and not any(edge in table for table in (ONLY, TERMS, THROUGH, SHARE_IN))
]


@pytest.mark.parametrize("edge", HELD, ids="->".join)
def test_signs_of_what_can_be_raised(raised: Raised, edge: tuple[str, str]) -> None:
    effect = raised.effect(*edge)
    assert effect != 0
    assert np.sign(effect) == SIGNS[edge]


@pytest.mark.parametrize("edge", [*ONLY, *THROUGH], ids="->".join)
def test_signs_of_what_follows(raised: Raised, edge: tuple[str, str]) -> None:
    """More referrals mean more customers, volume, revenue and profit; more marketing means more leads."""
    source = "marketing" if edge[0] == "leads" else "referrals"
    up, effect = raised.effect(source, edge[0]), raised.effect(source, edge[1])
    assert up > 0
    if edge == ("volume", "delay"):  # surges come with the year's growth and go
        return
    assert np.sign(effect) == SIGNS[edge]


def test_a_wrong_sign_is_caught(raised: Raised) -> None:
    """The mutant: were fixed cost said to fall with volume, or load to raise wins, the checks above would fail."""
    assert np.sign(raised.effect("referrals", "fixed_cost")) != -SIGNS["volume", "fixed_cost"]
    assert np.sign(raised.effect("sales_load", "wins")) != -SIGNS["sales_load", "wins"]
