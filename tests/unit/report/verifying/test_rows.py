"""Tables held against tables, by the keys of their rows."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from sim.report.verifying.rows import tables


@pytest.fixture
def again() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "policy": ["harvest", "harvest", "steady", "steady"],
            "replication": [0, 1, 0, 1],
            "npv": [1.0, 2.0, 3.0, math.nan],
            "note": ["48% of paths", "", "", "none"],
        }
    )


def test_the_same_table_in_another_order_agrees(again: pd.DataFrame) -> None:
    found = tables("T", again.iloc[::-1], again, "exact")
    assert (found.figures, found.differences, found.missing) == (8, (), ())


def test_numbers_may_be_texts_or_whole(again: pd.DataFrame) -> None:
    stated = again.astype(object).assign(replication=["0", "1", 0.0, 1], npv=["1.0", 2, 3.0000000000001, math.nan])
    assert not tables("T", stated, again, "exact").differences


def test_a_changed_number_is_told_by_its_row(again: pd.DataFrame) -> None:
    stated = again.copy()
    stated.loc[stated.policy == "harvest", "npv"] = [1.1, 2.2]
    stated.loc[2, "npv"] = 3.3
    first, second = tables("T", stated, again, "edited").differences
    assert (first.place, first.stated, first.recomputed, first.rows) == (
        "T, policy harvest, replication 0, column 'npv'", 1.1, 1.0, 2,
    )  # fmt: skip
    assert (second.place, second.rows) == ("T, policy steady, replication 0, column 'npv'", 1)


@pytest.mark.parametrize("value", [7.0, "seven", "7"])
def test_a_value_where_there_is_none_is_a_difference(again: pd.DataFrame, value: object) -> None:
    stated = again.assign(npv=pd.Series([1.0, 2.0, 3.0, value], dtype=object))
    assert len(tables("T", stated, again, "edited").differences) == 1


def test_a_text_is_compared_by_its_numbers(again: pd.DataFrame) -> None:
    assert len(tables("T", again.assign(note=["8% of paths", "", "", "none"]), again, "edited").differences) == 1
    reworded = tables("T", again.assign(note=["paths: 48%", "", "", "no"]), again, "edited")
    assert (len(reworded.reworded), reworded.differences) == (2, ())


def test_rows_columns_and_cells_may_be_left_out_of_an_edited_table_only(again: pd.DataFrame) -> None:
    stated = again.drop(columns="note").iloc[1:].assign(npv=[math.nan, 3.0, math.nan], mine=1)
    edited = tables("T", stated, again, "edited")
    assert (edited.differences, len(edited.missing), edited.extra) == ((), 3, 1)
    assert len(tables("T", stated, again, "exact").differences) == 3


def test_a_row_that_no_run_gives_is_a_difference(again: pd.DataFrame) -> None:
    more = pd.concat([again, again.iloc[:1].assign(policy="mine")])
    (found,) = tables("T", more, again, "edited").differences
    assert found.place == "T, policy mine, replication 0"


def test_a_doubled_row_is_held_against_the_same_one(again: pd.DataFrame) -> None:
    more = pd.concat([again, again.iloc[:1].assign(npv=9.0)])
    (found,) = tables("T", more, again, "edited").differences
    assert found.stated == 9.0


def test_rows_without_keys_are_told_apart_by_their_order() -> None:
    again = pd.DataFrame({"a": ["x", "x"], "b": [1.0, 1.0]})
    assert not tables("T", again, again, "exact").differences
    assert len(tables("T", again.assign(b=[1.0, 2.0]), again, "exact").differences) == 1
    assert len(tables("T", pd.concat([again, again]), again, "exact").differences) == 1


def test_a_table_without_its_keys_is_left_out(again: pd.DataFrame) -> None:
    found = tables("T", again.drop(columns="policy"), again, "edited")
    assert found.figures == 0
    assert found.missing
