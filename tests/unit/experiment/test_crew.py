"""Work that comes again finds the worker that had it before."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from sim.experiment.crew import Crew

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    made = Crew(2)
    for turn in range(2):
        made.hand(turn, os.getpid).result()
    yield made
    made.shutdown()


def test_every_turn_has_its_worker(crew: Crew) -> None:
    workers = [crew.hand(turn, os.getpid).result() for turn in (0, 1, 0, 1, 3)]
    assert workers == [workers[0], workers[1], workers[0], workers[1], workers[1]]
    assert workers[0] != workers[1]
    assert os.getpid() not in workers


def wait_for(file: Path) -> None:
    while not file.exists():
        time.sleep(0.01)


def test_who_is_busy_leaves_work_to_others(crew: Crew, tmp_path: Path) -> None:
    own, other = (crew.hand(turn, os.getpid).result() for turn in (0, 1))
    busy = crew.hand(0, wait_for, tmp_path / "enough")
    assert crew.hand(0, os.getpid).result() == other
    (tmp_path / "enough").touch()
    busy.result()
    assert crew.hand(0, os.getpid).result() == own
