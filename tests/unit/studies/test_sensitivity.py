"""What a sensitivity study simulates: the policies asked about, the inputs that matter, the same luck throughout."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, get_args

import numpy as np
import pytest
from scipy.special import ndtr, ndtri
from scipy.stats import rankdata

import sim
from sim.analysis.sensitivity.tornado import Tornado
from sim.errors import MissingPartError, UsageError
from sim.experiment import trials as trials_module
from sim.experiment.trials import Simulator, Trials
from sim.studies import sensitivity as module
from sim.studies.contrast import picked, subject_of
from sim.studies.inputs import inputs_of
from sim.studies.sensitivity import METHODS, Method, Question, sensitivity

if TYPE_CHECKING:
    from pathlib import Path

    from sim.model.parameters.spec import Array
    from sim.scenario import Scenario

SIZE = {"tornado": 24, "morris": 6, "sobol": 16}
TIED = ("business.cost_of_sales", "business.operating_margin")


@pytest.fixture(scope="module")
def scenario(root: Path) -> Scenario:
    return sim.load(root / "scenarios" / "online_retailer.yaml").vary({"horizon": 6})


@pytest.fixture(scope="module")
def with_settings(scenario: Scenario) -> Scenario:
    """Return a scenario whose policies and events are uncertain too, and tied to the firm."""
    return scenario.vary(
        {
            "policies.steady.share": "20% to 60%",
            "policies.harvest-more": {"rule": "fixed_share", "share": "5% to 20%"},
            "events": [{"month": 2, "kind": "demand_shock", "size": "-30% to -10%", "lasting": 2}],
            "correlations": [
                ["policies.harvest-more.share", "business.cash_days", 0.6],
                ["policies.harvest-more.share", "world.demand_noise", 0.6],
                ["business.cost_of_sales", "business.operating_margin", -0.5],
            ],
        }
    )


def rank_correlation(rows: list[Array]) -> float:
    ranked = np.stack([rankdata(row) for row in rows])
    return float(np.corrcoef(ranked).ravel()[1])


class TestContrast:
    def test_a_difference_and_one_policy(self, scenario: Scenario) -> None:
        assert subject_of(scenario, "steady - harvest", "npv").policies == ("steady", "harvest")
        assert subject_of(scenario, "steady", "ruined").policies == ("steady",)

    def test_a_name_may_have_a_dash(self, with_settings: Scenario) -> None:
        assert subject_of(with_settings, "harvest-more - steady", "npv").policies == ("harvest-more", "steady")
        assert subject_of(with_settings, "harvest-more", "npv").policies == ("harvest-more",)

    @pytest.mark.parametrize(
        ("text", "measure", "message"),
        [
            ("steady - carryon", "npv", "no policy named 'carryon'.*Did you mean 'carry_on'"),
            ("steady - harvest", "nvp", "no outcome named 'nvp'.*Did you mean 'npv'"),
            ("steady - steady", "npv", "less itself"),
            ("steady - harvest - all_in", "npv", "neither a policy nor a difference"),
        ],
    )
    def test_slips_are_named(self, scenario: Scenario, text: str, measure: str, message: str) -> None:
        with pytest.raises(UsageError, match=message):
            subject_of(scenario, text, measure)

    def test_the_best_other_policy_less_the_baseline_is_picked(self, scenario: Scenario) -> None:
        means = {name: values.mean() for name, values in sim.run(scenario, replications=200).ends.column("npv").items()}
        del means["carry_on"]
        with Simulator(scenario, workers=1) as simulator:
            assert picked(scenario, simulator) == f"{max(means, key=lambda name: means[name])} - carry_on"

    def test_one_or_two_policies_need_no_pick(self, scenario: Scenario) -> None:
        one = scenario.vary({f"policies.{name}": None for name in scenario.policies if name != "carry_on"})
        two = scenario.vary({f"policies.{name}": None for name in ("harvest", "plan_first", "all_in")})
        with Simulator(one, workers=1) as simulator:
            assert picked(one, simulator) == "carry_on"
            assert picked(two, simulator) == "steady - carry_on"


class TestInputs:
    def test_settings_of_other_policies_do_not_matter(self, with_settings: Scenario) -> None:
        inputs = inputs_of(with_settings, ("steady", "carry_on"))
        assert "policies.steady.share" in inputs.beliefs
        assert "events.0.size" in inputs.beliefs
        assert "policies.harvest-more.share" not in inputs.beliefs
        assert [group for group, _ in inputs.groups] == [TIED]
        groups = [group for group, _ in inputs_of(with_settings, ("harvest-more",)).groups]
        assert groups == [("business.cash_days", "policies.harvest-more.share", "world.demand_noise"), TIED]

    def test_names_and_units(self, with_settings: Scenario) -> None:
        inputs = inputs_of(with_settings, ("steady", "carry_on"))
        named = {factor.keys[0]: factor.name for factor in inputs.singles}
        assert named["business.cash_days"] == "business: cash days"
        assert named["demand.channels.digital.elasticity"] == "demand: digital elasticity"
        assert named["policies.steady.share"] == "policy steady: share"
        assert named["events.0.size"] == "demand shock in month 2: size"
        units = {key: inputs.unit(key) for key in inputs.beliefs}
        assert units["business.cash_days"] == "days"
        assert units["capability.process_quality"] == "share"
        assert units["policies.steady.share"] == units["events.0.size"] == "share"
        assert all(units.values())

    def test_tied_inputs_are_one_factor(self, scenario: Scenario) -> None:
        factors = inputs_of(scenario, ("steady",)).factors
        assert factors[0].keys == TIED
        assert factors[0].name == "business: cost of sales with operating margin"
        assert len(factors) == len(scenario.uncertain) - 1

    def test_draws_have_the_rank_correlation_asked_for(self, scenario: Scenario) -> None:
        inputs = inputs_of(scenario, ("steady",))
        grid = np.arange(0.5, 60.0) / 60.0
        one, other = (axis.ravel() for axis in np.meshgrid(grid, grid))
        uniforms = {key: np.full(one.size, 0.5) for key in inputs.beliefs} | dict(zip(TIED, (one, other), strict=True))
        values = inputs.values(uniforms)
        ranks = [values[key] for key in TIED]
        assert rank_correlation(ranks) == pytest.approx(-0.5, abs=0.01)
        untied = [scenario.uncertain[key].quantile(uniforms[key]) for key in TIED]  # the mutant
        assert rank_correlation(untied) != pytest.approx(-0.5, abs=0.01)

    def test_a_partner_moves_to_its_conditional_median(self, scenario: Scenario) -> None:
        inputs = inputs_of(scenario, ("steady",))
        moved = inputs.moved(TIED[0], 0.9)
        score = 2.0 * np.sin(-0.5 * np.pi / 6.0) * ndtri(0.9)
        assert set(moved) == set(TIED)
        assert moved[TIED[0]] == pytest.approx(float(scenario.uncertain[TIED[0]].quantile(np.array(0.9))))
        assert moved[TIED[1]] == pytest.approx(float(scenario.uncertain[TIED[1]].quantile(ndtr(score))))
        assert set(inputs.moved("business.cash_days", 0.1)) == {"business.cash_days"}


@pytest.mark.parametrize("method", get_args(Method))
class TestEveryMethod:
    def test_the_numbers_do_not_depend_on_who_simulates_what_beside_what(
        self, scenario: Scenario, method: Method, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        question = Question(method=method, of="steady - harvest", size=SIZE[method])
        alone = sensitivity(scenario, question, workers=1)
        monkeypatch.setattr(trials_module, "LANES_A_TASK", 64)
        assert str(sensitivity(scenario, question, workers=1)) == str(alone)

    def test_only_the_policies_asked_about_are_simulated(
        self, scenario: Scenario, method: Method, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: list[tuple[str, ...]] = []

        class Watched(Simulator):
            def outcomes(self, trials: Trials, names: tuple[str, ...] = ("npv",)) -> dict[str, Array]:
                seen.append(tuple(self.scenario.policies))
                return super().outcomes(trials, names)

        monkeypatch.setattr(module, "Simulator", Watched)
        found = sensitivity(scenario, Question(method=method, of="steady - harvest", size=SIZE[method]), workers=1)
        assert set(seen) == {("steady", "harvest")}
        assert found.lanes % 2 == 0

    def test_identical_policies_differ_by_nothing(self, scenario: Scenario, method: Method) -> None:
        twins = scenario.vary({"policies.twin": {"rule": "fixed_share", "share": "40%"}})
        found = sensitivity(twins, Question(method=method, of="twin - steady", size=SIZE[method]), workers=1)
        assert found.still

    def test_one_input(self, scenario: Scenario, method: Method) -> None:
        single = scenario.vary({key: float(scenario.uncertain[key].median) for key in scenario.uncertain
                                if key != "business.cash_days"} | {"correlations": None})  # fmt: skip
        found = sensitivity(single, Question(method=method, of="steady", size=SIZE[method]), workers=1)
        assert "business.cash_days" in str(found)

    def test_nothing_uncertain(self, root: Path, method: Method) -> None:
        certain = sim.load(root / "scenarios" / "tipping_point.yaml").vary({"horizon": 6})
        with pytest.raises(UsageError, match="all that varies is luck"):
            sensitivity(certain, Question(method=method, of="steady"), workers=1)

    def test_a_missing_outcome(self, scenario: Scenario, method: Method) -> None:
        question = Question(method=method, of="steady", measure="ruin_month", size=SIZE[method])
        with pytest.raises(UsageError, match="ruin_month does not exist in"):
            sensitivity(scenario, question, workers=1)


def test_processes_change_no_number(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    question = Question(method="sobol", of="steady - harvest", size=16)
    alone = sensitivity(scenario, question, workers=1)
    monkeypatch.setattr(trials_module, "_WORTH_PROCESSES", 0)
    monkeypatch.setattr(trials_module, "LANES_A_TASK", 100)
    assert sensitivity(scenario, question, workers=2) == alone


def test_the_base_of_a_tornado_is_luck_at_the_medians(scenario: Scenario) -> None:
    found = sensitivity(scenario, Question(of="steady - harvest", size=24), workers=1)
    assert isinstance(found, Tornado)
    with Simulator(scenario, workers=1) as simulator:
        ends = dict(zip(scenario.policies, simulator.outcomes(Trials(np.arange(24), {}))["npv"], strict=True))
    assert found.luck.mean == pytest.approx((ends["steady"] - ends["harvest"]).mean())


def test_without_the_library_only_screening_is_missing(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "SALib.sample.morris", None)
    for method in METHODS:
        question = Question(method=method, of="steady", size=SIZE[method])
        if method == "morris":
            with pytest.raises(MissingPartError, match=r"pip install 'cyclesim\[sensitivity\]'"):
                sensitivity(scenario, question, workers=1)
        else:
            sensitivity(scenario, question, workers=1)


def test_rows_are_a_power_of_two(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said before the pilot that picks a policy: a slip costs no simulation."""
    monkeypatch.delattr("sim.studies.sensitivity.picked")
    with pytest.raises(UsageError, match=r"--base 100 is not a power of two.*128"):
        sensitivity(scenario, Question(method="sobol", size=100), workers=1)
