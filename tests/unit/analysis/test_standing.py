"""Which replication is picked, where it stands, and when its end was decided."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.path.recovery import recovery, told
from sim.analysis.path.standing import nearest, standing
from sim.errors import UsageError

VALUES = np.sin(1.7 * np.arange(1001.0)) + 0.01 * np.arange(1001.0)
MONTHS = (6, 12, 18, 24)


@pytest.mark.parametrize("percentile", [0, 10, 50, 90, 100])
def test_the_path_at_a_percentile_stands_there(percentile: float) -> None:
    found = standing(VALUES, nearest(VALUES, percentile))
    assert found.below == pytest.approx(percentile / 100, abs=0.002)
    assert found.below + found.above == pytest.approx(1.0, abs=0.002)
    wrong = standing(VALUES, nearest(-VALUES, percentile))  # ranked from the top: the check above would notice
    assert percentile == 50 or wrong.below != pytest.approx(percentile / 100, abs=0.002)


def test_what_does_not_exist_is_left_out() -> None:
    values = np.array([np.nan, 3.0, 1.0, 3.0])
    assert nearest(values, 100) == 1
    assert standing(values, 2).above == pytest.approx(2 / 3)
    assert np.isnan(standing(values, 0).below)
    with pytest.raises(UsageError, match="no replication has this outcome"):
        nearest(np.full(3, np.nan), 50)


def test_a_path_that_shrinks_has_a_last_month_with_even_odds() -> None:
    chances = (0.6, 0.4, 0.55, 0.1)
    found = recovery("shrinking", MONTHS, chances, (0.03, 0.05, 0.02, 0.01))
    assert found is not None
    assert (found.turn, found.miss) == (18, 0.02)
    assert found.turn != next(month for month, chance in zip(MONTHS, chances, strict=True) if chance >= 0.5)
    assert told(found, "month {}".format) == (
        "After month 18 the chance of ending growing never recovered to one half; it was 10% by month 24. "
        "Looked at every 6 months; chances of month 18 miss by 2.0 points at most"
    )


def test_the_mirror_for_a_path_that_grows() -> None:
    found = recovery("growing", MONTHS, (0.6, 0.4, 0.55, 0.9), (0.03,) * 4)
    assert found is not None
    assert found.turn == 18
    assert told(found, "month {}".format).startswith("From month 18 on the chance of ending growing was at least")


@pytest.mark.parametrize(
    ("fate", "chances", "says"),
    [
        ("shrinking", (0.4, 0.3, 0.2, 0.1), "was never at least one half"),
        ("shrinking", (0.4, 0.3, 0.2, 0.8), "was still at least one half in month 24"),
        ("growing", (0.6, 0.7, 0.8, 0.9), "All along"),
        ("growing", (0.6, 0.7, 0.8, 0.1), "was below one half in month 24"),
    ],
)
def test_paths_that_turn_late_or_never(fate: str, chances: tuple[float, ...], says: str) -> None:
    found = recovery(fate, MONTHS, chances, (0.1,) * 4)
    assert found is not None
    assert says in told(found, "month {}".format)


def test_no_sentence_without_a_fate_or_without_chances() -> None:
    assert recovery("holding", MONTHS, (0.5,) * 4, (0.1,)) is None
    assert recovery("growing", (), (), ()) is None
