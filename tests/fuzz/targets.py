"""Every target by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.fuzz import documents, expressions, figures, folders, scenarios

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.fuzz.target import Target

TARGETS: Final[dict[str, Callable[[Path], Target]]] = {
    "scenario": scenarios.target,
    "expression": lambda _: expressions.target(),
    "folder": folders.target,
    "figures": figures.target,
    "document": documents.target,
}
"""Each is made in a folder of its own, where it may write."""
