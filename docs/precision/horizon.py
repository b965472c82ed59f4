"""How much of what policies are worth lies beyond the horizon: a table on the page on limits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from precision.luck import PAIR
from sim.analysis.intervals import t_interval

if TYPE_CHECKING:
    from collections.abc import Iterable

    from precision.measure import Array, Preset

START: Final = "<!-- beyond the horizon: written by docs/replications.py -->\n"
END: Final = "<!-- end of beyond the horizon -->\n"
WITH: Final = "npv"
WITHOUT: Final = "npv_without_terminal_value"


def block(presets: Iterable[Preset]) -> str:
    """Return the table, between its markers."""
    head = "| preset | share of NPV that is terminal value | gain in NPV | gain in payouts of ten years alone |\n"
    return START + head + "|---|---|---|---|\n" + "".join(row(preset) for preset in presets) + END


def row(preset: Preset) -> str:
    """Return what plan first is worth over carry on, with what lies beyond the horizon and without."""
    first = PAIR[0]
    beyond = 1 - preset.ends[WITHOUT, first].mean() / preset.ends[WITH, first].mean()
    gains = [pair.first - pair.second for pair in (preset.pair(WITH, PAIR), preset.pair(WITHOUT, PAIR))]
    return f"| `{preset.name}` | {100 * beyond:.0f} % | {_gain(gains[0])} | {_gain(gains[1])} |\n"


def _gain(values: Array) -> str:
    low, high = t_interval(values)
    mean, *ends = (f"{round(100 * float(share), 1) + 0.0:.1f} %" for share in (values.mean(), low, high))
    return f"{mean} [{', '.join(ends)}]".replace("-", "−")


def with_block(text: str, presets: Iterable[Preset]) -> str:
    """Return the text of the page with its table as it is now."""
    pattern = rf"{re.escape(START)}.*?{re.escape(END)}"
    if not re.search(pattern, text, flags=re.DOTALL):
        raise ValueError(f"the page has no place for the table: {START.strip()}")
    return re.sub(pattern, lambda _: block(presets), text, flags=re.DOTALL)
