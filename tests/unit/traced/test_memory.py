"""Memory knows where everything lies, however many lanes there are."""

from __future__ import annotations

import numpy as np
import pytest

from sim.traced.memory import Memory
from sim.traced.room import Group

SIZES = [(1, 1), (1, 8), (1, 13), (2, 1), (2, 8), (3, 5), (2, 12), (4, 2)]
NUMBERS = np.array([4.5, -0.0, np.inf])
LUCKY, PLACES = 3, 5
FIRST = len(NUMBERS) + LUCKY


def memory_of(policies: int, replications: int, numbers: int = 3) -> Memory:
    """Return memory in which every row of luck and every other row can be told apart."""
    memory = Memory(NUMBERS[:numbers], LUCKY, PLACES, policies, replications)
    memory.luck_table[:] = 100.0 * np.arange(1, 1 + LUCKY)[:, None] + np.arange(replications)
    memory.table[:] = 10_000.0 * np.arange(1, 1 + PLACES)[:, None] + np.arange(memory.lanes)
    return memory


@pytest.fixture(params=SIZES, ids=str)
def memory(request: pytest.FixtureRequest) -> Memory:
    return memory_of(*request.param)


def test_numbers_are_the_same_in_every_lane(memory: Memory) -> None:
    for place, number in enumerate(NUMBERS):
        assert memory.row(place).tobytes() == np.full(memory.lanes, number).tobytes()


def test_luck_is_the_same_for_every_policy(memory: Memory) -> None:
    for place in range(LUCKY):
        row = memory.row(len(NUMBERS) + place).reshape(memory.policies, memory.replications)
        assert (row == 100.0 * (place + 1) + np.arange(memory.replications)).all()


def test_other_rows_have_a_number_for_every_lane_and_can_be_set(memory: Memory) -> None:
    for place in range(PLACES):
        row = memory.row(FIRST + place)
        assert row.tolist() == (10_000.0 * (place + 1) + np.arange(memory.lanes)).tolist()
        row[:] = place
    assert memory.table.tolist() == [[float(place)] * memory.lanes for place in range(PLACES)]


def test_places_lie_where_they_are_said_to_lie(memory: Memory) -> None:
    offsets = memory.offsets(np.arange(FIRST + PLACES)).tolist()
    held = memory.held
    assert held[: len(NUMBERS)].tobytes() == NUMBERS.tobytes()
    assert offsets[: len(NUMBERS)] == list(range(len(NUMBERS)))
    for place in range(len(NUMBERS), FIRST):
        lies = held[offsets[place] :][: memory.replications]
        assert lies.tolist() == memory.row(place)[: memory.replications].tolist()
    for place in range(FIRST, FIRST + PLACES):
        assert held[offsets[place] :][: memory.lanes].tolist() == memory.row(place).tolist()


def test_rows_begin_with_a_line_of_the_cache_and_never_overlap(memory: Memory) -> None:
    assert memory.held.ctypes.data % 64 == 0
    offsets = memory.offsets(np.arange(len(NUMBERS), FIRST + PLACES))
    lengths = [memory.replications] * LUCKY + [memory.lanes] * PLACES
    assert (offsets % 8 == 0).all()
    assert offsets[0] >= len(NUMBERS)
    for start, length, following in zip(offsets, lengths, [*offsets[1:], memory.held.size], strict=True):
        assert start + length <= following


def test_offsets_keep_their_shape() -> None:
    memory = memory_of(2, 3)
    places = np.array([[0, 3], [6, 10]])
    assert memory.offsets(places).tolist() == [[0, 8], [32, 64]]
    assert memory.first == FIRST


def test_there_may_be_no_numbers_and_no_luck() -> None:
    memory = Memory(np.empty(0), 0, 2, 2, 3)
    assert memory.offsets(np.arange(2)).tolist() == [0, 8]
    assert memory.luck_table.size == 0
    assert memory.row(1).shape == (6,)
    only_luck = Memory(np.empty(0), 2, 0, 2, 3)
    assert only_luck.row(1).shape == (6,)
    assert only_luck.held.size == 16


def test_lanes_of_policies_follow_one_another() -> None:
    memory = memory_of(3, 5)
    assert [memory.lanes_of(part) for part in range(4)] == [(0, 15), (0, 5), (5, 10), (10, 15)]


def test_tests_are_a_byte_for_every_lane(memory: Memory) -> None:
    tests = memory.tests(FIRST + 2)
    wanted = np.arange(memory.lanes) % 3 == 0
    tests[:] = wanted
    assert memory.row(FIRST + 2).view(np.bool_)[: memory.lanes].tolist() == wanted.tolist()
    start = int(memory.offsets(np.array(FIRST + 2))) * 8
    assert memory.held.view(np.bool_)[start : start + memory.lanes].tolist() == wanted.tolist()
    assert memory.row(FIRST + 1)[0] == 20_000.0
    assert memory.row(FIRST + 3)[0] == 40_000.0


