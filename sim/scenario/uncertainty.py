"""Text to a belief: `18% to 30%`, `triangular(1, 2, 4)`, `beta(mean=20%, sd=5%)`, or just a number."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.hints import did_you_mean
from sim.scenario.distributions import FAMILIES, Z90, Distribution
from sim.scenario.quantities import QuantityError, converted, number_in, read_quantity
from sim.scenario.words import allowed

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.model.parameters.spec import Spec

LONGEST: Final = 400
"""Characters; a value longer than this is a slip."""

_INTERVAL: Final = re.compile(r"(?P<low>\S.*?)\s+to\s+(?P<high>\S.*)", re.DOTALL)
_CALL: Final = re.compile(r"(?P<name>[A-Za-z_]+)\s*\((?P<inside>[^()]*)\)")
_NUMBER: Final = re.compile(r"[-+£€$¥₹\s]*[0-9.,_]+(?:[eE][-+]?[0-9]+)?")
_TRACES: Final = 1e-9
"""A belief with less than this inside the allowed range is refused."""
_MAX_SHAPE: Final = 1e5


@dataclass(frozen=True, slots=True)
class _Context:
    spec: Spec
    key: str
    currency: str

    def number(self, text: str) -> float:
        return number_in(text, self.spec, key=self.key, currency=self.currency)

    def distance(self, text: str) -> float:
        """Return a spread in the parameter's unit; it need not lie in the parameter's range."""
        quantity = read_quantity(text)
        if quantity.per not in {"", self.spec.unit.removeprefix("per ")}:
            raise QuantityError(
                f"{self.key}: a spread can't be converted between periods", f"Write it {self.spec.unit}."
            )
        return converted(quantity, text, self.spec, key=self.key, currency=self.currency)

    def bare(self, text: str) -> float:
        quantity = read_quantity(text)
        if quantity.kind not in {"plain", "percent"} or quantity.per:
            raise QuantityError(f"{self.key}: {text!r} must be a number without unit")
        return quantity.number


def read_value(text: str, spec: Spec, *, key: str, currency: str) -> float | Distribution:
    """Return the number, or the belief, that a text stands for, in the parameter's unit and range.

    Raises
    ------
    QuantityError
        When the text is neither.
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise QuantityError(f"{key} is too long to be a number", "Check for a missing quote or line break.")
    context = _Context(spec, key, currency)
    call = _CALL.fullmatch(text)
    interval = None if call else _INTERVAL.fullmatch(text)
    if call is None and interval is None:
        _refuse_broken_call(text)
        return context.number(text)
    if spec.whole:
        raise QuantityError(
            f"{key} shapes the model itself and can't be uncertain", f"Write one whole number: {allowed(spec)}."
        )
    belief = _called(call, text, context) if call else _interval(interval["low"], interval["high"], text, context)  # type: ignore[index]
    if belief.cut > 1.0 - _TRACES:
        raise QuantityError(f"{key}: {text!r} lies outside the allowed range", f"Allowed: {allowed(spec)}.")
    return belief


def _refuse_broken_call(text: str) -> None:
    head = text.partition("(")[0].strip()
    if "(" not in text or not re.fullmatch("[A-Za-z_]+", head):
        return
    if ")" not in text:
        raise QuantityError(
            f"{text!r} has no closing ')'", 'Inside { } or [ ] put it in quotes: "triangular(1, 2, 3)".'
        )
    raise QuantityError(f"{text!r} is not a distribution", "Write name(number, number), nothing after it.")


def _interval(low_text: str, high_text: str, text: str, context: _Context) -> Distribution:
    """Return the belief whose 5th and 95th percentiles are given: lognormal if both are positive, else normal."""
    low_text, high_text = low_text.strip(), high_text.strip()
    first, second = read_quantity(low_text), read_quantity(high_text)
    if bool(first.size) != bool(second.size):
        raise QuantityError(
            f"{text!r}: is the size meant for both?", f"Write it twice, as in '1{second.size or first.size} to …'."
        )
    if first.kind == "plain" and not first.per and (second.kind != "plain" or second.per):
        if second.kind == "percent" and abs(first.number) <= 1.0:
            raise QuantityError(f"{text!r}: is the % meant for both?", f"Write '{low_text}% to {high_text}'.")
        low_text += _NUMBER.sub("", high_text, count=1)  # "30 to 60 days": the unit is meant for both
    low, high = context.number(low_text), context.number(high_text)
    if low >= high:
        raise QuantityError(f"{text!r}: the low end must come first and be lower", "Write 'A to B' with A below B.")
    spec = context.spec
    if low > 0.0:
        width = math.log(high / low) / (2.0 * Z90)
        return Distribution("lognormal", (math.sqrt(low) * math.sqrt(high), width), spec.low, spec.high, text)
    return Distribution("normal", ((low + high) / 2.0, (high - low) / (2.0 * Z90)), spec.low, spec.high, text)


