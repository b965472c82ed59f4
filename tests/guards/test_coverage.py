"""The quick tests of the model and of the policies pass through nearly every branch of them."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

WANTED = 98.0
"""Per cent of statements and branches."""
LEFT_OUT = (
    "test_lanes.py",
    "test_links.py",
    "test_events.py",
    "test_closed_forms*",
    "closed/*",
    "test_units*",
    "test_dimensions*",
)
"""Tests that walk through everything whatever they check, and take their time."""


@pytest.mark.slow
@pytest.mark.parametrize("part", ["sim/model", "sim/policies"])
def test_nearly_every_branch_is_tested(measured: dict[str, dict[str, int]], part: str) -> None:
    files = [found for file, found in measured.items() if file.startswith(part)]
    assert len(files) > 10
    seen = sum(found["covered_lines"] + found["covered_branches"] for found in files)
    there = sum(found["num_statements"] + found["num_branches"] for found in files)
    assert 100 * seen / there >= WANTED


@pytest.fixture(scope="module")
def measured(root: Path, python: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, int]]:
    """Run the quick tests under coverage; return what was counted, by file."""
    home = tmp_path_factory.mktemp("coverage")
    ignored = [f"--ignore-glob=*/{name}" for name in LEFT_OUT]
    measure = ["--cov=sim.model", "--cov=sim.policies", "--cov-branch", f"--cov-report=json:{home / 'found.json'}"]
    tests = ["tests/unit/model", "tests/unit/policies", "tests/contracts", "-m", "not slow", *ignored]
    command = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--numprocesses=0", *measure, *tests]
    # The data file goes elsewhere, so that a run of the whole suite under coverage keeps its own.
    settings = home / "settings"
    settings.write_text(f"[run]\nbranch = true\ndata_file = {home / 'data'}\n", encoding="utf-8")
    done = subprocess.run([*command, f"--cov-config={settings}"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    told = json.loads((home / "found.json").read_text(encoding="utf-8"))["files"]
    return {file.replace("\\", "/"): found["summary"] for file, found in told.items()}
