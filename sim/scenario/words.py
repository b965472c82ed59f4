"""Words for messages: a range and an example in the unit of a parameter."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sim.model.parameters.spec import Spec

_CALLED: Final = {
    "share": "a share",
    "ratio": "a number without unit",
    "score": "a score",
    "money": "an amount of money",
    "count": "a count",
    "per month": "a share per month",
    "per year": "a share per year",
}


def called(unit: str) -> str:
    """Return what a value of the unit is called: 'a share', 'a duration in days'."""
    return _CALLED.get(unit, f"a duration in {unit}")


def written(number: float, unit: str) -> str:
    """Return a number as one would write it in a scenario file; NaN is what the model works out."""
    if not math.isfinite(number):
        return "the model's own value" if math.isnan(number) else "no end"
    if unit == "share" or unit.startswith("per "):
        return f"{100 * number:.6g}%" + (f" {unit}" if unit.startswith("per ") else "")
    text = f"{number:,.0f}" if number == round(number) and abs(number) < 1e15 else f"{number:g}"  # noqa: PLR2004
    return text if unit in _CALLED else f"{text} {unit}"


def example(spec: Spec) -> str:
    """Return a value that would be right: 'a percentage such as 23%'."""
    number = spec.default
    if math.isnan(number):
        number = min(max(spec.low, 0.02), spec.high) if spec.unit.startswith("per ") else max(spec.low, 100.0)
    kind = {"share": "a percentage", "money": "an amount"}.get(spec.unit, "a value")
    return f"{kind} such as {written(number, spec.unit).replace(',', '_')}"


def allowed(spec: Spec) -> str:
    """Return the allowed range of a parameter in its unit."""
    if math.isinf(spec.low) and math.isinf(spec.high):
        return "any number"
    if math.isinf(spec.high):
        return f"{written(spec.low, spec.unit)} or more"
    if math.isinf(spec.low):
        return f"{written(spec.high, spec.unit)} or less"
    low = written(spec.low, spec.unit).removesuffix(f" {spec.unit}")
    return f"{low} to {written(spec.high, spec.unit)}"
