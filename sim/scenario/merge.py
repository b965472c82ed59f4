"""One layer of a scenario laid over another.

Mappings merge key by key; lists and single values replace; `null` removes what was inherited, a key with nothing after
it changes nothing. Three mappings are units rather than collections: a value with its passport, a policy whose rule
changes, and a value given for all steps at once, which a later layer may change for some.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.results import STEPS
from sim.scenario.tree import Fields, Items, Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sim.scenario.source import Place


def overridden(tree: Fields, key: str, node: Node, place: Place) -> Fields:
    """Return the tree with one more layer that sets a dotted key."""
    for name in reversed(key.split(".")):
        node = Fields({name: node}, place, {name: place})
    return merge_fields(tree, node) if isinstance(node, Fields) else tree


def merge(base: Node, over: Node) -> Node:
    """Return a base layer with another laid over it."""
    if isinstance(base, Fields) and isinstance(over, Fields) and not _is_unit(base, over):
        return merge_fields(base, over)
    if isinstance(base, Items) and isinstance(over, Fields) and _all_numbers(over.entries):
        return _merge_items(base, over)
    if isinstance(over, Fields) and over.entries and set(over.entries) <= set(STEPS) and _is_value(base):
        every = Fields(dict.fromkeys(STEPS, base), over.place, dict.fromkeys(STEPS, base.place))
        return merge_fields(every, over)
    return over


def _is_unit(base: Fields, over: Fields) -> bool:
    """Return whether the upper mapping replaces the lower one as a whole."""
    if "value" in over.entries or (_is_value(base) and not set(over.entries) <= {"source", "confidence"}):
        return True
    old, new = base.get("rule"), over.get("rule")
    return isinstance(old, Scalar) and isinstance(new, Scalar) and old.text != new.text


def _is_value(node: Node) -> bool:
    return isinstance(node, Scalar) or (isinstance(node, Fields) and "value" in node.entries)


def _all_numbers(keys: Iterable[str]) -> bool:
    return all(key.isascii() and key.isdigit() for key in keys)


def _merge_items(base: Items, over: Fields) -> Node:
    """Return a list with some items changed by number; one number past the end appends."""
    items = list(base.entries)
    for key, node in over.entries.items():
        index = int(key) if len(key) < 6 else len(items) + 1  # noqa: PLR2004 (longer than any list that was read)
        if index < len(items):
            items[index] = merge(items[index], node)
        elif index == len(items):
            items.append(node)
        else:
            return over  # left as keys, which the reader of the list refuses with its place
    return Items(tuple(items), base.place)


def merge_fields(base: Fields, over: Fields) -> Fields:
    """Return a mapping with another laid over it, key by key."""
    entries: dict[str, Node] = dict(base.entries)
    removed = base.removed | over.removed
    keys: dict[str, Place] = {**base.keys, **_without_blanks(base, over)}
    for key, node in over.entries.items():
        inherited = entries.get(key)
        if inherited is None:
            entries[key] = node
        elif not isinstance(node, Scalar) or not node.empty:
            entries[key] = merge(inherited, node)
        elif not node.blank:
            del entries[key]
            removed |= {key}
    return Fields(entries, over.place, keys, over.flow, removed - set(entries))


def _without_blanks(base: Fields, over: Fields) -> Mapping[str, Place]:
    blank = {key for key, node in over.entries.items() if isinstance(node, Scalar) and node.blank}
    return {key: place for key, place in over.keys.items() if key not in blank or key not in base.entries}
