"""Rows of the tables of parameters: key with its anchor, default, unit, range, meaning, source and its standing."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from sim.model.parameters import PerStep, Spec
from sim.results import STEPS
from sim.scenario.words import allowed, written
from tables.standing import standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from dataclasses import Field

HEAD: Final = ("key", "default", "unit", "allowed", "meaning", "source", "standing")


@dataclass(frozen=True)
class Row:
    """One parameter: its key, the metadata of its field, and where a link to it leads.

    Attributes
    ----------
    key
        Dotted key, without the group where the page states it above.
    declared
        Its field in the code.
    under
        What stands before the key in the link: the section, where the key alone says too little.
    """

    key: str
    declared: Field[Any]
    under: str = ""

    @property
    def anchor(self) -> str:
        """Where a link to it leads."""
        return f"{self.under}{self.key}"

    @property
    def source(self) -> str:
        """Where its default comes from; empty where the scenario must say."""
        data = self.declared.metadata
        spec = data.get("spec")
        return str(data.get("source") or (spec.source if isinstance(spec, Spec) else "")) or "scenario"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *([cell.replace("|", r"\|") for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def rows_of(kind: type, prefix: str) -> Iterator[Row]:
    """Yield the fields of a group of parameters, named groups and lists opened up."""
    for declared in fields(kind):
        key = f"{prefix}{declared.name}"
        yield Row(key, declared)
        if "mapping_of" in declared.metadata:
            yield from rows_of(declared.metadata["mapping_of"], f"{key}.NAME.")
        elif "list_of" in declared.metadata:
            yield from rows_of(declared.metadata["list_of"], f"{key}.N.")


def cells(row: Row) -> tuple[str, ...]:
    """Return key, default, unit, allowed range, meaning, source and standing of one parameter."""
    data = row.declared.metadata
    spec = data.get("spec")
    limits = allowed(spec) if isinstance(spec, Spec) else ", ".join(data.get("options", ()))
    if isinstance(spec, Spec) and spec.whole:
        limits += ", whole"
    unit = f"{spec.unit}{', per step' if 'per_step' in data else ''}" if isinstance(spec, Spec) else ""
    meaning = str(data.get("meaning") or (spec.meaning if isinstance(spec, Spec) else ""))
    return anchored(row.key, row.anchor), default(row.declared), unit, limits, meaning, row.source, standing(row.source)


def anchored(name: str, anchor: str) -> str:
    """Return a name as code that a link can lead to."""
    return f'<a id="{anchor}"></a>`{name}`'


def default(declared: Field[Any]) -> str:
    """Return a default as one would write it in a scenario file."""
    standard: Any = declared.default_factory() if callable(declared.default_factory) else declared.default
    if "mapping_of" in declared.metadata or "list_of" in declared.metadata:
        return f"`{', '.join(standard)}`" if standard else "none"
    spec = declared.metadata.get("spec")
    if not isinstance(spec, Spec):
        return f"`{standard}`" if standard else ""
    if "length" in declared.metadata:
        return f"{declared.metadata['length']} × `{_number(spec.default, spec)}`"
    return _steps(standard, spec) if "per_step" in declared.metadata else plain(float(standard), spec)


def plain(number: float, spec: Spec) -> str:
    """Return a number as one would write it; NaN is left to the model."""
    return "*left to the model*" if math.isnan(number) else f"`{_number(number, spec)}`"


def _number(number: float, spec: Spec) -> str:
    return written(number, spec.unit).replace(",", "_")


def _steps(values: PerStep, spec: Spec) -> str:
    parts = {step: _number(float(getattr(values, step)), spec) for step in STEPS}
    if len(set(parts.values())) == 1:
        return f"`{parts['plans']}`"
    return f"`{{{', '.join(f'{step}: {part}' for step, part in parts.items())}}}`"
