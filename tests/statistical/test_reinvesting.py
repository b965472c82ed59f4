"""The page on reinvesting everything says what its script measures, and its crossing is found where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.unit.analysis.synthetic import normals

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def script(scripts: Callable[[str], Any]) -> Any:  # noqa: ANN401 (a script)
    return scripts("reinvesting")


def page(root: Path) -> str:
    return (root / "docs" / "explanation" / "reinvesting-everything.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_sentence_of_the_tool_and_the_margins_are_on_the_page(script: Any, root: Path) -> None:  # noqa: ANN401
    assert script.told() in page(root), "run python docs/reinvesting.py"
    assert script.years() in page(root)


def test_a_lead_ends_where_it_is_nothing(script: Any) -> None:  # noqa: ANN401
    """Two rivals: ahead of one until 3, of the other until 2; the better ends the lead, and noise is kept."""
    luck = normals(1, 400, seed=3)[0]
    luck -= luck.mean()
    at = (0.0, 1.0, 2.0, 3.0, 4.0)
    gaps = np.array([[3.0 - x + luck, 2.0 - x + luck] for x in at]) + 1e-9
    flip = script.Leads(at, gaps).flip()
    assert flip.value == pytest.approx(2.0, abs=1e-6)
    assert flip.low < 2.0 < flip.high
    assert flip.high - flip.low == pytest.approx(2 * 1.96 / 20, rel=0.15), "standard error of the mean: 1 in 20"
    assert script.Leads(at, gaps + 9.0).flip() is None
