"""Measures for whoever looks again and again: simulated at first, replayed once the way of it is known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sim.experiment.block import lay_out
from sim.experiment.memory import releasing
from sim.traced.programs import Programs

if TYPE_CHECKING:
    from sim.model.recorder import Recording
    from sim.model.setup import Setup
    from sim.scenario import Scenario

_FEW: Final = 8
"""Replications a program is learnt from: what is done to a lane does not hang on how many there are."""

_PROGRAMS: Final = Programs()
"""What this process has learnt."""


def recorded(scenario: Scenario, first: int, end: int, measures: tuple[str, ...]) -> tuple[Setup, Recording]:
    """Return replications laid out, and their measures."""
    setup = replace(lay_out(scenario, first, end), measures=measures)
    return setup, _PROGRAMS.recording(setup)


@releasing()
def learn(scenario: Scenario, measures: tuple[str, ...]) -> None:
    """Let this process learn how to have the measures of a scenario, and of all that differ in numbers only, sooner.

    It takes a second or two, once.
    """
    _PROGRAMS.learn(replace(lay_out(scenario, 0, _FEW), measures=measures))
