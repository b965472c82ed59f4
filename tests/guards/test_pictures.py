"""The picture of the cycle is what its script draws, small and dateless, and every picture is drawn alike each time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from sim.results import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def script(scripts: Callable[[str], Any]) -> Any:  # noqa: ANN401 (a script)
    return scripts("cycle")


def words(svg: str) -> list[str]:
    """Return the texts of a picture."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_the_cycle_is_what_its_script_draws(script: Any, root: Path) -> None:  # noqa: ANN401
    kept = (root / "docs" / "explanation" / "cycle.svg").read_text(encoding="utf-8")
    assert words(kept) == words(script.svg()), "run: python docs/cycle.py"
    assert len(kept) < 40_000
    assert "<dc:date>" not in kept


def test_the_cycle_names_every_step(script: Any) -> None:  # noqa: ANN401
    said = words(script.svg())
    assert [name for name in (*STEPS, "reinvestment", "the world") if not any(name in word for word in said)] == []


def test_drawn_twice_a_picture_has_the_same_bytes(script: Any) -> None:  # noqa: ANN401
    assert script.svg() == script.svg()
