"""Which inputs each replication draws: spread evenly, tied as asked, and never moved by anything else."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy.stats import spearmanr

from sim.errors import ScenarioError
from sim.experiment.design import CUBE, correlated, input_draws
from sim.randomness import KeyedUniforms

if TYPE_CHECKING:
    from sim.arrays import Array


@dataclass(frozen=True)
class Plain:
    """The uniform distribution itself."""

    def quantile(self, u: Array) -> Array:
        return u


@dataclass(frozen=True)
class Beliefs:
    seed: int = 7
    uncertain: dict[str, Plain] = field(default_factory=lambda: {name: Plain() for name in ("a", "b", "c")})
    correlations: tuple[tuple[str, str, float], ...] = ()


def _rank_correlation(draws: dict[str, Array], one: str, other: str) -> float:
    return float(spearmanr(draws[one], draws[other]).statistic)


def test_every_hundred_replications_fill_every_stratum() -> None:
    draws = input_draws(Beliefs(), 0, 3 * CUBE)
    for values in draws.values():
        for cube in values.reshape(3, CUBE):
            assert sorted((cube * CUBE).astype(int)) == list(range(CUBE))


@pytest.mark.parametrize("rho", [-0.99, -0.9, -0.4, 0.0, 0.3, 0.8, 0.95])
def test_rank_correlation_comes_out(rho: float) -> None:
    draws = input_draws(Beliefs(correlations=(("a", "b", rho),)), 0, 2000)
    assert abs(_rank_correlation(draws, "a", "b") - rho) < 0.05
    assert abs(_rank_correlation(draws, "a", "c")) < 0.08


def test_three_correlations_come_out_together() -> None:
    asked = (("a", "b", 0.6), ("b", "c", -0.5), ("a", "c", -0.2))
    draws = input_draws(Beliefs(correlations=asked), 0, 1000)
    for one, other, rho in asked:
        assert abs(_rank_correlation(draws, one, other) - rho) < 0.05


@pytest.mark.parametrize("seed", range(20))
def test_rank_correlations_come_out_whatever_the_seed_from_a_hundred_replications_up(seed: int) -> None:
    names = tuple("abcdef")
    asked = tuple((one, other, 0.5) for one in names for other in names if one < other)
    beliefs = Beliefs(seed=seed, uncertain={name: Plain() for name in names}, correlations=asked)
    for count in (CUBE, 300):
        draws = input_draws(beliefs, 0, count)
        assert max(abs(_rank_correlation(draws, one, other) - rho) for one, other, rho in asked) < 0.03


def test_every_uniform_lies_inside_the_open_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    ends = np.stack([np.arange(CUBE) / CUBE, np.full(CUBE, 1.0 - 2.0**-53)])
    monkeypatch.setattr(KeyedUniforms, "rows", lambda *_: ends)
    assert max(input_draws(Beliefs(), 0, CUBE)["a"]) < 1.0


def test_a_replication_keeps_its_inputs() -> None:
    beliefs = Beliefs(correlations=(("a", "b", 0.5),))
    whole = input_draws(beliefs, 0, 1000)
    part = input_draws(beliefs, 137, 412)
    for key, values in part.items():
        np.testing.assert_array_equal(values, whole[key][137:412])


def test_another_input_moves_nobody() -> None:
    few = input_draws(Beliefs(uncertain={"a": Plain()}), 0, 300)
    more = input_draws(Beliefs(correlations=(("b", "c", 0.5),)), 0, 300)
    np.testing.assert_array_equal(few["a"], more["a"])


def test_another_seed_moves_everybody() -> None:
    one, other = input_draws(Beliefs(seed=1), 0, 100), input_draws(Beliefs(seed=2), 0, 100)
    assert (one["a"] != other["a"]).all()


def test_contradicting_correlations_are_refused() -> None:
    impossible = (("a", "b", 0.9), ("b", "c", 0.9), ("a", "c", -0.9))
    with pytest.raises(ScenarioError, match=r"contradict each other.*a ~ b: 0.9"):
        input_draws(Beliefs(correlations=impossible), 0, 100)


def test_groups_are_tied_through_common_inputs() -> None:
    assert correlated([("a", "b", 0.1), ("d", "e", 0.2), ("c", "b", 0.3)]) == [("a", "b", "c"), ("d", "e")]


def test_nothing_uncertain_draws_nothing() -> None:
    certain: Any = SimpleNamespace(seed=1, uncertain={}, correlations=())
    assert input_draws(certain, 0, 10) == {}
