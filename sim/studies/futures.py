"""The futures in which a choice may turn out wrong: other scenarios, or low and high values of what is uncertain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import percent, quantity
from sim.analysis.comparing.regret import Future, Regret, regret
from sim.analysis.comparing.thirds import LEAST, explained, thirds
from sim.experiment.design import input_draws

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.analysis.comparing.alternatives import Alternatives
    from sim.analysis.intervals import Array
    from sim.scenario import Scenario
    from sim.studies.sources import Sources

MOST_INPUTS: Final = 3
"""Inputs that futures are made of: those that move the choice most."""


def regrets(sources: Sources, alternatives: Alternatives, known: NDArray[np.bool_], baseline: str) -> Regret:
    """Measure the regret of every alternative; of every policy, when the runs are scenarios of the same policies.

    Parameters
    ----------
    sources, alternatives, known, baseline
        The runs, what of them is compared, which replications that leaves, and the alternative that is subtracted.
    """
    if sources.alike:
        return regret(sources.policies[0], _by_scenario(sources, alternatives))
    every = Future("", "all replications", alternatives.merit, np.ones(alternatives.merit.shape[1], dtype=np.bool_))
    scenario = sources.told[0].scenario
    if len(sources.told) > 1 or scenario is None:
        return regret(alternatives.names, [every])
    inputs = {key: values[known] for key, values in input_draws(scenario, 0, len(known)).items()}
    found = _by_input(alternatives, inputs, scenario, alternatives.names.index(baseline))
    return regret(alternatives.names, found or [every], every if found else None)


def _by_scenario(sources: Sources, alternatives: Alternatives) -> list[Future]:
    """Return a future per run, its policies in the order of the first run's."""
    merit, order = alternatives.merit, sources.policies[0]
    members, futures, first = np.ones(merit.shape[1], dtype=np.bool_), [], 0
    for label, policies in zip(sources.labels, sources.policies, strict=True):
        places = [first + policies.index(name) for name in order]
        futures.append(Future("", label, merit[places], members))
        first += len(policies)
    return futures


def _by_input(alternatives: Alternatives, inputs: dict[str, Array], scenario: Scenario, baseline: int) -> list[Future]:
    """Return the thirds of the inputs that move the difference between the best policy and the baseline most."""
    merit = alternatives.merit
    if merit.shape[1] < 3 * LEAST:
        return []
    order = np.argsort(-merit.mean(axis=1), kind="stable")
    best, rival = int(order[0]), int(order[1]) if order[0] == baseline else baseline
    difference = merit[best] - merit[rival]
    moved = {key: explained(values, difference) for key, values in inputs.items()}
    chosen = sorted((key for key in moved if moved[key] > 0.0), key=lambda key: -moved[key])[:MOST_INPUTS]
    short = _short(chosen)
    futures = []
    for key in chosen:
        parts = thirds(inputs[key])
        write = percent if "%" in scenario.uncertain[key].text else quantity
        for number, (members, low, high) in enumerate(parts):
            futures.append(Future(short[key], _case(number, len(parts), write(low), write(high)), merit, members))
    return futures


def _case(number: int, parts: int, low: str, high: str) -> str:
    """Name a part of an input's values."""
    if low == high:
        return low
    if number == 0:
        return f"up to {high}"
    return f"from {low}" if number == parts - 1 else f"{low} to {high}"


def _short(keys: list[str]) -> dict[str, str]:
    """Return the last word of every key, with as many before it as tell it from the others."""
    short = {}
    for key in keys:
        words = key.split(".")
        count = next(
            count
            for count in range(1, len(words) + 1)
            if sum(other.split(".")[-count:] == words[-count:] for other in keys) == 1
        )
        short[key] = " ".join(words[-count:]).replace("_", " ")
    return short
