"""What a sentence calls an outcome or a measure is said once, beside its unit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.results import MEASURES, OUTCOMES, called

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("npv", "NPV"),
        ("clv_to_cac", "lifetime value over acquisition cost"),
        ("final_revenue", "final revenue"),
        ("cac at 24 months", "acquisition cost at 24 months"),
        ("technology at 24 months", "technology at 24 months"),
    ],
)
def test_a_name_reads_as_part_of_a_sentence(name: str, words: str) -> None:
    assert called(name) == words


def test_a_name_means_the_same_as_outcome_and_as_measure() -> None:
    assert [name for name in OUTCOMES if name in MEASURES and OUTCOMES[name].called != MEASURES[name].called] == []


def test_no_other_place_names_an_outcome() -> None:
    """Three dictionaries once called one outcome by three names."""
    entry = re.compile(r'"(npv|cac|clv|nps|ruined)": f?"\w')
    assert entry.search('{"npv": "net present value"}')
    files = [file for file in (ROOT / "sim").rglob("*.py") if file.name != "results.py"]
    assert [file.name for file in files if entry.search(file.read_text(encoding="utf-8"))] == []
