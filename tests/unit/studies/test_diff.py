"""Two scenarios under the same luck: paired with one another, and difference by difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import sim
from sim.errors import UsageError
from sim.studies import diff as study
from sim.studies.diff import diff
from sim.studies.source import Asked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sim.experiment.progress import Standing

    Write = Callable[[str, str], str]

LEFT = "extends: presets/saas.yaml\nname: left\nhorizon: 6\nreplications: 30\n"
TWO = "business: {price: 250}\npolicies: {steady: {share: 60%}, harvest: null, bold: {rule: all_in}}\nseed: 99\n"


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    monkeypatch.chdir(tmp_path)

    def written(name: str, text: str) -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return name

    return written


@pytest.fixture
def pair(write: Write) -> tuple[str, str]:
    return write("a.yaml", LEFT), write("b.yaml", f"extends: a.yaml\nname: right\n{TWO}")


def test_both_have_the_luck_of_the_first(pair: tuple[str, str]) -> None:
    found = diff(pair, "npv", Asked())
    assert found.effects is not None
    assert [one.policy for one in found.effects.policies] == ["carry_on", "steady", "plan_first", "all_in"]
    own = sim.run(sim.load("a.yaml")).ends.column("npv")
    other = sim.run(sim.load("b.yaml", (("seed", "7"),))).ends.column("npv")
    assert found.facts.seed == 7
    for one in found.effects.policies:
        assert one.gap.mean == pytest.approx(float(np.mean(other[one.policy] - own[one.policy])))


def test_another_luck_would_show(pair: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A mutant that lets each keep its seed: intervals grow manifold."""
    fair = diff(pair, "npv", Asked()).effects
    monkeypatch.setattr(study, "_same_luck", lambda scenario, _: scenario)
    unfair = diff(pair, "npv", Asked()).effects
    assert fair is not None
    assert unfair is not None
    widths = [effects["carry_on"].gap.ci95[1] - effects["carry_on"].gap.ci95[0] for effects in (fair, unfair)]
    assert widths[1] > 3.0 * widths[0]


def test_each_difference_alone(pair: tuple[str, str]) -> None:
    found = diff(pair, "npv", Asked()).effects
    assert found is not None
    assert [key.key for key in found.keys] == ["business.price", "policies.steady.share"]
    price, share = (key.gaps for key in found.keys)
    assert price["carry_on"].mean == pytest.approx(found["carry_on"].gap.mean)
    assert (share["carry_on"].equal, found.rest["carry_on"].equal) == (1.0, 1.0)
    assert share["steady"].equal < 1.0
    total = price["steady"].mean + share["steady"].mean + found.rest["steady"].mean
    assert total == pytest.approx(found["steady"].gap.mean)


def test_what_cannot_be_changed_alone_is_said(write: Write) -> None:
    """The correlation needs both beliefs of the second scenario."""
    correlated = (
        "business: {price: 200 to 300, cost_of_sales: 20% to 24%}\n"
        "correlations: [[business.price, business.cost_of_sales, 0.5]]\n"
    )
    names = write("a.yaml", LEFT), write("b.yaml", f"extends: a.yaml\n{correlated}")
    found = diff(names, "npv", Asked(policies=("steady",))).effects
    assert found is not None
    told = {key.key: bool(key.refused) for key in found.keys}
    assert told == {"business.price": False, "business.cost_of_sales": False, "correlations": True}
    assert list(found.rest) == ["steady"]


@pytest.mark.parametrize("over", ["", "seed: 4", "checks: [{then: customers > 0}]", "policies: {bold: {rule: all_in}}"])
def test_where_nothing_can_come_of_it(write: Write, over: str) -> None:
    names = write("a.yaml", LEFT), write("b.yaml", f"extends: a.yaml\n{over}\n")
    found = diff(names, "npv", Asked())
    if "bold" in over:
        assert found.effects is not None
        assert {one.gap.equal for one in found.effects.policies} == {1.0}
    else:
        assert found.effects is None
    assert len(found.differing) == (over != "")


def test_no_policy_in_common(write: Write) -> None:
    two = LEFT.replace("extends: presets/saas.yaml", "policies: {a: {rule: harvest}}")
    names = write("a.yaml", two), write("b.yaml", two.replace("{a:", "{b:"))
    assert diff(names, "npv", Asked()).effects is None


def test_too_many_differences_are_not_tried_one_by_one(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study, "MOST_ALONE", 1)
    names = write("a.yaml", LEFT), write("b.yaml", f"extends: a.yaml\n{TWO}")
    found = diff(names, "npv", Asked()).effects
    assert found is not None
    assert (found.keys, found.rest) == ((), {})


def test_finished_runs_stand_for_their_scenarios(pair: tuple[str, str], tmp_path: Path) -> None:
    folders = []
    for name in pair:
        scenario = sim.load(name)
        folders.append(str(sim.write_run(sim.run(scenario), scenario.dump(), tmp_path / "out")))
    of_runs, of_files = diff((folders[0], folders[1]), "npv", Asked()), diff(pair, "npv", Asked())
    assert of_runs.effects == of_files.effects


def test_an_unknown_policy(pair: tuple[str, str]) -> None:
    with pytest.raises(UsageError, match="Did you mean 'steady'"):
        diff(pair, "npv", Asked(policies=("stedy",)))


def test_progress_goes_from_nothing_to_all(pair: tuple[str, str]) -> None:
    heard: list[Standing] = []
    diff(pair, "npv", Asked(), progress=heard.append)
    done = [one.done for one in heard]
    assert done == sorted(done)
    assert heard[-1].done == heard[-1].lanes
