"""Runs of many replications: the same bytes however they are made, in memory that does not grow with them."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import sim
from sim.archive import outcomes
from sim.experiment import pieces
from sim.report.delivery import Delivery, deliver
from sim.report.order import Order

if TYPE_CHECKING:
    from pathlib import Path

    from sim.experiment.progress import Standing

FILE = "scenarios/presets/b2b_services.yaml"
MEASURED = """
import resource, sys
from pathlib import Path
import numpy as np
from sim.experiment import workers
from sim.experiment.pieces import PieceResult
from sim.report.delivery import deliver
from sim.report.order import Order
from sim.results import MEASURES, OUTCOMES

def at_once(task):
    sums, ends = np.ones((len(MEASURES), 2)), np.linspace(1.0, 2.0, len(OUTCOMES) * 500).reshape(-1, 500)
    return [
        (piece, PieceResult(ends, sums, sums, np.ones((*sums.shape, piece.kept), np.float32)))
        for row in task.rows for piece in row
    ]

workers.simulate_task = at_once
order = Order(file=sys.argv[1], overrides=(("horizon", "1"),), replications=int(sys.argv[2]), out=Path(sys.argv[3]),
              policies=("harvest", "steady", "plan_first"), workers=1, charts="skip")
deliver(order)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
"""A whole run, apart from the simulation itself; prints the largest memory it took, in KiB."""


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a run of 110 replications have a chunk that is full and one that is not."""
    monkeypatch.setattr(outcomes, "CHUNK", 80)
    monkeypatch.setattr(pieces, "PIECE", 20)


def made(out: Path, *, replications: int = 110, resume: bool = False, workers: int = 1) -> Delivery:
    """Run two policies over three months."""
    order = Order(
        file=FILE, overrides=(("horizon", "3"),), replications=replications, policies=("harvest", "steady"), out=out,
        workers=workers, resume=resume, charts="skip",
    )  # fmt: skip
    return deliver(order)


def tables(done: Delivery) -> dict[str, bytes]:
    return {name: (done.folder / name).read_bytes() for name in done.files if name != "manifest.json"}


@pytest.mark.usefixtures("small_chunks")
def test_the_bytes_do_not_depend_on_how_a_run_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = tables(made(tmp_path / "one"))
    assert tables(made(tmp_path / "two", workers=2)) == one
    made(tmp_path / "resumed", replications=60, resume=True)
    assert tables(made(tmp_path / "resumed", resume=True)) == one
    monkeypatch.setattr(pieces, "LANES_A_TASK", 40)
    assert tables(made(tmp_path / "small tasks")) == one


@pytest.mark.usefixtures("small_chunks")
def test_the_file_holds_what_a_run_in_memory_gives(tmp_path: Path) -> None:
    done = made(tmp_path)
    from_file = sim.read_run(done.folder)
    scenario = sim.load(done.folder / "scenario.yaml")
    in_memory = sim.run(scenario)
    assert from_file.outcomes.equals(in_memory.outcomes)
    assert sim.summarise(in_memory) == done.summary
    again = sim.write_run(in_memory, scenario.dump(), tmp_path / "again", summary=done.summary.frame())
    assert (again / "outcomes.parquet").read_bytes() == (done.folder / "outcomes.parquet").read_bytes()


@pytest.mark.usefixtures("small_chunks")
def test_progress_counts_what_is_written(tmp_path: Path) -> None:
    seen: list[Standing] = []
    order = Order(file=FILE, overrides=(("horizon", "3"),), replications=100, out=tmp_path, policies=("harvest",))
    deliver(order, progress=seen.append)
    assert [standing.done for standing in seen] == [20, 40, 60, 80, 100]
    assert {standing.lanes for standing in seen} == {100}


@pytest.mark.slow
def test_memory_does_not_grow_with_replications(root: Path, tmp_path: Path) -> None:
    """A million replications of three policies are 458 MiB of outcomes; a few columns of them may lie in memory."""

    def peak(replications: int) -> int:
        command = [sys.executable, "-c", MEASURED, FILE, str(replications), str(tmp_path)]
        done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
        return int(done.stdout.splitlines()[-1])

    assert peak(1_000_000) - peak(10_000) < 150 * 1024
