"""Tables of monthly figures that mean harm: refused in a sentence, at once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from sim.errors import ScenarioError
from sim.studies.calibration.reading import read_kpi

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("month,revenue\n2025-01," + "9" * 200_000, "can't be read"),
        ("month," * 60_000 + "\n", "columns; up to"),
        ("month,revenue\n" + "2025-01,x\n" * 300_000, "is no CSV file"),
        ("month,revenue\n" + "2025-01,x\n" * 20_000, "problems in"),
        ("month,revenue\n" + " " * 5000 + "\0", "is no CSV file"),
    ],
    ids=["endless cell", "endless header", "endless file", "all wrong", "binary further down"],
)
def test_sheets_beyond_reason(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "kpi.csv"
    file.write_text(text, encoding="utf-8")
    start = time.process_time()
    with pytest.raises(ScenarioError, match=said):
        read_kpi(file)
    assert time.process_time() - start < 5.0
