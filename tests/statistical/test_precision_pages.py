"""The pages on common random numbers and on replications say what their script measures, and measure it rightly."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sim.analysis.intervals import quantile_interval, t_interval, wilson
from sim.randomness.uniforms import KeyedUniforms

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def script(scripts: Callable[[str], Any]) -> Any:  # noqa: ANN401 (a script)
    return scripts("replications")


def page(root: Path, name: str) -> str:
    return (root / "docs" / "explanation" / name).read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_preset_measured_again_gives_the_lines_of_the_pages(script: Any, root: Path) -> None:  # noqa: ANN401
    again = script.preset("small_manufacturer")
    assert script.luck.preset_row(again) in page(root, "common-random-numbers.md"), "run python docs/replications.py"
    assert script.counts.difference_row(again) in page(root, "how-many-replications.md")
    assert script.horizon.row(again) in page(root, "limits.md")


def test_ways_of_stopping_measured_again_are_on_the_page(script: Any, root: Path) -> None:  # noqa: ANN401
    stopping = script.counts.stopping
    text = page(root, "how-many-replications.md")
    assert f"{100 * stopping.eager().coverage:.1f} %" in text
    assert f"{100 * stopping.until(stopping.HALF).coverage:.1f} %" in text
    assert f"{100 * stopping.until_clear():.0f} % of those" in text


def numbers() -> tuple[np.ndarray, np.ndarray]:
    """Return two independent lists of 4,000 uniforms."""
    first, second = (KeyedUniforms(3).rows(name, 0, 1, ((0, 1000),))[0] for name in ("one", "two"))
    return first, second


def test_independent_luck_brings_nothing_and_shared_luck_what_the_formula_says(script: Any) -> None:  # noqa: ANN401
    first, second = numbers()
    low, high = script.Pair(first, second).factor_interval()
    assert low < 1 < high
    assert high - low < 0.15
    # Var(A) = Var(B) = 1.01 s², Var(A − B) = 2 × 0.01 s²: factor 101.
    shared, noise = first, second / 10
    other = KeyedUniforms(3).rows("three", 0, 1, ((0, 1000),))[0] / 10
    low, high = script.Pair(shared + noise, shared + other).factor_interval()
    assert low < 101 < high
    assert high / low < 1.3


def test_as_many_replications_as_asked_for_are_precise_enough_and_fewer_are_not(script: Any) -> None:  # noqa: ANN401
    measure = script.measure
    for share in (0.0, 0.03, 0.5, 0.97):
        n = measure.for_share(share, 0.02)
        widths = [high - low for low, high in (wilson(round(share * m), m) for m in (n, int(0.95 * n) - 1))]
        assert widths[0] <= 0.04 < widths[1]
    values, _ = numbers()
    n = measure.for_mean(float(np.std(values, ddof=1)), 0.02)
    low, high = t_interval(values[:n])
    assert math.isclose((high - low) / 2, 0.02, rel_tol=0.1)
    n = measure.for_quantile(values, 0.02)
    low, high = quantile_interval(values[:n], 0.05)
    assert math.isclose((high - low) / 2, 0.02, rel_tol=0.35)
    assert quantile_interval(values[:72], 0.05)[0] > -math.inf
    assert quantile_interval(values[:71], 0.05)[0] == -math.inf
    assert measure.for_quantile(values, 10.0) == 72
