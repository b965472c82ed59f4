"""Scenario files: read, checked, explained, varied, written back.

The names below are fetched when they are first used, so that the self-assessment reads no file and no number.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sim.scenario.distributions import Distribution
    from sim.scenario.json_schema import schema
    from sim.scenario.loading import load
    from sim.scenario.reading import Passport
    from sim.scenario.relations import Check
    from sim.scenario.scenario import Scenario
    from sim.scenario.shipped import presets

__all__ = ["Check", "Distribution", "Passport", "Scenario", "load", "presets", "schema"]

_HOMES: Final = {
    "Check": "relations",
    "Distribution": "distributions",
    "Passport": "reading",
    "Scenario": "scenario",
    "load": "loading",
    "presets": "shipped",
    "schema": "json_schema",
}
"""The module that each name lives in."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 (classes and functions)
    """Fetch a name."""
    if name not in _HOMES:
        raise AttributeError(f"module 'sim.scenario' has no attribute {name!r}")
    value = getattr(import_module(f"sim.scenario.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
