"""What of a scenario changes numbers, as plain Python: for its hash, and to tell two scenarios apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any


def as_numbers(value: Any) -> Any:  # noqa: ANN401 (any frozen tree of numbers and names)
    """Return a tree of dataclasses as plain Python for hashing."""
    if isinstance(value, int | float):
        return repr(float(value))
    if isinstance(value, Mapping):
        return {name: as_numbers(child) for name, child in value.items()}
    if isinstance(value, tuple):
        return [as_numbers(child) for child in value]
    if is_dataclass(value):
        return {f.name: as_numbers(getattr(value, f.name)) for f in fields(value)}
    return str(value)
