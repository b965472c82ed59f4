"""NumPy's functions that only move rows about, or choose among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.traced.graph import CLIP, JOIN, SELECT, WHOLE, UntraceableError
from sim.traced.noting import Noting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def _select(like: Noting, condition: Any, one: Any, other: Any) -> Noting:  # noqa: ANN401
    return like.noted(SELECT, [condition, one, other])


def _clip(like: Noting, value: Any, low: Any, high: Any) -> Noting:  # noqa: ANN401
    return like.noted(CLIP, [value, low, high])


def _stack(like: Noting, arrays: Sequence[Any]) -> Noting:
    return like.like(np.stack(np.broadcast_arrays(*(like.numbers_of(each) for each in arrays))))


def _concatenate(like: Noting, arrays: Sequence[Any], axis: int = 0) -> Noting:
    if axis == 0:
        return like.like(np.concatenate([like.numbers_of(each) for each in arrays]))
    if axis != -1:
        raise UntraceableError(f"joined along axis {axis}")
    return joined(like, arrays)


def joined(like: Noting, arrays: Sequence[Any]) -> Noting:
    """Put the lanes of all policies side by side again, each policy's where they belong."""
    graph, none = like.graph, np.empty(0, np.int64)
    owners = [
        each if isinstance(each, Noting) else type(like)(graph, none, each.shape[-1], part)
        for part, each in enumerate(arrays, start=1)
    ]
    theirs = [(part, end - start) for part, (start, end) in enumerate(graph.parts, start=1)]
    if [(each.part, each.lanes) for each in owners] != theirs:
        raise UntraceableError("lanes that are not all policies' in their order")
    spread = np.broadcast_arrays(*(own.numbers_of(each) for own, each in zip(owners, arrays, strict=True)))
    rows = [
        of[0] if len(set(of)) == 1 and graph.part[of[0]] == WHOLE else graph.operation(JOIN, of)
        for of in zip(*(each.ravel().tolist() for each in spread), strict=True)
    ]
    lanes = sum(own.lanes for own in owners)
    return type(like)(graph, np.array(rows, np.int64).reshape(spread[0].shape), lanes)


def _filled(value: float) -> Callable[..., Noting]:
    def filled(like: Noting, prototype: Noting, shape: tuple[int, ...] | None = None) -> Noting:
        if prototype.kind == "test":
            raise UntraceableError("tests made up")
        wanted = prototype.shape if shape is None else shape
        return like.like(np.full(wanted[:-1], like.graph.number(value)))

    return filled


def _broadcast(like: Noting, value: Noting, shape: tuple[int, ...]) -> Noting:
    return like.like(np.broadcast_to(value.rows, shape[:-1]), value.kind)


def _parted(like: Noting, value: Noting, parts: int) -> list[Noting]:
    return [like.like(rows, value.kind) for rows in np.split(value.rows, parts)]


FUNCTIONS: Final[dict[Any, Callable[..., Any]]] = {
    np.where: _select,
    np.clip: _clip,
    np.stack: _stack,
    np.concatenate: _concatenate,
    np.zeros_like: _filled(0.0),
    np.ones_like: _filled(1.0),
    np.empty_like: _filled(0.0),
    np.broadcast_to: _broadcast,
    np.split: _parted,
}
