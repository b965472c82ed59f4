"""What titles of a pack claim, on figures made up for it: nothing within noise, nothing of rivals not looked at."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from sim.analysis.path.standing import Standing
from sim.experiment.run import run
from sim.report.pack import bad, tipping
from sim.report.pack.answer import hanging
from sim.report.pack.assumptions import headed
from sim.report.pack.plots.scale import Scale
from sim.report.pack.trade_off import Figure, Price, conflict, ends, title, unbeaten
from sim.scenario import load
from sim.studies.replay import Wish, lived
from sim.studies.source import Source


def figure(mean: float, half: float = 1.0) -> Figure:
    return mean, (mean - half, mean + half)


def price(**figures: Figure) -> Price:
    return Price(Scale("chance of ruin", "share"), "closes less often", -1, figures)


def test_a_trade_is_told_of_two_policies_that_differ_on_both_sides() -> None:
    worth = {"bold": figure(10), "close": figure(9.9), "safe": figure(2)}
    risk = price(bold=figure(50), close=figure(49), safe=figure(5))
    assert ends(worth, risk) == ("bold", "safe")
    assert title(worth, risk) == "Worth has a price: bold is worth more than safe, which closes less often"


def test_no_policy_is_called_the_one_worth_most_where_a_rival_is_within_noise() -> None:
    worth = {"bold": figure(10), "close": figure(9.9), "safe": figure(2)}
    assert "worth most" not in title(worth, price(bold=figure(50), close=figure(49), safe=figure(5)))


@pytest.mark.parametrize("half", [5.0, 1e9])
def test_a_price_within_noise_is_none(half: float) -> None:
    worth, risk = {"a": figure(10), "b": figure(5)}, price(a=figure(4, half), b=figure(3, half))
    assert not conflict(worth, risk)
    assert title(worth, risk) == "No clear trade-off between worth and chance of ruin"


def test_worth_within_noise_is_no_trade_either() -> None:
    worth, risk = {"a": figure(10, 8), "b": figure(9, 8)}, price(a=figure(50), b=figure(5))
    assert not conflict(worth, risk)


def test_one_that_nobody_beats_on_either_side() -> None:
    worth, risk = {"best": figure(10), "other": figure(5)}, price(best=figure(4), other=figure(4.5))
    assert unbeaten(worth, risk) == ("best",)
    assert title(worth, risk) == "No trade-off: no other policy is worth more than best or closes less often"


@pytest.mark.parametrize(
    ("count", "sourced", "said"),
    [
        (1, 0, "The one assumption names no source"),
        (26, 0, "None of the 26 assumptions names a source"),
        (26, 1, "1 of 26 assumptions names a source"),
        (42, 11, "11 of 42 assumptions name a source"),
        (2, 2, "All 2 assumptions name their source"),
    ],
)
def test_a_title_counts_assumptions_with_a_source(count: int, sourced: int, said: str) -> None:
    assert headed(count, sourced) == said


def test_policies_that_are_the_same_beat_nobody() -> None:
    worth, risk = {"one": figure(3), "two": figure(3)}, price(one=figure(1), two=figure(1))
    assert unbeaten(worth, risk) == ("one", "two")
    assert title(worth, risk) == "No clear trade-off between worth and chance of ruin"


@pytest.mark.parametrize(
    ("without", "said"),
    [
        (("all_in",), ""),
        (("all_in", "harvest"), ""),
        (("harvest",), "; without terminal value harvest would be best"),
        (("harvest", "carry_on"), "; without terminal value another would be best"),
    ],
)
def test_a_title_says_when_the_best_is_another_without_terminal_value(without: tuple[str, ...], said: str) -> None:
    found: Any = SimpleNamespace(best="all_in", without=without)
    assert hanging(found) == said
    assert hanging(None) == ""


@pytest.mark.parametrize(
    ("above", "known", "said"),
    [(0.9, 500, "A bad future"), (0.5, 3, "One future of many"), (0.0, 500, "One future of many"),
     (0.0, 1, "The only future")],
)  # fmt: skip
def test_only_what_most_others_beat_is_a_bad_future(above: float, known: int, said: str) -> None:
    assert bad.kind(Standing(0, 1.0, 0.0, above, known)) == said


def test_a_sentence_about_one_policy_begins_with_its_name() -> None:
    assert tipping.under("all_in", "Below 40% reinvested") == "Under all in: below 40% reinvested"


@pytest.mark.parametrize(("side", "said"), [(1, "more likely"), (-1, "less likely"), (0, "on the edge")])
def test_the_map_tells_the_side_and_no_second_figure_for_the_same_place(side: int, said: str) -> None:
    found: Any = SimpleNamespace(outcome="growth", replications=60, today=SimpleNamespace(side=side, odds=0.31))
    assert said in tipping.side(found)
    assert "31%" not in tipping.side(found)


def test_that_another_engine_ran_it_stands_in_the_notes_only() -> None:
    scenario = replace(load("scenarios/tipping_point.yaml").vary({"horizon": "12 months"}), replications=12)
    found = run(scenario, workers=1)
    other = replace(found, facts=replace(found.facts, engine="0123456789ab"))
    own, theirs = (
        bad.bad(lived(Source("a run", results, scenario), "plan_first", Wish(percentile=10.0, taught=0)), results.facts)
        for results in (found, other)
    )
    assert own.sentences == theirs.sentences
    assert theirs.say[: len(own.say)] == own.say
    assert len(theirs.say) == len(own.say) + 1
