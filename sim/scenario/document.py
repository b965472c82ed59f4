"""The resolved document of a scenario as plain Python: what lies under a dotted key, and how it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sim.scenario.tree import position

MISSING: Final = object()
"""What lies under a key that is not there."""


def at(document: Any, key: str) -> Any:  # noqa: ANN401 (plain Python)
    """Return what lies under a dotted key, or `MISSING`; items of lists are numbered from 0."""
    for name in key.split("."):
        if isinstance(document, list):
            document = document[position(name)] if 0 <= position(name) < len(document) else MISSING
        else:
            document = document.get(name, MISSING) if isinstance(document, Mapping) else MISSING
    return document


def is_value(node: Any) -> bool:  # noqa: ANN401 (plain Python)
    """Tell whether a node is a single value, with its passport or without."""
    return not isinstance(node, Mapping | list) or (isinstance(node, Mapping) and "value" in node)


def shown(value: Any) -> str:  # noqa: ANN401 (plain Python)
    """Return a plain value on one line, as YAML would have it between braces; a value without its passport."""
    if isinstance(value, Mapping):
        if "value" in value:
            return shown(value["value"])
        return "{" + ", ".join(f"{name}: {shown(child)}" for name, child in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(shown(child) for child in value) + "]"
    return "null" if value is None else str(value)
