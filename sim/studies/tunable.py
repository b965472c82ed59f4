"""What can be tuned of a policy, in which range, and how a point of the unit cube reads as settings."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.errors import UsageError
from sim.hints import meant
from sim.model.parameters import PerStep
from sim.policies import Growing
from sim.results import STEPS
from sim.scenario.quantities import QuantityError, read_quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sim.model.decisions import Policy
    from sim.model.parameters.spec import Spec
    from sim.outcomes import Array

MOST: Final = 6
"""Dimensions that the search is made for."""
ROOM: Final = 4.0
"""How many times today's value is searched where the allowed range is open or huge, as for days and weights."""
FINENESS: Final = 200.0
"""Settings are rounded to the power of ten below this part of their range: shares to 0.1%, days to whole days."""
SPLIT: Final = "split"
PERCENT: Final = 0.01
"""Shares of a split are whole percents."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A setting that is to be tuned.

    Attributes
    ----------
    name
        Of the setting.
    low, high
        Range to search; None for the usual one.
    """

    name: str
    low: float | None = None
    high: float | None = None

    @classmethod
    def read(cls, text: str) -> Wanted:
        """Read `share`, or `share=20%:80%`.

        Raises
        ------
        UsageError
            When it is neither.
        """
        name, equals, ends = text.partition("=")
        if not equals:
            return cls(name.strip())
        low, colon, high = ends.partition(":")
        try:
            found = cls(name.strip(), read_quantity(low.strip()).number, read_quantity(high.strip()).number)
        except QuantityError as error:
            raise UsageError(f"{text!r} is not SETTING=LO:HI, such as share=20%:80%: {error.message}") from None
        if not colon or found.low >= found.high:  # type: ignore[operator] # both were read
            raise UsageError(f"{text!r} is not SETTING=LO:HI with LO below HI, such as share=20%:80%")
        return found


