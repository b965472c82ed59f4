"""Noise shrinks long loops in single paths, not in averages over replications; and the bootstrap covers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri

from sim.analysis.loops import (
    Conventions,
    Equation,
    Stock,
    System,
    averaged,
    changes,
    circuits,
    dominant,
    link_score,
    loop_scores,
    path_score,
    row_weights,
)
from sim.analysis.loops.score import relative
from sim.randomness import KeyedUniforms

OWN, ACROSS = -0.02, 0.05
MONTHS, PATHS = 40, 400
NOISE = 0.01
"""Share of a stock that a month adds or takes by chance; 1 % lets the long loop vanish from single paths."""


def _paths(noise: float) -> tuple[System, dict[str, np.ndarray]]:
    """Two stocks that feed each other and leak: one long reinforcing loop and two short balancing ones."""
    luck = ndtri(KeyedUniforms(3).rows("loops:noise", 0, 2 * MONTHS, ((0, PATHS // 4),))).reshape(2, MONTHS, PATHS)
    shock = {"shock_x": np.zeros((MONTHS + 1, PATHS)), "shock_y": np.zeros((MONTHS + 1, PATHS))}
    shock["shock_x"][:-1], shock["shock_y"][:-1] = noise * luck
    x, y = np.ones((2, MONTHS + 1, PATHS)) * np.array([1.0, 1.5])[:, None, None]

    def flow(own: np.ndarray, other: np.ndarray, chance: np.ndarray) -> np.ndarray:
        return np.asarray(OWN * own + ACROSS * other + chance * own)

    for month in range(MONTHS):
        x[month + 1] = x[month] + flow(x[month], y[month], shock["shock_x"][month])
        y[month + 1] = y[month] + flow(y[month], x[month], shock["shock_y"][month])
    system = System(
        {"to_x": Equation(("x", "y", "shock_x"), flow), "to_y": Equation(("y", "x", "shock_y"), flow)},
        {"x": Stock(("to_x",)), "y": Stock(("to_y",))},
    )
    flows = {"to_x": flow(x, y, shock["shock_x"]), "to_y": flow(y, x, shock["shock_y"])}
    cut = {name: values[:-1] for name, values in ({"x": x, "y": y} | flows | shock).items()}
    return system, cut


def _long(system: System) -> int:
    return [len(loop) for loop in circuits(system.edges)].index(4)


def _per_path(system: System, series: dict[str, np.ndarray]) -> float:
    """Score every path, then average: the wrong way."""
    return float(loop_scores(system, series).relative[_long(system)].mean())


def _ensemble(system: System, series: dict[str, np.ndarray]) -> float:
    links = {edge: link_score(averaged(change)) for edge, change in changes(system, series).items()}
    loops = circuits(system.edges)
    scores = np.stack([path_score(links, (*loop, loop[0])) for loop in loops])
    return float(relative(scores, np.zeros(len(loops), np.intp))[_long(system)].mean())


def test_averages_keep_what_noise_takes_from_paths() -> None:
    system, calm = _paths(0.0)
    truth = _per_path(system, calm)
    assert _ensemble(system, calm) == pytest.approx(truth)
    system, noisy = _paths(NOISE)
    assert _ensemble(system, noisy) == pytest.approx(truth, abs=0.05)
    assert _per_path(system, noisy) < truth - 0.2  # the mutant: it would fail the line above


def test_weights_are_whole_replications_of_equal_chance() -> None:
    weights = row_weights(7, "loops:bootstrap", 30)
    assert weights.shape == (200, 30)
    assert weights.sum(axis=1) == pytest.approx(1)
    assert (weights * 30 == np.rint(weights * 30)).all()
    assert weights.mean(axis=0) == pytest.approx(1 / 30, abs=0.01)
    assert np.array_equal(weights, row_weights(7, "loops:bootstrap", 30))


def test_the_bootstrap_spreads_as_samples_do() -> None:
    system, series = _paths(NOISE / 10)
    change = changes(system, series)["y", "to_x"]
    drawn = link_score(averaged(change, row_weights(1, "loops:test", PATHS)))[20]
    sizes = change.part[20] - change.target[20] * (change.part[20].mean() / change.target[20].mean())
    expected = sizes.std(ddof=1) / np.sqrt(PATHS) / abs(change.target[20].mean())
    assert drawn.std() == pytest.approx(expected, rel=0.35)


def test_dominant_sets_are_the_smallest() -> None:
    shares = np.array([[0.3, 0.5, 0.0], [-0.3, 0.3, 0.0], [0.4, -0.2, 0.0]])
    assert dominant(shares).T.tolist() == [[True, False, True], [True, False, False], [False, False, False]]


def test_conventions_are_stellas_unless_said() -> None:
    assert Conventions() == Conventions(partial="last", label="end", rule=2023)
