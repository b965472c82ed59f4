"""A fan: bands of a measure over the months, a panel per policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.report.pack.plots.scale import Row, Scale, Tone


@dataclass(frozen=True, slots=True)
class Course:
    """How a measure moves under one policy.

    Attributes
    ----------
    name
        Of the policy, for people.
    median
        A value per month.
    bands
        (share of paths inside in per cent, lower ends, upper ends), widest first.
    end
        What is written at its end, such as the odds; empty for nothing.
    tone
        Colour.
    """

    name: str
    median: Row
    bands: tuple[tuple[int, Row, Row], ...]
    end: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan:
    """Bands of a measure over the months, a panel per policy, all on one scale.

    Attributes
    ----------
    value
        What is measured.
    months
        Of every value; 0 is the opening position.
    start
        Calendar month of month 1, `2026-01`; empty when months have no dates.
    courses
        The panels.
    level
        A value to compare with, such as today's, and its name; None for none.
    """

    value: Scale
    months: tuple[int, ...]
    start: str
    courses: tuple[Course, ...]
    level: tuple[str, float] | None = None
