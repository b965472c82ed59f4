"""The answer of `origin`: which file and line set a value, what it means and what is allowed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sim.analysis.amounts import counted
from sim.report.columns import WIDTH, columns, paragraph
from sim.scenario.origin import Origin, trace
from sim.scenario.shipped import known_as
from sim.studies.source import scenario_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.said import Layer


@dataclass(frozen=True, slots=True)
class Traced:
    """Where a value comes from, ready to print."""

    origin: Origin

    def as_json(self) -> dict[str, Any]:
        """Return what `origin --json` prints; line 0 means nowhere in a file."""
        return asdict(self.origin)

    def as_text(self) -> str:
        """Return what `origin` prints."""
        origin = self.origin
        lines = [*paragraph(_first(origin)), ""]
        facts = list(_facts(origin))
        lines += [*facts, ""] if facts else []
        lines += [*columns([["file", "", ""], *map(_layer, origin.layers)], left=3)]
        if origin.children:
            rows = [[child.name, _cut(child.text), _place(child.file, child.line)] for child in origin.children]
            lines += ["", *columns([["in it", "value", "set in"], *rows], left=3)]
        return "\n".join(lines)


def origin(file: str, key: str, overrides: tuple[tuple[str, str], ...] = ()) -> Traced:
    """Answer where a value of a scenario file, or of a finished run, comes from.

    Raises
    ------
    CyclesimError
        When there is no such file, it is wrong, or the key is unknown.
    """
    return Traced(trace(scenario_file(file), key, overrides))


def _first(origin: Origin) -> str:
    what = f"{origin.key} is {origin.value}" if origin.value else origin.key
    if origin.children and len(origin.layers) > 1 and any(layer.role == "sets part of it" for layer in origin.layers):
        return f"{what} holds {counted(len(origin.children), 'key')}."
    if origin.line:
        return (
            f"{what}, set by --set."
            if origin.file == "--set"
            else f"{what}, set in {_place(origin.file, origin.line)}."
        )
    if any(layer.role == "removes it" for layer in origin.layers) and not origin.value:
        return f"{what} is removed."
    return f"{what}: no file sets it, so the default holds." if origin.value else f"{what}: no file sets it."


def _facts(origin: Origin) -> Iterator[str]:
    known = origin.declared
    passport = ", ".join(part for part in (origin.source, _confidence(origin)) if part)
    default = f"{known.default} ({known.source})" if known.default and known.source else known.default
    facts = [
        ("meaning", known.meaning),
        ("unit", known.unit),
        ("allowed", known.allowed),
        ("default", default),
        ("source", passport or ("not stated" if origin.line and not origin.children else "")),
    ]
    for name, text in facts:
        if text:
            first, *rest = paragraph(text, room=WIDTH - 10)
            yield f"{name:<10}{first}"
            yield from (f"{'':<10}{line}" for line in rest)


def _confidence(origin: Origin) -> str:
    return f"confidence {origin.confidence}" if origin.confidence else ""


def _layer(layer: Layer) -> list[str]:
    return [_place(layer.file, layer.line), layer.role, _cut(layer.text)]


def _place(file: str, line: int) -> str:
    return f"{known_as(file)}:{line}" if line and file != "--set" else known_as(file)


def _cut(text: str) -> str:
    most = WIDTH // 2
    return text if len(text) <= most else text[: most - 1] + "…"
