"""Paths are called by their chance, and counted by policy."""

from __future__ import annotations

import numpy as np

from sim.analysis.fate.committor import States, committor
from sim.analysis.fate.decided import decided, sentences
from sim.analysis.fate.regime import GREW, SHRANK

COUNT = 600


def states(shift: float) -> States:
    """Return two policies whose paths grow by a logistic law of one figure, the second shifted."""
    luck = np.tile(np.arange(COUNT), 2)
    policy = np.repeat([0, 1], COUNT)
    figure = 6.0 * ((np.arange(COUNT) * 0.618034) % 1.0) - 3.0
    figures = np.concatenate([figure, figure + shift])[:, None]
    u = (np.arange(2 * COUNT) * 0.754877) % 1.0
    grows = u < 1.0 / (1.0 + np.exp(-3.0 * figures[:, 0]))
    return States(("size",), figures, np.where(grows, GREW, SHRANK), np.ones(2 * COUNT, bool), luck, policy)


def test_more_paths_are_virtuous_where_the_state_is_better() -> None:
    seen = states(1.0)
    learned = committor(seen, month=24)
    assert learned is not None
    found = decided(learned, seen, ("low", "high"))
    low, high = found.paths
    assert high.virtuous.probability > low.virtuous.probability + 0.1
    assert high.vicious.probability < low.vicious.probability
    assert found.calibration.worst < 0.12
    told = sentences(found, ["high"])
    assert len(told) == 2
    assert told[0].startswith("By month 24, under high, ")


def test_a_closed_firm_is_vicious() -> None:
    seen = states(0.0)
    learned = committor(seen, month=24)
    assert learned is not None
    closed = States(seen.names, seen.figures, seen.fate, np.zeros(2 * COUNT, bool), seen.luck, seen.policy)
    assert all(paths.vicious.probability == 1.0 for paths in decided(learned, closed, ("a", "b")).paths)