def test_a_view_is_one_number_where_that_is_the_same_in_every_lane(memory: Memory) -> None:
    for part in range(memory.policies + 1):
        views = [memory.view(place, part, np.float64) for place in range(len(NUMBERS))]
        assert [view.shape for view in views] == [()] * len(NUMBERS)
        assert np.array(views).tobytes() == NUMBERS.tobytes()


def test_a_view_of_luck_is_the_same_for_every_policy(memory: Memory) -> None:
    for part in range(1, memory.policies + 1):
        view = memory.view(4, part, np.float64)
        assert view.tolist() == memory.row(4)[: memory.replications].tolist()
        assert np.shares_memory(view, memory.luck_table)


@pytest.mark.parametrize("kind", [np.float64, np.bool_])
def test_views_of_policies_lie_side_by_side_in_a_row(memory: Memory, kind: type) -> None:
    for part in range(memory.policies + 1):
        memory.view(FIRST + 1, part, kind)[...] = part % 2
        if part:
            memory.view(FIRST + 2, part, kind)[...] = part % 2
    whole = memory.view(FIRST + 1, 0, kind)
    assert whole.dtype == np.dtype(kind)
    assert whole.tolist() == [(1 + lane // memory.replications) % 2 for lane in range(memory.lanes)]
    assert memory.view(FIRST + 2, 0, kind).tobytes() == whole.tobytes()
    if kind is np.bool_:
        assert memory.tests(FIRST + 1).tobytes() == whole.tobytes()
    else:
        assert memory.row(FIRST + 1).tobytes() == whole.tobytes()


def test_luck_is_put_where_it_belongs(memory: Memory) -> None:
    places, luck = np.array([5, 3]), np.arange(2.0 * memory.replications).reshape(2, -1)
    before = memory.table.copy()
    memory.put_luck(places, luck)
    assert memory.row(5)[: memory.replications].tolist() == luck[0].tolist()
    assert memory.row(3)[-memory.replications :].tolist() == luck[1].tolist()
    assert memory.row(4)[0] == 200.0
    memory.put_luck(np.array([4]), luck[1])
    assert memory.row(4)[: memory.replications].tolist() == luck[1].tolist()
    np.testing.assert_array_equal(memory.table, before)


GATHERED = {
    "one row": [FIRST + 3],
    "rows side by side": [FIRST + 1, FIRST + 2, FIRST + 3],
    "all rows": list(range(FIRST, FIRST + PLACES)),
    "rows in another order": [FIRST + 2, FIRST + 1],
    "rows apart": [FIRST, FIRST + 2, FIRST + 4],
    "a row twice": [FIRST + 1, FIRST + 1],
    "luck": [3, 5],
    "one row of luck": [4],
    "numbers": [2, 0, 1],
    "one number": [1],
    "of everything": [FIRST + 4, 0, 3, FIRST, 5, 1],
    "luck and the row after it": [FIRST - 1, FIRST],
}


@pytest.mark.parametrize("name", GATHERED)
def test_rows_are_had_as_they_are_when_they_are_had(memory: Memory, name: str) -> None:
    places = GATHERED[name]
    gathered = memory.gathered(np.array(places))
    for change in (0.0, 0.25):
        memory.table[:] += change
        memory.luck_table[:] += change
        found, wanted = gathered(), np.stack([memory.row(place) for place in places])
        assert found.tobytes() == wanted.tobytes()
        assert found.shape == (len(places), memory.lanes)


@pytest.mark.parametrize("shape", [(6,), (2, 3), (3, 2, 1)])
@pytest.mark.parametrize(
    "places", [[3, FIRST + 4, 0, FIRST, 5, 1], [FIRST, FIRST + 1, FIRST + 2, FIRST + 4, FIRST + 3, FIRST]]
)
def test_an_argument_has_the_shape_that_is_asked_for(memory: Memory, places: list[int], shape: tuple[int, ...]) -> None:
    found = memory.argument(Group(np.array(places), shape))()
    assert found.shape == (*shape, memory.lanes)
    assert found.reshape(6, -1).tobytes() == np.stack([memory.row(place) for place in places]).tobytes()


def test_an_argument_of_one_row_has_no_further_axis(memory: Memory) -> None:
    for place in (0, 4, FIRST + 2):
        found = memory.argument(Group(np.array([place]), ()))()
        assert found.tobytes() == memory.row(place).tobytes()
        assert found.shape == (memory.lanes,)


def test_a_block_is_a_view_of_rows_side_by_side(memory: Memory) -> None:
    block = memory.block(Group(np.arange(FIRST + 1, FIRST + 5), (2, 2)))
    block[...] = np.arange(4.0).reshape(2, 2, 1)
    assert memory.table[:, 0].tolist() == [10_000.0, 0.0, 1.0, 2.0, 3.0]
    one = memory.block(Group(np.array([FIRST]), ()))
    one[...] = 7.0
    assert memory.row(FIRST).tolist() == [7.0] * memory.lanes
