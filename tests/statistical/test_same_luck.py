"""Every policy meets the same luck, and a replication is itself in any company."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from sim.experiment import block
from sim.experiment.run import only, run
from sim.randomness import KeyedStreams, accelerator
from sim.results import MEASURES, OUTCOMES
from sim.scenario import load

if TYPE_CHECKING:
    from pathlib import Path

    from sim.results import Results
    from sim.scenario import Scenario

REPLICATIONS = 300


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """Return a firm with uncertain, correlated inputs and one policy under two names."""
    file = tmp_path_factory.mktemp("same") / "firm.yaml"
    file.write_text(
        "extends: presets/b2b_services.yaml\n"
        "name: twins\n"
        "horizon: 24 months\n"
        "acquisition: {win_rate: 18% to 30%}\n"
        "experience: {monthly_churn: 1% to 2.5%}\n"
        "correlations: [[acquisition.win_rate, experience.monthly_churn, -0.4]]\n"
        "events:\n"
        "  - {month: 7, kind: demand_shock, size: -20%, lasting: 6 months}\n"
        "  - {month: 3 to 20, kind: cash_injection, size: 50_000}\n"
        "  - {month: 3 to 20, kind: rival_move, size: 2% to 6%}\n"
        "policies:\n"
        "  steady: {rule: fixed_share, share: 30% to 50%}\n"
        "  one: {rule: fixed_share, share: 40%}\n"
        "  other: {rule: fixed_share, share: 40%}\n",
        encoding="utf-8",
    )
    return load(file)


@pytest.fixture(scope="module")
def results(firm: Scenario) -> Results:
    return run(firm, replications=REPLICATIONS, workers=1, paths="all")


def _policy(table: pd.DataFrame, name: str) -> pd.DataFrame:
    return table[table.policy == name].drop(columns="policy").reset_index(drop=True)


def test_identical_policies_differ_by_exactly_nothing(results: Results) -> None:
    pd.testing.assert_frame_equal(
        _policy(results.outcomes, "one"), _policy(results.outcomes, "other"), check_exact=True
    )
    assert results.replications is not None
    pd.testing.assert_frame_equal(
        _policy(results.replications, "one"), _policy(results.replications, "other"), check_exact=True
    )


def test_luck_is_really_luck(results: Results) -> None:
    npv = _policy(results.outcomes, "one").npv
    assert npv.nunique() == REPLICATIONS
    assert npv.std() > 0.05 * abs(npv.mean())


def test_uncertain_policy_settings_are_drawn(firm: Scenario, results: Results) -> None:
    assert "policies.steady.share" in firm.uncertain
    steady, fixed = _policy(results.outcomes, "steady"), _policy(results.outcomes, "one")
    assert (steady.npv != fixed.npv).mean() > 0.9


@pytest.mark.parametrize("changed", ["more replications", "two workers", "small pieces", "a policy at a time"])
def test_a_replication_is_itself_in_any_company(
    firm: Scenario, results: Results, changed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    replications, workers = REPLICATIONS, 1
    if changed == "more replications":
        replications = 400
    elif changed == "two workers":
        workers = 2
    elif changed == "small pieces":
        monkeypatch.setattr("sim.experiment.pieces.PIECE", 31)
    else:
        monkeypatch.setattr("sim.experiment.pieces._POLICIES_A_TASK", 1)
    again = run(firm, replications=replications, workers=workers).outcomes
    again = again[again.replication < REPLICATIONS].reset_index(drop=True)
    pd.testing.assert_frame_equal(again, results.outcomes, check_exact=True)


@pytest.mark.skipif(not accelerator.present(), reason="no compiler built sim.randomness._counts here")
def test_the_accelerator_changes_no_number(firm: Scenario, results: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accelerator, "compiled", None)
    plain = run(firm, replications=REPLICATIONS)
    pd.testing.assert_frame_equal(plain.outcomes, results.outcomes, check_exact=True)
    pd.testing.assert_frame_equal(plain.paths, results.paths, check_exact=True)


def test_another_policy_changes_nobody(firm: Scenario, results: Results) -> None:
    fewer = run(only(firm, ["other", "one"]), replications=REPLICATIONS, workers=1)
    for name in ("other", "one"):
        pd.testing.assert_frame_equal(_policy(fewer.outcomes, name), _policy(results.outcomes, name), check_exact=True)
        mine, theirs = (_policy(table.paths, name) for table in (fewer, results))
        pd.testing.assert_frame_equal(mine, theirs, check_exact=True)


def test_tables_have_the_promised_columns(results: Results) -> None:
    assert list(results.outcomes.columns) == ["policy", "replication", *OUTCOMES]
    assert set(results.paths.measure) == set(MEASURES)
    assert results.paths.month.max() == results.facts.months


def test_quantiles_are_those_of_the_replications(results: Results) -> None:
    assert results.replications is not None
    whole = results.replications
    values = whole[(whole.policy == "one") & (whole.month == 12)].cash.to_numpy(dtype=float)
    row = results.paths.query("policy == 'one' and month == 12 and measure == 'cash'").iloc[0]
    expected = np.quantile(values, [0.025, 0.5, 0.975])
    np.testing.assert_allclose([row.p025, row.p50, row.p975], expected, rtol=1e-6)
    assert row["mean"] == pytest.approx(values.mean(), rel=1e-6)


def test_policy_in_the_key_would_be_seen(firm: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant these tests exist for: luck that depends on the lane, and so on the policy."""

    def mixed(seed: int, replications: np.ndarray) -> KeyedStreams:
        return KeyedStreams(seed, np.arange(replications.size))

    monkeypatch.setattr(block, "KeyedStreams", mixed)
    broken = run(firm, replications=20, workers=1).outcomes
    assert (_policy(broken, "one").npv != _policy(broken, "other").npv).any()


def test_run_folder_of_the_same_seed_is_the_same(firm: Scenario, tmp_path: Path) -> None:
    del tmp_path
    one, other = (run(firm, replications=20, workers=1) for _ in range(2))
    pd.testing.assert_frame_equal(one.paths, other.paths, check_exact=True)
    reseeded = run(firm, replications=20, seed=8, workers=1)
    assert (reseeded.outcomes.npv != one.outcomes.npv).any()


def test_means_come_from_all_replications_and_quantiles_from_the_first(
    firm: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.experiment.pieces.BAND_PATHS", 260)
    every, few = run(firm, replications=REPLICATIONS), run(firm, replications=260)
    assert every.paths["p50"].equals(few.paths["p50"])
    lanes = run(firm, replications=REPLICATIONS, paths="all").replications
    assert lanes is not None
    last = lanes[lanes.month == firm.horizon].groupby("policy")["revenue"].mean()
    shown = every.paths[(every.paths.month == firm.horizon) & (every.paths.measure == "revenue")].set_index("policy")
    assert shown["mean"].to_numpy() == pytest.approx(last[shown.index].to_numpy(), rel=1e-6)
