"""The main job from the outside: what `cyclesim run` prints, keeps, refuses and repeats."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import sim
from sim.report import delivery
from tests.end_to_end.conftest import SMALL, broken

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Call


def test_it_prints_a_summary_and_says_where_the_results_are(call: Call, small: str) -> None:
    done = call("run", small, "--no-charts")
    assert (done.code, done.err) == (0, "")
    folder = Path(done.out.splitlines()[-1].removeprefix("Results: "))
    assert folder.parts[:2] == ("outputs", "a-small-shop")
    assert (folder / "manifest.json").is_file()
    assert all(policy in done.out for policy in ("carry_on", "harvest", "plan_first"))


def test_json_has_the_agreed_keys(call: Call, small: str) -> None:
    content = call("run", small, "--no-charts", "--json").content
    assert set(content) >= {"run", "policies", "files"}
    assert set(content["run"]) == {
        "id", "folder", "scenario", "seed", "replications", "lanes", "months", "seconds",
    }  # fmt: skip
    first = content["policies"][0]
    assert set(first["npv"]) >= {"mean", "ci95", "p05", "p50", "p95"}
    assert set(first["ruin"]) >= {"probability", "ci95"}
    assert set(first["regime"]) >= {"label", "growing", "shrinking"}
    assert first["final_revenue"]
    assert content["run"]["lanes"] == 12 * len(content["policies"])
    assert all((Path(content["run"]["folder"]) / name).is_file() for name in content["files"])


def test_charts_are_drawn_unless_told_otherwise(call: Call, small: str) -> None:
    files = call("run", small, "--json").content["files"]
    assert {"charts/fan.svg", "charts/fan.png", "charts/ruin.svg"} <= set(files)


def test_the_folder_reads_back(call: Call, small: str) -> None:
    content = call("run", small, "--no-charts", "--json", "--paths", "all").content
    results = sim.read_run(content["run"]["folder"])
    assert results.facts.run_id == content["run"]["id"]
    assert results.replications is not None
    mean = results.outcomes.groupby("policy")["npv"].mean()
    assert {policy["name"]: policy["npv"]["mean"] for policy in content["policies"]} == pytest.approx(mean.to_dict())


def test_the_kept_scenario_repeats_the_run(call: Call, small: str) -> None:
    asked = ("--no-charts", "--json", "--policy", "steady", "--policy", "harvest", "--seed", "3")
    first = call("run", small, *asked, "--set", "business.price=300", "--replications", "9").content
    again = call("run", f"{first['run']['folder']}/scenario.yaml", "--no-charts", "--json", "--out", "b").content
    assert again["run"]["id"] == first["run"]["id"]
    assert same_tables(first, again)


def test_options_change_what_they_name(call: Call, small: str) -> None:
    content = call("run", small, "--no-charts", "--json", "--seed", "3", "--replications", "5", "--out", "x").content
    assert (content["run"]["seed"], content["run"]["replications"]) == (3, 5)
    assert Path(content["run"]["folder"]).parts[0] == "x"


def test_two_workers_write_the_same_bytes(call: Call, small: str) -> None:
    one = call("run", small, "--no-charts", "--json", "--replications", "900", "--workers", "1").content
    two = call("run", small, "--no-charts", "--json", "--replications", "900", "--workers", "2", "--out", "b").content
    assert same_tables(one, two)


def test_outcomes_only(call: Call, small: str) -> None:
    content = call("run", small, "--json", "--paths", "none").content
    assert not [name for name in content["files"] if name.startswith("charts/")]
    assert content["policies"][0]["npv"]["mean"]


def test_a_check_that_fails_is_said_after_the_results_are_kept(call: Call, small: str) -> None:
    checks = 'checks: [{then: "customers < 0"}, {when: {policy: harvest}, then: "customers > 0"}]\n'
    Path(small).write_text(SMALL + checks, encoding="utf-8")
    done = call("run", small, "--no-charts", "--policy", "steady")
    assert done.code == 1
    assert "failed: check steady: customers < 0 does not hold" in done.err
    assert Path(done.out.splitlines()[-1].removeprefix("Results: ")).is_dir()


def test_fail_if(call: Call, small: str) -> None:
    done = call("run", small, "--no-charts", "--json", "--fail-if", "steady: customers > 0", "--fail-if", "npv < -1e12")
    assert done.code == 1
    assert len(done.content["unmet"]) == 1
    assert call("run", small, "--no-charts", "--fail-if", "npv < -1e12").code == 0


@pytest.mark.parametrize("claim", ["stedy: npv < 0", "npw < 0", "cash at 99 < 0", "npv"])
def test_a_condition_that_makes_no_sense_is_refused_before_the_run(call: Call, small: str, claim: str) -> None:
    assert call("run", small, "--fail-if", claim).code == 2
    assert not Path("outputs").exists()


def test_an_unknown_policy_is_answered_with_those_there_are(call: Call, small: str) -> None:
    done = call("run", small, "--policy", "stedy")
    assert done.code == 2
    assert "steady" in done.err


def test_a_folder_that_cannot_be_written_is_said(call: Call, small: str) -> None:
    done = call("run", small, "--no-charts", "--out", small)
    assert done.code == 2
    assert "can't write the run" in done.err


def test_a_chart_that_cannot_be_drawn_does_not_cost_the_numbers(
    call: Call, small: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "_draw", broken)
    assert call("run", small).code == 70
    assert list(Path("outputs").rglob("manifest.json"))


def same_tables(one: dict[str, Any], two: dict[str, Any]) -> bool:
    """Tell whether two runs wrote the same bytes, manifests apart."""
    folders = [Path(content["run"]["folder"]) for content in (one, two)]
    assert one["files"] == two["files"]
    names = [name for name in one["files"] if name != "manifest.json"]
    return all((folders[0] / name).read_bytes() == (folders[1] / name).read_bytes() for name in names)
