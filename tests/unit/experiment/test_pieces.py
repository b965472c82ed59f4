"""Pieces: the same address exactly when the numbers are the same; what is there is not simulated twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from sim.archive import PieceFolder
from sim.errors import UsageError
from sim.experiment import block, gathering, pieces, run, workers
from sim.scenario import load

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from sim.experiment.pieces import Task
    from sim.results import Results
    from sim.scenario import Scenario

SMALL = {"horizon": 6, "replications": 70}


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "PIECE", 20)


@pytest.fixture
def simulated(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that fills with every policy and range that is really simulated."""
    seen: list[str] = []

    def noted(task: Task) -> Any:  # noqa: ANN401 (what the function it stands for returns)
        seen.extend(f"{piece.policy} {piece.first}" for row in task.rows for piece in row)
        return block.simulate_task(task)

    monkeypatch.setattr(workers, "simulate_task", noted)
    monkeypatch.setattr(gathering, "simulate_task", noted)
    return seen


@pytest.fixture(scope="module")
def firm() -> Scenario:
    return load("scenarios/presets/b2b_services.yaml").vary({"policies.steady.share": "30% to 50%", **SMALL})


def keys(scenario: Scenario, kept: int = 10) -> dict[str, list[str]]:
    rows = list(pieces.pieces(scenario, kept))
    return {name: [row[index].key for row in rows] for index, name in enumerate(scenario.policies)}


def the_same(one: Results, other: Results) -> None:
    for table in ("outcomes", "paths", "samples"):
        pd.testing.assert_frame_equal(getattr(one, table), getattr(other, table), check_exact=True)


def test_pieces_cover_every_replication_once(firm: Scenario) -> None:
    rows = list(pieces.pieces(firm, 30))
    assert [(row[0].first, row[0].end, row[0].kept) for row in rows] == [
        (0, 20, 20),
        (20, 40, 10),
        (40, 60, 0),
        (60, 70, 0),
    ]
    assert all([piece.policy for piece in row] == list(firm.policies) for row in rows)


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 8},
        {"horizon": 7},
        {"business.price": 999},
        {"start": "2026-05"},
        {"events": [{"month": 3, "kind": "demand_shock", "size": -0.1}]},
        {"acquisition.win_rate": "20% to 30%"},
    ],
)
def test_another_world_has_other_addresses(firm: Scenario, change: dict[str, Any]) -> None:
    before, after = keys(firm), keys(firm.vary(change))
    assert all(not set(before[name]) & set(after[name]) for name in before)


@pytest.mark.parametrize(
    "change",
    [{"name": "other"}, {"baseline": "harvest"}, {"policies.all_in": None}, {"policies.new": {"rule": "all_in"}}],
)
def test_what_moves_no_number_of_a_policy_keeps_its_addresses(firm: Scenario, change: dict[str, Any]) -> None:
    before, after = keys(firm), keys(firm.vary(change))
    assert all(before[name] == after[name] for name in before if name in after)


def test_a_changed_policy_changes_its_own_addresses_only(firm: Scenario) -> None:
    before, after = keys(firm), keys(firm.vary({"policies.steady.share": "30% to 60%"}))
    assert {name for name in before if before[name] != after[name]} == {"steady"}


def test_another_engine_has_other_addresses(firm: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    before = keys(firm)
    monkeypatch.setattr(pieces, "fingerprint", lambda: "another")
    assert all(not set(before[name]) & set(after) for name, after in keys(firm).items())


def test_a_second_run_simulates_nothing(firm: Scenario, tmp_path: Path, simulated: list[str]) -> None:
    store = PieceFolder(tmp_path)
    first = run.run(firm, store=store)
    simulated.clear()
    the_same(run.run(firm, store=store), first)
    assert simulated == []


def test_more_replications_and_policies_use_what_exists(firm: Scenario, tmp_path: Path, simulated: list[str]) -> None:
    store = PieceFolder(tmp_path)
    run.run(firm, store=store)
    simulated.clear()
    larger = firm.vary({"replications": 100, "policies.more": {"rule": "fixed_share", "share": 0.22}})
    reused = run.run(larger, store=store)
    assert set(simulated) == {
        *(f"more {first}" for first in range(0, 100, 20)),
        *(f"{name} {first}" for name in firm.policies for first in (60, 80)),  # 60 to 69 was a piece of its own
    }
    the_same(reused, run.run(larger))


def test_a_damaged_piece_is_simulated_again(firm: Scenario, tmp_path: Path, simulated: list[str]) -> None:
    store = PieceFolder(tmp_path)
    first = run.run(firm, store=store)
    simulated.clear()
    damaged = sorted(tmp_path.glob("*/*.piece"))[::5]
    for path in damaged:
        path.write_bytes(path.read_bytes()[:-1])
    the_same(run.run(firm, store=store), first)
    assert len(simulated) == len(damaged)
    simulated.clear()
    the_same(run.run(firm, store=store), first)
    assert simulated == []


def test_what_is_finished_when_a_run_stops_is_kept(
    firm: Scenario, tmp_path: Path, simulated: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = PieceFolder(tmp_path)
    put = PieceFolder.put

    def stopping(self: PieceFolder, key: str, arrays: dict[str, NDArray[Any]]) -> None:
        put(self, key, arrays)
        if len(list(tmp_path.glob("*/*.piece"))) == 7:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(PieceFolder, "put", stopping)
        with pytest.raises(KeyboardInterrupt):
            run.run(firm, store=store)
    simulated.clear()
    resumed = run.run(firm, store=store)
    assert len(simulated) == 4 * len(firm.policies) - 7
    the_same(resumed, run.run(firm))


def test_tasks_hold_every_missing_piece_once_and_share_the_work(firm: Scenario) -> None:
    rows = [row[: 1 + index % 3] for index, row in enumerate(pieces.pieces(firm.vary({"replications": 2000}), 0))]
    made = list(pieces.tasks(firm, [*rows, ()], 2))
    assert sorted(piece.key for task in made for row in task.rows for piece in row) == sorted(
        piece.key for row in rows for piece in row
    )
    firsts = [task.first for task in made]
    assert firsts == sorted(firsts)
    whole = list(pieces.tasks(firm, list(pieces.pieces(firm.vary({"replications": 100}), 0)), 3))
    assert len(whole) == 3


def test_other_words_for_what_to_keep_are_refused(firm: Scenario) -> None:
    with pytest.raises(UsageError, match="one of all, quantiles, none, not 'some'"):
        run.run(firm, paths="some")  # type: ignore[arg-type]
