"""What each file of a scenario says of a key, and which of them counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from sim.scenario.document import shown
from sim.scenario.tree import Fields, Items, Node, Scalar, plain, position

if TYPE_CHECKING:
    from sim.scenario.source import Place

Role = Literal["sets it", "sets part of it", "overridden", "removes it", "says nothing"]


@dataclass(frozen=True, slots=True)
class Layer:
    """What one file of a scenario says of a key.

    Attributes
    ----------
    file, line
        Where; line 0 when it says nothing.
    role
        What comes of it.
    text
        As written.
    """

    file: str
    line: int
    role: Role
    text: str = ""


def said_of(tree: Fields, key: str) -> tuple[Node, Place] | None:
    """Return the node that a file has under a key, or under a value around it, such as one for all steps."""
    node: Node = tree
    for name in key.split("."):
        if isinstance(node, Scalar) or (isinstance(node, Fields) and "value" in node.entries):
            return node, node.place
        below = node.entries.get(name) if isinstance(node, Fields) else _item(node, name)
        if below is None or (isinstance(below, Scalar) and below.blank):
            return None
        node = below
    return node, node.place


def _item(node: Items, name: str) -> Node | None:
    return node.entries[position(name)] if 0 <= position(name) < len(node.entries) else None


def layers_of(said: list[tuple[Fields, tuple[Node, Place] | None]], origin: tuple[str, int]) -> tuple[Layer, ...]:
    """Return what every file comes to, given where the value that counts is set."""
    found: list[Layer] = []
    for tree, one in said:
        layer = _layer(tree, one, origin)
        gone = any(above.role == "removes it" for above in found) and layer.role in {"sets it", "sets part of it"}
        found.append(replace(layer, role="overridden") if gone else layer)
    return tuple(found)


def _layer(tree: Fields, said: tuple[Node, Place] | None, origin: tuple[str, int]) -> Layer:
    if said is None:
        return Layer(tree.place.source.name, 0, "says nothing")
    node, place = said
    return Layer(place.source.name, place.line, _role(node, place, origin), shown(plain(node)))


def _role(node: Node, place: Place, origin: tuple[str, int]) -> Role:
    if isinstance(node, Scalar) and node.empty:
        return "removes it"
    if isinstance(node, Fields) and "value" not in node.entries:
        return "sets part of it"
    return "sets it" if (place.source.name, place.line) == origin else "overridden"
