"""Counts in a program are those of exact inversion, both ways; what is no law is refused and leaves nothing behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import special

from sim.randomness import inversion
from sim.traced import by_functions as drawing_together
from sim.traced import by_loops as drawing_in_c
from sim.traced.graph import COUNTS
from tests.unit.traced.batches import compiled_only
from tests.unit.traced.drawing import Chosen, Month
from tests.unit.traced.evaluating import same_bits
from tests.unit.traced.walking import right, right_in_groups

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.arrays import Array
    from sim.traced.program import Program

    Work = Callable[[Month], None]

pytestmark = pytest.mark.usefixtures("way")

SIZES = [(1, 1), (1, 7), (2, 1), (2, 8), (3, 5), (2, 301)]


def chained(month: Month) -> None:
    """Draw counts of what was given, of a number, of other counts at once and a step later, and of luck."""
    n, p, mean = month.given([3, 40, 0, 7]), month.given([0.2, 0.5, 1.0, 0.0, 0.93]), month.given([0.5, 12.0, 0.0, 300])
    wins = month.luck.binomial("wins", 1, n, p)
    again = month.luck.binomial("again", 1, wins, p)
    leads = month.luck.poisson("leads", 1, mean)
    plain = month.luck.poisson("plain", 1, month.number(2.5))
    coins = month.luck.binomial("coins", 1, month.number(20.0), month.number(0.3))
    lucky = month.luck.binomial("lucky", 1, leads, month.luck.uniform("chance", 1))
    more = month.luck.poisson("more", 1, 0.5 * wins + plain)
    month.figures += [wins, again, leads, plain, coins, lucky, more, again * 2.0 - lucky]


def handed_over(month: Month) -> None:
    """Draw counts of what was handed over, which is made of counts, without a step in between."""
    shape, scale = month.given([3.0, 0.5, 20.0]), month.given([2.0, 9.0])
    first = month.luck.poisson("first", 1, shape)
    waiting = month.luck.gamma("waiting", 1, first, scale)
    second = month.luck.poisson("second", 1, waiting)
    month.figures += [second, month.luck.poisson("third", 1, month.luck.gamma("again", 1, second, scale))]


def shelved(month: Month) -> None:
    """Draw counts of what was put aside before, in two months."""
    due = np.stack([month.given([3.0, 0.5, 8.0])] * 5)
    for name in ("one", "two"):
        uplift = month.luck.poisson(name, 1, due)
        month.shelf.put(uplift, due)
        due = month.shelf.take(3)
        counts = month.luck.poisson(f"{name} again", 1, due[0])
        due = due[1]
        month.figures += [due[2], counts[0], counts[4]]
        month.ends.append(len(month.world.graph.what))


WORKS = (chained, handed_over, shelved)


def prepared(work: Work, policies: int = 2, replications: int = 5) -> Month:
    month = Month(policies, replications)
    work(month)
    return month


@pytest.mark.parametrize("work", WORKS)
@pytest.mark.parametrize(("policies", "replications"), SIZES)
def test_counts_are_those_of_inversion(work: Work, policies: int, replications: int) -> None:
    month = prepared(work, policies, replications)
    assert right(month.trace(), month.program())
    replay = month.replay()
    for _ in range(2):
        assert same_bits(replay.run(month.contents()), month.wanted())


def test_chains_are_drawn_in_rounds() -> None:
    program = prepared(chained).program()
    rounds = [len(each) // 2 for each in drawing_together._rounds(program) if program.names[each[0][0]] in COUNTS]
    assert rounds == [2, 2, 2, 1]  # wins and coins; leads and plain; again and lucky; more


# ---- what Python must decide ----------------------------------------------------------------------------------------

TRIALS, CHANCE, MEAN = 6.0, 0.3, 4.0
STEPS = np.array([-1e-11, -1e-16, 0.0, 1e-16, 1e-11])
HARD = {
    "beside a boundary of binomial counts": special.bdtr(2.0, int(TRIALS), CHANCE) + STEPS,
    "beside a boundary of Poisson counts": special.pdtr(4.0, MEAN) + STEPS,
    "far out in the tail": 1.0 - np.array([1e-13, 5e-13, 1e-15, 2e-16, 1e-12]),
    "nearly nothing": np.array([1e-11, 1e-13, 1e-300, 5e-324, 1e-10]),
    "only in some lanes": np.array([0.2, special.bdtr(2.0, int(TRIALS), CHANCE), 0.4, special.pdtr(4.0, MEAN), 0.9]),
}


def decided(month: Month) -> None:
    """Draw counts in several lanes that Python must decide, and go on with them."""
    n, p, mean = month.given(TRIALS), month.given(CHANCE), month.given(MEAN)
    wins, leads = month.luck.binomial("hard", 1, n, p), month.luck.poisson("hard", 1, mean)
    likely = month.luck.binomial("hard", 1, n, 1.0 - p)
    after = month.luck.binomial("after", 1, wins + leads, p) + 1.0
    last = month.luck.binomial("hard", 2, month.number(TRIALS), p)
    month.figures += [wins, leads, likely, after, last]


@pytest.fixture(params=HARD)
def hard(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Month:
    monkeypatch.setitem(Chosen.rows, "hard", HARD[request.param])
    return prepared(decided)


def test_what_python_must_decide_it_decides_and_the_run_goes_on(hard: Month) -> None:
    replay = hard.replay()
    for _ in range(2):
        found = replay.run(hard.contents())
        assert not np.isnan(found).any()
        assert same_bits(found, hard.wanted())


@pytest.mark.parametrize("way", [pytest.param("compiled", marks=compiled_only)], indirect=True)
def test_compiled_code_leaves_those_lanes_to_python(hard: Month, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted one too many by Python, they show."""
    asked: list[int] = []

    def one_more(program: Program, memory: Any, step: int, left: int) -> None:  # noqa: ANN401
        row = memory.row(int(program.steps[step, 2]))
        lanes = np.isnan(row)  # of this policy, as yet
        start, end = memory.lanes_of(int(program.steps[step, 1]))
        asked.append(left)
        assert lanes[start:end].sum() == left
        count(program, memory, step, left)
        row[start:end][lanes[start:end]] += 1.0

    count = drawing_in_c._count
    monkeypatch.setattr(drawing_in_c, "_count", one_more)
    found = hard.replay().run(hard.contents())
    assert asked
    assert (found != hard.wanted()).any()


