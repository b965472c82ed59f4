"""Quantities as people write them: `18%`, `£250k`, `60 days`, `2% per month`, read into a parameter's own unit."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.scenario.words import allowed, called, example

if TYPE_CHECKING:
    from sim.model.parameters.spec import Spec

DAYS_PER_MONTH: Final = 30.4375
MONTHS: Final = {
    "day": 1 / DAYS_PER_MONTH,
    "week": 7 / DAYS_PER_MONTH,
    "month": 1.0,
    "quarter": 3.0,
    "year": 12.0,
}
"""Length of every period in months; a year has 365.25 days."""

SYMBOLS: Final = {
    "£": ("GBP",),
    "€": ("EUR",),
    "$": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN"),
    "¥": ("JPY", "CNY"),
    "₹": ("INR",),
}
"""Currencies that use a symbol."""

_SIZES: Final = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_WORDS: Final = {"percent": "%", "d": "day", "y": "year", "yr": "year", "mo": "month", "wk": "week"}
_NUMBER: Final = r"(?:(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9][0-9_]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_QUANTITY: Final = re.compile(
    rf"(?P<sign>[-+]?)\s*(?P<before>[{''.join(SYMBOLS)}]|[A-Z]{{3}}(?![A-Za-z]))?\s*(?P<minus>-?)"
    rf"(?P<number>{_NUMBER})\s*"
    r"(?:(?P<size>k|K|m|M|thousand|mn|million|bn|billion)(?![A-Za-z]))?\s*"
    r"(?P<unit>%|[A-Za-z£€$¥₹]+)?\s*(?:(?:per|a|an|/)\s*(?P<per>[A-Za-z]+))?"
)
_COMMA_DECIMAL: Final = re.compile(r"[-+]?[0-9]+,[0-9]+ ?(?:%|[kmb]|bn)?", re.IGNORECASE)
_NOT_NUMBERS: Final = frozenset({"nan", ".nan", "inf", ".inf", "infinity", "infinite"})


class QuantityError(Exception):
    """A text that is no value of the parameter: what is wrong, and what to write."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what was written around it.

    Attributes
    ----------
    number
        As written, sizes such as `k` and percent worked out.
    kind
        `plain`, `percent`, `money` or `duration`.
    unit
        Currency of money, period of a duration.
    per
        Period of a rate, or empty.
    size
        `k`, `m`, … as written.
    """

    number: float
    kind: str = "plain"
    unit: str = ""
    per: str = ""
    size: str = ""


def read_quantity(text: str) -> Quantity:
    """Return the parts of a quantity.

    Raises
    ------
    QuantityError
        When the text is no quantity.
    """
    text = text.strip().replace("\u2212", "-").replace("\u00a0", " ")
    if text.lower().lstrip("+-") in _NOT_NUMBERS:
        raise QuantityError(f"{text!r} is not a number the model can use", "Write a finite number.")
    found = _QUANTITY.fullmatch(text)
    if found is None:
        raise QuantityError(f"{text!r} is not a number", _number_hint(text))
    number = float(found["number"].replace(",", "").replace("_", ""))
    if found["sign"] == "-" or found["minus"]:
        number = -number
    number *= _SIZES.get((found["size"] or "").lower(), 1.0)
    if not math.isfinite(number):
        raise QuantityError(f"{text!r} is too large a number", "Write a finite number.")
    return _with_unit(text, number, found)


def _with_unit(text: str, number: float, found: re.Match[str]) -> Quantity:
    before, size = found["before"] or "", found["size"] or ""
    unit, per = _singular(found["unit"] or ""), _singular(found["per"] or "")
    if per and per not in MONTHS:
        raise QuantityError(f"{text!r}: {found['per']!r} is not a period", "Periods: day, week, month, quarter, year.")
    if before and not unit:
        return Quantity(number, "money", before, per, size)
    if before:
        raise QuantityError(f"{text!r} has two units", "Write one of them.")
    if not unit:
        return Quantity(number, "plain", "", per, size)
    if unit == "%":
        return Quantity(number / 100.0, "percent", "", per, size)
    if unit in MONTHS:
        return Quantity(number, "duration", unit, per, size)
    if unit in SYMBOLS or re.fullmatch("[A-Z]{3}", unit):
        return Quantity(number, "money", unit, per, size)
    raise QuantityError(
        f"{text!r}: {found['unit']!r} is not a unit", "Units: %, days, weeks, months, quarters, years, a currency."
    )


def _singular(word: str) -> str:
    lower = word.lower()
    single = lower[:-1] if lower.endswith("s") and lower[:-1] in {*MONTHS, *_WORDS} else lower
    single = _WORDS.get(single, single)
    return single if single in MONTHS or single == "%" else word


def _number_hint(text: str) -> str:
    if _COMMA_DECIMAL.fullmatch(text):
        return f"Write decimals with a point: {text.replace(',', '.')}. A comma separates groups of three digits."
    if "±" in text or re.search(r"[0-9%]\s*[–—-]\s*[0-9]", text):
        return "Write a range as 'A to B'."
    if "(" in text and ")" not in text:
        return 'Inside { } or [ ] put the text in quotes: "triangular(1, 2, 3)".'
    return ""


def number_in(text: str, spec: Spec, *, key: str, currency: str) -> float:
    """Return a quantity as a number in the parameter's unit, inside its range.

    Raises
    ------
    QuantityError
        When it is no quantity, has the wrong dimension, or is out of range.
    """
    quantity = read_quantity(text)
    return within(converted(quantity, text, spec, key=key, currency=currency), quantity, text, spec, key=key)


def converted(quantity: Quantity, text: str, spec: Spec, *, key: str, currency: str) -> float:
    """Return a quantity in the parameter's unit; raise QuantityError where the dimension is wrong."""
    unit = spec.unit
    if quantity.kind == "duration" and unit.rstrip("s") in MONTHS and not quantity.per:
        return quantity.number * MONTHS[quantity.unit] / MONTHS[unit.rstrip("s")]
    if quantity.kind == "money" and unit == "money" and not quantity.per:
        _same_currency(quantity, text, currency)
        return quantity.number
    if unit.startswith("per ") and quantity.kind in {"plain", "percent"} and not quantity.size:
        return _rate(quantity, spec)
    if quantity.kind == "percent" and unit in {"share", "ratio"} and not quantity.per:
        return quantity.number
    sized = quantity.size and unit.rstrip("s") in MONTHS
    if quantity.kind == "plain" and not quantity.per and not sized:
        return quantity.number
    what = (
        "a rate"
        if quantity.per
        else {"plain": "a size", "percent": "a percentage"}.get(quantity.kind, f"a {quantity.kind}")
    )
    what = "an amount of money" if what == "a money" else what
    raise QuantityError(f"{key} is {called(unit)}; {text!r} is {what}", f"Write {example(spec)}: {spec.meaning}.")


