"""The page of forecasts from the giftware wholesaler's first year says what the engine says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType


@pytest.fixture(scope="module")
def script(scripts: Callable[[str], ModuleType]) -> ModuleType:
    return scripts("giftware_forecast")


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "reference" / "giftware-forecast.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_twelve_months_ahead_and_in_sample(script: ModuleType, page: str) -> None:
    made = script.ahead(script.shipped(), script.observed(), 12, script.BOOKS)
    assert all(row in page for row in script.forecast_rows(made))
    assert script.row("cyclesim", script.within(made)) in page


@pytest.mark.slow
def test_nine_months_known_three_forecast(script: ModuleType, page: str) -> None:
    scores = script.beyond(script.shipped())
    assert script.row("cyclesim, seasons known", scores) in page
    assert all(score.mean < script.naive_beyond("drift")[name].mean for name, score in scores.items())


def test_naive_methods(script: ModuleType, page: str) -> None:
    for method in ("drift", "damped trend"):
        assert script.row(method, script.naive_beyond(method)) in page
        assert script.row(method, script.naive_within(method)) in page
    assert script.naive_beyond("seasonal naive") == {}
