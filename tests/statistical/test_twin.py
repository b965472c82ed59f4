"""The engine agrees in distribution with a twin that was written without looking at it, and faulty twins are found out.

Every measure at months 1, 12, 36 and 60 and every outcome, in all presets and two harsher scenarios: chi-squared or
Kolmogorov-Smirnov, mean and variance, each at alpha = 1e-4, at seeds fixed before the first run. 4,000 histories of the
engine against 300 of the twin; `python -m benchmarks.twin.compare` does the same at full size (docs/reference/twin.md).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.twin import agreement
from benchmarks.twin.agreement import compare, compare_measures
from benchmarks.twin.cycle import case_of
from benchmarks.twin.mutants import MUTANTS
from benchmarks.twin.pairs import MONTHS, engine_samples, request_of, scenario_of
from benchmarks.twin.sample import COMPARED, Request, twin_samples
from sim.results import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.twin.agreement import Row
    from benchmarks.twin.sample import Sample

ENGINE, TWIN = 4_000, 300
PAIRS = (
    ("scenarios/presets/b2b_services.yaml", "marketing_only"),
    ("scenarios/presets/online_retailer.yaml", "plan_first"),
    ("scenarios/presets/saas.yaml", "steady"),
    ("scenarios/presets/small_manufacturer.yaml", "follow_the_gain"),
    ("benchmarks/twin/storm.yaml", "random_acts"),
    ("benchmarks/twin/sale.yaml", "cut_price"),
)
NAMES = [f"{file.rpartition('/')[2].removesuffix('.yaml')}-{policy}" for file, policy in PAIRS]
SHOWN_BY = {
    "churn loses its noise": 1,
    "new customers arrive before others leave": 1,
    "opportunities move one stage a month": 1,
    "nobody starts in a recession": 1,
    "upkeep forgets waste": 1,
    "marketing carries nothing into the next month": 1,
    "work is released a month late": 12,
    "losses are not carried forward": 12,
}
"""Month by which each fault must show."""
FAULTY = {1: 1_500, 12: 500}
"""Histories of a faulty twin, by the month up to which it lives."""
PLACE_OF_FAULTS = 2
"""The pair whose scenario the faulty twins live in: the largest firm on contracts."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def engine() -> dict[str, Sample]:
    """Histories of the engine, by pair."""
    found = {}
    for place, (name, (file, policy)) in enumerate(zip(NAMES, PAIRS, strict=True)):
        found[name] = engine_samples(scenario_of(file, [policy]), ENGINE, 9_000 + place)[policy]
    return found


@pytest.fixture(scope="module")
def twin() -> dict[str, Sample]:
    """Histories of the twin, by pair, and of its faulty sisters, by fault; all in one pool of workers."""
    requests = {
        name: request_of(scenario_of(file, [policy]), policy, TWIN, 9_500 + place)
        for place, (name, (file, policy)) in enumerate(zip(NAMES, PAIRS, strict=True))
    }
    file, policy = PAIRS[PLACE_OF_FAULTS]
    case = case_of(scenario_of(file, [policy]), policy)
    for fault in ("", *MUTANTS):
        for month in {SHOWN_BY[fault]} if fault else FAULTY:
            short = replace(case, horizon=month)
            name = fault or f"sound, to month {month}"
            requests[name] = Request((short,), 9_600, FAULTY[month], (month,), fault)
    return dict(zip(requests, twin_samples(list(requests.values())), strict=True))


def rejected(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.test.rejects]


@pytest.mark.parametrize("name", NAMES)
def test_twin_and_engine_follow_one_law(name: str, twin: dict[str, Sample], engine: dict[str, Sample]) -> None:
    rows = list(compare(twin[name], engine[name]))
    assert {row.name for row in rows} == set(COMPARED) | set(OUTCOMES) - {"payback_month"}, "everything is compared"
    assert {row.month for row in rows} == {0, *MONTHS}
    assert rejected(rows) == []


@pytest.mark.parametrize("fault", MUTANTS)
def test_a_faulty_twin_is_found_out(fault: str, twin: dict[str, Sample], engine: dict[str, Sample]) -> None:
    assert rejected(compare_measures(twin[fault], engine[NAMES[PLACE_OF_FAULTS]])) != []


@pytest.mark.parametrize("month", FAULTY)
def test_a_sound_twin_of_the_same_size_is_not(month: int, twin: dict[str, Sample], engine: dict[str, Sample]) -> None:
    """So it is the fault that is found, not the size of the sample."""
    assert rejected(compare_measures(twin[f"sound, to month {month}"], engine[NAMES[PLACE_OF_FAULTS]])) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param((0.0, 1.0), (0.25, 1.0), id="mean"),
        pytest.param((0.0, 1.0), (0.0, 1.3), id="variance"),
    ],
)
def test_what_differs_is_rejected(one: tuple[float, float], other: tuple[float, float]) -> None:
    rng = np.random.Generator(np.random.PCG64(3))  # noqa: TID251 (two ordinary samples)
    a, b = rng.normal(*one, 1_000), rng.normal(*other, 4_000)
    assert any(test.rejects for test in agreement.tests_of(a, b))
    assert not any(test.rejects for test in agreement.tests_of(b[:1_000], b[1_000:]))
