"""What every NumPy operation of the engine does to dimensions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from tests.unit.model.dimensions import (
    COUNT,
    FACTOR,
    FITTED,
    PLAIN,
    TERMS,
    YEAR,
    YEARLY,
    Known,
    MismatchError,
    Quantity,
    agreed,
    at_work,
    bare,
    measured,
    number,
    place,
    read,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_TOGETHER: Final = {np.add, np.subtract}
_COMPARED: Final = {np.less, np.less_equal, np.greater, np.greater_equal, np.equal, np.not_equal}
_BOUNDED: Final = {"maximum", "minimum", "clip"}
_KEEPING: Final = {np.negative, np.positive, np.absolute}
_WHOLE: Final = {np.rint, np.floor, np.ceil}
_TWELVE: Final = re.compile(r"(?<![\w.])12(\.0)?(?![\w.])")
_OVER_TWELVE: Final = re.compile(r"\*\* \(\w+ / 12\)$")
_ANY_TRUTH: Final = {
    *(np.isnan, np.isfinite, np.isinf, np.logical_and, np.logical_or, np.logical_not, np.bitwise_and, np.bitwise_or),
    np.invert,
}


def rule(ufunc: np.ufunc, method: str, inputs: Sequence[Any]) -> Known:
    """Return the dimension of what a ufunc gives back.

    Raises
    ------
    MismatchError
        When its inputs do not go together.
    """
    if ufunc in _ANY_TRUTH or _fitted():
        return PLAIN
    if method != "__call__" or ufunc in _KEEPING:
        return read(inputs[0], bound=False)
    if ufunc in _PRODUCTS:
        return _PRODUCTS[ufunc](inputs)
    return _alike(ufunc, inputs)


def _alike(ufunc: np.ufunc, inputs: Sequence[Any]) -> Known:
    """Return the one dimension that all inputs must have."""
    if ufunc in _TOGETHER:
        return _sum(inputs, ufunc.__name__)
    if ufunc in _WHOLE:
        return agreed("made whole though not", [read(inputs[0], bound=False), _counted(inputs[0])])
    if ufunc.__name__ in _BOUNDED:
        return agreed("beside", [read(each, bound=True) for each in inputs])
    if ufunc in _COMPARED:
        return agreed("compared with", [read(each, bound=_ranks(each)) for each in inputs])
    return _pure(ufunc.__name__, inputs)


def _counted(value: Any) -> Known:  # noqa: ANN401
    """Return what may be made whole: counts and plain numbers."""
    known = read(value, bound=False)
    return COUNT if known == COUNT else PLAIN


def _ranks(value: object) -> bool:
    """Return whether these are places in an order, which may be compared with a count."""
    return isinstance(value, np.ndarray) and value.dtype.kind == "i"


def _fitted() -> bool:
    code = at_work()
    return (code.file, code.function) in FITTED


def _flags(value: object) -> bool:
    """Return whether these are yes or no: one more of what they are added to, or none."""
    return isinstance(value, np.ndarray) and value.dtype == np.bool_


def _sum(inputs: Sequence[Any], what: str) -> Known:
    """Add alike; one plus a yearly rate is a factor of a year, and that less one is a yearly rate again."""
    known = [read(each, bound=_flags(each)) for each in inputs]
    ones = any(number(each) and float(each) == 1.0 for each in inputs)
    if ones and YEARLY in known:
        return FACTOR
    if ones and FACTOR in known:
        return YEARLY
    return agreed({"add": "plus", "subtract": "minus"}[what], known)


def _product(inputs: Sequence[Any], power: float = 1.0) -> Known:
    """Multiply or divide; a bare 12 is the months of a year, and a factor of a year stays one beside plain numbers."""
    first, second = (_factor(each) for each in inputs)
    if first is None or second is None:
        return None
    return first.times(second, power)


def _factor(value: Any) -> Known:  # noqa: ANN401
    if isinstance(value, Quantity):
        return value.dimension
    return YEARLY if number(value) and float(value) == 12.0 and _months_of_a_year() else PLAIN


def _months_of_a_year() -> bool:
    """Return whether a 12 stands in the code itself, not for a number of months that happens to be 12."""
    code = at_work()
    return bool(_TWELVE.search(code.text)) and (code.file, code.function) not in TERMS


def _raised(inputs: Sequence[Any]) -> Known:
    """Raise to a power: plain to plain, a factor of a year to years or twelfths of one, anything to a fixed number."""
    base, exponent = read(inputs[0], bound=False), read(inputs[1], bound=False)
    if base == FACTOR or _years(inputs[1]):
        if base in (FACTOR, None) and (exponent == YEAR or _years(inputs[1])):
            return PLAIN
        raise MismatchError(f"{base} to the power of {exponent} years, in {place()}")
    agreed("as a power beside", [PLAIN, exponent])
    if base is None or base == PLAIN:
        return base
    if not number(inputs[1]):
        raise MismatchError(f"{base} to a power that is not a fixed number, in {place()}")
    return PLAIN.times(base, float(inputs[1]))


def _years(exponent: object) -> bool:
    """Return whether a bare exponent is written as a number of months over 12."""
    return number(exponent) and bool(_OVER_TWELVE.search(at_work().text))


def _pure(what: str, inputs: Sequence[Any]) -> Known:
    """Take exponentials, logarithms and the like of plain numbers only."""
    for each in inputs:
        if (known := read(each, bound=False)) not in (PLAIN, None):
            raise MismatchError(f"{what} of {known}, in {place()}")
    return PLAIN


_PRODUCTS: Final[Mapping[np.ufunc, Callable[[Sequence[Any]], Known]]] = {
    np.multiply: _product,
    np.divide: lambda inputs: _product(inputs, -1.0),
    np.power: _raised,
    np.float_power: _raised,
    np.sqrt: lambda inputs: _raised((inputs[0], 0.5)),
    np.square: lambda inputs: _raised((inputs[0], 2.0)),
}


def _where(condition: Any, *chosen: Any) -> Any:  # noqa: ANN401
    dimension = agreed("or else", [read(each, bound=True) for each in chosen])
    return measured(np.where(bare(condition), *(bare(each) for each in chosen)), dimension)


def _joined(func: Callable[..., Any]) -> Callable[..., Any]:
    def join(parts: Sequence[Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        dimension = agreed("beside", [read(each, bound=True) for each in parts])
        return measured(func([bare(each) for each in parts], *args, **kwargs), dimension)

    return join


def _filled(func: Callable[..., Any], dimension: Known) -> Callable[..., Any]:
    def fill(like: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        return measured(func(bare(like), *args, **kwargs), dimension)

    return fill


def _full_like(like: Any, value: Any, **kwargs: Any) -> Any:  # noqa: ANN401
    return measured(np.full_like(bare(like), bare(value), **kwargs), read(value, bound=False))


def _broadcast_to(value: Any, shape: Any) -> Any:  # noqa: ANN401
    return measured(np.broadcast_to(bare(value), shape), read(value, bound=False))


def _plain_only(func: Callable[..., Any]) -> Callable[..., Any]:
    def plain(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        _pure(func.__name__, [each for each in args if isinstance(each, Quantity)])
        found = func(*(bare(each) for each in args), **kwargs)
        many = isinstance(found, tuple)
        return tuple(measured(each, PLAIN) for each in found) if many else measured(found, PLAIN)

    return plain


def _places(func: Callable[..., Any]) -> Callable[..., Any]:
    return lambda values, *args, **kwargs: func(bare(values), *args, **kwargs)


def _unique(values: Any, **kwargs: Any) -> Any:  # noqa: ANN401
    found, *places = np.unique(bare(values), **kwargs)
    return measured(found, read(values, bound=False)), *places


FUNCTIONS: Final[Mapping[Any, Callable[..., Any]]] = {
    np.where: _where,
    np.stack: _joined(np.stack),
    np.concatenate: _joined(np.concatenate),
    np.zeros_like: _filled(np.zeros_like, None),
    np.empty_like: _filled(np.empty_like, None),
    np.ones_like: _filled(np.ones_like, PLAIN),
    np.full_like: _full_like,
    np.broadcast_to: _broadcast_to,
    np.unique: _unique,
    np.linalg.eigh: _plain_only(np.linalg.eigh),
    np.argsort: _places(np.argsort),
    np.argmax: _places(np.argmax),
}
"""Functions that are no ufuncs and need a rule of their own."""
