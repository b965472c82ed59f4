"""Every target by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.fuzz import expressions, folders, scenarios
from tests.fuzz.target import Target

TARGETS: Final[dict[str, Callable[[Path], Target]]] = {
    "scenario": scenarios.target,
    "expression": lambda _: expressions.target(),
    "folder": folders.target,
}
"""Each is made in a folder of its own, where it may write."""
