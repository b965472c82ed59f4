"""The operations of a program: the inner loops by which NumPy does them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from sim.traced.graph import AS_NUMBER, CLIP, COPY, OF_TESTS, SELECT, TESTS, UntraceableError

try:
    from sim.traced import _loops as compiled
except ImportError:  # no compiler when the package was installed
    compiled = None  # type: ignore[assignment]

__all__ = ["OWN", "compiled", "gives_test", "inner_loop", "present", "takes_tests"]

OWN: Final = {SELECT: -1, AS_NUMBER: -2, COPY: -3}
"""Operations that NumPy has no ufunc for, as the compiled module numbers them: they only move numbers."""

_DOUBLE: Final = b"\x0c"
_BOOL: Final = b"\x00"


def present() -> bool:
    """Say whether programs can be replayed here."""
    return compiled is not None


def takes_tests(name: str) -> tuple[bool, bool, bool]:
    """Say which operands of an operation are true or false instead of numbers."""
    if name in OF_TESTS:
        return True, True, True
    return name in {SELECT, AS_NUMBER}, False, False


def gives_test(name: str) -> bool:
    """Say whether its result is true or false."""
    return name in TESTS


def inner_loop(name: str) -> tuple[int, int, int]:
    """Return where NumPy keeps the inner loop of an operation: function, data, inputs.

    Raises
    ------
    UntraceableError
        When it is not where this version of NumPy should have it.
    """
    ufunc: np.ufunc = _CLIP if name == CLIP else getattr(np, name)
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
