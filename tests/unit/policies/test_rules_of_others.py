"""Rules that are not ours: registered in a session, or offered by an installed package."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import sim
from sim.errors import ScenarioError, UsageError
from sim.experiment.engine import own_code
from sim.experiment.pieces import worlds_of
from sim.experiment.workers import processes_for
from sim.policies import Decision, Growing, Observation, Rule, affordable, parameter
from sim.policies import rules as table
from sim.policies.catalog import OWN, RULES, register
from sim.policies.fixed_share import FixedShare
from sim.policies.rules import Rules

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Half(Growing):
    """Reinvests a share, always."""

    share: float = parameter(0.5, unit="share", low=0, high=1, meaning="share of profit reinvested", source="test")

    def decide(self, seen: Observation) -> Decision:
        """Return the decision for the coming quarter."""
        return self.growth(seen, affordable(seen, self.share), keep=self.share)


@pytest.fixture
def registered() -> Iterator[str]:
    """Enter the rule, and take it out again."""
    register("half", Half)
    yield "half"
    RULES._entered.clear()


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> list[EntryPoint]:
    """Let a package offer rules."""
    points = [
        EntryPoint("theirs", f"{__name__}:Half", table.GROUP),
        EntryPoint("harvest", f"{__name__}:Half", table.GROUP),
        EntryPoint("broken", "no_such_module:Rule", table.GROUP),
    ]
    monkeypatch.setitem(sys.modules, __name__, sys.modules[Half.__module__])
    monkeypatch.setattr("importlib.metadata.entry_points", lambda *, group: points if group == table.GROUP else [])
    return points


def firm(rule: str) -> sim.Scenario:
    policies = {"ours": {"rule": rule, "share": "40%"}, "fixed": {"rule": "fixed_share", "share": "40%"}}
    return sim.load("presets/saas.yaml").vary({"horizon": 6, "policies": policies})


def test_a_registered_rule_is_known_to_scenarios_and_runs_as_ours_do(registered: str) -> None:
    results = sim.run(firm(registered), replications=20)
    npv = results.ends.column("npv")
    np.testing.assert_array_equal(npv["ours"], npv["fixed"])
    assert "half" in results.facts.rules


def test_what_a_scenario_says_of_its_settings_is_checked(registered: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        firm(registered).vary({"policies.ours.share": 1.5, "policies.ours.shares": 0.3})
    told = str(caught.value)
    assert "outside its range" in told
    assert "Did you mean 'share'" in told


def test_an_unknown_rule_is_answered_with_every_name(registered: str) -> None:
    assert registered in RULES
    with pytest.raises(ScenarioError, match="Did you mean 'half'"):
        firm("hafl")


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        ("harvest", Half, "there already"),
        ("Half", Half, "can't be the name of a rule"),
        ("a.b", Half, "can't be the name of a rule"),
        ("other", int, "extends sim.policies.Rule"),
        ("other", Half(), "extends sim.policies.Rule"),
        ("other", Rule, "has no method decide"),
        ("other", type("Loose", (Half,), {}), "put @dataclass"),
    ],
)
def test_what_can_be_no_rule_is_refused_with_what_to_change(name: str, kind: Any, told: str) -> None:  # noqa: ANN401
    with pytest.raises(UsageError, match=told):
        register(name, kind)
    assert list(RULES) == list(OWN)


def test_a_setting_says_its_default_and_its_range() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Bare(Half):
        weight: float = 1.0

    @dataclass(frozen=True, kw_only=True)
    class Needy(Half):
        weight: float

    with pytest.raises(UsageError, match=r"other.weight has no unit, range and meaning"):
        register("other", Bare)
    with pytest.raises(UsageError, match=r"other.weight has no default"):
        register("other", Needy)


@pytest.mark.usefixtures("offered")
def test_rules_of_a_package_are_there_and_never_replace_ours() -> None:
    rules = Rules(OWN)
    assert rules["theirs"] is Half
    assert rules["harvest"] is OWN["harvest"]
    assert list(rules) == [*OWN, "theirs", "broken"]
    assert len(rules) == len(OWN) + 2
    assert (rules.name_of(Half), rules.name_of(FixedShare)) == ("theirs", "fixed_share")
    with pytest.raises(UsageError, match="there already"):
        rules.enter("theirs", Half)


@pytest.mark.usefixtures("offered")
def test_a_package_that_cannot_be_loaded_is_named() -> None:
    with pytest.raises(UsageError, match="the rule 'broken' can't be loaded: No module named 'no_such_module'"):
        Rules(OWN)["broken"]


def test_packages_are_not_asked_for_what_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = Rules(OWN)
    monkeypatch.setattr(Rules, "_packages", lambda _: pytest.fail("asked"))
    assert "harvest" in rules
    assert rules["harvest"] is OWN["harvest"]
    assert rules.name_of(OWN["harvest"]) == "harvest"


def test_a_rule_that_was_changed_is_simulated_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typed", ModuleType("typed"))

    def typed(share: float) -> type[Rule]:
        def decide(self: Any, seen: Observation) -> Decision:  # noqa: ANN401
            return self.growth(seen, affordable(seen, self.share), keep=share)  # type: ignore[no-any-return]

        def other(self: Any, seen: Observation) -> Decision:  # noqa: ANN401
            return self.growth(seen, 0.0 * affordable(seen, self.share), keep=share)  # type: ignore[no-any-return]

        body = {"decide": decide if share else other, "__module__": "typed"}
        return dataclass(frozen=True, kw_only=True)(type("Typed", (Growing,), body))

    assert own_code(typed(1.0)) == own_code(typed(2.0)) != own_code(typed(0.0))
    assert own_code(FixedShare) == []
    assert len(own_code(Half)) == 1


def test_the_address_of_a_piece_holds_the_code_of_a_foreign_rule(
    registered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = firm(registered)
    before = worlds_of(scenario)
    monkeypatch.setattr("sim.experiment.pieces.own_code", lambda kind: ["new"] if kind is Half else own_code(kind))
    assert worlds_of(scenario)["ours"] != before["ours"]
    assert worlds_of(scenario)["fixed"] == before["fixed"]


def test_a_class_typed_into_a_notebook_stays_in_its_process(registered: str, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = firm(registered)
    assert processes_for(scenario, 2) == 2
    monkeypatch.setattr(Half, "__module__", "__main__")
    script = ModuleType("__main__")
    script.__file__ = "script.py"
    monkeypatch.setitem(sys.modules, "__main__", script)
    assert processes_for(scenario, 2) == 2  # a script: its workers import it again
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    assert processes_for(scenario, None) == 1
