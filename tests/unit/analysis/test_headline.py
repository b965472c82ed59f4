"""Every sentence on runs of either sign: the guard decides, not the template."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.analysis.run import headline, spread_words
from sim.analysis.run.summary import Summary, summarise
from sim.results import Results, RunFacts
from tests.unit.analysis.synthetic import Array, ends_of, made_up, normals

N = 400
LUCK = normals(1, N, seed=21)[0]
OWN = normals(1, N, seed=22)[0]
OWN -= OWN.mean()
ranks = np.arange(N)

Columns = Mapping[str, Array | float]


def run(*, currency: str = "GBP", **policies: Columns) -> Summary:
    """Summarise a run of the given outcomes; the first policy is the baseline."""
    names = tuple(policies)
    usual: dict[str, Array | float] = {
        "npv": 100.0 + 0.0 * LUCK, "npv_without_terminal_value": 50.0 + LUCK, "final_revenue": 10.0 + LUCK,
        "lowest_cash": 5.0, "ruined": 0.0, "growth": 0.0, "payback_month": math.nan,
    }  # fmt: skip
    usual["npv"] = 100.0 + LUCK
    frames = [pd.DataFrame({"policy": name, "replication": ranks, **usual, **policies[name]}) for name in names]
    facts = RunFacts("s", "0" * 12, currency, 1, N, 24, "2026-01", names, names, names[0])
    return summarise(Results(facts, ends_of(pd.concat(frames)), pd.DataFrame(), pd.DataFrame()))


def share(of: float) -> Array:
    """Return a flag that is 1 in this share of the replications, always the first ones."""
    return (ranks < round(of * N)).astype(float)


def growth(up: float, down: float) -> Array:
    """Return growth: the last `down` share shrinks, the first `up` share grows."""
    return np.where(share(up) > 0, 0.05, np.where(ranks >= N - round(down * N), -0.05, 0.0))


class TestWorth:
    def test_a_winner(self) -> None:
        text = headline.worth(run(carry_on={}, plan_first={"npv": 120.0 + LUCK + OWN}))
        assert text.startswith("Plan first is worth £20 more than carry on (95% interval £19.9 to £20.1)")

    def test_a_winner_when_all_is_loss(self) -> None:
        text = headline.worth(run(carry_on={"npv": LUCK - 100.0}, plan_first={"npv": LUCK + OWN - 80.0}))
        assert text.startswith("Plan first is worth £20 more than carry on")

    def test_the_baseline_wins(self) -> None:
        text = headline.worth(run(carry_on={}, plan_first={"npv": 80.0 + LUCK + OWN}))
        assert text == "No policy is worth as much as carry on"

    def test_a_tie_of_all(self) -> None:
        text = headline.worth(run(carry_on={}, steady={"npv": 100.0 + LUCK + OWN}))
        assert text == "No clear winner: all 2 policies are within noise of each other"

    def test_a_tie_above_the_baseline(self) -> None:
        summary = run(carry_on={}, a={"npv": 120.0 + LUCK}, b={"npv": 120.0 + LUCK + OWN})
        assert headline.worth(summary) == "A and b are too close to call; carry on is clearly behind the best"

    def test_a_tie_with_the_baseline(self) -> None:
        summary = run(carry_on={}, a={"npv": 100.0 + LUCK + OWN}, b={"npv": 80.0 + LUCK})
        assert headline.worth(summary) == "No policy is worth more than carry on beyond noise"

    def test_one_policy(self) -> None:
        text = headline.worth(run(carry_on={}))
        assert text.startswith("Carry on is worth £100 on average; nine paths in ten lie between £98")

    def test_missing_figures_give_a_neutral_title(self) -> None:
        assert headline.worth(run(carry_on={}, b={"npv": math.nan})) == "Net present value under each policy"

    def test_one_replication_calls_no_winner(self) -> None:
        assert "No clear winner" in headline.worth(summarise(made_up(replications=1, months=24)))


class TestLower:
    def test_a_cut(self) -> None:
        summary = run(carry_on={"growth": -share(0.72)}, plan_first={"growth": -share(0.32)})
        assert headline.lower(summary) == "Plan first cuts the chance of ending lower than today from 72% to 32%"

    def test_the_other_sign(self) -> None:
        summary = run(carry_on={"growth": -share(0.32)}, harvest={"growth": -share(0.72)})
        assert headline.lower(summary) == "Every other policy ends lower than today more often than carry on (32%)"

    def test_within_noise(self) -> None:
        summary = run(carry_on={"growth": -share(0.32)}, steady={"growth": -share(0.315)})
        assert headline.lower(summary).startswith("No policy clearly cuts the chance of ending lower than today: 32%")

    def test_a_baseline_that_can_not_be_cut(self) -> None:
        summary = run(carry_on={}, a={"growth": -share(0.32)}, b={})
        assert headline.lower(summary) == "Under carry on no path ends lower than today"

    def test_unknown_growth(self) -> None:
        assert headline.lower(run(carry_on={"growth": math.nan}, a={})) == "Revenue under each policy"

    def test_worse_and_within_noise(self) -> None:
        summary = run(carry_on={"growth": -share(0.32)}, a={"growth": -share(0.72)}, b={"growth": -share(0.32)})
        assert headline.lower(summary).startswith("No policy clearly cuts")

    @pytest.mark.parametrize(
        ("of", "text"),
        [
            (0.0, "Under carry on no path ends lower than today"),
            (1.0, "Under carry on every path ends lower than today"),
            (0.25, "Under carry on 25% of paths end lower than today"),
        ],
    )
    def test_one_policy(self, of: float, text: str) -> None:
        assert headline.lower(run(carry_on={"growth": -share(of)})) == text


class TestFates:
    def test_two_policies_two_directions(self) -> None:
        summary = run(harvest={"growth": growth(0.01, 0.8)}, plan_first={"growth": growth(0.6, 0.1)})
        assert headline.fates(summary) == "Under harvest 80% of paths shrink; under plan first 60% of paths grow"

    def test_no_contrast_where_there_is_none(self) -> None:
        summary = run(a={"growth": growth(0.41, 0.40)}, b={"growth": growth(0.40, 0.41)})
        assert headline.fates(summary) == "40% to 41% of paths grow and 40% to 41% shrink, depending on the policy"

    def test_one_policy_leads_both(self) -> None:
        summary = run(a={"growth": growth(0.0, 0.0)}, b={"growth": growth(0.5, 0.5)})
        assert headline.fates(summary) == "Under b 50% of paths grow and 50% of paths shrink"

    def test_nothing_and_everything(self) -> None:
        assert headline.fates(run(a={"growth": growth(0.0, 1.0)})) == "Under a no path grows and every path shrinks"

    def test_unknown_growth(self) -> None:
        assert headline.fates(run(a={"growth": math.nan})) == "Paths of revenue under each policy"


class TestRuin:
    def test_never(self) -> None:
        text = headline.ruin(run(a={}, b={}))
        assert text == "Under every policy no path of 400 ends in ruin (at most 1.0%)"
        assert headline.ruin(run(a={})).startswith("Under a no path of 400 ends in ruin")

    def test_always(self) -> None:
        assert headline.ruin(run(a={"ruined": 1.0})) == "Under a the chance of ruin is 100% (99.0% to 100%)"

    @pytest.mark.parametrize(("before", "after", "verb"), [(0.12, 0.02, "cuts"), (0.02, 0.12, "raises")])
    def test_either_sign(self, before: float, after: float, verb: str) -> None:
        text = headline.ruin(run(carry_on={"ruined": share(before)}, other={"ruined": share(after)}))
        was, now = (f"{of:.0%}" if of > 0.1 else f"{of:.1%}" for of in (before, after))
        assert text == f"Other {verb} the chance of ruin from {was} to {now}"

    def test_within_noise(self) -> None:
        text = headline.ruin(run(carry_on={"ruined": share(0.02)}, other={"ruined": share(0.03)}))
        assert text == "No policy clearly changes the chance of ruin: 2.0% to 3.0%"

    def test_many_policies_need_more_evidence(self) -> None:
        """Six against none: p = .03, a change for one rival, none for five (Bonferroni)."""
        six = {"ruined": share(0.015)}
        assert "raises" in headline.ruin(run(carry_on={}, other=six))
        assert "No policy clearly" in headline.ruin(run(carry_on={}, other=six, b={}, c={}, d={}, e={}))


class TestGoodAndBad:
    @pytest.mark.parametrize(
        ("bad", "good", "words"),
        [
            (10, 10, "lifts bad futures as well as good ones"),
            (10, -10, "makes bad futures better and good ones worse"),
            (10, 0, "lifts bad futures; good ones don't clearly change"),
            (-10, -10, "lowers bad futures as well as good ones"),
            (-10, 10, "makes good futures better and bad ones worse"),
            (-10, 0, "makes bad futures worse; good ones don't clearly change"),
            (0, 10, "lifts good futures; bad ones don't clearly change"),
            (0, -10, "lowers good futures; bad ones don't clearly change"),
            (0, 0, "doesn't clearly change good or bad futures"),
        ],
    )
    def test_every_direction(self, bad: float, good: float, words: str) -> None:
        wide = 100.0 + 20.0 * LUCK
        moved = wide + np.where(LUCK < 0.0, bad, good)
        text = spread_words.good_and_bad(run(carry_on={"npv": wide}, other={"npv": moved}))
        assert text == f"Other {words}, against carry on"

    def test_the_best_alternative_is_meant(self) -> None:
        text = spread_words.good_and_bad(run(carry_on={}, a={"npv": 90.0 + LUCK}, b={"npv": 120.0 + LUCK}))
        assert text.startswith("B lifts bad futures as well")

    def test_one_policy_and_missing_figures(self) -> None:
        assert spread_words.good_and_bad(run(a={})).startswith("A: one path in ten is worth less than £98")
        assert spread_words.good_and_bad(run(a={"npv": math.nan})) == "Good, median and bad outcomes of each policy"


class TestTightCash:
    def test_one_is_tightest(self) -> None:
        text = spread_words.tight_cash(run(a={"lowest_cash": 50.0 + LUCK}, b={"lowest_cash": LUCK - 20.0}))
        assert text.startswith("Cash gets tightest under b: one path in twenty falls to −£21.")

    def test_nobody_is_tightest(self) -> None:
        text = spread_words.tight_cash(run(a={"lowest_cash": 50.0 + LUCK}, b={"lowest_cash": 50.1 + LUCK}))
        assert text.startswith("One path in twenty sees cash fall to between £48")

    def test_all_the_same(self) -> None:
        text = spread_words.tight_cash(run(a={}, b={}))
        assert text == "One path in twenty sees cash fall to £5 or less, whatever the policy"

    def test_one_policy_and_missing_figures(self) -> None:
        assert spread_words.tight_cash(run(a={})) == "Under a one path in twenty sees cash fall to £5 or less"
        assert spread_words.tight_cash(run(a={"lowest_cash": math.nan})) == "Cash and reinvestment under each policy"


class TestTerminalValue:
    def test_silent_when_orders_stand(self) -> None:
        assert (
            headline.terminal_value(run(a={}, b={"npv": 120.0 + LUCK, "npv_without_terminal_value": 70 + LUCK})) == ""
        )

    def test_turned_and_lost(self) -> None:
        summary = run(
            a={},
            b={"npv": 120.0 + LUCK, "npv_without_terminal_value": 30.0 + LUCK},
            c={"npv": 90.0 + LUCK, "npv_without_terminal_value": 50.0 + LUCK + OWN},
            d={"npv": 120.0 + LUCK + OWN, "npv_without_terminal_value": 30.0 + LUCK + OWN},
        )
        text = headline.terminal_value(summary)
        assert summary.reliance is None, "b and d can't be told apart"
        assert "turns round without terminal value: b over a" in text
        assert "is within noise without terminal value: a over c" in text

    def test_the_order_of_a_winner_is_said_once_right_after_the_claim(self) -> None:
        """What follows the first sentence: what the winner owes to terminal value; other pairs come last."""
        summary = run(
            a={},
            b={"npv": 120.0 + LUCK + OWN, "npv_without_terminal_value": 30.0 + LUCK + OWN},
            c={"npv": 90.0 + LUCK, "npv_without_terminal_value": 60.0 + LUCK},
        )
        first, second, *_, last = headline.headlines(summary)
        assert first.startswith("B is worth £20 more than a")
        assert "of what b is worth; without it c would be best, £30 ahead" in second
        assert last == "The order turns round without terminal value: a over c"

    def test_a_winner_without_terminal_value_as_well_is_said_to_be_one(self) -> None:
        summary = run(a={}, b={"npv": 120.0 + LUCK + OWN, "npv_without_terminal_value": 70.0 + LUCK + OWN})
        assert headline.headlines(summary)[1].endswith("of what b is worth; b is the best without it as well")

    def test_many_pairs_are_counted(self) -> None:
        """Five policies in one order with terminal value, in the other without: ten pairs, six without the winner's."""
        lanes: dict[str, Columns] = {
            name: {"npv": 100.0 + 10 * place + LUCK, "npv_without_terminal_value": 100.0 - 10 * place + LUCK}
            for place, name in enumerate("abcde")
        }
        text = headline.terminal_value(run(**lanes))  # type: ignore[arg-type] # no policy is called currency
        assert text == "The order turns round without terminal value: b over a, c over a, d over a and 3 more pairs"