def _called(call: re.Match[str], text: str, context: _Context) -> Distribution:
    family = call["name"].lower()
    if family not in FAMILIES:
        hint = did_you_mean(family, FAMILIES)
        if len(hint.split()) <= 4:  # noqa: PLR2004 (only the suggestion: name the others too)
            hint += f" Known: A to B, {', '.join(FAMILIES)}."
        raise QuantityError(f"{call['name']!r} is not a distribution", hint)
    parts = [part.strip() for part in call["inside"].split(",")]
    numbers = _discrete(parts, context) if family == "discrete" else _arguments(family, parts, context)
    belief = Distribution(family, numbers, context.spec.low, context.spec.high, text)
    if family in _CHECKS:
        _CHECKS[family](numbers, text)
    return belief


def _arguments(family: str, parts: list[str], context: _Context) -> tuple[float, ...]:
    names = FAMILIES[family]
    given = dict(_named(part) for part in parts if "=" in part)
    if family == "beta":
        return _beta_arguments(parts, given, context)
    if given and len(given) == len(parts):
        parts = [given.get(name, "") for name in names]
    if len(parts) != len(names) or not all(parts) or (given and set(given) != set(names)):
        hint = "Inside ( ) write thousands as 250_000." if len(parts) > len(names) else ""
        raise QuantityError(f"{family} needs {len(names)} numbers: {family}({', '.join(names)})", hint)
    return tuple(_argument(name, part, context) for name, part in zip(names, parts, strict=True))


def _named(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return name.strip(), value.strip()


def _argument(name: str, text: str, context: _Context) -> float:
    if name in {"low", "mode", "high"}:
        return context.number(text)
    if name in {"sd", "sigma"}:
        spread = context.distance(text) if name == "sd" else context.bare(text)
        if spread <= 0.0:
            raise QuantityError(f"{context.key}: {name} must be above 0", f"It is {text}.")
        return spread
    return context.number(text)


def _beta_arguments(parts: list[str], given: dict[str, str], context: _Context) -> tuple[float, ...]:
    """Return (a, b) from beta(a, b), whose numbers are shapes, or from beta(mean=…, sd=…)."""
    if context.spec.unit not in {"share", "ratio", "per month", "per year"}:
        raise QuantityError(f"{context.key}: a beta distribution lies between 0 and 1", "Use pert(low, mode, high).")
    if set(given) == {"mean", "sd"} and len(parts) == len(given):
        return _beta_from_moments(context.number(given["mean"]), context.distance(given["sd"]))
    shapes = [given[name] for name in ("a", "b")] if set(given) == {"a", "b"} else parts
    if len(shapes) != len(FAMILIES["beta"]) or any("%" in shape or "=" in shape for shape in shapes):
        raise QuantityError(
            "beta takes two shapes, or mean and sd by name", "Write beta(4, 12) or beta(mean=25%, sd=10%)."
        )
    a, b = (context.bare(shape) for shape in shapes)
    if not (0.0 < a <= _MAX_SHAPE and 0.0 < b <= _MAX_SHAPE):
        raise QuantityError("the shapes of beta(a, b) must be above 0", "Write beta(4, 12) or beta(mean=25%, sd=10%).")
    return a, b


def _beta_from_moments(mean: float, sd: float) -> tuple[float, float]:
    if not 0.0 < mean < 1.0 or not 0.0 < sd < math.sqrt(mean * (1.0 - mean)):
        raise QuantityError(
            "no beta distribution has this mean and sd", "The mean lies in (0, 1), sd below sqrt(mean·(1 − mean))."
        )
    weight = mean * (1.0 - mean) / sd**2 - 1.0
    if weight > _MAX_SHAPE:
        raise QuantityError("this sd is too small for a beta distribution", "Write the mean as a plain number.")
    return mean * weight, (1.0 - mean) * weight


def _discrete(parts: list[str], context: _Context) -> tuple[float, ...]:
    pairs = []
    for part in parts:
        value, colon, weight = part.rpartition(":")
        if not colon:
            raise QuantityError(f"{part!r} is no pair value:probability", "Write discrete(10:0.3, 20:0.7).")
        pairs.append((context.number(value.strip()), context.bare(weight)))
    if any(weight < 0.0 for _, weight in pairs):
        raise QuantityError("a probability can't be negative", "Probabilities add up to 1.")
    total = math.fsum(weight for _, weight in pairs)
    if not math.isclose(total, 1.0, abs_tol=1e-6):
        raise QuantityError(f"the probabilities add up to {total:g}, not 1", "Write discrete(10:0.3, 20:0.7).")
    return tuple(number for pair in sorted(pairs) for number in pair)


def _rising(numbers: tuple[float, ...], text: str) -> None:
    if list(numbers) != sorted(numbers) or numbers[0] == numbers[-1]:
        raise QuantityError(f"{text!r}: the numbers must rise from low to high", "Write low, then mode, then high.")


def _positive(numbers: tuple[float, ...], text: str) -> None:
    if numbers[0] <= 0.0:
        raise QuantityError(f"{text!r}: the median of a lognormal must be above 0", "Use normal(mean, sd).")


_CHECKS: Final[dict[str, Callable[[tuple[float, ...], str], None]]] = {
    "uniform": _rising,
    "triangular": _rising,
    "pert": _rising,
    "lognormal": _positive,
}
