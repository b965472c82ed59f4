"""What is seen of a setting: the numbers of a run, words that hold, and a picture with every label escaped."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np
import pytest

import sim
from sim.analysis.statistics.resampling import Estimate
from sim.experiment.preview import Preview
from sim.notebook.picture import Span, described, picture, span_of
from sim.notebook.seen import OUTCOMES, Seen, from_pin, gains_of, seen
from sim.notebook.telling import headline, told
from sim.studies.explain import Wish, explain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.notebook.tuning import Tuning


@pytest.fixture(scope="module")
def preview() -> Iterator[Preview]:
    with Preview(workers=1) as shown:
        yield shown


@pytest.fixture
def look(preview: Preview) -> Callable[..., Seen]:
    def at(tuning: Tuning, replications: int = 100) -> Seen:
        found = preview.look(tuning.looked_at, replications=replications, measures=tuning.measures, outcomes=OUTCOMES)
        return seen(tuning, found)

    return at


def test_the_figures_are_those_of_a_run(state: Tuning, look: Callable[..., Seen]) -> None:
    now, run = look(state), sim.run(state.scenario, replications=100)
    for fate in now.fates:
        own = run.outcomes.query("policy == @fate.policy")
        assert fate.worth.value == pytest.approx(own["npv"].mean(), rel=1e-12)
        assert fate.closed.count == (own["ruined"] > 0).sum()
        paths = run.paths.query("policy == @fate.policy and measure == 'yearly_revenue'")
        np.testing.assert_array_equal(now.bands(fate.policy, "yearly_revenue")[:, 4], paths["p50"])


def test_a_draft_is_the_first_replications_of_the_whole(state: Tuning, look: Callable[..., Seen]) -> None:
    draft, whole = look(state, 100), look(state, 200)
    np.testing.assert_array_equal(draft.look.ends, whole.look.ends[..., :100])
    gap = from_pin(whole, draft, "steady")
    assert gap is not None
    assert (gap.mean, gap.equal) == (0.0, 1.0)
    assert draft.look.replications == 100


def test_the_gain_is_that_of_explain(state: Tuning) -> None:
    found = gains_of(replace(state.looked_at, baseline="carry_on"), 40)
    small = replace(state.looked_at, replications=40)
    turns = explain(small, Wish(tipped=0)).turns
    assert [gain.value for gain in found] == pytest.approx([turn.spiral.gain.gain.value for turn in turns])


def test_a_difference_is_named_only_where_it_is_clear(state: Tuning, look: Callable[..., Seen]) -> None:
    now = look(state)
    assert now.ahead is not None
    clear = replace(now, ahead=replace(now.ahead, mean=-5.0, ci95=(-6.0, -4.0), equal=0.0))
    assert headline(clear) == "Carry on is worth $5 more than steady on average (95% interval $4 to $6)."
    noise = replace(now, ahead=replace(now.ahead, mean=5.0, ci95=(-1.0, 11.0), equal=0.0))
    assert headline(noise).startswith("No clear difference between steady and carry on: +$5")
    same = replace(now, ahead=replace(now.ahead, mean=0.0, equal=1.0))
    assert headline(same) == "Steady and carry on come to the same in every replication."


def test_one_policy_and_one_replication_are_told_without_false_certainty(
    state: Tuning, look: Callable[..., Seen]
) -> None:
    lone = look(state.with_pair("steady"), 1)
    assert lone.ahead is None
    assert "1 replication of the same luck" in told(lone)
    assert "too few replications for an interval" in headline(look(state, 1))


def test_the_words_say_how_many_replications_and_whether_the_gain_is_known(
    state: Tuning, look: Callable[..., Seen]
) -> None:
    now = look(state)
    assert "100 replications of the same luck, seed 7; steady comes out ahead in " in told(now)
    assert "of them; gain when the slider rests; in brackets 95% intervals" in told(now)
    assert "Dashed: the pinned setting." not in told(now)
    assert "Dashed: the pinned setting." in told(now, now)
    known = replace(now, gains=(Estimate(1.5, (1.25, 1.75)), Estimate(float("nan"), (float("nan"),) * 2)))
    assert "1.50 (1.25 to 1.75)" in told(known)
    assert "gain from the first 100" in told(known)


def test_a_pin_is_compared_replication_by_replication(state: Tuning, look: Callable[..., Seen]) -> None:
    pinned, now = look(state), look(state.turned("policies.steady.share", 0.8))
    assert "Carry on: as pinned in every replication." in told(now, pinned)
    assert re.search(r"Steady against the pinned setting: [+−].* \(95% interval", told(now, pinned))
    other = look(state.with_pair("harvest"))
    assert "Harvest was not shown when you pinned." in told(other, pinned)
    assert from_pin(other, pinned, "harvest") is None


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 (our own text)


def test_the_picture_has_a_fan_for_each_policy_on_one_scale(state: Tuning, look: Callable[..., Seen]) -> None:
    now = look(state)
    svg = parsed(picture(now, span_of(now)))
    assert len(svg.findall("{*}path[@stroke-width='2']")) == 2
    assert len(svg.findall("{*}path[@class='pinned']")) == 0
    pinned = parsed(picture(now, span_of(now), now))
    assert len(pinned.findall("{*}path[@class='pinned']")) == 6
    assert svg.findtext("{*}title") == "Yearly revenue under steady and carry on"
    assert svg.findtext("{*}desc") == described(now)


def test_whatever_the_names_are_the_picture_is_xml(state: Tuning, look: Callable[..., Seen]) -> None:
    now = look(state)
    name = '<script>alert("1")</script> & 日本'
    bad = replace(
        now,
        look=replace(now.look, policies=(name, "b")),
        fates=(replace(now.fates[0], policy=name), replace(now.fates[1], policy="b")),
        ahead=replace(now.ahead, baseline=name) if now.ahead else None,
    )
    assert "<script" not in picture(bad, span_of(bad)) + told(bad)
    assert "日本" in (parsed(picture(bad, span_of(bad))).findtext("{*}title") or "")


def test_missing_and_constant_values_are_drawn(state: Tuning, look: Callable[..., Seen]) -> None:
    now = look(state)
    for value in (np.nan, 0.0, 1e15, -3.0):
        flat = replace(now, look=replace(now.look, bands=np.full_like(now.look.bands, value)))
        assert parsed(picture(flat, span_of(flat))) is not None


def test_an_axis_only_grows() -> None:
    assert Span(0.0, 5.0).around(Span(-1.0, 3.0)) == Span(-1.0, 5.0)
