"""The page on the literature says what the engine gives now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.statistical.literature import test_closures as closures
from tests.statistical.literature import test_repeat_orders as orders
from tests.statistical.literature import test_retention as retention
from tests.statistical.literature.test_contract_survival import SEGMENTS, survival

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    """Return the text of the page, unwrapped."""
    return " ".join((root / "docs" / "explanation" / "literature.md").read_text(encoding="utf-8").split())


@pytest.mark.parametrize("name", SEGMENTS)
@pytest.mark.parametrize("year", [1, 7, 12])
def test_survival_on_the_page(page: str, name: str, year: int) -> None:
    segment = SEGMENTS[name]
    shares = segment.left[year - 1] / 1000, segment.curve()[year - 1], survival(segment.firm())[year - 1, 0]
    assert f"| {year} | " + " | ".join(f"{share:.1%}".replace("%", " %") for share in shares) + " |" in page


def test_repeat_orders_on_the_page(page: str) -> None:
    drawn = orders.repeats()
    total = f"{orders.ORDERS.sum():,} | {drawn.sum(axis=0).mean():,.0f} ({100 * orders.off_by(drawn):+.1f} %)"
    assert f"| repeat orders of the fifteen months | {total} |" in page
    assert f"90 % band | | {orders.months_in_band(drawn)} of 15 |" in page


@pytest.mark.parametrize(
    ("age", "years", "row"),
    [(8, 5, "5 more years"), (8, 10, "10 more years"), (0, 1, "1 year"), (0, 5, "5 years"), (0, 10, "10 years")],
)
def test_closures_on_the_page(page: str, age: int, years: int, row: str) -> None:
    _, left = closures.lives(float(age))
    real = closures.SURVIVAL[age + years] / closures.SURVIVAL[age]
    assert f"| {row} | {100 * real:.1f} % | {100 * left[years - 1]:.1f} % |" in page


def test_elasticities_on_the_page(page: str) -> None:
    kept, margin, cost = (
        retention.elasticity(**lever) for lever in ({"retention": 1.01}, {"margin": 1.01}, {"cost": 0.99})
    )
    assert f"{kept:.1f} % to retention, {margin:.1f} % to margin and {cost:.1f} % to acquisition cost" in page
