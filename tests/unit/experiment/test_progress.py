"""The time left is said from what is simulated, and not before it can be known."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from sim.experiment.progress import ENOUGH, Pace, Standing


@dataclass
class Clock:
    """A clock that a test moves."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_what_is_left_follows_from_what_is_simulated(clock: Clock) -> None:
    pace = Pace(lanes=400, to_simulate=400, clock=clock)
    pace.simulated(100)
    clock.now += 10.0
    pace.simulated(100)
    assert pace.standing == Standing(done=200, lanes=400, seconds_left=20.0)


def test_the_start_of_the_workers_is_not_taken_for_their_pace(clock: Clock) -> None:
    pace = Pace(lanes=1_000, to_simulate=1_000, clock=clock)
    clock.now += 30.0  # two workers start, then each brings a task every ten seconds
    pace.simulated(100)
    clock.now += 0.3
    pace.simulated(100)
    clock.now += 9.7
    pace.simulated(100)
    pace.simulated(100)
    assert pace.standing == Standing(400, 1_000, 30.0)


def test_what_is_fetched_counts_as_done_but_promises_nothing(clock: Clock) -> None:
    pace = Pace(lanes=1_000, to_simulate=400, clock=clock)
    clock.now += 7.0
    pace.fetched(600)
    assert pace.standing == Standing(600, 1_000, None)
    pace.simulated(100)
    clock.now += 10.0
    pace.simulated(100)
    assert pace.standing == Standing(800, 1_000, 20.0)


def test_nothing_is_said_before_it_can_be_known(clock: Clock) -> None:
    pace = Pace(lanes=400, to_simulate=400, clock=clock)
    clock.now += ENOUGH * 2
    assert pace.standing.seconds_left is None
    pace.simulated(100)
    clock.now += ENOUGH / 2
    pace.simulated(100)
    assert pace.standing.seconds_left is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""), (0.2, "about 5 s left"), (42.0, "about 40 s left"), (240.0, "about 4 min left"),
        (7_200.0, "about 2.0 h left"),
    ],
)  # fmt: skip
def test_the_time_left_in_words(seconds: float | None, words: str) -> None:
    assert Standing(1, 2, seconds).left == words


def test_nothing_is_left_in_the_end() -> None:
    assert Standing(2, 2, 0.0).left == ""