def _rate(quantity: Quantity, spec: Spec) -> float:
    """Return a rate per the parameter's own period.

    What leaves compounds as 1 − (1 − x)^n, growth and interest as (1 + x)^n − 1, and an intensity, which may exceed 1,
    is proportional to time.
    """
    own = spec.unit.removeprefix("per ")
    if quantity.per in {"", own}:
        return quantity.number
    periods = MONTHS[own] / MONTHS[quantity.per]
    if spec.high > 1.0 and spec.compounds == "loss":
        return quantity.number * periods
    sign = 1.0 if spec.compounds == "growth" else -1.0
    base = 1.0 + sign * quantity.number
    try:
        return sign * (base**periods - 1.0) if base >= 0.0 else math.inf
    except OverflowError:
        return math.inf  # outside the range of any parameter, as is what can't leave


def _same_currency(quantity: Quantity, text: str, currency: str) -> None:
    if currency and currency not in SYMBOLS.get(quantity.unit, (quantity.unit,)):
        raise QuantityError(
            f"{text!r} is not in {currency}, the currency of the scenario",
            f"Write the amount in {currency}, or set `currency:`; nothing is converted.",
        )


def within(number: float, quantity: Quantity, text: str, spec: Spec, *, key: str) -> float:
    """Return the number if the parameter allows it; raise QuantityError with the allowed range otherwise."""
    if not spec.low <= number <= spec.high:
        percent = quantity.kind == "plain" and spec.unit in {"share", "per month", "per year"} and abs(number) > 1
        suggest = percent and spec.low <= number / 100.0 <= spec.high
        hint = f"Did you mean {quantity.number:g}%? " if suggest else ""
        raise QuantityError(f"{key} is {text!r}, outside its range", f"{hint}Allowed: {allowed(spec)}.")
    if spec.whole and number != round(number):
        raise QuantityError(f"{key} must be a whole number, not {text!r}", f"Allowed: {allowed(spec)}.")
    return number
