"""When the end of a path was decided: the chance of ending growing, learned from all policies and read off along it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.fate.committor import States
from sim.analysis.fate.committor import committor as learned
from sim.analysis.fate.regime import GREW, SHRANK
from sim.analysis.path.recovery import Recovery, recovery
from sim.studies.committor import NAMES, figures, follow

if TYPE_CHECKING:
    from sim.experiment.replay import Replay
    from sim.scenario import Scenario

LOOKS: Final = 20
"""Months, at most, in which the chance is looked at."""


def recovered(scenario: Scenario, again: Replay, fate: str, *, taught: int) -> Recovery | None:
    """Learn the chance of ending growing in several months from all policies, and read it off along this path."""
    if not taught:
        return None
    step = max(3, -(-scenario.horizon // LOOKS))
    looks = tuple(range(step, scenario.horizon, step))
    if not looks or fate not in {GREW, SHRANK}:
        return None
    followed = follow(replace(scenario, replications=taught), looks)
    months, chances, misses = list[int](), list[float](), list[float]()
    for month, states in zip(followed.months, followed.states, strict=True):
        found = learned(states, month=month)
        if found is not None:
            own = _state(again, month, list(scenario.policies).index(again.policy))
            months.append(month)
            chances.append(float(found.chance(own)[0]))
            misses.append(found.calibration.worst)
    return recovery(fate, months, chances, misses)


def _state(again: Replay, month: int, policy: int) -> States:
    return States(
        NAMES,
        figures(again.recording, month),
        np.array([""]),
        again.recording["closed"][month] == 0.0,
        np.array([again.replication]),
        np.array([policy]),
    )
