"""What counts as the good side."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.sweep.aim import Aim
from sim.errors import UsageError

ENDS = {
    "growth": np.array([0.02, 0.005, -0.02, 0.05, np.nan]),
    "ruined": np.array([0.0, 0.0, 0.0, 1.0, 0.0]),
    "npv": np.array([1.0, 2.0, 3.0, 4.0, np.nan]),
}


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("growing", [1, 0, 0, 0, np.nan]),
        ("survives", [1, 1, 1, 0, 1]),
        ("beats harvest", [0, 0, 1, 1, np.nan]),
    ],
)
def test_an_outcome_comes_about_or_not_or_is_unknown(text: str, met: list[float]) -> None:
    found = Aim.parse(text, ("carry_on", "harvest")).met(ENDS, np.full(5, 2.0))
    assert np.array_equal(found, np.array(met, float), equal_nan=True)


@pytest.mark.parametrize("text", ["", "grows", "beats", "beats a b", "survives well"])
def test_other_words_are_refused_with_what_there_is(text: str) -> None:
    with pytest.raises(UsageError, match="growing, survives, and beats POLICY"):
        Aim.parse(text, ("carry_on",))


def test_an_unknown_rival_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match="Did you mean 'harvest'"):
        Aim.parse("beats harvst", ("carry_on", "harvest"))
