"""Limits are found on one half and told from the other, in words that say what was checked."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from sim.analysis.discovering.discovery import Discovery, discovery
from sim.analysis.discovering.words import conditions, found, title
from sim.analysis.intervals import chance
from tests.unit.analysis.futures import happened, inputs, planted, stepped, tied

CLAUSE = "plan first beats carry on"


@pytest.fixture(scope="module")
def box() -> Discovery:
    known = inputs(2_000, 1)
    return discovery(known, planted(known, 1))


def test_the_figures_are_of_the_half_that_had_no_say(box: Discovery) -> None:
    values = np.stack([one.values for one in box.inputs], axis=1)[1::2]
    won, inside = box.happened[1::2], box.box.holds(values)
    assert box.found
    assert box.density == chance(won[inside])
    assert box.support == chance(inside)
    assert box.coverage == chance(inside[won])
    assert box.base == chance(won)


def test_the_limits_checked_are_the_limits_told(box: Discovery) -> None:
    for limit in box.limits:
        for end in (limit.low, limit.high):
            assert not np.isfinite(end) or end == float(f"{end:.3g}")


def test_each_limit_says_what_it_brings(box: Discovery) -> None:
    assert [limit.input.name for limit in box.limits] == ["win rate", "monthly churn"]
    assert all(limit.without.probability < box.density.probability for limit in box.limits)


def test_luck_is_what_inputs_do_not_explain(box: Discovery) -> None:
    known = inputs(2_000, 2)
    certain = discovery(known, known[0].values > 0.5)
    noise = discovery(known, happened(np.full(2_000, 0.5), 2))
    assert certain.luck < 0.4 < box.luck < 0.95 < noise.luck <= 1.0


def test_a_finding_in_words(box: Discovery) -> None:
    text = found(box, CLAUSE, "GBP")
    assert text.startswith(f"If win rate is above {100 * box.box.low[0]:.3g}% and monthly churn below ")
    assert f"{CLAUSE} in {box.density.probability:.0%} (" in text
    assert f"against {box.base.probability:.0%} overall" in text
    assert title(box, CLAUSE, "GBP").endswith("overall")


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (
            2_000,
            "Plan first beats carry on in every path of 2,000 (chance at least 99.8%): there is nothing to tell apart.",
        ),
        (
            0,
            (
                "There is no path of 2,000 in which plan first beats carry on (chance at most 0.2%): there is nothing "
                "to tell apart."
            ),
        ),
        (5, "Too rare to tell: plan first beats carry on in 5 of 2,000 paths (0.1% to 0.6%)."),
        (1_995, "Too common to tell: plan first beats carry on in all but 5 of 2,000 paths (99.4% to 99.9%)."),
    ],
)
def test_where_there_is_nothing_to_tell_it_is_said(count: int, text: str) -> None:
    known = inputs(2_000, 3)
    which = np.argsort(known[5].values) < count
    assert found(discovery(known, which), CLAUSE, "GBP") == text


def test_luck_decides() -> None:
    known = inputs(800, 4)
    nothing = discovery(known, happened(np.full(800, 0.5), 4))
    assert not nothing.found
    text = found(nothing, CLAUSE, "GBP")
    assert re.search(r"in \d+% \(\d+% to \d+%\) of paths: as far as curves of them show, luck decides\.$", text), text
    assert title(nothing, CLAUSE, "GBP").endswith("luck decides")


def test_inputs_with_few_values_name_the_last_value_inside() -> None:
    known = inputs(2_000, 5)
    known = (known[0], known[1], stepped(known[2], 4), *known[3:])
    certain = discovery(known, happened(np.where(known[2].values >= 3.0, 0.9, 0.3), 5))
    assert conditions(certain, "GBP") == "sales cycle is 3 days or more"
    assert certain.box.low[2] == 3.0


def test_of_inputs_that_go_together_the_one_that_matters_is_named() -> None:
    known = inputs(2_000, 6)
    known = (known[0], tied(known[0], known[1], 6, rho=0.7), *known[2:])
    found_box = discovery(known, happened(np.where(known[0].values > 0.6, 0.9, 0.3), 6))
    assert found_box.box.limited == (0,)


def test_the_same_replications_give_the_same_finding(box: Discovery) -> None:
    again = discovery(box.inputs, box.happened)
    assert (again.box, again.density, again.luck) == (box.box, box.density, box.luck)
    mirrored = discovery(box.inputs, ~box.happened)
    assert mirrored.base.count == box.base.trials - box.base.count
    assert replace(box).found
