"""Texts that fit: measured, wrapped, shortened, and spread so that none overlaps."""

from __future__ import annotations

import functools
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.backends.backend_agg import RendererAgg

POINTS: Final = 72.0
LINE_HEIGHT: Final = 1.28
"""Distance of two lines of text in sizes of type."""

ELLIPSIS: Final = "…"
BALANCE_STEP: Final = 0.25
"""Inches by which lines are narrowed until they are about equal."""


@functools.cache
def _renderer() -> RendererAgg:
    from matplotlib.backends.backend_agg import RendererAgg

    return RendererAgg(1, 1, POINTS * 4.0)  # type: ignore[no-untyped-call] # matplotlib ships no types for it


@functools.lru_cache(maxsize=4096)
def width(text: str, size: float, weight: str = "normal") -> float:
    """Return the width of one line of text in inches."""
    from matplotlib.font_manager import FontProperties

    from sim.charts.style import families, installed

    font = FontProperties(family=families(installed()), size=size, weight=weight)
    measure = _renderer().get_text_width_height_descent
    pixels, _, _ = measure(text, font, ismath=False)  # type: ignore[no-untyped-call]
    return float(pixels) / (POINTS * 4.0)


def height(size: float, lines: int = 1) -> float:
    """Return the height that lines of text take, in inches."""
    return lines * size * LINE_HEIGHT / POINTS


def wrapped(text: str, room: float, size: float, weight: str = "normal") -> list[str]:
    """Break a text into lines no wider than `room` inches; a single longer word is shortened."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, weight) <= room:
            lines[-1] = longer
        else:
            lines.append(shortened(word, room, size, weight))
    return lines


def balanced(text: str, room: float, size: float, weight: str = "normal") -> list[str]:
    """Break a text like `wrapped`, with lines about as long as each other: no last line of one word."""
    lines = wrapped(text, room, size, weight)
    while len(lines) > 1 and room > BALANCE_STEP:
        room -= BALANCE_STEP
        narrower = wrapped(text, room, size, weight)
        if len(narrower) > len(lines) or any(line.endswith(ELLIPSIS) for line in narrower):
            break
        lines = narrower
    return lines


def shortened(text: str, room: float, size: float, weight: str = "normal") -> str:
    """Cut a text to `room` inches, marking the cut."""
    if width(text, size, weight) <= room:
        return text
    kept = bisect_right(range(len(text)), room, key=lambda count: width(text[:count] + ELLIPSIS, size, weight))
    return text[: max(0, kept - 1)].rstrip() + ELLIPSIS


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move positions apart as little as possible (least squares) so that neighbours keep `gap`.

    Positions stay between `low` and `high` as long as there is room; without room they start at `low`
    and keep their gap all the same. The order of equal positions is the order given.
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    top = max(high, low + gap * (len(wanted) - 1))
    blocks: list[tuple[float, int]] = []  # mean of (position − rank · gap) and size: pool adjacent violators
    for rank, place in enumerate(order):
        mean, size = wanted[place] - rank * gap, 1
        while blocks and blocks[-1][0] > mean:
            before, count = blocks.pop()
            mean, size = (before * count + mean * size) / (count + size), count + size
        blocks.append((mean, size))
    flat = np.repeat([mean for mean, _ in blocks], [size for _, size in blocks])
    ceiling = top - gap * (len(wanted) - 1)
    placed = [0.0] * len(wanted)
    for rank, place in enumerate(order):
        placed[place] = float(np.clip(flat[rank], low, ceiling)) + rank * gap
    return placed
