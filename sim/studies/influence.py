"""Which numbers matter most, roughly and quickly: each at both ends of its range, under the same few replications."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.experiment.design import CUBE
from sim.experiment.trials import Simulator, Trials, middle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.scenario import Scenario

REPLICATIONS: Final = CUBE
"""Enough to order what a person may turn; `sensitivity` says how sure an order is."""


def influence(scenario: Scenario, ends: Mapping[str, tuple[float, float]], policies: Sequence[str]) -> dict[str, float]:
    """Return by how much each input moves the mean net present value, summed over the policies, from end to end.

    The others stay at their middles, and every setting has the same luck.

    Parameters
    ----------
    ends
        Low and high end by dotted key.
    policies
        Those that count.
    """
    if not ends:
        return {}
    own = replace(scenario, policies={name: scenario.policies[name] for name in policies})
    luck = np.arange(REPLICATIONS, dtype=np.int64)
    found = {}
    with Simulator(own, workers=1) as simulator:
        for key, pair in ends.items():
            middle(own, key)
            values = {key: np.repeat(np.asarray(pair, np.float64), REPLICATIONS)}
            npv = simulator.outcomes(Trials(np.tile(luck, 2), values))["npv"]
            low, high = npv.reshape(len(policies), 2, REPLICATIONS).mean(axis=2).T
            found[key] = float(np.abs(high - low).sum())
    return found
