"""A link carries what its switch says, month by month and lane by lane (docs/explanation/cycle.md#links)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.links import Links, Mode, Switch

LIVE = np.array([[10.0, 20.0], [11.0, 21.0], [12.0, 22.0], [13.0, 23.0], [14.0, 24.0]])
"""What the link carries when live: a row a month, two lanes."""
RECORDED = LIVE + 100


def carried(switch: Switch) -> list[list[float]]:
    links = Links({"scale": switch})
    return [links.read("scale", month, LIVE[month - 1], neutral=1.0).tolist() for month in range(1, 6)]


def rows(*values: float) -> list[list[float]]:
    return [[value, value + 10] for value in values]


@pytest.mark.parametrize(
    ("switch", "expected"),
    [
        (Switch(Mode.LIVE, since=3), LIVE.tolist()),
        (Switch(Mode.CUT, since=3), [*LIVE[:2].tolist(), *[[1.0, 1.0]] * 3]),
        (Switch(Mode.CUT), [[1.0, 1.0]] * 5),
        (Switch(Mode.FROZEN, since=3), [*rows(10, 11), *rows(11, 11, 11)]),
        (Switch(Mode.FROZEN), rows(10, 10, 10, 10, 10)),
        (Switch(Mode.REPLAYED, since=4, series=RECORDED), [*rows(10, 11, 12), *rows(113, 114)]),
        (Switch(Mode.REPLAYED, series=RECORDED), RECORDED.tolist()),
    ],
)
def test_a_link_is_live_until_its_switch_acts(switch: Switch, expected: list[list[float]]) -> None:
    assert carried(switch) == expected


def test_lanes_are_switched_one_by_one() -> None:
    switch = Switch(np.array([Mode.CUT, Mode.FROZEN]), since=2)
    assert carried(switch)[1:] == [[1.0, 20.0]] * 4


def test_other_links_stay_live_and_what_is_kept_is_what_was_seen() -> None:
    links = Links({"scale": Switch(Mode.CUT, since=2)}, keep=frozenset({"scale", "learning"}))
    for month in (1, 2):
        for name in ("scale", "learning", "referral"):
            links.read(name, month, LIVE[month - 1], neutral=1.0)
    np.testing.assert_array_equal(links.kept["scale"], [[10, 20], [1, 1]])
    np.testing.assert_array_equal(links.kept["learning"], LIVE[:2])
    assert set(links.kept) == {"scale", "learning"}


def test_what_is_frozen_does_not_follow_its_source() -> None:
    """The value is held, not the array it came in."""
    links = Links({"scale": Switch(Mode.FROZEN)}, keep=frozenset({"scale"}))
    live = np.array([3.0])
    links.read("scale", 1, live, neutral=1.0)
    live += 1
    assert links.read("scale", 2, live, neutral=1.0) == 3
    assert links.kept["scale"][0] == 3


@pytest.mark.parametrize(("switches", "keep"), [({"scales": Switch(Mode.CUT)}, ()), ({}, ("scales",))])
def test_links_that_do_not_exist_are_refused(switches: dict[str, Switch], keep: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="no such link: scales; the links are reinvestment, marketing"):
        Links(switches, frozenset(keep))
