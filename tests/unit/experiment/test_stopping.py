"""A run that goes on until it is good enough is the run of the number it stops at, whoever works."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from sim.analysis.stopping.targets import EVERY, FIRST
from sim.archive import PieceFolder
from sim.archive.pieces import FreshPieces
from sim.experiment import gathering
from sim.experiment.pieces import PIECE
from sim.experiment.run import run
from sim.experiment.stopping import MOST
from sim.scenario import load

if TYPE_CHECKING:
    from pathlib import Path

    from sim.analysis.stopping.targets import Stopped
    from sim.experiment.pieces import Store
    from sim.experiment.progress import Standing
    from sim.results import Results
    from sim.scenario import Scenario


@pytest.fixture(scope="module")
def firm() -> Scenario:
    keep = ("carry_on", "harvest")
    found = load("scenarios/presets/b2b_services.yaml")
    dropped = {f"policies.{name}": None for name in found.policies if name not in keep}
    return found.vary({**dropped, "horizon": 6, "experience.monthly_churn": "1% to 4%"})


@pytest.fixture(scope="module")
def two_looks(firm: Scenario) -> float:
    """Return a half width that 1,000 replications do not reach and 1,500 do."""
    npv = run(firm, replications=1_500, paths="none").ends.column("npv")["carry_on"]
    return float(1.96 * npv.std() / np.sqrt(1_250))


def same(one: Results, other: Results) -> None:
    for table in ("outcomes", "paths", "samples"):
        pd.testing.assert_frame_equal(getattr(one, table), getattr(other, table), check_exact=True)
    assert one.facts == other.facts


def stop(results: Results) -> Stopped:
    assert results.stopped is not None
    return results.stopped


def test_it_is_the_run_of_the_number_it_stops_at(firm: Scenario, two_looks: float) -> None:
    found = run(firm, until=f"carry_on: npv ±{two_looks:.0f}")
    assert (stop(found).looks, stop(found).reached, stop(found).most) == ((1_000, 1_500), True, MOST)
    same(found, run(firm, replications=1_500))
    assert run(firm, replications=5).stopped is None


def test_workers_stop_where_one_would_and_go_home(firm: Scenario, two_looks: float) -> None:
    before = set(multiprocessing.active_children())
    found = run(firm, until=f"carry_on: npv ±{two_looks:.0f}", workers=2)
    assert stop(found).looks == (1_000, 1_500)
    assert set(multiprocessing.active_children()) <= before
    same(found, run(firm, replications=1_500))


def test_the_most_is_where_it_ends(firm: Scenario) -> None:
    found = run(firm, until="npv ±$1", replications=1_200)
    assert (stop(found).looks, stop(found).reached) == ((1_000, 1_200), False)
    same(found, run(firm, replications=1_200))
    assert stop(run(firm, until="npv ±$1", replications=30, paths="none")).looks == (30,)


def test_what_no_number_reaches_ends_it_at_once(firm: Scenario) -> None:
    found = stop(run(firm, until="payback_month ±1 and npv ±50%", paths="none"))
    assert (found.looks, found.reached, found.hopeless) == ((1_000,), False, True)


@pytest.mark.parametrize("kind", [PieceFolder, FreshPieces])
def test_nothing_is_simulated_twice(
    firm: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type[PieceFolder]
) -> None:
    store: Store = kind(tmp_path)
    found = run(firm, until="npv ±50%", store=store, paths="none")
    monkeypatch.setattr(gathering, "tasks", lambda *_: iter(()))
    same(run(firm, until="npv ±50%", store=store, paths="none"), found)


def test_a_new_store_of_fresh_pieces_knows_only_its_own(firm: Scenario, tmp_path: Path) -> None:
    run(firm, replications=5, store=FreshPieces(tmp_path))
    assert list(tmp_path.glob("*/*.piece"))
    store = FreshPieces(tmp_path)
    store.put("ab", {"x": np.ones(1)})
    assert store.has("ab")
    assert not FreshPieces(tmp_path).has("ab")


def test_progress_counts_towards_the_most(firm: Scenario) -> None:
    heard: list[Standing] = []
    run(firm, until="npv ±50%", replications=2_000, paths="none", progress=heard.append)
    assert [one.done for one in heard] == [500, 1_000, 1_500, 2_000]
    assert {one.lanes for one in heard} == {4_000}


def test_looks_fall_on_the_ends_of_pieces() -> None:
    assert FIRST % PIECE == EVERY % PIECE == 0
