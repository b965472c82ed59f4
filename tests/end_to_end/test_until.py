"""`run --until` from the outside: what it says, and that its folder is that of the number it stopped at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import sim

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Call

OPTIONS = ("--no-charts", "--policy", "harvest", "--policy", "carry_on", "--set", "experience.monthly_churn=1% to 4%")


def files(content: dict[str, Any]) -> dict[str, bytes]:
    """Return the files of a run folder, its manifest apart."""
    folder = Path(content["run"]["folder"])
    return {name: (folder / name).read_bytes() for name in content["files"] if name != "manifest.json"}


@pytest.mark.parametrize("more", [(), ("--workers", "2"), ("--resume",), ("--paths", "all"), ("--paths", "none")])
def test_the_folder_is_that_of_the_number(call: Call, small: str, more: tuple[str, ...]) -> None:
    until = call("run", small, *OPTIONS, *more, "--json", "--until", "npv ±90% and ruined ±9%")
    assert (until.code, until.err) == (0, "")
    found = until.content
    assert found["until"]["reached"]
    assert (found["run"]["replications"], found["until"]["replications"]) == (1_000, 1_000)
    plain = tuple(word for word in more if word not in ("--workers", "2", "--resume"))
    fixed = call("run", small, *OPTIONS, *plain, "--json", "--replications", "1000", "--out", "b").content
    assert fixed["until"] is None
    assert fixed["run"]["id"] == found["run"]["id"]
    assert files(fixed) == files(found)
    assert fixed["uncertainty"] == found["uncertainty"]


def test_it_says_what_was_reached(call: Call, small: str) -> None:
    done = call("run", small, *OPTIONS, "--until", "best decided and npv ±90% and carry_on - harvest ±1bn")
    assert done.code == 0
    assert "Stopped after 1,000 replications: every target is reached." in done.out
    assert " is the best" in done.out
    assert "carry_on - harvest ±1bn: reached: " in done.out


def test_what_was_not_reached_is_said_twice(call: Call, small: str) -> None:
    asked = ("run", small, *OPTIONS, "--until", "npv ±1%", "--replications", "60")
    done = call(*asked)
    assert done.code == 0
    assert "Not reached after 60 replications: it would need about " in done.out
    assert "--until warning: npv ±1%: not reached after 60 replications" in done.err
    found = call(*asked, "--json").content["until"]
    assert (found["reached"], found["replications"], found["most"], found["looks"]) == (False, 60, 60, [60])
    assert found["targets"][0]["needed"] > 60


def test_a_condition_is_judged_after_it(call: Call, small: str) -> None:
    assert call("run", small, *OPTIONS, "--until", "npv ±90%", "--fail-if", "customers > 0").code == 1


def test_what_cannot_be_read_is_refused_before_the_run(call: Call, small: str) -> None:
    done = call("run", small, "--until", "npw ±2%")
    assert done.code == 2
    assert "did you mean npv?" in done.err
    assert not list(Path().rglob("*.piece"))
    content = call("run", small, "--json", "--until", "npv ±").content
    assert content["error"]["problems"][0]["column"] == 5


def test_ignorance_and_luck_are_told_apart_in_the_summary(call: Call, small: str) -> None:
    asked = ("run", small, *OPTIONS, "--replications", "60")
    text = " ".join(call(*asked).out.split())
    assert "Of the variance of NPV under " in text
    assert "is what we do not know, the rest luck: measuring can remove no more than that." in text
    content = call(*asked, "--json").content
    assert content["uncertainty"]["echoed"] == 60
    parts = {(part["policy"], part["less"]): part for part in content["uncertainty"]["parts"]}
    assert set(parts) == {("harvest", None), ("carry_on", None), ("harvest", "carry_on")}
    assert 0 <= parts["carry_on", None]["share"] <= 1
    assert "uncertainty.csv" in content["files"]
    table = (Path(content["run"]["folder"]) / "uncertainty.csv").read_text(encoding="utf-8").splitlines()
    assert table[0] == "policy,less,outcome,unknown,luck,share,share_low,share_high,inputs,lucks,note"
    assert len(table) == 4


def test_a_certain_firm_has_nothing_but_luck(call: Call, small: str) -> None:
    done = call("run", small, "--no-charts", "--policy", "harvest", "--replications", "60")
    assert "No input is uncertain: what varies is luck." in " ".join(done.out.split())


@pytest.mark.parametrize("more", [("--replications", "49"), ("--replications", "60", "--paths", "none")])
def test_small_runs_and_bare_ones_have_no_echoes(call: Call, small: str, more: tuple[str, ...]) -> None:
    content = call("run", small, *OPTIONS, *more, "--json").content
    assert content["uncertainty"] is None
    assert "uncertainty.csv" not in content["files"]
    sim.read_run(content["run"]["folder"])
