"""The layers of a scenario: its file, the files it extends, and what `--set` lays over them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from sim.errors import CyclesimError, MissingFileError, Problem, ScenarioError
from sim.hints import did_you_mean
from sim.scenario.compose import compose
from sim.scenario.merge import merge_fields
from sim.scenario.shipped import find, offered
from sim.scenario.source import SUFFIXES, Place, Source, read_source
from sim.scenario.tree import Fields, Items, Node, Scalar

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
            tree = merge_fields(tree, over)
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
