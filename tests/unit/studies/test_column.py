"""One number per replication: outcomes, and measures at a month, the same from a file and from its run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import sim
from sim.errors import UsageError
from sim.studies.column import column
from sim.studies.source import Asked

if TYPE_CHECKING:
    from pathlib import Path

    from sim.results import Results

ASKED = Asked(overrides=(("horizon", "6"),), replications=130, seed=3, policies=("harvest", "steady"))
"""More than one hypercube of replications."""


@pytest.fixture(scope="module")
def file(root: Path) -> str:
    return str(root / "scenarios" / "online_retailer.yaml")


@pytest.fixture(scope="module")
def results(file: str) -> Results:
    return sim.run(ASKED.scenario(file), paths="all")


@pytest.mark.parametrize(
    ("measure", "month", "name"),
    [
        ("cash at 4 months", 4, "cash at 4 months"),
        ("cash at end", 6, "cash at 6 months"),
        ("cash at start", 0, "cash at 0 months"),
        ("revenue at 0.5 years", 6, "revenue at 6 months"),
    ],
)
def test_a_measure_at_a_month_is_the_runs(file: str, results: Results, measure: str, month: int, name: str) -> None:
    found = column(file, measure, ASKED)
    assert (found.name, found.facts) == (name, results.facts)
    table = results.replications
    assert table is not None
    for policy, values in found.values.items():
        rows = table[(table["policy"] == policy) & (table["month"] == month)].sort_values("replication")
        np.testing.assert_array_equal(values, rows[measure.split(maxsplit=1)[0]].to_numpy(np.float64))


def test_a_finished_run_says_the_same(file: str, results: Results, tmp_path: Path) -> None:
    folder = str(sim.write_run(results, ASKED.scenario(file).dump(), tmp_path))
    for measure in ("technology at 3", "npv"):
        fresh, read = column(file, measure, ASKED), column(folder, measure, Asked())
        assert (fresh.name, fresh.unit) == (read.name, read.unit)
        for policy, values in fresh.values.items():
            np.testing.assert_array_equal(values, read.values[policy])


def test_a_short_name_is_the_average_over_the_steps(file: str, results: Results) -> None:
    table = results.replications
    assert table is not None
    rows = table[(table["policy"] == "steady") & (table["month"] == 3)]
    expected = rows[[name for name in rows if str(name).startswith("technology_")]].mean(axis=1)
    assert column(file, "technology at 3", ASKED).values["steady"] == pytest.approx(expected.to_numpy())


def test_months_that_were_not_kept_are_not_made_up(file: str, tmp_path: Path) -> None:
    scenario = ASKED.scenario(file)
    folder = str(sim.write_run(sim.run(scenario), scenario.dump(), tmp_path))
    with pytest.raises(UsageError, match="run it with --paths all"):
        column(folder, "cash at 3", Asked())


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ("npw", "Did you mean 'npv'?"),
        ("cash", "needs a month"),
        ("npv at 3", "leave out"),
        ("cash at 7", "beyond the horizon"),
        ("cash > 3", "expected an outcome or a measure at a month"),
        ("3", "expected an outcome or a measure at a month"),
        ("", "expected an outcome or a measure at a month"),
    ],
)
def test_what_is_no_measure_is_refused_in_words(file: str, measure: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        column(file, measure, ASKED)
    assert said in str(caught.value)
