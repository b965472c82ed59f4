"""Work that comes again finds the worker that had it before."""

from __future__ import annotations

import os
import time
from concurrent.futures import BrokenExecutor
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


def lost_always(folder: Path, part: int) -> None:
    (folder / f"{time.monotonic_ns()}").touch()
    os._exit(part)


def test_a_part_that_ends_every_worker_is_given_up(crew: Crew, tmp_path: Path) -> None:
    with pytest.raises(CyclesimError, match="3 worker processes ended over the same piece of work"):
        list(crew.each(partial(lost_always, tmp_path), [9]))
    assert len(list(tmp_path.iterdir())) == 3


class UnreadableError(Exception):
    """One that no other process can make again."""

    def __init__(self, one: int, other: int) -> None:
        super().__init__(one + other)


def answered_unreadably(folder: Path, part: int) -> None:
    (folder / f"{time.monotonic_ns()}").touch()
    raise UnreadableError(part, part)


def test_an_answer_that_cannot_be_read_is_no_lost_worker(crew: Crew, tmp_path: Path) -> None:
    with pytest.raises(BrokenExecutor) as found:
        list(crew.each(partial(answered_unreadably, tmp_path), [1]))
    assert "UnreadableError" in str(found.value.__cause__)
    assert len(list(tmp_path.iterdir())) == 1


def test_nothing_that_was_yielded_is_kept(crew: Crew) -> None:
    assert list(crew.each(abs, range(9))) == list(range(9))
    assert crew._waiting == [[], []]


def test_an_error_ends_all_at_once() -> None:
    began = time.monotonic()
    with pytest.raises(KeyError):
        interrupted()
    assert time.monotonic() - began < 30.0


def interrupted() -> None:
    with Crew(2) as crew:
        for turn in range(2):
            crew.hand(turn, time.sleep, 60.0)
        raise KeyError


@pytest.mark.parametrize(("files", "workers"), [(-1, 500), (100_000, 500), (1_024, 132), (64, 1)])
def test_there_are_no_more_workers_than_files_may_be_open(
    files: int, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    resource = pytest.importorskip("resource")
    monkeypatch.setattr(resource, "getrlimit", lambda _: (files, files))
    assert len(Crew(500)._workers) == workers


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
