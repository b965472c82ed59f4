"""The operations of a program as NumPy does them: by its inner loops, or by its functions where they can't be had."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from sim.traced.graph import TESTS
from sim.traced.symbols import AS_NUMBER, CLIP, OF_TESTS, SELECT

try:
    from sim.traced import _loops as compiled
except ImportError:  # no compiler when the package was installed
    compiled = None  # type: ignore[assignment]

OWN: Final = {SELECT: -1, AS_NUMBER: -2, "copy": -3}
"""Operations that are no ufunc, as the compiled module numbers them."""

_DOUBLE: Final = b"\x0c"
_BOOL: Final = b"\x00"

def takes_tests(name: str) -> tuple[bool, bool, bool]:
    """Say which operands of an operation are true or false instead of numbers."""
    if name in OF_TESTS:
        return True, True, True
    return name in {SELECT, AS_NUMBER}, False, False


def gives_test(name: str) -> bool:
    """Say whether its result is true or false."""
    return name in TESTS


def inner_loop(name: str) -> tuple[int, int, int] | None:
    """Return where NumPy keeps the inner loop of an operation: function, data, inputs; None where it is not found."""
    ufunc = function_of(name)
    kinds = [_BOOL if test else _DOUBLE for test in takes_tests(name)[: ufunc.nin]]
    found = compiled.loop(ufunc, b"".join([*kinds, _BOOL if gives_test(name) else _DOUBLE]))
    return None if found is None else (*found, ufunc.nin)


def function_of(name: str) -> Callable[..., Any]:
    """Return what does an operation: operands first, then where the result goes."""
    return _OWN.get(name) or getattr(np, name)  # type: ignore[no-any-return]


def _select(condition: Any, one: Any, other: Any, out: Any) -> None:  # noqa: ANN401
    np.copyto(out, other)
    np.copyto(out, one, where=condition)


def _copy(value: Any, out: Any) -> None:  # noqa: ANN401
    np.copyto(out, value)


class _Asking(np.ndarray[Any, np.dtype[Any]]):
    """An array that is told which ufunc wants to work on it."""

    def __array_ufunc__(self, ufunc: np.ufunc, *_: object, **__: object) -> Any:  # noqa: ANN401
        """Return the ufunc."""
        return ufunc


_OWN: Final[dict[str, Callable[..., Any]]] = {
    SELECT: _select,
    AS_NUMBER: _copy,
    "copy": _copy,
    CLIP: np.clip(np.zeros(1).view(_Asking), 0.0, 1.0),  # a ufunc without a public name
}
