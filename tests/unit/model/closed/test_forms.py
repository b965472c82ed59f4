"""The engine, reduced to a limit with a known answer, gives that answer; a faulty engine doesn't."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.unit.model.closed.figures import exactly, lawful
from tests.unit.model.closed.register import FORMS, found

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NUMBERS = range(len(FORMS))


@pytest.fixture(scope="module")
def script(scripts: Callable[[str], Any]) -> Any:  # noqa: ANN401 (a script)
    return scripts("closed_forms")


@pytest.mark.parametrize("index", NUMBERS, ids=lambda index: FORMS[index].name)
def test_the_engine_gives_the_exact_figure(index: int) -> None:
    wrong = [figure for figure in found(index) if not figure.holds]
    assert wrong == []


@pytest.mark.parametrize("index", NUMBERS, ids=lambda index: FORMS[index].name)
def test_the_page_says_what_was_found(script: Any, root: Path, index: int) -> None:  # noqa: ANN401
    text = (root / "docs" / "explanation" / "closed-forms.md").read_text(encoding="utf-8")
    assert script.section(FORMS[index], found(index)) in text, "run python docs/closed_forms.py"


def test_a_missing_figure_never_holds() -> None:
    assert not exactly("nothing", np.nan, 1.0, 1.0).holds


def test_a_law_is_told_from_another_of_the_same_mean() -> None:
    """The judge itself: Poisson probabilities against counts that are spread evenly."""
    from scipy.stats import poisson  # noqa: PLC0415 (here only)

    even = np.tile(np.arange(11.0), 100)
    assert not lawful("even", even, poisson.pmf(np.arange(40), 5.0)).holds
