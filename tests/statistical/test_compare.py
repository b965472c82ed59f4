"""Intervals of `compare` hold as often as they promise, on problems with known means; wrong variants do not."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TRIES = 400
INSIDE = (0.93, 0.97)
"""What 400 experiments show of a true 95 %: 2 standard errors are .022."""


@pytest.fixture(scope="module")
def script(scripts: Callable[[str], Any]) -> Any:  # noqa: ANN401 (a script)
    return scripts("comparing")


@pytest.fixture(scope="module")
def firms(script: Any) -> list[np.ndarray]:  # noqa: ANN401
    """Return 400 experiments of 40 replications with skewed, unequally spread outcomes."""
    found: list[np.ndarray] = script.firms(40, TRIES)
    return found


@pytest.fixture(scope="module")
def drawn(script: Any, firms: list[np.ndarray]) -> list[Any]:  # noqa: ANN401
    return [script.promises.paired(sample, number) for number, sample in enumerate(firms)]


def test_simultaneous_intervals_hold(script: Any, drawn: list[Any]) -> None:  # noqa: ANN401
    covered, means = script.promises.covered, script.skewed.MEANS
    assert INSIDE[0] <= covered(drawn, means) <= INSIDE[1]
    assert INSIDE[0] <= covered(drawn, means, script.promises.all_pairs) <= INSIDE[1]


def test_intervals_against_the_best_hold(script: Any, firms: list[np.ndarray], drawn: list[Any]) -> None:  # noqa: ANN401
    """Hsu's intervals promise at least 95 %: they are wider than needed where the best is far ahead."""
    assert script.promises.best_covered(firms, drawn, script.skewed.MEANS) >= INSIDE[0]


def test_intervals_one_by_one_are_caught(script: Any, drawn: list[Any]) -> None:  # noqa: ANN401
    assert script.promises.covered(drawn, script.skewed.MEANS, script.promises.one_by_one) < INSIDE[0]


def test_a_bootstrap_that_loses_the_common_luck_is_caught(script: Any, firms: list[np.ndarray]) -> None:  # noqa: ANN401
    apart = [script.promises.apart(sample, number) for number, sample in enumerate(firms[:100])]
    assert script.promises.covered(apart, script.skewed.MEANS) > INSIDE[1]


def test_the_inventory_costs_what_it_is_known_to_cost(script: Any) -> None:  # noqa: ANN401
    """Nine (s, S) policies against means computed with another program, 8,000 replications, standard errors .05."""
    found = script.inventory.costs(3, 1200)
    error = np.sqrt(found.var(axis=1, ddof=1) / found.shape[1] + 0.05**2)
    scores = (found.mean(axis=1) - np.array(script.inventory.PUBLISHED)) / error
    assert np.abs(scores).max() < 4.0
    assert int(np.argmin(found.mean(axis=1))) == script.inventory.POLICIES.index((20, 60))
    others = np.corrcoef(found)[np.triu_indices(9, 1)]
    assert others.min() > 0.5  # the same demand moves all of them


@pytest.mark.slow
def test_intervals_hold_on_the_inventory(script: Any) -> None:  # noqa: ANN401
    means = -script.inventory.costs(1, 4000).mean(axis=1)
    samples = script.stores(40, TRIES // 2)
    drawn = [script.promises.paired(sample, number) for number, sample in enumerate(samples)]
    assert INSIDE[0] <= script.promises.covered(drawn, means) <= INSIDE[1]
    assert script.promises.best_covered(samples, drawn, means) >= INSIDE[0]
    assert script.promises.covered(drawn, means, script.promises.one_by_one) < INSIDE[0]


def test_the_page_shows_what_the_script_writes(script: Any, root: Path) -> None:  # noqa: ANN401
    text = (root / "docs" / "reference" / "compare.md").read_text(encoding="utf-8")
    assert script.START in text
    assert script.HEAD in text
    assert script.regret_line() in text, "run python docs/comparing.py"
    assert "truths.promises" in sys.modules
