"""Follows every replication of a scenario to learn the committor: how much of the end a month's state decides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.fate.committor import Committor, States
from sim.analysis.fate.committor import committor as learned
from sim.analysis.fate.decided import Decided, decided
from sim.analysis.fate.regime import fates
from sim.experiment.block import lay_out
from sim.experiment.pieces import LANES_A_TASK
from sim.model.cycle import simulate
from sim.model.outcomes import SERIES, outcomes
from sim.results import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.analysis.intervals import Array
    from sim.model.recorder import Recording
    from sim.scenario import Scenario

_YEAR: Final = 12
_CAPABILITY: Final = ("process_quality", "technology", "adoption")
_OWN: Final = ("yearly_revenue", "cash_buffer", "plan_quality", "data_quality", "rival_capability", "recession")
NEEDED: Final = tuple(dict.fromkeys([*SERIES, *_OWN, *(f"{kind}_{step}" for kind in _CAPABILITY for step in STEPS)]))
"""Measures that the state is made of."""
NAMES: Final = (
    "log customers", "log revenue", "margin", "cash in buffers", "debt", "reinvested",
    "plan_quality", "data_quality", *_CAPABILITY, "rival_capability", "recession",
)  # fmt: skip
"""Figures of a state: customers and revenue against the opening; profit, debt and reinvestment of the last year
against its revenue; cash against the buffer; capability as the mean of the five steps."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What was seen of every path.

    Attributes
    ----------
    months
        In which paths were looked at.
    states
        One per month.
    """

    months: tuple[int, ...]
    states: tuple[States, ...]


def committors(scenario: Scenario, months: tuple[int, ...]) -> tuple[Committor | None, ...]:
    """Return the committor of each month, learned from all policies and replications of a scenario.

    None for a month in which too few paths grow or shrink in the end.
    """
    found = follow(scenario, months)
    return tuple(learned(states, month=month) for month, states in zip(found.months, found.states, strict=True))


def decided_by(scenario: Scenario, month: int) -> Decided | None:
    """Return how many paths of every policy are virtuous or vicious by a month; None when too few get anywhere."""
    (states,) = follow(scenario, (month,)).states
    found = learned(states, month=month)
    return None if found is None else decided(found, states, tuple(scenario.policies))


def follow(scenario: Scenario, months: tuple[int, ...]) -> Followed:
    """Simulate a scenario and note the state of every path in some months, and its fate."""
    parts = list(_blocks(scenario, months))
    states = tuple(_joined([part[place] for part in parts]) for place in range(len(months)))
    return Followed(months, states)


def _blocks(scenario: Scenario, months: tuple[int, ...]) -> Iterator[tuple[States, ...]]:
    policies = len(scenario.policies)
    each = max(1, LANES_A_TASK // policies)
    for first in range(0, scenario.replications, each):
        end = min(first + each, scenario.replications)
        setup = replace(lay_out(scenario, first, end), measures=NEEDED)
        recording = simulate(setup).recording
        ends = outcomes(recording, setup.parameters)
        fate = fates(ends["growth"], ends["ruined"] > 0.0)
        luck = np.tile(np.arange(first, end), policies)
        policy = np.repeat(np.arange(policies), end - first)
        yield tuple(
            States(NAMES, figures(recording, month), fate, recording["closed"][month] == 0.0, luck, policy)
            for month in months
        )


def figures(recording: Recording, month: int) -> Array:
    """Return the state of every lane at the end of a month, shape (lanes, figures); a closed firm's are all 0."""
    r = recording
    year = slice(max(1, month - _YEAR + 1), month + 1)
    revenue = np.maximum(r["revenue"][year].sum(axis=0), 1e-9)
    yearly = _YEAR * r["revenue"][0]
    found = [
        np.log((r["customers"][month] + 1.0) / (r["customers"][0] + 1.0)),
        np.log(np.maximum(r["yearly_revenue"][month] / yearly, 1e-3)),
        np.clip(r["profit"][year].sum(axis=0) / revenue, -1.0, 1.0),
        np.clip(r["cash"][month] / np.maximum(r["cash_buffer"][month], 1e-9), -5.0, 10.0),
        np.clip(r["debt"][month] / revenue, 0.0, 1.0),
        np.clip(r["reinvested"][year].sum(axis=0) / revenue, 0.0, 1.0),
        r["plan_quality"][month],
        r["data_quality"][month],
        *(np.mean([r[f"{kind}_{step}"][month] for step in STEPS], axis=0) for kind in _CAPABILITY),
        r["rival_capability"][month],
        r["recession"][month],
    ]
    return np.where((r["closed"][month] == 0.0)[:, None], np.stack(found, axis=1), 0.0)


def _joined(parts: list[States]) -> States:
    return States(
        parts[0].names,
        np.concatenate([part.figures for part in parts]),
        np.concatenate([part.fate for part in parts]),
        np.concatenate([part.alive for part in parts]),
        np.concatenate([part.luck for part in parts]),
        np.concatenate([part.policy for part in parts]),
    )
