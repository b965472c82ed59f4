"""Shares, hand-overs and what is said of them, on changes made up for the purpose."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.analysis.loops.named import _last_change
from sim.analysis.loops.words import lead, lines, strongest, title, way
from tests.unit.analysis.loops.shares import even, invented, nothing, overtaken


def test_a_planted_hand_over_is_found() -> None:
    policy = invented(steady=overtaken).policies[0]
    change = policy.handover
    assert change is not None
    assert (change.month, change.to, change.sure) == (72, -1, 1.0)
    assert change.ci95 == (72, 72)
    assert lead(policy) == "balancing loops lead from month 72"
    assert policy.reinforcing.share[0] > 0.5 > policy.reinforcing.share[-1]
    assert policy.family("word of mouth").share[0] > 0.5


def test_no_hand_over_where_the_lead_never_changes() -> None:
    """The mutant: were every loop counted as reinforcing, the test above would find none either."""
    policy = invented(steady=even).policies[0]
    assert policy.handover is None
    assert lead(policy).endswith("lead throughout")


@pytest.mark.parametrize(
    ("path", "place"),
    [([1, 1, -1, -1], 2), ([1, -1, 1, -1], 3), ([1, 1], None), ([1, 0], None), ([0, 1, 1], 1), ([-1, 2, 2], 1)],
)
def test_the_last_change_holds_to_the_end(path: list[float], place: int | None) -> None:
    assert _last_change(np.array(path, float)) == place


def test_nothing_moves() -> None:
    found = invented(steady=nothing)
    assert np.isnan(found.policies[0].reinforcing.share).all()
    assert title(found) == "No loop moves: the firm stands still or is closed"
    assert lines(found) == ["Steady: nothing moves."]
    assert strongest(found.policies[0]) == "Nothing moves under steady"
    assert lead(found.policies[0]) == "no loop moves at the end"


def test_titles_claim_what_is_clear_only() -> None:
    assert title(invented(steady=overtaken)).startswith("Growth loops make up ")
    assert title(invented(one=nothing, two=overtaken, three=even)).startswith("Growth loops weigh most under three: ")
    assert title(invented(one=even, two=even)).endswith("under every policy")
    assert way(invented(steady=even).policies[0]) == "revenue rises"
    assert way(invented(-1.0, steady=even).policies[0]) == "revenue falls"
    assert way(invented(0.0, steady=nothing).policies[0]) == "revenue holds within noise"
    assert lead(replace(invented(steady=even).policies[0], handover=None)) == "balancing loops lead throughout"


def test_the_winner_is_held_against_the_widest_band_not_only_the_second_best() -> None:
    """The mutant looks at the runner-up alone."""
    clear = invented(two=overtaken, three=even)
    assert title(clear).startswith("Growth loops weigh most under three")
    third = clear.policies[0]
    growth = third.family("growth")
    wide = replace(growth, share=0.9 * growth.share, high=np.full_like(growth.high, 0.99))
    families = tuple(wide if family is growth else family for family in third.families)
    unsure = replace(clear, policies=(*clear.policies, replace(third, policy="four", families=families)))
    assert title(unsure).endswith("and which policy has most is within noise")


def test_the_carrying_family_is_held_against_every_other() -> None:
    policy = invented(steady=overtaken).policies[0]
    claim = strongest(policy)
    assert claim.startswith("Under steady, ")
    ranked = sorted(policy.families, key=lambda family: -float(np.nanmean(family.share)))
    last = replace(ranked[-1], high=ranked[-1].high * 0 + 1)
    families = tuple(last if family is ranked[-1] else family for family in policy.families)
    assert strongest(replace(policy, families=families)).startswith("No kind of loop clearly leads")


def test_a_lead_within_its_band_is_none() -> None:
    policy = invented(steady=even).policies[0]
    wide = replace(policy.reinforcing, low=policy.reinforcing.low * 0, high=policy.reinforcing.high * 0 + 1)
    assert lead(replace(policy, reinforcing=wide)) == "who leads is within noise"
    unsure = invented(steady=overtaken).policies[0]
    assert unsure.handover is not None
    change = replace(unsure.handover, sure=0.9)
    assert lead(replace(unsure, handover=change)) == "who leads is within noise"


def test_links_tell_all_of_a_change_that_is_shared_out_evenly() -> None:
    for node, told in invented(steady=even).policies[0].told.items():
        assert told == pytest.approx(1, abs=0.02), node
