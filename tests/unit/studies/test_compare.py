"""Runs side by side: luck that is shared, names that are unique, futures that may come."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

import sim
from sim.analysis.comparing.words import verdicts
from sim.analysis.run.summary import summarise
from sim.analysis.statistics.paired import difference
from sim.charts.difference import difference as difference_chart
from sim.charts.forest import forest
from sim.errors import UsageError
from sim.outcomes import Outcomes
from sim.report.story import told
from sim.studies.compare import compare, compared
from sim.studies.source import Source
from sim.studies.sources import Told
from tests.unit.analysis.synthetic import FIVE, made_up

if TYPE_CHECKING:
    from pathlib import Path

    from sim.outcomes import Array
    from sim.results import Results
    from sim.scenario import Scenario

COUNT = 200


@pytest.fixture(scope="module")
def scenario(root: Path) -> Scenario:
    return sim.load(root / "scenarios" / "online_retailer.yaml", (("horizon", "24"), ("replications", str(COUNT))))


@pytest.fixture(scope="module")
def results(scenario: Scenario) -> Results:
    return sim.run(scenario, paths="none")


def renamed(results: Results, **facts: object) -> Told:
    return Told(replace(results, facts=replace(results.facts, **facts)))  # type: ignore[arg-type]


class TestOneRun:
    def test_a_notebook_compares_a_run(self, results: Results) -> None:
        found = compare(results, baseline="harvest", measure="final_revenue")
        column = results.ends.column("final_revenue")
        against = found["steady"].against
        assert against is not None
        assert against.paired == difference(column["steady"], column["harvest"], baseline="harvest")
        assert against.interval[0] <= against.paired.ci95[0] <= against.paired.ci95[1] <= against.interval[1]
        assert (found.baseline, found.replications, len(found.pairs)) == ("harvest", COUNT, 10)

    def test_swapping_the_policies_changes_no_figure(self, results: Results) -> None:
        """Bootstrap samples are of replications, so the order of policies is nothing to them."""
        names = tuple(reversed(results.facts.policies))
        ends = Outcomes(names, COUNT, lambda name: results.ends.read(name)[::-1])
        turned = replace(results, ends=ends, facts=replace(results.facts, policies=names))
        one, other = compare(results), compare(turned)
        for name in names:
            assert other[name].standing.gap == pytest.approx(one[name].standing.gap)
            assert other[name].standing.probability == one[name].standing.probability
            assert other[name].tail == one[name].tail
        assert other.contenders[0].name == one.contenders[0].name

    def test_futures_are_thirds_of_the_inputs_that_matter(self, results: Results, scenario: Scenario) -> None:
        found = compare(results, scenario=scenario).regret
        assert 1 < len(found.futures) <= 9
        assert all(group and name for group, name in found.futures)
        assert compare(results).regret.futures == (("", "all replications"),)

    def test_the_same_question_has_the_same_answer(self, results: Results, scenario: Scenario) -> None:
        assert compare(results, scenario=scenario) == compare(results, scenario=scenario)

    def test_names_are_checked(self, results: Results) -> None:
        with pytest.raises(UsageError, match=r"no policy named 'harvst'.*Did you mean 'harvest'"):
            compare(results, baseline="harvst")
        with pytest.raises(UsageError, match=r"no outcome named 'nvp'.*Did you mean 'npv'"):
            compare(results, measure="nvp")
        with pytest.raises(UsageError, match="no policy named 'all'"):
            compared([Told(results)], policies=["all"])

    def test_some_policies_only(self, results: Results) -> None:
        found = compared([Told(results)], policies=["harvest", "steady"]).comparison
        assert [policy.name for policy in found.policies] == ["harvest", "steady"]
        assert found.baseline == "harvest"  # the scenario's is not among them
        with pytest.raises(UsageError, match="only harvest"):
            compared([Told(results)], policies=["harvest"])


class TestSeveralRuns:
    def test_the_same_run_twice_differs_by_nothing(self, results: Results) -> None:
        found = compared([Told(results), Told(results)])
        assert found.sources.labels == ("online_retailer", "(2) online_retailer")
        twin = found.comparison["(2) online_retailer: carry_on"].against
        assert twin is not None
        assert (twin.paired.mean, twin.interval, twin.ruin.p_value) == (0.0, (0.0, 0.0), 1.0)
        assert twin.dominance.verdict == "same"

    def test_policies_that_one_run_alone_has_keep_their_name(self) -> None:
        one = Told(made_up({"carry_on": FIVE["carry_on"], "steady": FIVE["steady"]}, replications=COUNT))
        other = renamed(
            made_up({"carry_on": FIVE["carry_on"], "all_in": FIVE["all_in"]}, replications=COUNT), scenario="b"
        )
        names = [policy.name for policy in compared([one, other]).comparison.policies]
        assert names == ["made up: carry_on", "steady", "b: carry_on", "all_in"]
        assert compared([one, other], baseline="all_in").comparison.baseline == "all_in"
        assert compared([one, other], baseline="carry_on").comparison.baseline == "made up: carry_on"
        assert compared([one, other], baseline="b: carry_on").comparison.baseline == "b: carry_on"

    def test_luck_is_shared_across_scenarios_of_one_seed(self, scenario: Scenario, results: Results) -> None:
        dearer = scenario.vary({"business.price": 640, "name": "dearer"})
        found = compared([Told(results, scenario), Told(sim.run(dearer, paths="none"), dearer)])
        against = found.comparison["dearer: carry_on"].against
        assert against is not None
        assert against.paired.variance_reduction > 3.0
        assert found.comparison.regret.futures == (("", "online_retailer"), ("", "dearer"))
        assert found.comparison.regret.policies == results.facts.policies

    def test_the_order_of_policies_within_a_run_is_nothing_to_regret(self) -> None:
        shapes = {name: FIVE[name] for name in ("carry_on", "steady")}
        one = Told(made_up(shapes, replications=COUNT))
        same = made_up(dict(reversed(shapes.items())), replications=COUNT)
        other = renamed(same, scenario="b")
        found = compared([one, other]).comparison.regret
        for of in found.of:
            assert of.in_future[0] == of.in_future[1]

    @pytest.mark.parametrize(
        ("facts", "message"),
        [({"seed": 8}, "different seeds .*--seed"), ({"currency": "USD"}, "different currencies .*USD.*convert")],
    )
    def test_strangers_are_refused(self, results: Results, facts: dict[str, object], message: str) -> None:
        with pytest.raises(UsageError, match=message):
            compared([Told(results), renamed(results, **facts)])

    def test_fewer_replications_and_other_horizons_are_said(self, results: Results) -> None:
        short = Outcomes(results.facts.policies, 40, lambda name: results.ends.read(name)[:, :40])
        other = renamed(replace(results, ends=short), replications=40, months=36, engine="another")
        found = compared([Told(results), other])
        assert found.comparison.replications == found.facts.replications == 40
        text = " ".join(found.caveats)
        assert "first 40 replications" in text
        assert "horizons differ (online_retailer 24, (2) online_retailer 36 months)" in text
        assert "different versions" in text
        assert results.facts.run_id in text

    def test_the_facts_of_several_are_their_own(self, results: Results) -> None:
        one, two = compared([Told(results)]).facts, compared([Told(results), Told(results)]).facts
        assert one.run_id == results.facts.run_id
        assert two.run_id != one.run_id
        assert len(two.rules) == len(two.policies) == 10


def test_missing_outcomes_are_counted_or_refused(results: Results) -> None:
    def read(name: str) -> Array:
        values = results.ends.read(name).copy()
        values[0, :7] = np.nan
        return values

    some = replace(results, ends=Outcomes(results.facts.policies, COUNT, read))
    found = compared([Told(some)])
    assert (found.comparison.left_out, found.comparison.replications) == (7, COUNT - 7)
    assert any(note.startswith("7 of 200 replications are left out") for note in found.caveats)
    with pytest.raises(UsageError, match=r"missing under .*harvest"):
        compared([Told(results)], measure="payback_month")


class TestTerminalValue:
    """The caveat on the retailer, where all in wins and pays nothing out, stands right after the claim."""

    def test_it_follows_the_claim(self, results: Results) -> None:
        found = compared([Told(results)])
        owes = found.comparison.reliance
        assert owes is not None
        assert found.comparison.winner is not None
        assert (owes.best, owes.pays_nothing, owes.turns) == (found.comparison.winner.name, True, True)
        first, second, *_ = verdicts(found.comparison, "GBP")
        assert first.startswith("All in is worth")
        assert second.startswith("All that all in is worth is terminal value")

    def test_it_is_silent_on_other_outcomes_and_on_ties(self, results: Results) -> None:
        paid = compared([Told(results)], measure="npv_without_terminal_value").comparison
        assert paid.reliance is None
        assert not any("erminal value is" in text for text in verdicts(paid, "GBP"))
        twice = Outcomes(("a", "b"), COUNT, lambda name: np.repeat(results.ends.read(name)[:1], 2, axis=0))
        facts = replace(results.facts, policies=("a", "b"), rules=("maintain", "maintain"), baseline="a")
        assert compared([Told(replace(results, ends=twice, facts=facts))]).comparison.reliance is None

    def test_a_report_says_it_second(self, scenario: Scenario, results: Results) -> None:
        story = told(Source("retailer", results, scenario))
        assert story.findings[1].startswith("All that all in is worth is terminal value")

    def test_charts_say_it_under_the_title(self, results: Results) -> None:
        found = compared([Told(results)])
        paired = difference_chart(results, summarise(results))
        assert paired is not None
        for figure in (forest(found.comparison, found.facts), paired):
            under = " ".join(text.get_text() for text in figure.texts).replace("\n", " ")
            assert "All that all in is worth is terminal value" in under
