"""The table of parameters at the end of each page that explains a step: every key, its default and its source."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, Final

from sim.model.parameters import Parameters
from tables.rows import default, rows_of, table
from tables.standing import standing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

START: Final = "<!-- parameters: written by docs/reference_pages.py -->\n"
END: Final = "<!-- end of parameters -->\n"
HEAD: Final = ("key", "default", "source", "standing")

EXPLAINED: Final[Mapping[str, tuple[str, ...]]] = {
    "opening.md": ("business",),
    "steps/1-plans.md": ("capability", "plans"),
    "steps/2-demand.md": ("demand",),
    "steps/3-acquisition.md": ("acquisition",),
    "steps/4-experience.md": ("experience",),
    "steps/5-supply.md": ("supply",),
    "steps/6-reinvestment.md": ("reinvestment",),
    "world.md": ("world",),
}
"""Which page of the explanation lists the parameters of which groups."""


def block(page: str) -> str:
    """Return the table of a page, between its markers."""
    up = "../" * (page.count("/") + 1)
    target = f"{up}reference/parameters.md"
    text = (
        f"## Parameters and their sources\n\nEach key leads to its unit, range and meaning; what a standing is "
        f"worth is said [there]({target}#what-a-source-is-worth).\n\n"
    )
    return START + text + table(HEAD, _rows(EXPLAINED[page], target)) + END


def _rows(groups: Sequence[str], target: str) -> list[tuple[str, ...]]:
    kinds = {group.name: type(getattr(Parameters(), group.name)) for group in fields(Parameters)}
    rows = [row for group in groups for row in rows_of(kinds[group], f"{group}.")]
    return [
        (f"[`{row.key}`]({target}#{row.anchor})", default(row.declared), row.source, standing(row.source))
        for row in rows
    ]


def with_block(text: str, page: str) -> str:
    """Return the text of a page with its table as it is now, at the place of the old one or at the end."""
    return f"{without_block(text).rstrip()}\n\n{block(page)}"


def without_block(text: str) -> str:
    """Return the text of a page without its table: what people wrote."""
    return re.sub(rf"{re.escape(START)}.*?{re.escape(END)}", "", text, flags=re.DOTALL)
