"""Uncertain inputs, drawn anew for every replication by ordinary samplers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from benchmarks.twin.cycle import case_of
from sim.model.parameters import substitute

if TYPE_CHECKING:
    from benchmarks.twin.firm import Case
    from sim.scenario import Distribution, Scenario

_NAMES = ("normal", "lognormal")


def cases_of(scenario: Scenario, policy: str, *, seed: int, replications: int) -> list[Case]:
    """Return a case for all replications, or one for each where inputs are uncertain."""
    if not scenario.uncertain:
        return [case_of(scenario, policy)]
    keys = list(scenario.uncertain)
    rng = np.random.default_rng([seed, 0, 1])  # noqa: TID251 (ordinary samplers are the point)
    scores = rng.multivariate_normal(np.zeros(len(keys)), _correlations(scenario, keys), size=replications)
    return [
        case_of(
            scenario,
            policy,
            substitute(
                scenario.parameters,
                {key: _value(scenario.uncertain[key], float(z)) for key, z in zip(keys, row, strict=True)},
            ),
        )
        for row in scores
    ]


def _correlations(scenario: Scenario, keys: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return correlations of normal scores that give the stated rank correlations."""
    found = np.eye(len(keys))
    for one, other, rank in scenario.correlations:
        i, j = keys.index(one), keys.index(other)
        found[i, j] = found[j, i] = 2.0 * math.sin(math.pi * rank / 6.0)
    return found


def _value(belief: Distribution, z: float) -> float:
    """Return the value of a belief at a normal score, what lies outside the allowed range cut off."""
    if belief.family not in _NAMES:
        raise ValueError(f"the twin draws {' and '.join(_NAMES)} inputs, not {belief.family}")
    middle, spread = belief.arguments
    law = stats.norm(middle, spread) if belief.family == "normal" else stats.lognorm(spread, scale=middle)
    below, above = law.cdf(belief.low), law.cdf(belief.high)
    return float(law.ppf(below + stats.norm.cdf(z) * (above - below)))
