"""From a file, or a text, to a scenario."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sim.errors import MissingFileError, Problem, ScenarioError
from sim.hints import did_you_mean
from sim.scenario.inherit import Layers, overridden, override_node, read_layers, read_text
from sim.scenario.scenario import Scenario, assemble
from sim.scenario.shipped import find, offered
from sim.scenario.source import MAX_BYTES, Source
from sim.scenario.tree import Fields

Overrides = Iterable[tuple[str, str]]


def load(path: str | Path, overrides: Overrides = ()) -> Scenario:
    """Return the scenario of a YAML file, with everything it extends, read and checked.

    >>> sim.load("presets/saas.yaml").horizon
    120

    Parameters
    ----------
    path
        A file, or one of the scenarios that travel with the tool, such as `presets/saas.yaml`.
    overrides
        (dotted key, value as YAML), laid over the file in this order.

    Raises
    ------
    MissingFileError
        When the file, or one that it extends, does not exist.
    ScenarioError
        With everything that is wrong, each with its place and what to write instead.
    """
    found = find(str(path), beside=Path())
    if found is None:
        raise _missing(Path(path))
    layers = read_layers(found, name=str(path))
    return _finished(layers, overrides, stem=Path(path).stem)


def load_resolved(text: str, *, name: str) -> Scenario:
    """Return the scenario of a text that stands for itself, such as one inside a document: no file is opened.

    Parameters
    ----------
    text
        YAML, as `Scenario.dump` writes it.
    name
        Where the text is from, for messages.

    Raises
    ------
    ScenarioError
        With everything that is wrong; also when the text extends a file.
    """
    if len(text) > MAX_BYTES:
        raise ScenarioError(f"{name}: larger than 2 MB, so it is no scenario")
    return _finished(read_text(Source.of(text, name=name)), (), stem="scenario")


def _missing(path: Path) -> MissingFileError:
    known = [*offered(path.parent), *(f"scenarios/{name}" for name in offered(Path("scenarios")) if "/" not in name)]
    hint = did_you_mean(path.name, known, what="There are") or "Start one with `cyclesim init`."
    return MissingFileError(
        f"{path} does not exist", (Problem(file=str(path), message="there is no such file", hint=hint),)
    )


def _finished(layers: Layers, overrides: Overrides, *, stem: str) -> Scenario:
    tree = layers.merged()
    problems: list[Problem] = list(layers.problems)
    file = tree.place
    for key, text in overrides:
        node, place, wrong = override_node(key, text)
        problems += wrong
        if node is not None:
            tree = overridden(tree, key, node, place)
    tree = Fields(tree.entries, file, tree.keys, tree.flow, tree.removed)
    return assemble(tree, stem=stem, problems=tuple(problems))
