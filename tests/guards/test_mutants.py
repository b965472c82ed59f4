"""The list of deliberate faults does not rot, and every fault on it is caught."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.mutants.mutant import Mutant
from tests.mutants.register import MUTANTS
from tests.mutants.run import PAGE, missed, page, sound, trials

if TYPE_CHECKING:
    from pathlib import Path

PARTS = (
    *("plans", "demand", "acquisition", "experience", "supply", "reinvestment"),
    *(
        "world",
        "opening",
        "outcomes",
        "portfolio",
        "upkeep",
        "loyalty",
        "links",
        "policies",
        "randomness",
        "experiment",
    ),
)
"""Where at least one fault is planted."""


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_the_fault_can_be_planted_and_its_tests_exist(mutant: Mutant, root: Path) -> None:
    text = (root / mutant.file).read_text(encoding="utf-8")
    compile(mutant.planted(text), mutant.file, "exec")
    for test in mutant.tests:
        file, _, name = test.partition("::")
        assert not name or f"\ndef {name}(" in (root / file).read_text(encoding="utf-8")
        assert (root / file).is_file()


def test_there_are_faults_in_every_part_each_under_its_own_name() -> None:
    assert len(MUTANTS) >= 30
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)
    assert [part for part in PARTS if not any(part in mutant.file for mutant in MUTANTS)] == []


def test_the_page_lists_every_fault() -> None:
    rows = [line.split(" | ")[:2] for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert rows[1:] == [[f"| {mutant.name}", mutant.wrong] for mutant in MUTANTS], "run: python tests/mutants/run.py"


def test_words_that_stand_twice_or_nowhere_are_refused() -> None:
    doubtful = Mutant("doubtful", "", "some.py", "a + b", "a - b", ())
    for text in ("a + c", "a + b\na + b"):
        with pytest.raises(ValueError, match="not once"):
            doubtful.planted(text)


@pytest.mark.slow
def test_a_fault_that_nobody_notices_is_told() -> None:
    """The mutant of the mutants: another way to write the same, and a real fault beside it."""
    tests = ("tests/unit/model/test_switches.py",)
    old = "seen = np.where(mode == Mode.CUT, neutral, live)"
    same = Mutant("same", "", "sim/model/links.py", old, "seen = np.where(mode != Mode.CUT, live, neutral)", tests)
    fault = Mutant("fault", "", "sim/model/links.py", old, "seen = live", tests)
    tried = list(trials([same, fault], 1))
    assert missed(tried) == ["same"]
    assert tried[1].verdict.caught_by.startswith("tests/unit/model/test_switches.py::")


@pytest.mark.slow
def test_every_fault_is_caught_by_the_test_on_the_page() -> None:
    before = sound(MUTANTS)
    assert before.passed, before.told
    tried = list(trials(MUTANTS, os.cpu_count() or 1))
    assert missed(tried) == []
    assert page(tried) == PAGE.read_text(encoding="utf-8"), "run: python tests/mutants/run.py"
