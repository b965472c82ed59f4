"""What the axes of native charts span: round steps, numbers no coarser than the steps, and zero always in sight."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import FACTORS, MONTHS_A_YEAR, suffix_for, symbol
from sim.charts import lettering
from sim.charts.scales import Unit
from sim.report.workbook.styles import sign_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.report.pack.plots.scale import Scale

_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
ROOM: Final = 0.04
"""Share of the span that is left free above the highest value, where the next step is farther."""
_FINE: Final = 20.0
"""Parts of a step, on one of which an axis ends: an end of sixteen digits is rounded by whoever draws it, and what
stands there is then beyond it."""
_SPARING: Final = 0.8
"""By how much a step may be finer than asked for, so that the next, twice as coarse, is not needed."""
_HUGE, _TINY = 1e15, 1e-6
_SCALES: Final = {"k": ",", "m": ",,", "bn": ",,,", "tn": ",,,,"}
"""What divides a number by a thousand, and so on, in a number format."""
_SHARES: Final = frozenset({"share", "points"})


@dataclass(frozen=True, slots=True)
class Span:
    """An axis of numbers.

    Attributes
    ----------
    low, high, step
        Ends, the lower one on a step, and the steps.
    scale
        What is measured.
    """

    low: float
    high: float
    step: float
    scale: Scale

    @property
    def ticks(self) -> list[float]:
        """Where numbers stand."""
        return [self.low + place * self.step for place in range(int((self.high - self.low) / self.step + 1e-9) + 1)]

    @property
    def form(self) -> str:
        """Number format: one suffix for all, and as many decimals as tell two steps apart."""
        if self.scale.kind in _SHARES:
            return f"0{_decimals(self.step * 100.0)}%"
        size = max(abs(self.low), abs(self.high))
        if size >= _HUGE or size < _TINY:
            return "0.0E+00"
        sign = sign_of(self.scale.currency)
        suffix = suffix_for(size)
        digits = f"#,##0{_decimals(self.step / FACTORS[suffix])}{_SCALES.get(suffix, '')}"
        written = f'{sign}{digits}"{suffix}"' if suffix else f"{sign}{digits}"
        return f"{written};\N{MINUS SIGN}{written};{sign}0"

    @property
    def widest(self) -> float:
        """Inches that the widest number takes."""
        return max(lettering.width(text, 12.0) for text in self._texts())

    def share(self, value: float) -> float:
        """Return where a value lies between the ends, from 0 to 1."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def _texts(self) -> list[str]:
        kind = "share" if self.scale.kind in _SHARES else self.scale.kind
        return Unit(kind, self.scale.currency).ticks(self.ticks) or [symbol(self.scale.currency)]


def span(values: Iterable[float], scale: Scale, inches: float, *, every: float = 0.55) -> Span:
    """Return the axis that holds some values and zero, with a number about every so many inches."""
    known = [0.0, *(float(value) for value in values if math.isfinite(value))]
    low, high = min(known), max(known)
    width = high - low
    if width == 0.0 or not math.isfinite(width):
        return Span(0.0, 1.0, 0.5 if scale.kind in _SHARES else 1.0, scale)
    step = _step(width / max(2, min(6, round(inches / every))))
    start, end = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    fine = step / _FINE
    end = min(end, float(f"{math.ceil((high + ROOM * width) / fine) * fine:.12g}"))
    return Span(start, min(end, 1.0) if scale.kind == "share" and high <= 1.0 else end, step, scale)


def _step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * size for size in _STEPS if power * size >= least * _SPARING)


def _decimals(step: float) -> str:
    """Return the decimals that a step needs, as a number format."""
    need = next((count for count in range(7) if math.isclose(round(step, count), step, rel_tol=1e-6)), 7)
    return f".{'0' * need}" if need else ""


def day(start: str, month: int) -> date | None:
    """Return the first day of a month, 1 at the start and 0 before it; None without a date that sheets know."""
    year, _, rest = start.partition("-")
    if not (year.isdigit() and rest[:2].isdigit()):
        return None
    years, place = divmod(int(rest[:2]) - 2 + month, MONTHS_A_YEAR)
    when = int(year) + years
    return date(when, place + 1, 1) if 1901 <= when <= 9000 else None  # noqa: PLR2004 (what sheets and Python know)


def months_across(months: Sequence[int], start: str) -> tuple[tuple[date | float, ...], str]:
    """Return the places of months on an axis, and the number format of their column."""
    days = [day(start, month) for month in months]
    if any(one is None for one in days):
        return tuple(float(month) for month in months), "0"
    return tuple(one for one in days if one is not None), "mmm yyyy"


def month_step(months: int, room: int) -> int:
    """Return how many months lie between labels: so many that the last month has one, if fewer than half are lost."""
    long = months >= 2 * MONTHS_A_YEAR
    allowed = [MONTHS_A_YEAR * years for years in (1, 2, 3, 4, 5, 10, 20, 25, 50, 100)] if long else [1, 2, 3, 6, 12]
    least = max(months, 1) / room
    enough = [step for step in allowed if step >= least] or allowed[-1:]
    return next((step for step in enough if months % step == 0 and step < 2 * enough[0]), enough[0])


@dataclass(frozen=True, slots=True)
class Months:
    """How months are written under a chart: every so many years, or months.

    Attributes
    ----------
    dated
        Whether they have dates.
    unit, every
        What is counted, and how many lie between two labels.
    form
        Number format.
    """

    dated: bool
    unit: str
    every: int
    form: str

    @classmethod
    def of(cls, months: Sequence[int], start: str, inches: float) -> Months:
        """Return what has room in a width."""
        dated, count = day(start, months[-1]) is not None, months[-1] - months[0]
        every, long = month_step(count, max(1, int(inches / 1.0))), count >= 2 * MONTHS_A_YEAR
        if not dated:
            return cls(dated, "days", every, "0")
        return cls(dated, "years" if long else "months", every // MONTHS_A_YEAR if long else every, "mmm yyyy")
