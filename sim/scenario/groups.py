"""Any frozen dataclass of parameters, read from a mapping by the metadata of its fields."""

from __future__ import annotations

import re
from dataclasses import MISSING, Field, fields
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sim.hints import did_you_mean
from sim.model.parameters.spec import PerStep, Spec
from sim.results import STEPS
from sim.scenario.tree import Fields, Items, Node, Scalar
from sim.scenario.words import written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sim.scenario.reading import Reading

Group = TypeVar("Group")

NAME: Final = re.compile(r"[^\W\d][\w-]*")
"""Names that users give to channels and policies: letters, digits, _ and -; no dot, since keys are dotted."""

MISSING_VALUE: Final = object()
"""Stands for a field that has no default."""


def read_group(reading: Reading, kind: type[Group], node: Fields | None, key: str, base: Group | None = None) -> Group:
    """Return a dataclass of parameters filled from a mapping; what is absent comes from `base` or the defaults.

    Parameters
    ----------
    reading
        Gathers problems, beliefs and passports.
    kind
        The dataclass; each field says by its metadata what it takes.
    node
        The mapping, or None for nothing but defaults.
    key
        Dotted key of the mapping.
    base
        Values instead of the defaults of the class.
    """
    declared = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    if node is not None:
        reading.unknown(node, declared, key)
    return kind(**{name: _field(reading, f, node, f"{key}.{name}", base) for name, f in declared.items()})


def default_of(declared: Field[Any], base: object | None) -> Any:  # noqa: ANN401 (the type of the field)
    """Return what a field holds when nothing is written, or `MISSING_VALUE`."""
    if base is not None:
        return getattr(base, declared.name)
    if declared.default is not MISSING:
        return declared.default
    return declared.default_factory() if declared.default_factory is not MISSING else MISSING_VALUE


def _field(reading: Reading, declared: Field[Any], node: Fields | None, key: str, base: object | None) -> Any:  # noqa: ANN401
    default = default_of(declared, base)
    child = node.get(declared.name) if node is not None else None
    if child is not None:
        for mark, read in _READERS.items():
            if mark in declared.metadata:
                return read(reading, declared.metadata, child, key, default)
    return _absent(reading, declared, node, key, default)


def _absent(reading: Reading, declared: Field[Any], node: Fields | None, key: str, default: Any) -> Any:  # noqa: ANN401
    spec = declared.metadata.get("spec")
    if default is MISSING_VALUE:
        if node is not None:
            reading.refuse(node.place, key, f"{key} is missing", f"It means: {_meaning(declared.metadata)}.")
        return spec.default if isinstance(spec, Spec) else ""
    empty = node.entries.get(declared.name) if node is not None else None
    if node is not None and isinstance(empty, Scalar) and empty.blank:
        standard = (
            f"; {written(default, spec.unit)} stays" if isinstance(default, float) and isinstance(spec, Spec) else ""
        )
        reading.warn(
            node.key_place(declared.name), key, f"{key} has no value{standard}", "Write a value or remove the line."
        )
    return default


def _meaning(metadata: Mapping[str, Any]) -> str:
    spec = metadata.get("spec")
    return str(metadata.get("meaning") or (spec.meaning if isinstance(spec, Spec) else "required"))


def _number(reading: Reading, metadata: Mapping[str, Any], node: Node, key: str, _: object) -> float:
    return reading.number(node, metadata["spec"], key)


def _text(reading: Reading, _: Mapping[str, Any], node: Node, key: str, default: str) -> str:
    return reading.text(reading.unwrap(node, key), key, default)


def _choice(reading: Reading, metadata: Mapping[str, Any], node: Node, key: str, default: str) -> str:
    return reading.choice(reading.unwrap(node, key), key, metadata["options"], default)


def _per_step(reading: Reading, metadata: Mapping[str, Any], node: Node, key: str, default: PerStep) -> PerStep:
    """Return one value per step: from one value for all, or from a mapping by step."""
    spec: Spec = metadata["spec"]
    if not isinstance(node, Fields) or "value" in node.entries:
        return PerStep.same(reading.number(node, spec, key))
    reading.unknown(node, STEPS, key)
    given = {step: node.get(step) for step in STEPS}
    return PerStep(
        **{
            step: getattr(default, step) if child is None else reading.number(child, spec, f"{key}.{step}")
            for step, child in given.items()
        }
    )


def _numbers(
    reading: Reading, metadata: Mapping[str, Any], node: Node, key: str, default: tuple[float, ...]
) -> tuple[float, ...]:
    """Return a list of certain numbers of fixed length; a mapping by position changes some, as overrides do."""
    inner = reading.unwrap(node, key)
    length: int = metadata["length"]
    numbers = list(default)
    if isinstance(inner, Fields):
        reading.unknown(inner, map(str, range(length)), key)
        given = {int(name): child for name, child in inner.entries.items() if name in set(map(str, range(length)))}
    else:
        given = dict(enumerate(reading.items(inner, key, f"It means: {_meaning(metadata)}.")))
        if isinstance(inner, Items) and len(given) != length:
            hint = f"It means: {_meaning(metadata)}."
            reading.refuse(inner.place, key, f"{key} takes a list of {length} numbers, not {len(given)}", hint)
            return default
    for index, child in given.items():
        numbers[index] = reading.number(child, metadata["spec"], f"{key}.{index}")
        if reading.uncertain.pop(f"{key}.{index}", None):
            hint = "Write a plain number."
            reading.refuse(child.place, f"{key}.{index}", "the numbers of a list can't be uncertain", hint)
    return tuple(numbers)


def _mapping(reading: Reading, metadata: Mapping[str, Any], node: Node, key: str, default: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Return named groups: the default ones as changed, new ones added, those set to null removed."""
    given = reading.fields(node, key, "Write name: {…}.")
    if given is None:
        return default
    named = {name: group for name, group in default.items() if name not in given.removed}
    for name, child in given.entries.items():
        dotted = f"{key}.{name}"
        if isinstance(child, Scalar) and child.empty:
            if not child.blank and named.pop(name, None) is None:
                reading.refuse(
                    given.key_place(name), dotted, f"{dotted}: nothing to remove", did_you_mean(name, default)
                )
        elif check_name(reading, given, name, dotted):
            fields_of_child = reading.fields(child, dotted, "Write name: {…}.")
            named[name] = read_group(reading, metadata["mapping_of"], fields_of_child, dotted, default.get(name))
    return named


def check_name(reading: Reading, node: Fields, name: str, key: str) -> bool:
    """Return whether a name that the user gives can be part of a dotted key; say what is allowed if not."""
    if NAME.fullmatch(name):
        return True
    hint = "Letters, digits, _ and -, starting with a letter."
    reading.refuse(node.key_place(name), key, f"{name!r} can't be a name", hint)
    return False


def _list(
    reading: Reading, metadata: Mapping[str, Any], node: Node, key: str, default: tuple[Any, ...]
) -> tuple[Any, ...]:
    """Return a list of groups."""
    if not isinstance(node, Items):
        reading.items(node, key, f"Each item starts with '- '. It means: {_meaning(metadata)}.")
        return default
    return tuple(
        read_group(reading, metadata["list_of"], reading.fields(child, f"{key}.{index}"), f"{key}.{index}")
        for index, child in enumerate(node.entries)
    )


_READERS: Final[dict[str, Callable[..., Any]]] = {
    "mapping_of": _mapping,
    "list_of": _list,
    "length": _numbers,
    "per_step": _per_step,
    "spec": _number,
    "options": _choice,
    "text": _text,
}
"""What a field's metadata says it takes; the first mark that is present decides."""
