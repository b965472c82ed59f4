"""The sliders: what a hand does to them, and what they then show."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any

import pytest

import sim
from sim.errors import MissingPartError, UsageError
from sim.notebook import live as looking
from sim.notebook.live import DRAFT, Live

if TYPE_CHECKING:
    from pathlib import Path

    from sim.notebook.seen import Seen
    from sim.notebook.sliders import Sliders
    from sim.notebook.tuning import Tuning


@pytest.fixture
def sliders(file: Path) -> Sliders:
    keys = ("acquisition.win_rate", "policies.steady.share")
    return sim.tune(file, *keys, policies=("steady", "carry_on"), replications=40, workers=1)


def test_a_slider_moved_by_hand_changes_the_picture(sliders: Sliders) -> None:
    before = sliders._picture.value
    sliders._sliders["acquisition.win_rate"].value = 28.0
    assert sliders.tuning.moved == {"acquisition.win_rate": pytest.approx(0.28)}
    assert sliders._picture.value != before
    assert "gain from the first 40" in sliders._picture.value


def test_percent_is_turned_in_percent_and_says_so(sliders: Sliders) -> None:
    slider = sliders._sliders["policies.steady.share"]
    assert (slider.min, slider.max, slider.step, slider.value) == (0.0, 100.0, 1.0, 40.0)
    assert slider.description == "Policy steady: share (%)"
    assert "The scenario says 40%" in slider.tooltip


def test_pin_unpin_and_reset(sliders: Sliders) -> None:
    sliders._buttons["Pin"].click()
    sliders.turn("acquisition.win_rate", 0.28)
    assert 'class="pinned"' in sliders._picture.value
    assert "against the pinned setting" in sliders._picture.value
    sliders._buttons["Unpin"].click()
    assert 'class="pinned"' not in sliders._picture.value
    sliders._buttons["Reset"].click()
    assert sliders.tuning.moved == {}
    assert sliders.scenario == sliders.tuning.scenario


def test_other_policies_and_measures_can_be_picked(sliders: Sliders) -> None:
    sliders._pickers[1].value = "harvest"
    assert sliders.tuning.pair == ("steady", "harvest")
    share = sliders._sliders["policies.steady.share"]
    assert not share.disabled
    sliders._pickers[0].value = "carry_on"
    assert share.disabled
    sliders._pickers[0].value = "steady"
    sliders._pickers[1].value = "no other"
    sliders._measure.value = "cash"
    assert list(sliders.tuning.pair) == ["steady"]
    assert "<title>Cash under steady</title>" in sliders._picture.value


def test_write_back_says_what_it_wrote_and_goes_on_from_there(sliders: Sliders, file: Path) -> None:
    sliders._buttons["Write back"].click()
    assert "nothing was turned" in sliders._note.value
    sliders.turn("acquisition.win_rate", 0.28)
    sliders._buttons["Write back"].click()
    assert "shop.yaml now says acquisition.win_rate: 28%." in sliders._note.value
    assert "win_rate: 28%   # sales says a quarter" in file.read_text(encoding="utf-8")
    assert sliders.tuning.moved == {}
    assert sliders.tuning.knobs[0].start == pytest.approx(0.28)


def test_a_firm_that_cannot_be_is_said_and_not_shown(file: Path) -> None:
    both = ("business.cost_of_sales=50%:62%", "business.operating_margin=10%:22%")
    sliders = sim.tune(file, *both, policies=("steady",), replications=20, workers=1)
    sliders.turn("business.cost_of_sales", 0.62)
    before = sliders.tuning
    sliders.turn("business.operating_margin", 0.22)
    assert "costs and margin exceed revenue" in sliders._note.value
    assert sliders.tuning == before


def test_names_are_shown_as_text(sliders: Sliders) -> None:
    sliders._say("<img src=x>")
    assert "&lt;img" in sliders._note.value


def test_while_it_moves_the_first_replications_are_shown_and_at_rest_all(state: Tuning) -> None:
    live = Live(replications=DRAFT + 100, workers=1)
    turned = state.turned("acquisition.win_rate", 0.21)
    assert live.now(turned).look.replications == DRAFT
    shown: list[Seen] = []
    asyncio.run(live.at_rest(turned, ("acquisition.win_rate", 1), shown.append))
    assert [one.look.replications for one in shown] == [DRAFT + 100] * 2
    assert [len(one.gains) for one in shown] == [0, 2]
    assert live.now(turned).look.replications == DRAFT + 100
    assert len(live.now(turned).gains) == 2


def test_what_was_seen_of_a_setting_left_behind_is_not_shown(sliders: Sliders) -> None:
    stale = sliders.seen
    sliders.turn("acquisition.win_rate", 0.28)
    now = sliders._picture.value
    sliders._show(stale)
    assert sliders._picture.value == now


def test_the_stops_beside_are_looked_at_before_they_are_wanted(state: Tuning) -> None:
    turned = state.turned("policies.steady.share", 1.0)
    ahead = [one.moved["policies.steady.share"] for one in looking._beside(turned, ("policies.steady.share", 1))]
    assert ahead == [0.99]  # there is no stop beyond the end
    middle = state.turned("policies.steady.share", 0.5)
    back = [one.moved["policies.steady.share"] for one in looking._beside(middle, ("policies.steady.share", -1))]
    assert back == [0.49, 0.51]
    assert looking._beside(middle, None) == []


def test_without_ipywidgets_the_pip_command_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    monkeypatch.delitem(sys.modules, "sim.notebook.sliders", raising=False)
    with pytest.raises(MissingPartError, match=r"pip install 'cyclesim\[notebook\]'"):
        sim.tune(file)


def test_a_picture_takes_a_replication(file: Path) -> None:
    wrong: dict[str, Any] = {"replications": 0}
    with pytest.raises(UsageError, match="at least one"):
        sim.tune(file, **wrong)


def test_where_no_kernel_runs_they_show_where_they_stood_and_their_picture(sliders: Sliders) -> None:
    sliders.turn("acquisition.win_rate", 0.28)
    bundle = sliders._repr_mimebundle_()
    still = bundle["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "In Jupyter they move" in still
    assert "Policy <b>Steady</b>" in still
    assert "value='28'> 28.0</label>" in still
    assert still.endswith(sliders._picture.value)
    assert "<script" not in still
