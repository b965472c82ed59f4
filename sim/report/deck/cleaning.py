"""Text that XML can hold: one pass over a pack before anything of it is written."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from sim.report.workbook.text import legal

if TYPE_CHECKING:
    from sim.report.pack.chapter import Pack


def clean(pack: Pack) -> Pack:
    """Return the pack with every letter that XML can't hold replaced; its story stays as it is."""
    return replace(
        pack,
        scenario=legal(pack.scenario),
        chapters=tuple(_cleaned(one) for one in pack.chapters),
        omitted=tuple(_cleaned(one) for one in pack.omitted),
    )


def _cleaned(value: Any) -> Any:  # noqa: ANN401 (whatever a pack holds)
    if isinstance(value, str):
        return legal(value)
    if isinstance(value, tuple | list):
        return value if value and isinstance(value[0], float) else tuple(_cleaned(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        changes = {one.name: _cleaned(getattr(value, one.name)) for one in fields(value)}
        return replace(value, **changes)
    return value
