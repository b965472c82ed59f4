"""How long the quick commands take; CPU time, so that a busy machine does not matter much."""

from __future__ import annotations

import resource
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def cpu(root: Path, *arguments: str) -> float:
    """Return the least CPU time of several calls of the command line, in seconds."""
    times = []
    for _ in range(4):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "cli.py", *arguments], cwd=root, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


def test_help_is_quick(root: Path) -> None:
    assert cpu(root, "--help") < 0.15


def test_check_is_quick(root: Path) -> None:
    assert cpu(root, "check", "scenarios/online_retailer.yaml") < 0.5
