"""Sentences without names, wherever they stand."""

from __future__ import annotations

from sim.report.verifying.loose import loose

AGAIN = ("Steady is worth most: £1.24m.", "Ruin is rare: 3.1% of paths.", "Seed 7")


def test_the_same_sentences_in_another_order_agree() -> None:
    found = loose("S", (*reversed(AGAIN), "We like this."), AGAIN)
    assert (found.figures, found.differences, found.missing, found.extra) == (3, (), (), 1)


def test_an_edited_number_is_found() -> None:
    (found,) = loose("S", ("Steady is worth most: £1.42m.", *AGAIN[1:]), AGAIN).differences
    assert (found.stated, found.recomputed) == ("Steady is worth most: £1.42m.", AGAIN[0])


def test_a_reworded_sentence_is_a_note_and_a_dropped_one_is_said() -> None:
    found = loose("S", ("Steady is worth the most: £1.24m!", "Seed 7"), AGAIN)
    assert (len(found.reworded), found.differences, len(found.missing)) == (1, (), 1)


def test_what_stands_in_the_place_of_another_is_that_one_edited() -> None:
    found = loose("S", (*AGAIN[:2], "8"), (*AGAIN[:2], "7"))
    assert (len(found.differences), found.missing, found.extra) == (1, (), 0)


def test_many_sentences_of_ones_own_take_no_time() -> None:
    found = loose("S", [f"{number} sheep " * 200 for number in range(20_000)], AGAIN)
    assert (found.extra, len(found.missing)) == (20_000, 3)
