"""Arrays that know what they measure: an algebra of dimensions that runs through the engine's own equations.

The engine moves in months, and adds the flow of one month to a stock without writing "times one month". A month is
therefore the unit of time here, without a dimension; days, weeks and years are dimensions of their own, so that a
yearly rate used as a monthly one, or days taken for months, do not pass.
"""

from __future__ import annotations

import linecache
import sys
from dataclasses import dataclass, fields, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from types import CodeType

Array = NDArray[np.float64]

GUARD: Final = 1e-6
"""Bare numbers this small keep a division from failing; they may stand beside anything."""

TERMS: Final = {
    ("reinvestment.py", "_bank"): "a loan that the bank calls in is paid back over twelve months",
    ("setup.py", "_opening_flow"): "the sales of twelve months like today",
}
"""Where a 12 written in the code is a number of months, not the months of a year: (file, function) and why."""


FITTED: Final = {
    ("reinvestment.py", "_other_closure"): "the BLS hazard, .20 x age^-.5, was fitted to ages in years",
}
"""Formulas fitted to numbers in stated units; inside them units are not checked: (file, function) and why."""


class MismatchError(ArithmeticError):
    """Two things were added, compared or used that do not measure the same."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """What a number measures, as powers of the units it is made of.

    Attributes
    ----------
    money, count, day, week, year
        Powers; a month has none.
    factor
        True for one plus a yearly rate: what a year multiplies by.
    """

    money: float = 0.0
    count: float = 0.0
    day: float = 0.0
    week: float = 0.0
    year: float = 0.0
    factor: bool = False

    def times(self, other: Dimension, power: float = 1.0) -> Dimension:
        """Return the dimension of a product with a power of another."""
        powers = {name: _power(self, name) + power * _power(other, name) for name in _POWERS}
        return replace(self, factor=self.factor or other.factor, **powers)

    def __str__(self) -> str:
        """Return the dimension in words."""
        if self.factor:
            return "factor of a year"
        made_of = [f"{name}^{_power(self, name):g}" for name in _POWERS if _power(self, name)]
        return " ".join(made_of).replace("^1", "") or "a plain number"


_POWERS: Final = tuple(f.name for f in fields(Dimension) if f.name != "factor")


def _power(dimension: Dimension, name: str) -> float:
    return float(getattr(dimension, name))


Known = Dimension | None
"""A dimension, or None for what fits anything: zeros, gaps, arrays not yet filled."""

PLAIN: Final = Dimension()
MONEY: Final = Dimension(money=1)
COUNT: Final = Dimension(count=1)
EACH: Final = Dimension(money=1, count=-1)
DAY: Final = Dimension(day=1)
WEEK: Final = Dimension(week=1)
YEAR: Final = Dimension(year=1)
YEARLY: Final = Dimension(year=-1)
FACTOR: Final = Dimension(factor=True)


class Quantity(np.ndarray[Any, np.dtype[Any]]):
    """An array with a dimension, which every operation checks and hands on."""

    dimension: Known

    def __array_finalize__(self, obj: object) -> None:
        """Take the dimension of what this is a view or copy of."""
        self.dimension = getattr(obj, "dimension", None)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:  # noqa: ANN401
        """Work out the dimension of the result, then the result."""
        from tests.unit.model.units_rules import rule  # noqa: PLC0415 (the rules know this class)

        dimension = rule(ufunc, method, inputs)
        out = options.pop("out", None)
        if out is not None:
            options["out"] = tuple(bare(each) for each in out)
        values = getattr(ufunc, method)(*(bare(each) for each in inputs), **options)
        if out is not None:
            if isinstance(out[0], Quantity):
                out[0].adopt(dimension)
            return out[0]
        counts = isinstance(values, np.ndarray) and values.dtype != np.bool_
        return measured(values, dimension) if counts else values

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:  # noqa: ANN401
        """Use the rule of functions that are no ufuncs; the others come down to ufuncs and views."""
        from tests.unit.model.units_rules import FUNCTIONS  # noqa: PLC0415

        if func in FUNCTIONS:
            return FUNCTIONS[func](*args, **kwargs)
        return super().__array_function__(func, types, args, kwargs)

    def __setitem__(self, key: Any, value: Any) -> None:  # noqa: ANN401
        """Fill in what measures the same, or give an array not yet filled its dimension."""
        self.adopt(read(value, bound=True))
        super().__setitem__(bare(key), bare(value))

    def argmax(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Return places, which measure nothing."""
        return bare(self).argmax(*args, **kwargs)

    def adopt(self, dimension: Known) -> None:
        """Take a dimension, or refuse another one than it has."""
        self.dimension = agreed("filled with", [self.dimension, dimension])


def measured(values: Any, dimension: Known) -> Quantity:  # noqa: ANN401
    """Return values with a dimension."""
    quantity = np.asarray(values).view(Quantity)
    quantity.dimension = dimension
    return quantity


def bare(value: Any) -> Any:  # noqa: ANN401
    """Return a value without its dimension."""
    if isinstance(value, tuple):
        return tuple(bare(each) for each in value)
    return value.view(np.ndarray) if isinstance(value, Quantity) else value


def number(value: object) -> bool:
    """Return whether a value is a bare number of the code."""
    return not isinstance(value, Quantity) and np.ndim(value) == 0  # type: ignore[arg-type]


def read(value: Any, *, bound: bool) -> Known:  # noqa: ANN401
    """Return what a value measures; a bare number that bounds something measures the same as that."""
    if isinstance(value, Quantity):
        return value.dimension
    values = np.asarray(value)
    if number(value):
        return None if bound or abs(values) <= GUARD or not np.isfinite(values) else PLAIN
    whole = values.dtype.kind in "iub"
    nothing = not np.any(np.where(np.isfinite(values), values, 0)) if not whole else False
    return None if nothing or (bound and whole) else PLAIN


def agreed(what: str, dimensions: list[Known]) -> Known:
    """Return the one dimension of all that have one.

    Raises
    ------
    MismatchError
        When there are two.
    """
    found = {each for each in dimensions if each is not None}
    if len(found) > 1:
        told = f" {what} ".join(str(each) for each in dimensions)
        raise MismatchError(f"{told}, in {place()}")
    return found.pop() if found else None


@dataclass(frozen=True, slots=True)
class Code:
    """The operation of the engine that is at work."""

    file: str
    function: str
    line: int
    text: str


def at_work() -> Code:
    """Return the operation of the engine that is at work."""
    frame = sys._getframe(1)
    while frame.f_back is not None and not str(frame.f_globals.get("__name__")).startswith("sim."):
        frame = frame.f_back
    return _operation(frame.f_code, frame.f_lasti, frame.f_lineno)


@cache
def _operation(code: CodeType, instruction: int, line: int) -> Code:
    """Return an operation with its own text, as far as Python tells where it stands."""
    first, last, start, end = next(islice(code.co_positions(), instruction // 2, None))
    lines = [linecache.getline(code.co_filename, each) for each in range(first or 0, (last or 0) + 1)]
    if start is not None and end is not None:
        lines[-1] = lines[-1].encode()[:end].decode()
        lines[0] = lines[0].encode()[start:].decode()
    text = " ".join(each.strip() for each in lines)
    return Code(Path(code.co_filename).name, code.co_name, line, text)


def place() -> str:
    """Return where in the engine the code is, and what it says there."""
    code = at_work()
    return f"{code.file}:{code.line} {code.function}: {code.text}"