@dataclass(frozen=True, slots=True)
class Scalar:
    """One number of a rule.

    Attributes
    ----------
    name, unit, meaning
        As the rule declares them.
    low, high
        Range searched.
    decimals
        To which values are rounded.
    yours
        Today's value, the middle of the belief if it is uncertain; NaN where it is left to the rule.
    """

    name: str
    unit: str
    meaning: str
    low: float
    high: float
    decimals: int
    yours: float
    dimensions: int = 1

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the settings below the policy."""
        return (self.name,)

    def values(self, points: Array) -> Array:
        """Return values of points, shape (points, 1)."""
        rounded = np.round(self.low + (self.high - self.low) * points, self.decimals)
        return np.clip(rounded, self.low, self.high) + 0.0  # no negative zero

    def point(self) -> Array:
        """Return today's value as a point, as near as the range allows."""
        return np.clip([(self.yours - self.low) / (self.high - self.low)], 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Split:
    """How growth money is split over the five steps, whole percents that sum to 100%.

    Attributes
    ----------
    yours
        Today's split, shape (5,).
    """

    yours: Array
    name: str = SPLIT
    unit: str = "share"
    meaning: str = "share of growth money for the step"
    dimensions: int = len(STEPS) - 1

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the settings below the policy."""
        return tuple(f"{SPLIT}.{step}" for step in STEPS)

    def values(self, points: Array) -> Array:
        """Break a stick at each coordinate, so that points spread evenly give splits spread evenly; shape (points, 5).

        Of what is left, the next step gets 1 − (1 − u)^(1 / steps after it): uniform on the simplex.
        """
        left, parts = np.ones(len(points)), []
        for after, u in zip(range(self.dimensions, 0, -1), points.T, strict=True):
            parts.append(left * (1.0 - (1.0 - u) ** (1.0 / after)))
            left = left - parts[-1]
        return whole_percents(np.stack([*parts, left], axis=1))

    def point(self) -> Array:
        """Return today's split as a point."""
        left, found = 1.0, []
        for after, part in zip(range(self.dimensions, 0, -1), self.yours, strict=False):
            rest = 1.0 - part / left if left > 0.0 else 0.0
            found.append(1.0 - max(0.0, rest) ** after)
            left -= part
        return np.clip(found, 0.0, 1.0)


def whole_percents(shares: Array) -> Array:
    """Round shares that sum to 1 to whole percents that do: what is left goes to the largest remainders."""
    scaled = np.round(shares / PERCENT, 9)
    whole = np.floor(scaled)
    order = np.argsort(whole - scaled, axis=1, kind="stable")
    missing = np.round(1.0 / PERCENT - whole.sum(axis=1)).astype(int)
    extra = np.arange(shares.shape[1]) < missing[:, None]
    np.put_along_axis(whole, order, np.take_along_axis(whole, order, axis=1) + extra, axis=1)
    return np.round(whole * PERCENT, 2)


Knob = Scalar | Split


@dataclass(frozen=True, slots=True)
class Tunable:
    """The settings of a policy that are tuned together: a `Space` to search."""

    policy: str
    knobs: tuple[Knob, ...]

    @property
    def dimensions(self) -> int:
        """Length of a point."""
        return sum(knob.dimensions for knob in self.knobs)

    @property
    def keys(self) -> tuple[str, ...]:
        """Dotted key of every setting."""
        return tuple(f"policies.{self.policy}.{name}" for knob in self.knobs for name in knob.columns)

    def candidates(self, points: Array) -> Array:
        """Return settings as they will be written, shape (points, settings)."""
        ends = np.cumsum([knob.dimensions for knob in self.knobs])[:-1]
        parts = np.split(points, ends, axis=1)
        return np.concatenate([knob.values(part) for knob, part in zip(self.knobs, parts, strict=True)], axis=1)

    def own(self) -> Array:
        """Return today's settings as a point, shape (1, dimensions); shape (0, dimensions) where a rule decides."""
        if any(np.isnan(knob.yours).any() for knob in self.knobs):
            return np.empty((0, self.dimensions))
        return np.concatenate([knob.point() for knob in self.knobs])[None]


def tunable(name: str, policy: Policy, wanted: Sequence[Wanted]) -> Tunable | None:
    """Return what is tuned of a policy: the settings wanted, else those that its rule has beyond what all rules share.

    None when it has none of them.

    Raises
    ------
    UsageError
        When a range is not allowed, or there is too much to tune.
    """
    known = settings_of(policy)
    common = {f.name for f in fields(Growing)}
    usual = {setting: Wanted(setting) for setting in known if setting not in common}
    asked = {one.name: one for one in wanted} or usual
    knobs = [_knob(name, policy, known[one.name], one) for one in asked.values() if one.name in known]
    knobs.sort(key=lambda knob: knob.name != "share")
    found = Tunable(name, tuple(knobs))
    if found.dimensions > MOST:
        there = ", ".join(f"{knob.name} ({knob.dimensions})" for knob in found.knobs)
        raise UsageError(
            f"{name}: {found.dimensions} dimensions to tune, at most {MOST}: {there}. Name fewer with --tune."
        )
    return found if knobs else None


def settings_of(policy: Policy) -> Mapping[str, Spec]:
    """Return the numeric settings of a policy's rule, the split among them."""
    specs = {f.name: f.metadata.get("spec") for f in fields(policy)}  # type: ignore[arg-type] # rules are dataclasses
    return {name: spec for name, spec in specs.items() if spec is not None}


def _knob(policy: str, rule: Policy, spec: Spec, wanted: Wanted) -> Knob:
    value: Any = getattr(rule, wanted.name)
    if isinstance(value, PerStep):
        if wanted.low is not None:
            raise UsageError(f"policies.{policy}.{wanted.name}: a split has no range; every step gets 0% to 100%")
        return Split(np.array([float(getattr(value, step)) for step in STEPS]))
    yours = float(value)
    low, high = _range(f"policies.{policy}.{wanted.name}", spec, yours, wanted)
    return Scalar(wanted.name, spec.unit, spec.meaning, low, high, _decimals(high - low), yours)


def _range(key: str, spec: Spec, yours: float, wanted: Wanted) -> tuple[float, float]:
    if wanted.low is not None and wanted.high is not None:
        if not spec.low <= wanted.low < wanted.high <= spec.high:
            raise UsageError(
                f"{key}: {wanted.low:g} to {wanted.high:g} to search; allowed: {spec.low:g} to {spec.high:g}"
            )
        return wanted.low, wanted.high
    if spec.unit == "share":
        return spec.low, spec.high
    today = next(value for value in (yours, spec.default, 1.0) if value > spec.low)
    return spec.low, min(spec.high, max(ROOM * today, spec.low + 1.0))


def _decimals(span: float) -> int:
    return -math.floor(math.log10(span / FINENESS))


def unknown(names: Iterable[str], known: Iterable[str]) -> str:
    """Say what is wrong with names that no policy has as a setting."""
    known = sorted(set(known))
    wrong = next(name for name in names if name not in known)
    return f"no policy to tune has a setting {wrong!r}.{meant(wrong, known)} There are {', '.join(known)}."
