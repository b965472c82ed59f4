"""The operations of a program: the inner loops, and the functions, by which NumPy does them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.randomness import accelerator
from sim.traced.graph import AS_NUMBER, BINOMIAL, CLIP, COPY, COUNTS, OF_TESTS, SELECT, TESTS, UntraceableError

try:
    from sim.traced import _loops as compiled
except ImportError:  # no compiler when the package was installed
    compiled = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = ["OWN", "compiled", "function_of", "gives_test", "inner_loop", "present", "takes_tests"]

OWN: Final = {SELECT: -1, AS_NUMBER: -2, COPY: -3}
"""Operations that NumPy has no ufunc for, as the compiled module numbers them: they only move numbers."""

_DOUBLE: Final = b"\x0c"
_BOOL: Final = b"\x00"


def present() -> bool:
    """Say whether inner loops can be called here, those of the accelerator among them."""
    return bool(compiled) and accelerator.present()


def takes_tests(name: str) -> tuple[bool, bool, bool]:
    """Say which operands of an operation are true or false instead of numbers."""
    if name in OF_TESTS:
        return True, True, True
    return name in {SELECT, AS_NUMBER}, False, False


def gives_test(name: str) -> bool:
    """Say whether its result is true or false."""
    return name in TESTS


def function_of(name: str) -> Callable[..., Any]:
    """Return what does an operation: operands first, then where its result goes."""
    return _FUNCTIONS.get(name) or _ufunc(name)


def inner_loop(name: str, stop: NDArray[np.int64]) -> tuple[int, int, int]:
    """Return where the inner loop of an operation is: function, data, inputs.

    Parameters
    ----------
    stop
        One number, which counts that Python must decide set.

    Raises
    ------
    UntraceableError
        When it is not where this version of NumPy should have it.
    """
    if name in COUNTS:
        binomial, poisson = accelerator.compiled.loops()
        return (binomial, stop.ctypes.data, 3) if name == BINOMIAL else (poisson, stop.ctypes.data, 2)
    ufunc = _ufunc(name)
    kinds = [_BOOL if test else _DOUBLE for test in takes_tests(name)[: ufunc.nin]]
    found = compiled.loop(ufunc, b"".join([*kinds, _BOOL if gives_test(name) else _DOUBLE]))
    if found is None:
        raise UntraceableError(f"no loop for {name}")
    return (*found, ufunc.nin)


class _Asking(np.ndarray[Any, np.dtype[Any]]):
    """An array that is told which ufunc wants to work on it."""

    def __array_ufunc__(self, ufunc: np.ufunc, *_: object, **__: object) -> Any:  # noqa: ANN401
        """Return the ufunc."""
        return ufunc


_CLIP: Final[Any] = np.clip(np.zeros(1).view(_Asking), 0.0, 1.0)
"""The ufunc behind `np.clip`, which has no public name."""


def _ufunc(name: str) -> np.ufunc:
    ufunc: np.ufunc = _CLIP if name == CLIP else getattr(np, name)
    return ufunc


_FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    SELECT: lambda test, one, other, out: np.copyto(out, np.where(test, one, other)),
    AS_NUMBER: lambda test, out: np.copyto(out, test),
    COPY: lambda row, out: np.copyto(out, row),
    "maximum": lambda one, other, out: np.maximum(one, other, out=out),  # NumPy wants it named here
    "minimum": lambda one, other, out: np.minimum(one, other, out=out),
}
