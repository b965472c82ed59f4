"""Whole numbers on the command line, written as people write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from click import Context, Parameter

_GROUPED: Final = re.compile(r"\d{1,3}(?:[,_ \u00a0\u202f]\d{3})+")
"""Thousands set apart: 10,000, 10_000 or 10 000."""


class Whole(click.IntRange):
    """A whole number within bounds, thousands set apart or not.

    >>> Whole(min=1).convert("10,000", None, None)
    10000
    """

    def convert(self, value: Any, param: Parameter | None, ctx: Context | None) -> Any:
        """Return the number; what is none is refused with how to write one."""
        text = str(value)
        if _GROUPED.fullmatch(text):
            text = re.sub(r"\D", "", text)
        if not re.fullmatch(r"[+-]?\d+", text):
            self.fail(f"{value!r} is not a whole number; write it like 1000", param, ctx)
        return super().convert(int(text), param, ctx)
