"""Views of symbols share what NumPy's share, and what is put into them is seen wherever NumPy's arrays show it."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.unit.traced.pairing import agree

if TYPE_CHECKING:
    from collections.abc import Callable

    Work = Callable[..., Any]

VIEWS: dict[str, Work] = {
    "one": lambda a: a[1],
    "last": lambda a: a[-1],
    "some": lambda a: a[1:3],
    "every second": lambda a: a[::2],
    "backwards": lambda a: a[::-1],
    "a new axis": lambda a: a[None],
    "an axis within": lambda a: a[:, None],
    "one row of a row": lambda a: a[2, :1],
    "a column": lambda a: a[:, 1],
    "all": lambda a: a[:],
    "swapped": lambda a: a.swapaxes(0, 1),
    "flat": lambda a: a.reshape(12, -1),
    "folded": lambda a: a.reshape(2, 6, a.shape[-1]),
    "folded by a tuple": lambda a: a.reshape((6, 2, a.shape[-1])),
    "split": lambda a: np.split(a, 2)[1],
    "swapped and flat": lambda a: a.swapaxes(0, 1).reshape(12, -1),  # a copy
    "picked": lambda a: a[[2, 0]],  # a copy
    "masked": lambda a: a[np.array([True, False, True, True])],  # a copy
    "copied": lambda a: a.copy(),
    "as numbers": lambda a: a.astype(float),  # a copy
}


@pytest.mark.parametrize("name", VIEWS)
def test_views_show_and_take_what_numpys_do(name: str) -> None:
    view = VIEWS[name]

    def put(a: Any) -> Any:  # noqa: ANN401
        seen = view(a)
        seen[:] = 3.0
        return seen

    def added(a: Any) -> Any:  # noqa: ANN401
        seen = view(a)
        seen += a[0, 0]
        return seen

    def changed_below(a: Any) -> Any:  # noqa: ANN401
        seen = view(a)
        a *= 2.0
        return seen

    for work in (view, put, added, changed_below):
        assert agree(work, (4, 3))


def test_rows_are_put_where_numpy_puts_them() -> None:
    def work(a: Any, b: Any) -> Any:  # noqa: ANN401
        a[1:3] = b
        a[:2, 1] = b[0, 2]
        a[0] -= b[1]
        a[[3, 1]] += b
        a[-1] = 5
        a[2, 2:] = a[3, :1]
        return a

    assert agree(work, (4, 3), (2, 3))


@pytest.mark.parametrize("name", ["iadd", "isub", "imul", "itruediv"])
def test_in_place_operators_change_every_view(name: str) -> None:
    def work(a: Any, b: Any) -> Any:  # noqa: ANN401
        before = a[1]
        same = getattr(operator, name)(a, b)
        assert same is a
        return before

    assert agree(work, (2, 3), (3,))


def test_what_is_written_by_out_is_there_and_handed_back() -> None:
    def work(a: Any, b: Any) -> Any:  # noqa: ANN401
        assert np.maximum(a, b, out=a) is a
        np.multiply(a[0], 2.0, out=a[1])
        return a

    assert agree(work, (2, 3), (2, 3))


def test_loops_over_rows_go_through_views() -> None:
    def work(a: Any) -> Any:  # noqa: ANN401
        for row in a:
            row[0] = 1.0
        return a

    assert agree(work, (3, 2))
