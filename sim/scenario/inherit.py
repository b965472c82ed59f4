"""`extends` and `--set`: several layers of a scenario become one tree, each value keeping its own place.

Mappings merge key by key; lists and single values replace; `null` removes what was inherited, a key with nothing after
it changes nothing. Three mappings are units rather than collections: a value with its passport, a policy whose rule
changes, and a value given for all steps at once, which a later layer may change for some.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.errors import CyclesimError, MissingFileError, Problem, ScenarioError
from sim.hints import did_you_mean
from sim.results import STEPS
from sim.scenario.compose import compose
from sim.scenario.shipped import find, offered
from sim.scenario.source import SUFFIXES, Place, Source, read_source
from sim.scenario.tree import Fields, Items, Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAX_LAYERS: Final = 20


@dataclass(slots=True)
class Layers:
    """The files of a scenario, the extending one first, and what is wrong with their form."""

    trees: list[Fields] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    broken: bool = False
    """Whether a layer is missing from `trees`, so that what it sets is unknown."""

    def merged(self) -> Fields:
        """Return all layers as one tree.

        Raises
        ------
        ScenarioError
            When a layer could not be read.
        """
        if self.broken:
            raise ScenarioError("the scenario can't be read", tuple(self.problems))
        tree = self.trees[-1]
        for over in reversed(self.trees[:-1]):
            tree = _merge_fields(tree, over)
        return replace(tree, entries={key: node for key, node in tree.entries.items() if key != "extends"})


def read_layers(path: Path, *, name: str) -> Layers:
    """Return the tree of a scenario file and of every file it extends.

    Raises
    ------
    MissingFileError
        When a file does not exist.
    ScenarioError
        When the first file is no text at all.
    """
    layers = Layers()
    chain = [(os.path.realpath(path), name)]
    source: Source | None = read_source(path, name=name)
    while source is not None:
        tree, problems = _top(source)
        layers.problems += problems
        if tree is None:
            layers.broken = True
            break
        layers.trees.append(tree)
        source = _parent(tree, source, chain, layers)
    return layers


def read_text(source: Source) -> Layers:
    """Return the one layer of a text that may not extend a file."""
    layers = Layers()
    tree, layers.problems[:] = _top(source)
    if tree is None:
        layers.broken = True
    else:
        layers.trees.append(tree)
        if "extends" in tree.entries:
            _refuse(tree.entries["extends"], "extends is not allowed here", "A resolved scenario has none.", layers)
    return layers


def _top(source: Source) -> tuple[Fields | None, tuple[Problem, ...]]:
    node, problems = compose(source)
    if isinstance(node, Fields) or node is None:
        return node, problems
    what = "a list" if isinstance(node, Items) else "a single value"
    problem = node.place.problem(
        f"a scenario is keys with values, not {what}", hint="Start with a line such as `name: …`."
    )
    return None, (*problems, problem)


def _parent(tree: Fields, source: Source, chain: list[tuple[str, str]], layers: Layers) -> Source | None:
    """Return the file that a layer extends; record what is wrong with the reference."""
    reference = tree.get("extends")
    if reference is None:
        return None
    if not isinstance(reference, Scalar):
        _refuse(reference, "extends names one file", "Write `extends: presets/saas.yaml`.", layers)
        return None
    beside = source.path.parent if source.path else Path()
    path = find(reference.text, beside=beside)
    if path is None:
        raise _missing(reference, beside, layers)
    return _follow(reference, path, _shown(path), chain, layers)


def _shown(path: Path) -> str:
    """Return the shortest name of a file that still finds it from here."""
    relative = os.path.relpath(path)
    return relative if not relative.startswith("..") or not path.is_absolute() else os.path.normpath(path)


def _follow(reference: Scalar, path: Path, name: str, chain: list[tuple[str, str]], layers: Layers) -> Source | None:
    real = os.path.realpath(path)
    known = [file for file, _ in chain]
    chain.append((real, name))
    if real in known:
        circle = " → ".join(label for _, label in chain[known.index(real) :])
        message, hint = "extends goes round in a circle", f"{circle}. Remove one of these lines."
    elif len(chain) > MAX_LAYERS:
        message, hint = f"more than {MAX_LAYERS} files extend one another", "Merge some of them."
    elif Path(real).is_file() and not real.endswith(SUFFIXES):  # a message about it would show its lines
        message, hint = (
            "extends takes scenario files only",
            f"Its name, links followed, ends in {' or '.join(SUFFIXES)}.",
        )
    else:
        return _open(reference, path, name, layers)
    _refuse(reference, message, hint, layers)
    return None


def _refuse(reference: Node, message: str, hint: str, layers: Layers) -> None:
    layers.broken = True
    layers.problems.append(reference.place.problem(message, key="extends", hint=hint))


def _open(reference: Scalar, path: Path, name: str, layers: Layers) -> Source | None:
    try:
        return read_source(path, name=name)
    except MissingFileError as error:
        raise MissingFileError(
            error.message, (*layers.problems, reference.place.problem(f"extends: {error.message}", key="extends"))
        ) from None
    except CyclesimError as error:
        layers.broken = True
        layers.problems += error.problems
        return None


def _missing(reference: Scalar, beside: Path, layers: Layers) -> MissingFileError:
    known = offered(beside)
    hint = did_you_mean(reference.text, known, what="There are") or "The path is relative to this file."
    problem = reference.place.problem(f"extends: there is no file {reference.text!r}", key="extends", hint=hint)
    return MissingFileError(f"{reference.text} does not exist", (*layers.problems, problem))


def overridden(tree: Fields, key: str, node: Node, place: Place) -> Fields:
    """Return the tree with one more layer that sets a dotted key."""
    for name in reversed(key.split(".")):
        node = Fields({name: node}, place, {name: place})
    return _merge_fields(tree, node) if isinstance(node, Fields) else tree


def override_node(key: str, text: str) -> tuple[Node | None, Place, tuple[Problem, ...]]:
    """Return the node of a `--set KEY=VALUE`, the place of its key, and what is wrong with the value as YAML."""
    source = Source.of(f"{key}={text}", name="--set")
    place = Place(source, 1, 1, max(1, len(key)))
    if key == "extends":
        return None, place, (place.problem("extends belongs in a file", key=key, hint="Load that file instead."),)
    if not text.strip():
        return None, place, (place.problem(f"{key} has no value", key=key, hint="Write --set KEY=VALUE."),)
    node, problems = compose(source, shift=len(key) + 1)
    return node, place, problems


def merge(base: Node, over: Node) -> Node:
    """Return a base layer with another laid over it."""
    if isinstance(base, Fields) and isinstance(over, Fields) and not _is_unit(base, over):
        return _merge_fields(base, over)
    if isinstance(base, Items) and isinstance(over, Fields) and _all_numbers(over.entries):
        return _merge_items(base, over)
    if isinstance(over, Fields) and over.entries and set(over.entries) <= set(STEPS) and _is_value(base):
        every = Fields(dict.fromkeys(STEPS, base), over.place, dict.fromkeys(STEPS, base.place))
        return _merge_fields(every, over)
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


def _merge_fields(base: Fields, over: Fields) -> Fields:
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