# ---- what is no law -------------------------------------------------------------------------------------------------


def several(month: Month) -> None:
    """Draw counts at the beginning, in the middle and at the very end."""
    n, p, mean = month.given(8.0), month.given(0.4), month.given(3.0)
    first = month.luck.binomial("first", 1, n, p)
    middle = month.luck.poisson("middle", 1, mean)
    month.figures += [first, middle, month.luck.binomial("last", 1, first + middle, p)]


def at_the_end(month: Month) -> None:
    n, p = month.given(8.0), month.given(0.4)
    month.figures += [month.luck.binomial("last", 1, n, p)]


def events_at_the_end(month: Month) -> None:
    mean = month.given(3.0)
    month.figures += [month.luck.poisson("first", 1, 0.5 * mean), month.luck.poisson("last", 1, mean)]


NO_LAW: dict[str, tuple[Work, int, float]] = {
    "a chance above one": (several, 1, 1.5),
    "a chance below nothing": (several, 1, -0.1),
    "a chance that is missing": (several, 1, np.nan),
    "half a trial": (several, 0, 2.5),
    "trials below nothing": (several, 0, -1.0),
    "trials that are missing": (several, 0, np.nan),
    "endless trials": (several, 0, np.inf),
    "a mean below nothing": (several, 2, -1e-300),
    "a mean that is missing": (several, 2, np.nan),
    "more than can be counted": (several, 2, 2.0**53),
    "a chance above one at the end": (at_the_end, 1, 1.5),
    "half a trial at the end": (at_the_end, 0, 2.5),
    "a mean below nothing at the end": (events_at_the_end, 0, -1.0),
    "a mean that is missing at the end": (events_at_the_end, 0, np.nan),
}


@pytest.mark.parametrize("wrong", [0, 6, 9], ids=["first lane", "second policy", "last lane"])
@pytest.mark.parametrize("name", NO_LAW)
def test_what_is_no_law_is_refused_and_good_numbers_are_taken_again(name: str, wrong: int) -> None:
    work, array, value = NO_LAW[name]
    month = prepared(work)
    replay, bad = month.replay(), month.contents()
    bad.arrays[array][wrong] = value
    for contents in (bad, bad):
        with pytest.raises(ValueError, match=r"no law|stream 'counts'"):
            replay.run(contents)
        assert same_bits(replay.run(month.contents()), month.wanted())


EDGES: dict[str, tuple[int, float]] = {
    "a certain win": (1, 1.0),
    "no chance": (1, 0.0),
    "no chance from below": (1, -0.0),
    "no trial": (0, 0.0),
    "nothing to wait for": (2, 0.0),
    "a million trials": (0, 1e6),
    "a million events": (2, 1e6),
}


@pytest.mark.parametrize("name", EDGES)
def test_what_is_a_law_just_so_is_taken(name: str) -> None:
    array, value = EDGES[name]
    month, numbers = prepared(several), (8.0, 0.4, 3.0)
    changed = [value if place == array else number for place, number in enumerate(numbers)]
    edge = Month()
    several(edge)
    edge.world.known.update((row, np.full(edge.lanes, changed[place])) for place, (row, _, _) in enumerate(edge._given))
    assert same_bits(month.replay().run(month.contents(*changed)), edge.wanted())


# ---- mutants --------------------------------------------------------------------------------------------------------


def test_counts_drawn_together_that_hang_on_one_another_would_be_seen() -> None:
    """The mutant draws all counts by one law that lie side by side in one go."""
    month = Month()
    n, p = month.given(30.0), month.given(0.5)
    wins = month.luck.binomial("wins", 1, n, p)
    month.figures += [month.luck.binomial("again", 1, wins, p)]
    trace, program = month.trace(), month.program()
    apart = [each.tolist() for each in np.split(program.steps, 2)]
    assert drawing_together._rounds(program) == apart
    assert right_in_groups(trace, program, apart)
    assert not right_in_groups(trace, program, [program.steps.tolist()])


def test_counts_drawn_together_across_a_handover_would_be_seen(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    month = prepared(handed_over)
    trace, program = month.trace(), month.program()
    assert [each.step for each in program.handovers] == [2, 4]
    assert [len(each) for each in drawing_together._rounds(program)] == [2, 2, 2]
    together = [program.steps[:4].tolist(), program.steps[4:].tolist()]
    assert not right_in_groups(trace, program, together)
    if way == "functions":
        monkeypatch.setattr(drawing_together, "_rounds", lambda _: together)
        assert not same_bits(month.replay(program).run(month.contents()), month.wanted())


def test_another_law_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    month = prepared(chained)
    wanted, poisson = month.wanted(), inversion.poisson

    def one_more(uniform: Array, mean: Array) -> Array:
        return poisson(uniform, mean) + 1.0

    monkeypatch.setattr(inversion, "poisson", one_more)
    mutant = prepared(chained)
    assert not same_bits(mutant.wanted(), wanted)
