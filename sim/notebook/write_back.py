"""Tuned values written into the user's own scenario file: these keys and nothing else, comments and order kept."""

from __future__ import annotations

import json
import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any, Final

from sim.errors import ScenarioError, UsageError
from sim.notebook.own_style import in_style
from sim.scenario.loading import load
from sim.scenario.shipped import is_ours_or_a_packages
from sim.scenario.source import Source, read_source

if TYPE_CHECKING:
    from sim.notebook.tuning import Tuning

BY_HAND: Final = "tuned by hand"


def write_back(tuning: Tuning) -> Path:
    """Write what was turned into the file that the scenario was loaded from, and return the file.

    Raises
    ------
    UsageError
        When nothing was turned, the scenario is of no file of yours, or the file has changed since it was loaded.
    ScenarioError
        When the file with these values would not be the scenario as it is tuned.
    """
    source = _own_file(tuning)
    text = source.path.read_bytes().decode("utf-8") if source.path else ""
    for knob in tuning.knobs:
        if knob.key in tuning.moved:
            value = tuning.moved[knob.key]
            text = edited(text, knob.key, in_style(value, knob.unit, knob.stated) or knob.text(value))
    return _replaced(source, text, tuning)


def _own_file(tuning: Tuning) -> Source:
    if not tuning.moved:
        raise UsageError("nothing was turned, so there is nothing to write back")
    source = tuning.scenario.tree.place.source
    if source.path is None:
        raise UsageError("this scenario was varied or made in memory; tune one from sim.load, or keep scenario.dump()")
    if is_ours_or_a_packages(source.path.resolve()):
        raise UsageError(
            f"{source.name} travels with cyclesim or a package; start a file of your own with `cyclesim init`"
        )
    if read_source(source.path, name=source.name).text != source.text:
        raise UsageError(f"{source.name} has changed since it was loaded; load it again, so that no change is lost")
    return source


def _replaced(source: Source, text: str, tuning: Tuning) -> Path:
    """Put the new text in place of the file at once, if it reads as the tuned scenario."""
    path = Path(os.path.realpath(source.path or ""))  # a link stays a link
    with NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.stem}-", suffix=".yaml", delete=False) as draft:
        draft.write(text.encode())
        draft.flush()
        os.fsync(draft.fileno())
    try:
        if load(draft.name).meaning() != tuning.varied.meaning():
            message = f"{source.name} with these values would not be the scenario as it is tuned; nothing was written"
            raise ScenarioError(message)
        Path(draft.name).chmod(path.stat().st_mode)
        Path(draft.name).replace(path)
    finally:
        Path(draft.name).unlink(missing_ok=True)
    return path


def edited(text: str, key: str, value: str) -> str:
    """Return a YAML text with the value at a dotted key replaced, or entered where it is missing.

    Raises
    ------
    UsageError
        When the place can't be edited on its own: an alias, or a value for all steps where one step is meant.
    """
    from ruamel.yaml import YAML

    root = YAML(pure=True).compose(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    if root is None:
        return f"{text}{_nested(key.split('.'), value)}{newline}"
    node, rest = _found(root, key.split("."), key)
    if rest:
        return _entered(text, node, _nested(rest, value), newline)
    kept = _child(node, "value")
    if kept is None:
        return _put(text, node, value)
    text = _passport(text, node, text[kept.start_mark.index : kept.end_mark.index])
    return _put(text, _child(_found(YAML(pure=True).compose(text), key.split("."), key)[0], "value"), value)


def _found(node: Any, path: list[str], key: str) -> tuple[Any, list[str]]:  # noqa: ANN401 (nodes of ruamel.yaml)
    """Return the deepest node on a path that the text has, and what is left of the path."""
    for place, name in enumerate(path):
        if node.anchor is not None:
            raise UsageError(f"{key} stands under a YAML anchor, which means several places; edit it by hand")
        below = _child(node, name)
        if below is None:
            if (node.id == "scalar" and (node.value or node.style)) or _child(node, "value") is not None:
                line = node.start_mark.line + 1
                raise UsageError(f"{key}: line {line} gives one value for all of it; write it out by hand")
            return node, path[place:]
        node = below
    if node.anchor is not None:
        raise UsageError(f"{key} is a YAML anchor or alias, which means several places; edit it by hand")
    return node, []


def _child(node: Any, name: str) -> Any:  # noqa: ANN401
    if node.id == "mapping":
        return next((value for label, value in node.value if label.value == name), None)
    return node.value[int(name)] if node.id == "sequence" and name.isdigit() and int(name) < len(node.value) else None


def _nested(path: list[str], value: str) -> str:
    """Return `a: {b: value}`."""
    text = value
    for depth, name in enumerate(reversed(path)):
        text = f"{name}: {{{text}}}" if depth else f"{name}: {text}"
    return text


def _put(text: str, node: Any, value: str) -> str:  # noqa: ANN401
    return text[: node.start_mark.index] + value + text[node.end_mark.index :]


def _entered(text: str, node: Any, entry: str, newline: str) -> str:  # noqa: ANN401
    """Enter a key at the end of a mapping, or as the first of an empty one."""
    start = int(node.start_mark.index)
    if node.id == "sequence":
        raise UsageError("a list of the file has no such item; edit it by hand")
    if node.id == "scalar":  # a key with nothing after it; its mark may stand at the next one
        start = len(text[:start].rstrip())
        return f"{text[:start]} {{{entry}}}{text[start:]}"
    if node.flow_style:
        last = _last(node) if node.value else start + 1
        return f"{text[:last]}{', ' if node.value else ''}{entry}{text[last:]}"
    last = len(text[: _last(node)].rstrip())
    rest = text[last:].partition(newline)
    return f"{text[:last]}{rest[0]}{newline}{' ' * node.value[0][0].start_mark.column}{entry}{rest[1]}{rest[2]}"


def _last(node: Any) -> int:  # noqa: ANN401
    """Return where the last value of a mapping ends."""
    value = node.value[-1][1] if node.id == "mapping" else node.value[-1]
    if value.id == "scalar" or value.flow_style or not value.value:
        return int(value.end_mark.index)
    return _last(value)


def _passport(text: str, node: Any, before: str) -> str:  # noqa: ANN401
    """Say in the passport of a value that it was tuned by hand, and what it was before."""
    confidence = _child(node, "confidence")
    source = _child(node, "source")
    edits = [(confidence, "low")] if confidence is not None else []
    if source is not None and not str(source.value).startswith(BY_HAND):
        edits.append((source, json.dumps(f"{BY_HAND}; was {before.strip()}: {source.value}", ensure_ascii=False)))
    for part, new in sorted(edits, key=lambda edit: -edit[0].start_mark.index):
        text = _put(text, part, new)
    return text
