"""Winners only beyond noise; orders that hang on the terminal value are named."""

from __future__ import annotations

import numpy as np

from sim.analysis.run.ranking import Flip, contenders, flips
from tests.unit.analysis.synthetic import normals

NOISE = normals(1, 400, seed=3)[0]
LUCK = 10.0 * normals(1, 400, seed=4)[0]


def test_one_clear_winner() -> None:
    values = {"low": LUCK, "high": LUCK + 1.0 + 0.1 * NOISE}
    assert contenders(values) == ("high",)


def test_pairing_decides_what_independent_luck_hides() -> None:
    """The lead of 1 is a tenth of the spread of luck; without pairing nobody would win."""
    rolled = np.roll(LUCK, 1)
    assert contenders({"low": LUCK, "high": LUCK + 1.0 + 0.1 * NOISE}) == ("high",)
    assert set(contenders({"low": rolled, "high": LUCK + 1.0 + 0.1 * NOISE})) == {"low", "high"}


def test_ties_are_kept_best_first() -> None:
    values = {"a": LUCK, "b": LUCK + NOISE - NOISE.mean() + 0.01, "behind": LUCK - 1.0}
    assert contenders(values) == ("b", "a")


def test_identical_policies_tie() -> None:
    assert contenders({"a": LUCK, "b": LUCK.copy()}) == ("a", "b")


def test_many_rivals_need_more_evidence() -> None:
    """A lead of 2.2 standard errors beats one rival (1.97) but not eleven at once (2.6 with Bonferroni)."""
    scaled = (NOISE - NOISE.mean()) / NOISE.std(ddof=1)
    lead = LUCK + scaled + 2.2 / np.sqrt(len(LUCK))
    assert contenders({"lead": lead, "rival": LUCK}) == ("lead",)
    crowd = {"lead": lead, **{f"rival {i}": LUCK for i in range(11)}}
    assert len(contenders(crowd)) == 12


def test_one_policy_is_its_own_contender() -> None:
    assert contenders({"only": LUCK}) == ("only",)


def test_a_reversed_order_is_flagged() -> None:
    whole = {"a": LUCK + 1.0 + 0.1 * NOISE, "b": LUCK}
    bare = {"a": LUCK - 1.0 + 0.1 * NOISE, "b": LUCK}
    assert flips(whole, bare) == (Flip("a", "b", reversed_without=True),)
    swapped = flips({"b": whole["b"], "a": whole["a"]}, {"b": bare["b"], "a": bare["a"]})
    assert swapped == (Flip("a", "b", reversed_without=True),)


def test_a_lead_lost_in_noise_is_flagged() -> None:
    whole = {"a": LUCK + 1.0 + 0.1 * NOISE, "b": LUCK}
    bare = {"a": LUCK + NOISE - NOISE.mean(), "b": LUCK}
    assert flips(whole, bare) == (Flip("a", "b", reversed_without=False),)


def test_an_order_within_noise_can_not_flip() -> None:
    whole = {"a": LUCK + NOISE - NOISE.mean(), "b": LUCK}
    bare = {"a": LUCK - 1.0, "b": LUCK}
    assert flips(whole, bare) == ()


def test_a_kept_order_is_no_flip() -> None:
    lanes = {"a": LUCK + 1.0 + 0.1 * NOISE, "b": LUCK}
    assert flips(lanes, lanes) == ()
