"""Measures for whoever looks again and again: simulated at first, replayed as soon as the way of it is known."""

from __future__ import annotations

from dataclasses import replace
from threading import Lock, Thread
from typing import TYPE_CHECKING, Final

from sim.experiment.block import lay_out
from sim.traced.programs import Programs

if TYPE_CHECKING:
    from sim.model.recorder import Recording
    from sim.model.setup import Setup
    from sim.scenario import Scenario

_FEW: Final = 8
"""Replications a program is learnt from: what is done to a lane does not hang on how many there are."""

_PROGRAMS: Final = Programs()
_LEARNING: Final = Lock()


def recorded(scenario: Scenario, first: int, end: int, measures: tuple[str, ...]) -> tuple[Setup, Recording]:
    """Return replications laid out, and their measures.

    What is seen for the first time is simulated; meanwhile this process learns, aside, how to have it sooner.
    """
    setup = replace(lay_out(scenario, first, end), measures=measures)
    recording, learnable = _PROGRAMS.recording(setup)
    if learnable:
        learn_aside(scenario, measures)
    return setup, recording


def learn_aside(scenario: Scenario, measures: tuple[str, ...]) -> None:
    """Learn in a thread of its own, one thing at a time."""
    if _LEARNING.acquire(blocking=False):
        Thread(target=_learn, args=(scenario, measures), daemon=True).start()


def _learn(scenario: Scenario, measures: tuple[str, ...]) -> None:
    try:
        _PROGRAMS.learn(replace(lay_out(scenario, 0, _FEW), measures=measures))
    finally:
        _LEARNING.release()
