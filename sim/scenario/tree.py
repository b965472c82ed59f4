"""A scenario as nodes that know where they were written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sim.scenario.source import Place, Source

NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_POSITION: Final = re.compile(r"[0-9]{1,5}")
_INTEGER: Final = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT: Final = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value: its text, and the YAML style (empty for plain, a quote, `|` or `>`)."""

    text: str
    place: Place
    style: str = ""

    @property
    def empty(self) -> bool:
        """Whether it says that nothing is here: `key:` or `key: null`."""
        return not self.style and self.text in NULLS

    @property
    def blank(self) -> bool:
        """Whether nothing at all was written after the key."""
        return not self.style and not self.text


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping: node by key, and where each key stands."""

    entries: Mapping[str, Node]
    place: Place
    keys: Mapping[str, Place] = field(default_factory=dict)
    flow: str = ""
    removed: frozenset[str] = frozenset()
    """Keys that a layer below had and a layer above removed."""

    def get(self, key: str) -> Node | None:
        """Return the node of a key, or None where it is absent or null."""
        node = self.entries.get(key)
        return None if isinstance(node, Scalar) and node.empty else node

    def key_place(self, key: str) -> Place:
        """Return where a key stands."""
        return self.keys.get(key, self.place)


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    entries: tuple[Node, ...]
    place: Place


Node = Scalar | Fields | Items


def plain(node: Node) -> Any:  # noqa: ANN401 (a plain tree of dict, list, text, numbers and None)
    """Return a node as plain Python; numbers as numbers, everything else as it was written."""
    if isinstance(node, Fields):
        return {key: plain(child) for key, child in node.entries.items()}
    if isinstance(node, Items):
        return [plain(child) for child in node.entries]
    if node.style:
        return node.text
    if node.text in NULLS:
        return None
    if _INTEGER.fullmatch(node.text):
        return int(node.text)
    return _float(node.text) if _FLOAT.fullmatch(node.text) else node.text


def _float(text: str) -> float | str:
    number = float(text)
    return number if abs(number) < float("inf") else text


def node_of(value: Any, source: Source) -> Node:  # noqa: ANN401 (the inverse of `plain`)
    """Return plain Python as a node without a position of its own."""
    place = Place(source, 1, 1, max(1, len(source.text)))
    if isinstance(value, Mapping):
        return Fields({str(key): node_of(child, source) for key, child in value.items()}, place)
    if isinstance(value, list | tuple):
        return Items(tuple(node_of(child, source) for child in value), place)
    if value is None:
        return Scalar("null", place)
    return Scalar(value, place, '"') if isinstance(value, str) else Scalar(str(value), place)


def children(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield the children of a node with their keys; list items are numbered from 0."""
    if isinstance(node, Fields):
        yield from node.entries.items()
    elif isinstance(node, Items):
        yield from ((str(index), child) for index, child in enumerate(node.entries))


def position(name: str) -> int:
    """Return the place in a list that a part of a dotted key names; -1 for what is no number, or beyond any list."""
    return int(name) if _POSITION.fullmatch(name) else -1


def places(node: Node, prefix: str = "") -> Iterator[tuple[str, Place]]:
    """Yield (dotted key, place) for every value of a document, groups included."""
    for key, child in children(node):
        yield f"{prefix}{key}", child.place
        yield from places(child, f"{prefix}{key}.")
