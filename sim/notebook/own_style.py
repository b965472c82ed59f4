"""Numbers in the form in which a file already states them: percent, days, thousands with an underscore."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sim.scenario.quantities import MONTHS, Quantity, QuantityError, read_quantity

if TYPE_CHECKING:
    from collections.abc import Callable

_RANGE: Final = re.compile(r"\s+to\s+")
_THOUSANDS: Final = re.compile(r"[0-9][_,][0-9]{3}")


def in_style(value: float, unit: str, like: str) -> str:
    """Return a number as a text of the scenario has it; empty where that text gives no example.

    Parameters
    ----------
    value, unit
        The number in the parameter's own unit.
    like
        What is written now, such as `18% to 30%` or `60 days`.
    """
    text = _RANGE.split(like.strip())[-1]
    try:
        written = read_quantity(text)
    except QuantityError:
        return ""
    if written.size or written.per or written.kind == "money":
        return ""
    found = _STYLES[written.kind](value, unit, written)
    return _thousands(found) if _THOUSANDS.search(text) else found


def _plain(value: float, unit: str, written: Quantity) -> str:
    del unit, written
    return f"{value:.10g}"


def _percent(value: float, unit: str, written: Quantity) -> str:
    del unit, written
    return f"{100.0 * value:.10g}%"


def _duration(value: float, unit: str, written: Quantity) -> str:
    own = MONTHS.get(unit.rstrip("s"))
    if own is None:
        return ""
    number = value * own / MONTHS[written.unit]
    return f"{number:.8g} {written.unit}{'' if number == 1.0 else 's'}"


_STYLES: Final[dict[str, Callable[[float, str, Quantity], str]]] = {
    "plain": _plain,
    "percent": _percent,
    "duration": _duration,
}


def _thousands(text: str) -> str:
    whole, dot, rest = text.partition(".")
    return f"{int(whole):_}{dot}{rest}" if whole.lstrip("-").isdigit() else text
