"""Every number of the model: meaning, unit, range and source beside each.

`Parameters` holds one frozen group per step plus the business, capability and the world.
Values are numbers, or arrays with one number per lane.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.model.parameters.acquisition import Acquisition
from sim.model.parameters.business import Business
from sim.model.parameters.capability import Capability
from sim.model.parameters.demand import Channel, Demand
from sim.model.parameters.experience import Experience
from sim.model.parameters.plans import Plans, Process
from sim.model.parameters.reinvestment import Reinvestment
from sim.model.parameters.spec import PerStep, Spec, Value
from sim.model.parameters.supply import Supply
from sim.model.parameters.world import World

if TYPE_CHECKING:
    from sim.arrays import Array

__all__ = [
    "Acquisition", "Business", "Capability", "Channel", "Demand", "Experience", "Parameters", "PerStep", "Plans",
    "Process", "Reinvestment", "Spec", "Supply", "World", "spread", "substitute", "walk",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """All parameters, in the order of the cycle."""

    business: Business = field(default_factory=Business)
    capability: Capability = field(default_factory=Capability)
    plans: Plans = field(default_factory=Plans)
    demand: Demand = field(default_factory=Demand)
    acquisition: Acquisition = field(default_factory=Acquisition)
    experience: Experience = field(default_factory=Experience)
    supply: Supply = field(default_factory=Supply)
    reinvestment: Reinvestment = field(default_factory=Reinvestment)
    world: World = field(default_factory=World)


def substitute(tree: Any, changes: Mapping[str, Value]) -> Any:  # noqa: ANN401 (any frozen tree of parameters)
    """Return a copy of a parameter tree with the values at dotted keys replaced.

    Raises
    ------
    KeyError
        When a key names nothing in the tree.
    """
    for key, value in changes.items():
        tree = _put(tree, key.split("."), value)
    return tree


def _put(node: Any, path: list[str], value: Value) -> Any:  # noqa: ANN401
    if not path:
        return PerStep.same(value) if isinstance(node, PerStep) else value
    head, rest = path[0], path[1:]
    if isinstance(node, Mapping):
        return {**node, head: _put(node[head], rest, value)}
    if isinstance(node, tuple):
        index = int(head)
        return (*node[:index], _put(node[index], rest, value), *node[index + 1 :])
    if not is_dataclass(node) or head not in {f.name for f in fields(node)}:
        raise KeyError(head)
    return replace(node, **{head: _put(getattr(node, head), rest, value)})  # type: ignore[type-var]


def spread(tree: Any, lanes: int) -> Any:  # noqa: ANN401
    """Return a copy of a parameter tree in which every number is an array with one entry per lane.

    Arrays everywhere keep the arithmetic of a lane the same whether a value is shared or its own.
    """

    def widened(value: Value) -> Array:
        if isinstance(value, np.ndarray):
            return np.array(np.broadcast_to(value, (lanes,)), np.float64)
        return np.full(lanes, value, np.float64)

    return changed(tree, float | np.ndarray, widened)


def changed(tree: Any, kind: Any, change: Callable[[Any], Any]) -> Any:  # noqa: ANN401
    """Return a copy of a frozen tree in which every leaf of a kind is changed."""
    if isinstance(tree, kind):
        return change(tree)
    if isinstance(tree, Mapping):
        return {name: changed(child, kind, change) for name, child in tree.items()}
    if isinstance(tree, tuple):
        return tuple(changed(child, kind, change) for child in tree)
    if is_dataclass(tree) and not isinstance(tree, type):
        return replace(tree, **{f.name: changed(getattr(tree, f.name), kind, change) for f in fields(tree)})
    return tree


def leaves(tree: Any, kind: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield every leaf of a kind in a frozen tree."""
    if isinstance(tree, Mapping):
        parts = list(tree.values())
    elif isinstance(tree, tuple):
        parts = list(tree)
    elif is_dataclass(tree):
        parts = [getattr(tree, f.name) for f in fields(tree)]
    else:
        if isinstance(tree, kind):
            yield tree
        return
    for part in parts:
        yield from leaves(part, kind)


def walk(parameters: Any, prefix: str = "") -> Iterator[tuple[str, Spec, Value]]:  # noqa: ANN401
    """Yield (dotted key, spec, value) of every number in a parameter tree, lists and mappings included."""
    for f in fields(parameters):
        yield from _leaves(f"{prefix}{f.name}", getattr(parameters, f.name), f.metadata.get("spec"))


def _leaves(key: str, value: Any, spec: Spec | None) -> Iterator[tuple[str, Spec, Value]]:  # noqa: ANN401
    """Yield the numbers below one field; `spec` describes them unless they describe themselves."""
    if isinstance(value, Mapping):
        parts = list(value.items())
    elif isinstance(value, tuple):
        parts = [(str(index), item) for index, item in enumerate(value)]
    elif is_dataclass(value):
        parts = [(f.name, getattr(value, f.name)) for f in fields(value)]
        own = {f.name: f.metadata.get("spec") for f in fields(value)}
        for name, child in parts:
            yield from _leaves(f"{key}.{name}", child, own[name] or spec)
        return
    else:
        if spec is not None and isinstance(value, float | int | np.ndarray):
            yield key, spec, value
        return
    for name, child in parts:
        yield from _leaves(f"{key}.{name}", child, spec)
