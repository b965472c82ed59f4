"""The groups of parameters of a scenario: which keys are at home where, and each group read."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from sim.model.parameters import Parameters
from sim.scenario.complete import SECTIONS
from sim.scenario.groups import read_group
from sim.scenario.settings import SETTINGS

if TYPE_CHECKING:
    from sim.scenario.reading import Reading
    from sim.scenario.tree import Fields

_DEFAULTS: Final = Parameters()


def group_of(reading: Reading, tree: Fields, name: str) -> Any:  # noqa: ANN401 (one dataclass per group)
    """Read one group of parameters from a tree."""
    node = reading.fields(tree.get(name), name, f"Write {name}: {{key: value}}.")
    return read_group(reading, type(getattr(_DEFAULTS, name)), node, name)


def homes() -> dict[str, tuple[str, ...]]:
    """Return the groups in which each key is at home; the empty name is the top level."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys((*SETTINGS, *SECTIONS), ("",))
    for group in fields(Parameters):
        found[group.name] = ("",)
    for group in fields(Parameters):
        for parameter in fields(type(getattr(_DEFAULTS, group.name))):
            found[parameter.name] = (*found.get(parameter.name, ()), group.name)
    return found