class TestTerminalSummary:
    def test_headlines_leave_out_what_is_silent(self) -> None:
        assert len(headline.headlines(run(a={}))) == 3

    @pytest.mark.parametrize(
        ("months", "text"),
        [
            (np.where(ranks < 0, 1.0, math.nan), "never ahead of harvest"),
            (np.where(ranks < 40, 30.0, math.nan), "ahead of harvest in only 10% of paths"),
            (np.where(ranks < 300, 30.0, math.nan), "ahead of harvest after 30 months (in 75% of paths)"),
        ],
    )
    def test_payback(self, months: Array, text: str) -> None:
        assert headline.payback(run(a={"payback_month": months})["a"]) == text

    def test_harvest_has_nothing_to_beat(self) -> None:
        never = run(a={"payback_month": np.where(ranks < 0, 1.0, math.nan)})["a"]
        assert headline.payback(never)
        assert headline.payback(replace(never, rule="harvest")) == ""


def test_the_currency_is_the_runs() -> None:
    assert "$20 more" in headline.worth(run(currency="USD", a={}, b={"npv": 120.0 + LUCK}))
    assert "CHF 20 more" in headline.worth(run(currency="CHF", a={}, b={"npv": 120.0 + LUCK}))


def test_no_sentence_survives_the_opposite_numbers() -> None:
    """Turn a made-up run upside down: what was best is worst, and the sentences follow."""
    results = made_up(replications=300)
    outcomes = results.outcomes
    turned = replace(results, ends=ends_of(outcomes.assign(npv=-outcomes["npv"], growth=-outcomes["growth"])))
    before, after = summarise(results), summarise(turned)
    assert headline.worth(before).startswith("Plan first is worth")
    assert headline.worth(after) == "Harvest and all in are too close to call; carry on is clearly behind the best"
    assert headline.fates(before) == "Under harvest 93% of paths shrink; under plan first 74% of paths grow"
    assert headline.fates(after) == "Under plan first 74% of paths shrink; under harvest 93% of paths grow"
    assert headline.lower(before).startswith("Plan first cuts the chance")
    assert headline.lower(after).startswith("Harvest cuts the chance")
