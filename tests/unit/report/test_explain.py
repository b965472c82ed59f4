"""The first screen answers: virtuous or vicious, how sure, which step to look at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sim.analysis.cycle.carrying import chain_of, lead_of, loops_of, step_to_fix
from sim.analysis.cycle.turning import headline, hundredths, turn_of
from sim.report.answer import plain, tell
from sim.report.explain import Wish, explain
from sim.studies.source import Asked
from tests.unit.charts.explained import contrast, explanation, gap, loops, three, turn

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("size", "growing", "words"),
    [
        (
            3.1,
            1,
            "Under steady the cycle is virtuous: profit grows, and each $1 reinvested brings $3.10 (3.05 to 3.15)",
        ),
        (3.1, -1, "Under steady the cycle is vicious: profit falls, though each $1 more reinvested would bring $3.10"),
        (0.6, 1, "Under steady the cycle is saturating: profit grows, but each $1 reinvested brings back only $0.60"),
        (0.6, -1, "Under steady the cycle is stalled: profit falls, and each $1 reinvested brings back only $0.60"),
        (1.0, 1, "Under steady the turn is undetermined: profit grows, and each $1 reinvested brings $1.00"),
        (0.0, -1, "Under steady nothing is reinvested, so the cycle does not turn: profit falls"),
    ],
)
def test_one_sentence_a_policy(size: float, growing: int, words: str) -> None:
    assert turn_of(turn("steady", size, growing=growing), "USD").startswith(words)


def test_the_step_to_look_at() -> None:
    told = step_to_fix(three())
    assert told.startswith(
        "The step to look at: plan first gains 2.00 more a lap than carry on. What carry on lacks most"
    )
    assert "qualified leads per unit of money (step 1, plans: +1.00)" in told
    less = replace(three(), contrasts=(contrast("plan_first", -2.0),))
    assert "plan first gains 2.00 less a lap than carry on. What carry on has most" in step_to_fix(less)
    tie = replace(three(), contrasts=(contrast("plan_first", 0.01),))
    assert "apart within noise only" in step_to_fix(tie)
    assert step_to_fix(explanation(turn("carry_on", 0.6))) == ""


def test_leads_and_loops_claim_no_noise() -> None:
    told = lead_of(gap("plan_first"), "GBP")
    assert "£273k more after reinvestment than carry on: more through qualified leads (£500k)" in told
    assert "; less through " in told
    assert "+£" not in told, "a line may end between sign and amount"
    assert "customer-months per customer won" not in told, "within noise"
    assert "within noise" in lead_of(gap("plan_first", (0.0,) * 7), "GBP")
    assert loops_of(loops("steady", (1.0, 2.0, 3.0)), "GBP") == (
        "Under steady no loop adds to or takes from NPV beyond noise"
    )
    assert "reinvestment with capacity −£90.0k beyond each alone" in loops_of(loops("steady"), "GBP")


def test_a_step_that_is_not_identified_is_named() -> None:
    assert "not identified" in chain_of(turn("steady", 0.6, lost=1), "GBP")
    assert "£1,000 more bring 2 qualified leads" in chain_of(turn("steady", 0.6), "GBP")


def test_a_gain_is_written_to_the_hundredth() -> None:
    assert [hundredths(value) for value in (0.004, -0.004, -1.239, float("nan"))] == ["0.00", "0.00", "−1.24", "n/a"]


def test_the_answer_holds_every_figure(root: Path, tmp_path: Path) -> None:
    asked = Asked(overrides=(("horizon", "27"),), replications=20, policies=("carry_on", "plan_first"), workers=1)
    wish = Wish(window=36, attributed=4, tipped=12, scored=20)
    found = explain(str(root / "scenarios" / "tipping_point.yaml"), wish, asked)
    whole = {"turns", "gains", "steps", "contrasts", "leads", "loops", "tipping", "loop_shares"}
    assert set(found.tables) - {"paths", "calibration"} == whole
    assert "Where it tips, under plan first" in found.text
    assert "of all loop movement" in " ".join(found.text.split()) or "nothing moves" in found.text
    assert "Careful: with 20 replications intervals are rough" in found.text
    assert max(map(len, found.text.splitlines())) <= 110
    told = tell(found, tmp_path)
    charts = {file.stem for file in (told.folder / "charts").glob("*.png")}
    assert charts >= {"gain", "gain_steps", "loops_add", "tipping_curve", "loop_shares", "causal_loop"}
    assert plain(found.content)["explanation"]["turns"][0]["policy"] == "carry_on"
    assert len(headline(found.content["explanation"])) == 2
