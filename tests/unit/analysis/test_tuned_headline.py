"""Titles and sentences say what the figures say, of either sign, on ties and without hope."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.analysis.tuning.ends import Ends, against
from sim.analysis.tuning.words import headline, number, price, profile_title, risk, sentences, trade_off
from tests.unit.analysis.synthetic import normals
from tests.unit.analysis.tunings import CASES, optimum

HEADLINES = {
    "better": "Steady with share 60% brings £200k more NPV than with your settings, and ruin stays below 5%",
    "tied": "No setting of steady is better than yours beyond noise",
    "worse": "To keep ruin of steady below 5% with room to spare takes £100k of NPV",
    "yours breaks it": "Share 60% brings the ruin of steady from 15% to 2.0%, below 5%",
    "hopeless": "No setting of steady was found to keep ruin below 5% with room to spare",
    "unsure": "Steady with share 60% brings £200k more NPV than with your settings; whether ruin stays below 5% is "
    "within noise",
    "broken": "Steady with share 60% brings £200k more NPV than with your settings, but ruin exceeds 5% on fresh "
    "replications",
}
TRADES = {
    "frontier": "More NPV at more risk: from £1.15m at 1.0% ruin to £1.50m at 12%",
    "no trade-off": "No trade-off: steady with share 30% is the best found under every limit",
    "beaten": "No tuned setting stands against your own policies in both NPV and ruin",
    "nothing attained": "No setting was found that keeps any of the limits",
}


@pytest.mark.parametrize("case", HEADLINES)
def test_the_headline_fits_the_case(case: str) -> None:
    assert headline(CASES[case]) == HEADLINES[case]


@pytest.mark.parametrize("case", TRADES)
def test_the_frontier_is_called_what_it_is(case: str) -> None:
    found = CASES[case]
    assert found.frontier is not None
    assert trade_off(found, found.frontier) == TRADES[case]


def test_a_gain_within_noise_is_not_called() -> None:
    """The mutant that looks at the mean alone would call this a gain."""
    luck = 1e5 * normals(2, 100, 17)
    luck -= luck.mean(axis=1, keepdims=True)
    calm = np.zeros(100, bool)
    gap, _ = against(Ends(luck[0] + 100.0, calm), Ends(luck[1], calm), "steady")
    found = replace(CASES["better"], best=replace(CASES["better"].best, against_yours=gap))
    assert gap.mean > 0.0
    assert headline(found) == "No setting of steady is better than yours beyond noise"


@pytest.mark.parametrize("case", CASES)
def test_every_sentence_is_there_and_whole(case: str) -> None:
    for text in sentences(CASES[case]):
        assert text[0].isupper()
        assert "nan" not in text.lower()
        assert not text.endswith((".", " "))


def test_the_price_of_the_limit() -> None:
    assert price(CASES["better"]) == "The limit does not bind: the best setting found without it keeps it anyway"
    assert price(CASES["binds"]).startswith("The limit costs £200k (")
    assert "without it the best found is steady with share 80%, ruined in 12% of paths" in price(CASES["binds"])
    assert price(CASES["hopeless"]) == ""


def test_a_limit_that_binds_for_want_of_replications_is_called_so() -> None:
    found = optimum((1.3e6, 0.01), (1.1e6, 0.01), free=(1.4e6, 0.02))
    assert price(found).endswith("; more replications may show that it keeps the limit too")
    assert "more replications" not in price(CASES["binds"])


def test_ruin_is_called_kept_unsure_or_broken() -> None:
    assert "below the limit of 5%" in risk(CASES["better"])
    assert "the limit of 5% lies within the interval" in risk(CASES["unsure"])
    assert "above the limit of 5%" in risk(CASES["broken"])
    assert risk(CASES["hopeless"]).startswith("The safest found, share 60% for steady, is ruined in 30% of paths")


def test_a_profile_says_both_values() -> None:
    assert profile_title(CASES["better"]) == (
        "Steady with share 60% brings £1.30m of NPV at 2.0% ruin; with yours, 40%, it brings £1.10m of NPV at 3.0% ruin"
    )


def test_numbers_keep_all_their_digits() -> None:
    setting = CASES["better"].best.settings[0]
    assert number(0.6234, setting) == "62.34%"
    assert number(float("nan"), setting) == "left to the rule"
