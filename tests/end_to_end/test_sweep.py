"""The command `sweep`: one key, two keys, other outcomes, and what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Call

SHARE = "policies.steady.share=20%:60%:3"


def test_one_key_gives_the_curve_and_its_files(call: Call, small: str) -> None:
    done = call("sweep", small, "--over", SHARE, "--json")
    assert done.code == 0, done.err
    (curve,) = done.content["curves"]
    assert curve["policy"] == "steady"
    assert {0.2, 0.4, 0.6} <= {point["value"] for point in curve["points"]}
    assert curve["headline"]
    folder = Path(done.content["folder"])
    assert {"answer.json", "curve.csv", "scenario.yaml"} <= {file.name for file in folder.iterdir()}
    assert (folder / "charts" / "tipping_curve.svg").is_file()


def test_a_key_of_the_firm_is_swept_under_every_policy(call: Call, small: str) -> None:
    done = call("sweep", small, "--over", "plans.plan_quality=20%:60%:2", "--no-charts")
    assert done.code == 0, done.err
    for policy in ("Carry on: ", "Harvest: ", "Steady: ", "Plan first: "):
        assert policy in done.out
    one = call("sweep", small, "--over", "plans.plan_quality=20%:60%:2", "--policy", "harvest", "--no-charts")
    assert "Carry on" not in one.out


def test_two_keys_give_a_map_of_one_policy(call: Call, small: str) -> None:
    over = ("--over", SHARE, "--over", "business.cash_days=20:60 days:3")
    done = call("sweep", small, *over, "--json", "--replications", "8")
    assert done.code == 0, done.err
    found = done.content["map"]
    assert (found["policy"], found["replications"]) == ("steady", 8)
    assert [len(row) for row in found["odds"]] == [3, 3, 3]
    assert any(name.endswith("tipping_map.png") for name in done.content["files"])
    text = call("sweep", small, *over, "--no-charts").out
    assert "in each of 9 cells" in " ".join(text.split())


@pytest.mark.parametrize(("outcome", "noun"), [("survives", "survival"), ("beats harvest", "beating harvest")])
def test_other_outcomes_have_their_own_words(call: Call, small: str, outcome: str, noun: str) -> None:
    done = call("sweep", small, "--over", SHARE, "--outcome", outcome, "--no-charts")
    assert done.code == 0, done.err
    assert f"odds of {noun}" in done.out


def test_the_same_question_gives_the_same_answer(call: Call, small: str) -> None:
    one, other = (call("sweep", small, "--over", SHARE, "--no-charts", "--workers", workers) for workers in ("1", "2"))
    assert one.out == other.out
    assert call("sweep", small, "--over", SHARE, "--no-charts", "--seed", "9").out != one.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--over", "policies.steady.share=20%:160%"), "outside its range"),
        (("--over", "policies.steady.share=20%"), "KEY=LOW:HIGH:COUNT"),
        (("--over", SHARE, "--over", SHARE), "swept twice"),
        (("--over", SHARE, "--over", SHARE, "--over", SHARE), "one key or two"),
        (("--over", SHARE, "--over", "policies.plan_first.share=20%:60%:3"), "two policies"),
        (("--over", SHARE, "--policy", "harvest"), "moves steady only"),
        (("--over", SHARE, "--outcome", "wins"), "growing, survives, and beats POLICY"),
        (("--over", SHARE, "--outcome", "beats steady"), "can't beat itself"),
        (("--over", "plans.plan_quality=20%:60%:2", "--policy", "harvst"), "Did you mean 'harvest'"),
        ((), "Missing option '--over'"),
    ],
)
def test_what_makes_no_sense_is_refused(call: Call, small: str, options: tuple[str, ...], said: str) -> None:
    done = call("sweep", small, *options, "--json")
    assert done.code == 2
    assert said in done.content["error"]["message"]


def test_a_finished_run_is_refused(call: Call, small: str) -> None:
    folder = call("run", small, "--no-charts", "--json").content["run"]["folder"]
    done = call("sweep", folder, "--over", SHARE)
    assert done.code == 2
    assert "finished run" in done.err
