"""The language of --until: what it reads, and where it puts the caret when it can't."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sim.analysis.stopping.targets import Best, Target, Width
from sim.errors import UsageError
from sim.experiment.until import parse
from sim.scenario import load

if TYPE_CHECKING:
    from sim.scenario import Scenario


@pytest.fixture(scope="module")
def firm() -> Scenario:
    return load("scenarios/presets/b2b_services.yaml").vary({"policies.two-step": {"rule": "harvest"}})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("npv ±2%", Width("npv ±2%", "npv", "", "", 0.02, "mean")),
        ("npv +- 2 %", Width("npv +- 2 %", "npv", "", "", 0.02, "mean")),
        ("npv +/-10,000", Width("npv +/-10,000", "npv", "", "", 10_000.0, "unit")),
        ("cac ±$1.5k", Width("cac ±$1.5k", "cac", "", "", 1_500.0, "unit")),
        ("ruined ±1%", Width("ruined ±1%", "ruined", "", "", 0.01, "unit")),
        ("growth ±0.005", Width("growth ±0.005", "growth", "", "", 0.005, "unit")),
        ("harvest: ruined ±1%", Width("harvest: ruined ±1%", "ruined", "harvest", "", 0.01, "unit")),
        ("steady - harvest ±1m", Width("steady - harvest ±1m", "npv", "steady", "harvest", 1e6, "unit")),
        ("two-step−steady ±5%", Width("two-step−steady ±5%", "npv", "two-step", "steady", 0.05, "mean")),
        ("steady - harvest: cac ±5", Width("steady - harvest: cac ±5", "cac", "steady", "harvest", 5.0, "unit")),
        ("steady - harvest ±5 of cac", Width("steady - harvest ±5 of cac", "cac", "steady", "harvest", 5.0, "unit")),
        ("best decided", Best("best decided", 0.0)),
        ("best ±50k", Best("best ±50k", 50_000.0)),
    ],
)
def test_a_target_is_read(firm: Scenario, text: str, found: Target) -> None:
    assert parse(text, firm) == (found,)


def test_targets_are_joined_by_and(firm: Scenario) -> None:
    found = parse(" best decided and npv ±2% and steady - harvest ±5k of npv and ruined ±.5% ", firm)
    assert [one.text for one in found] == ["best decided", "npv ±2%", "steady - harvest ±5k of npv", "ruined ±.5%"]


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("", 1, "expected a target, found the end"),
        ("npv", 4, "such as ±2%"),
        ("npv ±", 5, "is not a number"),
        ("npv ±1,5%", 5, "Write decimals with a point: 1.5%"),
        ("npw ±2%", 1, "did you mean npv?"),
        ("best", 1, "best decided"),
        ("best ±2%", 6, "an amount of money"),
        ("steady ±2%", 1, "it is a policy"),
        ("stedy - harvest ±5", 1, "did you mean steady?"),
        ("steady-harvest ±5", 1, "spaces round the minus: steady - harvest"),
        ("steady - steady ±5", 10, "less itself"),
        ("steady - : npv ±2", 10, "expected the name of a policy, found ':'"),
        ("steady: npw ±5", 9, "did you mean npv?"),
        ("ruined ±2", 8, "did you mean ±2%?"),
        ("npv ±0", 5, "more than 0"),
        ("npv ±-3", 5, "more than 0"),
        ("npv ±5 days", 5, "its unit is USD"),
        ("npv ±£5k", 5, "its unit is USD"),
        ("customers ±$5", 11, "its unit is count"),
        ("npv ±2% and", 12, "expected a target, found the end"),
        ("npv ±2%: cac", 8, "expected 'and' or the end"),
        ("npv < 2", 5, "has no meaning here"),
    ],
)
def test_what_cannot_be_read_is_shown_where(firm: Scenario, text: str, column: int, said: str) -> None:
    with pytest.raises(UsageError) as error:
        parse(text, firm, key="--until")
    (problem,) = error.value.problems
    assert (problem.key, problem.column) == ("--until", column)
    assert said in str(error.value)


def test_the_best_of_one_is_refused(firm: Scenario) -> None:
    alone = firm.vary({f"policies.{name}": None for name in firm.policies if name != "harvest"} | {"baseline": None})
    with pytest.raises(UsageError, match="two policies or more"):
        parse("best decided", alone)
    assert parse("npv ±2%", alone)
