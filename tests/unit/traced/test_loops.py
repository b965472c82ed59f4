"""Rows replayed through NumPy's own inner loops are the rows that NumPy gives, bit for bit."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sim.randomness import KeyedUniforms, accelerator
from sim.traced import operations

try:
    from sim.traced import _loops as compiled
except ImportError:  # no compiler when the package was installed
    compiled = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy.typing as npt

    from sim.arrays import Array

    Row = npt.NDArray[np.float64] | npt.NDArray[np.bool_]

pytestmark = pytest.mark.skipif(not operations.present(), reason="nothing was compiled here")

BOOL, DOUBLE = np.dtype(np.bool_), np.dtype(np.float64)
NUMBER_OF = {BOOL: 0, DOUBLE: 12}
"""How NumPy numbers its types."""

READ_ONLY = np.zeros(16)
READ_ONLY.flags.writeable = False

LENGTHS = (*range(1, 71), 500, 1000, 4097)
SPECIAL = (0.0, -0.0, np.nan, -np.nan, np.inf, -np.inf, 5e-324, -5e-324, 2e-310, 1e308, -1e308, 1.0, -1.0, 2.0, 0.5)

OF_DOUBLES = (
    *("add", "subtract", "multiply", "divide", "maximum", "minimum", "power", "exp", "expm1", "log", "log1p", "log2"),
    *("sqrt", "square", "reciprocal", "negative", "absolute", "rint", "ceil", "floor", "tanh", "arctanh"),
)
TESTS_OF_DOUBLES = (*("greater", "greater_equal", "less", "less_equal", "equal", "not_equal", "isnan", "isfinite"),)
OF_BOOLS = ("logical_and", "logical_or", "logical_not", "bitwise_and", "bitwise_or")


@dataclass(frozen=True)
class Loop:
    """What an instruction calls: the types of its inputs and of its output, its words in the table, its number."""

    types: tuple[np.dtype[Any], ...]
    words: tuple[int, int] = (1, 0)
    number: int = 0


SELECT = Loop((BOOL, DOUBLE, DOUBLE, DOUBLE), number=-1)
TO_DOUBLES = Loop((BOOL, DOUBLE), number=-2)
COPY_DOUBLES = Loop((DOUBLE, DOUBLE), number=-3)
COPY_BOOLS = Loop((BOOL, BOOL), number=-5)


def loop_of(ufunc: np.ufunc, *types: np.dtype[Any]) -> Loop:
    words = compiled.loop(ufunc, bytes(NUMBER_OF[kind] for kind in types))
    assert words is not None
    return Loop(types, words)


def named(name: str) -> tuple[np.ufunc, Loop]:
    ufunc = getattr(np, name)
    taken = BOOL if name in OF_BOOLS else DOUBLE
    return ufunc, loop_of(ufunc, *[taken] * ufunc.nin, DOUBLE if name in OF_DOUBLES else BOOL)


def table(*loops: Loop) -> npt.NDArray[np.uint64]:
    return np.array([(*loop.words, len(loop.types) - 1) for loop in loops], np.uint64)


def going() -> npt.NDArray[np.int64]:
    """Return the number that stops a run, not set."""
    return np.zeros(1, np.int64)


def replayed(loop: Loop, inputs: Sequence[Row], lanes: int) -> Row:
    """Return the row that a loop makes of others, numbers without a dimension shared by all lanes."""
    apart = lanes + 1
    starts = [8 * (1 + lanes % 7 + place * apart) for place in range(4)]  # at any distance to what vectors like
    memory = np.full(12 + 4 * apart, -7.25)
    held = memory.view(np.uint8)
    for start, row in zip(starts[1:], inputs, strict=False):
        held[start : start + row.nbytes] = np.atleast_1d(row).view(np.uint8)
    steps = [row.itemsize if row.ndim else 0 for row in inputs]
    code = np.array([[loop.number, lanes, *starts, loop.types[-1].itemsize, *steps, *[0] * (3 - len(steps))]], np.int64)
    kept = held.copy()
    compiled.check(table(loop), code, memory)
    assert compiled.run(table(loop), code, memory, going(), 0, 1) == 1
    written = slice(starts[0], starts[0] + lanes * loop.types[-1].itemsize)
    kept[written] = held[written]
    np.testing.assert_array_equal(kept, held, "memory beside the output was written")
    return held[written].view(loop.types[-1])


def pool(name: str, every: int) -> Array:
    """Return numbers of both signs and many sizes, every so many of them special."""
    row: Array = KeyedUniforms(11).rows(name, 0, 1, ((0, 2600),))[0]
    values, wide = row[::2].copy(), row[1::2]
    values[::3] = 80 * wide[::3] - 40
    values[1::6] = np.exp(1400 * wide[1::6] - 700)
    values[::every] = np.resize(SPECIAL, len(values[::every]))
    return values


POOLS = (pool("loops/a", 3), pool("loops/b", 4), pool("loops/c", 5))


def rows(types: Sequence[np.dtype[Any]]) -> Iterator[tuple[int, list[Row]]]:
    """Yield lanes and inputs of these types, each a row or one number for all lanes."""
    for turn, lanes in enumerate(LENGTHS):
        for shared in itertools.product((False, True), repeat=len(types)):
            full = [numbers[turn : turn + lanes] for numbers in POOLS[: len(types)]]
            values = [row > 0.3 if kind == BOOL else row for row, kind in zip(full, types, strict=True)]
            yield lanes, [np.array(row[-1]) if one else row for row, one in zip(values, shared, strict=True)]


def same_bits(found: Row, expected: Row) -> bool:
    return found.tobytes() == expected.tobytes()


def agrees(loop: Loop, numpys: Callable[..., object]) -> bool:
    """Say whether a loop gives what NumPy writes into `out`, whatever the rows."""
    for lanes, inputs in rows(loop.types[:-1]):
        expected = np.empty(lanes, loop.types[-1])
        with np.errstate(all="ignore"):
            numpys(*inputs, out=expected)
        if not same_bits(replayed(loop, inputs, lanes), expected):
            return False
    return True


@pytest.mark.parametrize("name", [*OF_DOUBLES, *TESTS_OF_DOUBLES, *OF_BOOLS])
def test_a_loop_gives_what_its_ufunc_gives(name: str) -> None:
    ufunc, loop = named(name)
    assert agrees(loop, ufunc)


@pytest.mark.parametrize(
    ("name", "other"),
    [("maximum", np.fmax), ("exp", np.exp2), ("greater", np.greater_equal), ("logical_or", np.logical_xor)],
)
def test_another_loop_is_seen(name: str, other: np.ufunc) -> None:
    _, loop = named(name)
    assert not agrees(loop, other)


class Asked(np.ndarray[Any, np.dtype[Any]]):
    """An array that keeps what NumPy was about to call with it."""

    ufunc: np.ufunc

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *_: object, **__: object) -> None:
        """Keep the ufunc."""
        assert method == "__call__"
        Asked.ufunc = ufunc


def clip() -> np.ufunc:
    """Return the ufunc behind np.clip, which has no public name."""
    np.clip(np.zeros(1).view(Asked), 0.0, 1.0)
    return Asked.ufunc


def clipped_above_first(values: Array, low: Array, high: Array, *, out: Array) -> None:
    np.maximum(np.minimum(values, high), low, out=out)


def test_clip_is_a_ufunc_that_numpy_hands_out() -> None:
    loop = loop_of(clip(), DOUBLE, DOUBLE, DOUBLE, DOUBLE)
    assert agrees(loop, np.clip)
    assert agrees(
        loop, lambda values, low, high, out: np.asarray(np.broadcast_to(values, out.shape)).clip(low, high, out)
    )
    assert not agrees(loop, clipped_above_first)


def test_clipping_between_plain_numbers_is_between_numbers_for_all_lanes() -> None:
    loop, values = loop_of(clip(), DOUBLE, DOUBLE, DOUBLE, DOUBLE), np.resize(SPECIAL, 45)
    for low, high in itertools.product(SPECIAL, repeat=2):
        found = replayed(loop, [values, np.array(low), np.array(high)], 45)
        assert same_bits(found, values.clip(low, high))


def selected(which: Row, yes: Array, no: Array, *, out: Array) -> None:
    out[:] = np.where(which, yes, no)


def copied(row: Row, *, out: Row) -> None:
    out[:] = row


@pytest.mark.parametrize(
    ("loop", "numpys"), [(SELECT, selected), (TO_DOUBLES, copied), (COPY_DOUBLES, copied), (COPY_BOOLS, copied)]
)
def test_a_loop_of_our_own_gives_what_numpy_gives(loop: Loop, numpys: Callable[..., object]) -> None:
    assert agrees(loop, numpys)


@pytest.mark.parametrize(
    ("loop", "mutant"),
    [
        (SELECT, lambda which, yes, no, out: selected(which, no, yes, out=out)),
        (TO_DOUBLES, lambda row, out: copied(~row, out=out)),
        (COPY_DOUBLES, lambda row, out: copied(row + 0.0, out=out)),  # loses the sign of -0.0
        (COPY_BOOLS, lambda row, out: copied(row | (np.arange(len(out)) == len(out) - 1), out=out)),
    ],
)
def test_a_mutant_of_our_own_loops_is_seen(loop: Loop, mutant: Callable[..., object]) -> None:
    assert not agrees(loop, mutant)


@pytest.mark.parametrize("lanes", LENGTHS)
def test_an_output_may_be_an_input_s_very_row(lanes: int) -> None:
    first, second, _ = (numbers[:lanes] for numbers in POOLS)
    which = first > second
    memory = np.concatenate([first, second, np.zeros(lanes)])
    memory.view(np.uint8)[16 * lanes : 17 * lanes] = which.view(np.uint8)
    a, b, c = 0, 8 * lanes, 16 * lanes
    code = np.array(
        [[0, lanes, a, a, b, 0, 8, 8, 8, 0], [-1, lanes, b, c, a, b, 8, 1, 8, 8], [1, lanes, b, b, a, 0, 8, 8, 8, 0]]
    )
    with np.errstate(all="ignore"):
        product = first * second
        expected = np.maximum(np.where(which, product, second), product)
    loops = table(named("multiply")[1], named("maximum")[1])
    compiled.check(loops, code, memory)
    assert compiled.run(loops, code, memory, going(), 0, 3) == 3
    assert same_bits(memory[lanes : 2 * lanes], expected)


def test_only_the_instructions_asked_for_are_executed() -> None:
    memory = np.array([0.0, 1.0, 2.0, 3.0])
    code = np.array([[-3, 1, 8 * at, 8 * at + 8, 0, 0, 8, 8, 0, 0] for at in range(3)])
    assert compiled.run(table(COPY_DOUBLES), code, memory, going(), 1, 2) == 2
    assert memory.tolist() == [0.0, 2.0, 2.0, 3.0]
    assert compiled.run(table(COPY_DOUBLES), code, memory, going(), 3, 3) == 3
    assert memory.tolist() == [0.0, 2.0, 2.0, 3.0]


def three_draws(stop: npt.NDArray[np.int64], means: Sequence[float]) -> tuple[npt.NDArray[Any], ...]:
    """Return loops, code and memory of three draws, each followed by a copy; the luck is 0.5, counts begin as -1."""
    _, poisson = accelerator.compiled.loops()
    loops = np.array([[poisson, stop.ctypes.data, 2]], np.uint64)
    memory = np.array([0.5, *means, *[-1.0] * 6])
    draws = [(0, 1, 32 + 16 * at, 0, 8 + 8 * at, 0, 8, 8, 8, 0) for at in range(3)]
    copies = [(-3, 1, 40 + 16 * at, 32 + 16 * at, 0, 0, 8, 8, 0, 0) for at in range(3)]
    code = np.array([line for both in zip(draws, copies, strict=True) for line in both], np.int64)
    compiled.check(loops, code, memory)
    return loops, code, memory


def test_an_instruction_that_stops_is_the_last() -> None:
    stop = going()
    loops, code, memory = three_draws(stop, (2.0, -3.0, 3.0))
    assert compiled.run(loops, code, memory, stop, 0, 6) == 3
    assert stop.tolist() == [-1]
    assert memory[4:6].tolist() == [2.0, 2.0]
    assert memory[7:].tolist() == [-1.0] * 3
    stop[0] = 0
    assert compiled.run(loops, code, memory, stop, 4, 6) == 6
    assert memory[8:].tolist() == [3.0, 3.0]


def test_nothing_is_done_while_stopped() -> None:
    stop = going()
    loops, code, memory = three_draws(stop, (2.0, 1.0, 3.0))
    stop[0] = 1
    assert compiled.run(loops, code, memory, stop, 1, 6) == 1
    assert memory[4:].tolist() == [-1.0] * 6


def test_the_last_instruction_may_stop_as_well() -> None:
    stop = going()
    loops, code, memory = three_draws(stop, (2.0, 1.0, np.nan))
    assert compiled.run(loops, code, memory, stop, 0, 5) == 5
    assert stop.tolist() == [-1]


@pytest.mark.parametrize(
    ("stop", "why"),
    [
        (np.zeros(2, np.int64), "stop is one number"),
        (np.zeros(0, np.int64), "stop is one number"),
        (np.zeros((1, 1), np.int64), "eight bytes"),
        (np.zeros(1, np.int32), "eight bytes"),
        (READ_ONLY.view(np.int64)[:1], "read-only"),
    ],
)
def test_what_stops_is_one_number_that_can_be_set(stop: npt.NDArray[Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        compiled.run(table(named("add")[1]), changed(), np.zeros(16), stop, 0, 1)


def changed(**changes: int) -> npt.NDArray[np.int64]:
    """Return three instructions, the second with other fields: 4 + 4 lanes added, in a memory of 16 numbers."""
    fields = ("loop", "lanes", "out", "a", "b", "c", "out_step", "a_step", "b_step", "c_step")
    sound = (0, 4, 0, 32, 96, -1, 8, 8, 8, -1)  # add has no third input
    second = [changes.get(field, value) for field, value in zip(fields, sound, strict=True)]
    return np.array([sound, second, sound], np.int64)


FARTHEST, LEAST = 2**63 - 1, -(2**63)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        *[({"loop": number}, "no such loop") for number in (1, FARTHEST, -4, -6, LEAST)],
        *[({"lanes": lanes}, "no such number of lanes") for lanes in (-1, 129, FARTHEST, LEAST)],
        ({"lanes": 5}, "leaves memory"),
        *[({row: start}, "leaves memory") for row in ("out", "a", "b") for start in (-8, 104, 4, FARTHEST, LEAST)],
        *[({row: step}, "another step") for row in ("out_step", "a_step", "b_step") for step in (-8, 2, 9, FARTHEST)],
        ({"b_step": 0, "b": 121}, "leaves memory"),
        ({"out_step": 0}, "one place"),
        *[({"a": start}, "meets an input") for start in (8, 24)],
        ({"out": 80}, "meets an input"),
        ({"a": 24, "a_step": 0}, "meets an input"),
        ({"a": 0, "a_step": 1}, "meets an input"),
        ({"loop": -2, "a_step": 8}, "another step"),
        ({"loop": -2, "a_step": 1, "out_step": 1}, "another step"),
        ({"loop": -3, "out_step": 1}, "another step"),
        ({"loop": -5, "out_step": 1}, "another step"),
        ({"loop": -1, "a_step": 1}, "another step"),  # its third input is not sound
    ],
)
def test_an_instruction_that_is_not_sound_is_refused(changes: dict[str, int], why: str) -> None:
    loops, memory = table(named("add")[1]), np.zeros(16)
    compiled.check(loops, changed(), memory)
    with pytest.raises(ValueError, match=f"instruction 1: .*{why}"):
        compiled.check(loops, changed(**changes), memory)


@pytest.mark.parametrize(
    "changes",
    [{"lanes": 0}, {"a": 0}, {"a": 64}, {"b_step": 0}, {"b_step": 0, "b": 120}, {"lanes": 1, "out_step": 0, "a": 0}],
)
def test_an_instruction_at_the_edge_is_sound(changes: dict[str, int]) -> None:
    compiled.check(table(named("add")[1]), changed(**changes), np.zeros(16))


@pytest.mark.parametrize(
    "changes",
    [
        {"loops": np.array([[0, 0, 2]], np.uint64)},
        {"loops": np.array([[8, 0, 0]], np.uint64)},
        {"loops": np.array([[8, 0, 4]], np.uint64)},
        {"loops": np.array([[8, 0]], np.uint64)},
        {"loops": np.array([8, 0, 2], np.uint64)},
        {"code": np.zeros((3, 9), np.int64)},
        {"code": np.zeros((3, 10), np.int32)},
        {"code": np.zeros((10, 3), np.int64).T},
        {"code": np.zeros((3, 20), np.int64)[:, ::2]},
        {"memory": READ_ONLY},
        {"memory": np.zeros(16, np.float32)},
        {"memory": np.zeros((4, 4))},
        {"memory": np.zeros(32)[::2]},
        {"memory": np.zeros(129, np.uint8)[1:].view(np.float64)},
    ],
)
def test_arrays_of_another_form_are_refused(changes: dict[str, Any]) -> None:
    given = {"loops": table(named("add")[1]), "code": changed(), "memory": np.zeros(16)} | changes
    with pytest.raises(ValueError, match=r"eight bytes a number|one to three inputs|contiguous|read-only"):
        compiled.check(given["loops"], given["code"], given["memory"])
    with pytest.raises(ValueError, match=r"eight bytes a number|one to three inputs|contiguous|read-only"):
        compiled.run(given["loops"], given["code"], given["memory"], going(), 0, 0)


@pytest.mark.parametrize(("first", "last"), [(-1, 1), (0, 4), (2, 1), (4, 4)])
def test_instructions_that_are_not_there_are_refused(first: int, last: int) -> None:
    with pytest.raises(IndexError, match="no such instructions"):
        compiled.run(table(named("add")[1]), changed(), np.zeros(16), going(), first, last)


def test_what_is_no_array_is_refused() -> None:
    with pytest.raises(TypeError):
        compiled.run(None, changed(), np.zeros(16), going(), 0, 1)  # type: ignore[arg-type]


def pretended() -> object:
    """Return an object that says of itself what np.add says."""
    said = {
        name: getattr(np.add, name) for name in ("nin", "nout", "nargs", "ntypes", "types", "signature", "__name__")
    }
    return type("ufunc", (), {"__module__": "numpy", "__class__": np.ufunc, **said})()


@pytest.mark.parametrize(
    ("ufunc", "types"),
    [
        (pretended(), b"\x0c\x0c\x0c"),
        (object(), b"\x0c\x0c\x0c"),
        (np.sum, b"\x0c\x0c\x0c"),
        (np.ufunc, b"\x0c\x0c\x0c"),
        (np.add, b"\x0c\x0c"),
        (np.add, b"\x0c\x0c\x0c\x0c"),
        (np.add, b"\x0c\x0c\x00"),
        (np.add, b"\x07\x07\x07"),  # whole numbers
        (np.add, b""),
        (np.modf, b"\x0c\x0c\x0c"),  # two outputs
        (np.matmul, b"\x0c\x0c\x0c"),  # not lane by lane
        (np.frompyfunc(max, 2, 1), b"\x0c\x0c\x0c"),
        (np.frompyfunc(max, 2, 1), b"\x11\x11\x11"),  # Python objects
    ],
)
def test_what_has_no_such_loop_gives_none(ufunc: Any, types: bytes) -> None:  # noqa: ANN401 (no ufunc, on purpose)
    assert compiled.loop(ufunc, types) is None


def test_types_are_bytes() -> None:
    with pytest.raises(TypeError):
        compiled.loop(np.add, "ddd")  # type: ignore[arg-type]
