"""A run that can't fit is refused before it starts, with the arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sim.errors import UsageError
from sim.experiment import room, run
from sim.experiment.pieces import kept_of, pieces
from sim.scenario import load

if TYPE_CHECKING:
    from sim.experiment.pieces import Paths
    from sim.scenario import Scenario

GIB = 2**30


@pytest.fixture(scope="module")
def million() -> Scenario:
    firm = load("scenarios/presets/b2b_services.yaml").vary({"horizon": 60, "replications": 1_000_000})
    return run.only(firm, ["harvest", "steady", "plan_first"])


@pytest.fixture
def two_gib(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "memory", lambda: 2.0 * GIB)


@pytest.mark.usefixtures("two_gib")
def test_a_million_replications_fit_when_outcomes_go_to_a_file(million: Scenario) -> None:
    room.refuse_beyond_memory(million, "quantiles", "in a file")
    with pytest.raises(UsageError):
        room.refuse_beyond_memory(million.vary({"replications": 10_000_000}), "quantiles", "in memory")


@pytest.mark.usefixtures("two_gib")
def test_the_refusal_shows_the_arithmetic(million: Scenario) -> None:
    with pytest.raises(UsageError) as refused:
        run.run(million.vary({"replications": 10_000_000}))
    said = refused.value.message
    # 10,000,000 x 3 x 20 x 8 bytes, one and a half times; 2,000 x 3 x 61 months x 71 measures x 4 bytes
    assert "10,000,000 replications x 3 policies x 20 outcomes take 6.7 GiB" in said
    assert "single months of 2,000 replications x 3 policies x 61 months x 71 measures take 99.1 MiB" in said
    assert "This machine has 2.0 GiB, of which 60% may be planned" in said
    assert "--paths" not in said


@pytest.mark.usefixtures("two_gib")
def test_all_months_of_many_replications_are_refused_with_the_way_out(million: Scenario) -> None:
    with pytest.raises(UsageError, match=r"single months of 1,000,000 .*--paths quantiles or none"):
        room.refuse_beyond_memory(million, "all", "in a file")


@pytest.mark.parametrize("paths", ["quantiles", "all", "none"])
def test_what_the_disk_must_hold_is_added_up(million: Scenario, paths: Paths) -> None:
    new = [piece for row in pieces(million, kept_of(million, paths)) for piece in row]
    with pytest.raises(UsageError) as refused:
        room.refuse_beyond_disk(million, paths, new, free=0.25 * GIB)
    said = refused.value.message
    assert "1,000,000 replications x 3 policies x 20 outcomes take 343.3 MiB" in said
    assert "6,000 pieces kept for --resume" in said
    assert ("single months of 1,000,000" in said) == (paths == "all")
    assert "where 256.0 MiB are free" in said
    assert "--out" in said


def test_pieces_that_are_there_already_need_no_room(million: Scenario) -> None:
    new = [piece for row in pieces(million, 2_000) for piece in row]
    with pytest.raises(UsageError):
        room.refuse_beyond_disk(million, "quantiles", new, free=0.5 * GIB)
    room.refuse_beyond_disk(million, "quantiles", new[-10:], free=0.5 * GIB)
    room.refuse_beyond_disk(million, "quantiles", (), free=0.5 * GIB)
