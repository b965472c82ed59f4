"""The command `replay`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Call


def test_a_path_by_percentile_or_by_number(call: Call, small: str) -> None:
    done = call("replay", small, "--percentile", "10", "--policy", "steady", "--no-charts", "--json")
    assert (done.code, done.err) == (0, "")
    number = done.content["standing"]["replication"]
    assert {"ledger.csv", "months.csv"} <= set(done.content["files"])
    again = call("replay", small, "--replication", str(number), "--policy", "steady", "--no-charts", "--json")
    assert again.content["standing"] == done.content["standing"]
    assert again.content["story"] == done.content["story"]


def test_one_of_the_two(call: Call, small: str) -> None:
    done = call("replay", small, "--percentile", "10", "--replication", "3")
    assert done.code == 2
    assert "not both" in done.err
