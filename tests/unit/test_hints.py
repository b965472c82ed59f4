"""The hint names what was meant, else what there is."""

from __future__ import annotations

import pytest

from sim.hints import did_you_mean, meant, nearest

RULES = ("harvest", "fixed_share", "plan_first")


@pytest.mark.parametrize("name", ["fixed_share", "Fixed-Share", "fixed share", "fixedshare", "fixed_shares"])
def test_the_nearest_name_whatever_its_case_and_dashes(name: str) -> None:
    assert nearest(name, RULES) == "fixed_share"


def test_a_likeness_that_is_asked_for() -> None:
    assert nearest("harv", RULES) == "harvest"
    assert nearest("harv", RULES, likeness=0.8) == ""


def test_a_question_goes_after_a_sentence() -> None:
    assert f"no rule 'harvst'.{meant('harvst', RULES)}" == "no rule 'harvst'. Did you mean 'harvest'?"
    assert f"no rule 'zzz'.{meant('zzz', RULES)}" == "no rule 'zzz'."


def test_without_a_likeness_there_is_a_list_unless_it_is_long() -> None:
    assert did_you_mean("harvst", iter(RULES)) == "Did you mean 'harvest'?"
    assert did_you_mean("zzz", iter(RULES), what="Rules") == "Rules: harvest, fixed_share, plan_first."
    assert did_you_mean("zzz", []) == did_you_mean("zzz", [f"rule {number}" for number in range(21)]) == ""
