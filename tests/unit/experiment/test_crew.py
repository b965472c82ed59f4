"""Work that comes again finds the worker that had it before."""

from __future__ import annotations

import os
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

from sim.errors import CyclesimError
from sim.experiment.crew import Crew, under_way

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    with Crew(2) as made:
        for turn in range(2):
            made.hand(turn, os.getpid).result()
        yield made


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


def lost_at_first(folder: Path, part: int) -> int:
    """Do a part, but end the process that is given the third one first."""
    if part == 3 and not (folder / "lost").exists():
        (folder / "lost").touch()
        os._exit(9)
    return part**2


def test_a_lost_worker_costs_only_what_it_was_at(crew: Crew, tmp_path: Path) -> None:
    assert list(crew.each(partial(lost_at_first, tmp_path), range(12))) == [part**2 for part in range(12)]
    assert (tmp_path / "lost").exists()


def test_a_part_that_ends_every_worker_is_given_up(crew: Crew) -> None:
    with pytest.raises(CyclesimError, match="3 worker processes ended over the same piece of work"):
        list(crew.each(os._exit, [9]))


@pytest.mark.parametrize(("parts", "most"), [(0, 2), (1, 2), (7, 3), (3, 9)])
def test_parts_come_in_order_and_few_are_under_way(parts: int, most: int) -> None:
    submitted: list[int] = []

    def submit(part: int) -> int:
        submitted.append(part)
        return -part

    for number, (part, done) in enumerate(under_way(range(parts), submit, most)):
        assert (part, done) == (number, -number)
        assert len(submitted) == min(number + most, parts)
    assert submitted == list(range(parts))
