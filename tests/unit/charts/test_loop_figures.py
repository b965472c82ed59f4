"""The causal-loop diagram and the shares over time: what is drawn, marked and said; texts keep apart."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from matplotlib.patches import FancyArrowPatch

from sim.charts.causal_loop import SHOWN, causal_loop, traffic
from sim.charts.loop_shares import loop_shares
from sim.charts.page import Dress
from sim.errors import UsageError
from tests.unit.analysis.loops.shares import even, invented, nothing, overtaken
from tests.unit.charts.test_layout import boxes, overlapping

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.analysis.loops.shares import LoopShares


@pytest.fixture(scope="module")
def found() -> LoopShares:
    return invented(steady=overtaken, plan_first=even, harvest=nothing)


def marks(figure: Figure, name: str) -> int:
    return len(figure.findobj(lambda artist: artist.get_gid() == name))


def apart(figure: Figure) -> None:
    texts = boxes(figure)
    page = figure.bbox
    assert [text for text, box in texts if box.x0 < 0 or box.y0 < 0 or box.x1 > page.x1 or box.y1 > page.y1] == []
    assert [(one[0], two[0]) for one, two in combinations(texts, 2) if overlapping(one[1], two[1])] == []


def test_shares_mark_a_sure_hand_over_only(found: LoopShares) -> None:
    figure = loop_shares(found)
    assert marks(figure, "growth") == marks(figure, "balancing") == marks(figure, "half") == 3
    assert marks(figure, "handover") == 1
    apart(figure)


@pytest.mark.parametrize("count", [1, 2, 5, 12])
def test_shares_of_few_and_many_policies(count: int) -> None:
    apart(loop_shares(invented(**{f"policy_{number}": even for number in range(count)})))


@pytest.mark.parametrize("policy", ["steady", "plan_first", "harvest"])
def test_the_diagram_draws_the_strongest_links(found: LoopShares, policy: str) -> None:
    figure = causal_loop(found, policy)
    arrows = figure.findobj(FancyArrowPatch)
    assert len(arrows) <= SHOWN
    assert (not arrows) == (policy == "harvest")
    apart(figure)


def test_wide_arrows_carry_more(found: LoopShares) -> None:
    carried = traffic(found, found.policies[0])
    assert carried["wins", "customers"] > carried["volume", "learning"] > 0
    assert all(0 <= share <= 1 for share in carried.values())
    assert carried["rivals", "capability_demand"] == 0  # in no loop


def test_a_policy_must_be_known(found: LoopShares) -> None:
    with pytest.raises(UsageError, match="no policy named 'stead'; there are steady, plan_first, harvest"):
        causal_loop(found, "stead")


def test_bare_figures_carry_no_title(found: LoopShares) -> None:
    for figure in (loop_shares(found, dress=Dress.BARE), causal_loop(found, "steady", dress=Dress.BARE)):
        assert not [text for text, _ in boxes(figure) if "Run 0" in text]
