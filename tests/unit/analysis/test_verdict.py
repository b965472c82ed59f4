"""What a comparison says in words, on either sign, on ties and on nothing."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.analysis.comparing.alternatives import Alternatives
from sim.analysis.comparing.compare import compare
from sim.analysis.comparing.regret import Future, regret
from sim.analysis.comparing.words import best, ruin, settled, sure, tail, verdicts
from sim.analysis.comparing.words import regret as least_regret
from sim.analysis.written import Written
from sim.errors import UsageError
from tests.unit.analysis.synthetic import normals

if TYPE_CHECKING:
    from sim.analysis.comparing.comparison import Comparison
    from sim.analysis.intervals import Array

COUNT = 200
NAMES = ("carry_on", "plan_first", "harvest")


def luck(number: int = 1) -> Array:
    return np.asarray(normals(1, COUNT, number)[0])


def values(*leads: float, noise: float = 0.1) -> Array:
    return np.asarray(np.stack([luck() + lead + noise * luck(10 + place) for place, lead in enumerate(leads)]) * 1e6)


def found(table: Array, measure: str = "npv", ruined: Array | None = None, baseline: str = "carry_on") -> Comparison:
    names = (*NAMES, *(f"policy_{place}" for place in range(20)))[: len(table)]
    gone = np.zeros(table.shape, dtype=np.bool_) if ruined is None else np.asarray(ruined > 0.0)
    alternatives, known = Alternatives(names, measure, table, gone).complete()
    futures = [Future("", "all replications", alternatives.merit, known[known])]
    return compare(alternatives, baseline, regret(names, futures), seed=7, left_out=int((~known).sum()))


class TestBest:
    def test_a_winner_beyond_noise(self) -> None:
        text = best(found(values(0.0, 1.0, -1.0)), "GBP")
        assert text.startswith("Plan first is worth £1.0")
        assert "more than carry on (simultaneous 95% interval £98" in text
        assert text.endswith("and is the best of 3 beyond noise, P(best) >99.9%")

    def test_the_baseline_wins(self) -> None:
        text = best(found(values(0.0, -1.0, -2.0)), "GBP")
        assert text.startswith("No policy beats carry on, P(best) >99.9%: the next, plan first, is worth £")
        assert "less (simultaneous 95% interval £9" in text

    def test_within_noise_nobody_wins_and_the_remedy_is_said(self) -> None:
        compared = found(values(0.0, 0.005, -1.0))
        text = best(compared, "GBP")
        assert text.startswith("No winner within noise: plan first and carry on can't be told apart; about ")
        pair = compared.pairs[0]
        half = (pair.interval[1] - pair.interval[0]) / 2.0
        assert compared.needed == pytest.approx(COUNT * (half / pair.mean) ** 2)
        assert compared.winner is None

    def test_as_many_replications_as_said_do_settle_it(self) -> None:
        """Noise shrinks with the root of replications: a tenth more have a winner, a tenth fewer have none."""
        own = normals(1, COUNT, 3)[0]
        own = 0.1 * (own - own.mean()) / own.std()

        def table(times: float) -> Array:
            return np.stack([luck(), luck() + own * math.sqrt(COUNT / times) + 0.006, luck() - 1.0])

        compared = found(table(COUNT))
        assert compared.winner is None
        more, fewer = found(table(1.1 * compared.needed)), found(table(0.9 * compared.needed))
        assert more.winner is not None
        assert fewer.pairs[0].interval[0] < 0.0 < fewer.pairs[0].interval[1]

    def test_equals_are_never_settled(self) -> None:
        compared = found(np.stack([luck(), luck()]))
        assert compared.needed == math.inf
        assert best(compared, "GBP") == "No winner: carry on and plan first end the same in every replication"

    def test_many_contenders_are_counted(self) -> None:
        assert "all 12 policies can't be told apart" in best(found(values(*[0.0] * 12)), "GBP")
        assert " others can't be told apart" in best(found(values(*[0.0] * 11, -5.0)), "GBP")

    def test_less_is_better_where_it_is(self) -> None:
        compared = found(np.abs(values(3.0, 2.0, 9.0)), "peak_funding")
        assert [policy.name for policy in compared.ranked] == ["plan_first", "carry_on", "harvest"]
        assert best(compared, "GBP").startswith("Plan first has peak funding £976k")
        assert "lower than carry on" in best(compared, "GBP")
        against = compared["plan_first"].against
        assert against is not None
        assert against.paired.mean < 0.0 < against.better.probability
        assert against.dominance.verdict == "dominates"
        assert compared["plan_first"].standing.gap > 0.0
        assert compared["harvest"].tail.mean > compared["harvest"].mean  # the worst are the highest
        assert compared.regret.of[1].overall.mean == 0.0

    def test_a_sure_thing_is_never_called_certain(self) -> None:
        assert (sure(1.0), sure(0.0), sure(0.5)) == (">99.9%", "<0.1%", "50%")

    def test_numbers_needed_are_rounded_up(self) -> None:
        compared = found(values(0.0, 0.005, -1.0))
        assert settled(replace(compared, needed=12_345.0)) == "about 13,000 replications would settle it"
        assert settled(replace(compared, needed=201.0)) == "about 210 replications would settle it"


class TestRuin:
    def test_exact_pairs_with_holm(self) -> None:
        ruined = np.zeros((3, COUNT))
        ruined[1, :12] = 1.0
        compared = found(values(0.0, 1.0, -1.0), ruined=ruined)
        assert ruin(compared) == "The chance of ruin, 0% under carry on, is raised by plan first (6.0%)"
        against = compared["plan_first"].against
        assert against is not None
        assert against.ruin.p_value == pytest.approx(2 / 2**12)
        assert against.ruin_p_value == pytest.approx(2 * 2 / 2**12)

    def test_noise_is_no_change(self) -> None:
        ruined = np.zeros((3, COUNT))
        ruined[1, :6] = 1.0  # exact p .031, .0625 by Holm over two policies
        assert ruin(found(values(0.0, 1.0, -1.0), ruined=ruined)) == (
            "No policy clearly changes the chance of ruin (0% under carry on)"
        )

    def test_no_ruin_is_not_no_risk(self) -> None:
        assert ruin(found(values(0.0, 1.0))) == "No path ends in ruin under any policy (at most 1.9%)"

    def test_certain_ruin(self) -> None:
        ruined = np.ones((2, COUNT))
        ruined[1] = 0.0
        assert ruin(found(values(0.0, 1.0), ruined=ruined)) == (
            "The chance of ruin, 100% under carry on, is cut by plan first (0%)"
        )


class TestTail:
    def test_a_best_policy_with_the_worse_bad_paths_is_said_to_be(self) -> None:
        bold = 5.0 * luck() + 2.0
        text = tail(found(np.stack([luck(), bold]) * 1e6), "GBP")
        assert text.startswith("But the worst 5% of paths are worse: on average −£")
        assert "under plan first, against −£" in text
        assert text.endswith("under carry on")

    def test_nothing_is_said_of_noise_or_of_a_yes_or_no(self) -> None:
        assert tail(found(values(0.0, 1.0)), "GBP") == ""
        assert tail(found(values(0.0, 0.001)), "GBP") == ""
        assert tail(found((values(0.0, 1.0) > 0).astype(float), "ruined"), "GBP") == ""


class TestRegret:
    def test_one_future_is_not_worth_a_sentence(self) -> None:
        compared = found(values(0.0, 1.0))
        assert least_regret(compared, "GBP") == ""
        assert len(verdicts(compared, "GBP")) == 2

    def test_who_risks_least(self) -> None:
        compared = found(values(0.0, 1.0))
        every = np.ones(COUNT, dtype=np.bool_)
        calm, storm = (
            Future("demand", "low", values(0.0, 3.0), every),
            Future("demand", "high", values(0.0, -1.0), every),
        )
        two = replace(compared, regret=regret(NAMES[:2], [calm, storm]))
        text = least_regret(two, "GBP")
        assert text.startswith("Plan first risks least: at worst it falls £")
        assert text.endswith("short of the best (demand high)")
        one = replace(compared, regret=regret(NAMES[:2], [calm, calm]))
        assert least_regret(one, "GBP") == "Plan first is the best choice in each of the 2 futures looked at"


class TestAlternatives:
    def test_a_missing_outcome_leaves_its_replication_out(self) -> None:
        table = values(0.0, 1.0)
        table[1, 5] = math.nan
        compared = found(table)
        assert (compared.replications, compared.left_out) == (COUNT - 1, 1)

    def test_an_outcome_that_is_always_missing_is_refused_by_name(self) -> None:
        table = values(0.0, 1.0)
        table[1] = math.nan
        with pytest.raises(UsageError, match=r"payback_month .* is missing under plan_first.*another measure"):
            found(table, "payback_month")

    def test_nothing_in_common_is_refused(self) -> None:
        table = values(0.0, 1.0)
        table[0, ::2] = math.nan
        table[1, 1::2] = math.nan
        with pytest.raises(UsageError, match="known for all policies in only 0 of 200"):
            found(table)

    @pytest.mark.parametrize(("table", "message"), [(values(0.0), "only carry_on"), (values(0.0, 1.0)[:, :1], "noise")])
    def test_too_little_to_compare(self, table: Array, message: str) -> None:
        with pytest.raises(UsageError, match=message):
            found(table)

    @pytest.mark.parametrize("count", [2, 3, 10, 30])
    def test_few_replications_give_wide_intervals_not_nonsense(self, count: int) -> None:
        compared = found(values(0.0, 1.0, -1.0)[:, :count])
        for policy in compared.policies:
            if policy.against:
                low, high = policy.against.interval
                assert low <= policy.against.paired.ci95[0] <= policy.against.paired.mean <= high
        assert compared["harvest"].standing.interval[1] >= 0.0

    def test_constants(self) -> None:
        compared = found(np.array([[1.0] * 40, [2.0] * 40, [2.0] * 40]))
        assert [policy.name for policy in compared.contenders] == ["plan_first", "harvest"]
        assert compared.needed == math.inf

    def test_many_more_replications_than_rows(self) -> None:
        table = np.stack([normals(1, 45_000, place)[0] + place for place in (0, 1)])
        alternatives = Alternatives(NAMES[:2], "npv", table, np.zeros(table.shape, dtype=np.bool_))
        futures = [Future("", "", table, np.ones(45_000, dtype=np.bool_))]
        compared = compare(alternatives, "carry_on", regret(NAMES[:2], futures), seed=1)
        assert compared.winner is not None
        assert compared["plan_first"].tail.ci95[0] < compared["plan_first"].tail.mean


class TestWritten:
    def test_differences_of_shares_are_points(self) -> None:
        share = Written.of("flag", "GBP")
        assert share.signed(0.031) == "+3.1 pp"
        assert share.gap(-0.25) == "−25.0 pp"
        assert share.gaps((-0.01, 0.2)) == "−1.0 to 20.0 pp"
        assert share.value(0.031) == "3.1%"
        assert share.gap(0.0002) == "0.02 pp"
        assert share.signs((-0.01, 0.2)) == "−1.0 pp to +20.0 pp"

    def test_money_and_plain_numbers(self) -> None:
        assert Written.of("money/month", "GBP").signed(1_240_000) == "+£1.24m"
        assert Written.of("money", "GBP").bare.values((1e6, 2e6), "…") == "1.00m…2.00m"
        assert Written.of("count", "GBP").gap(12.5) == "12.5"
        assert Written.of("money", "GBP").gaps((math.nan, 1.0)) == "n/a"
        assert Written.of("share", "").gap(math.nan) == "n/a"
