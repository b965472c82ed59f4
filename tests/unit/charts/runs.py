"""Made-up runs that charts must stand: few and many policies, tiny and huge money, no time, no luck."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

from sim.analysis.run.summary import Summary, summarise
from tests.unit.analysis.synthetic import FIVE, Shape, made_up, with_outcomes

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

    from sim.results import Results

TWELVE = {
    **FIVE,
    **{
        f"variant_{place}_of_plan": Shape(
            trend=0.04 - 0.01 * place, spread=0.03, tips=0.05 * place, share=0.15 * place, cash=0.1 + 0.1 * place
        )
        for place in range(7)
    },
}
SCRIPTS = {
    "先に計画する": FIVE["plan_first"],
    "Сначала_план": FIVE["harvest"],
    "a_very_long_policy_name_that_never_seems_to_end_at_all": FIVE["all_in"],
}
BROKE = {"carry_on": Shape(trend=-0.3, share=1.0, cash=0.01), "harvest": Shape(trend=-0.5, share=1.0, cash=0.01)}
GIANT = {"carry_on": FIVE["carry_on"], "giant": Shape(size=1e7, trend=0.1)}
SEVEN_RUINED = {f"bold_{place}": Shape(trend=0.01, tips=0.4, share=1.0, cash=0.03 * (place + 1)) for place in range(7)}


@functools.cache
def run(case: str) -> tuple[Results, Summary]:
    """Return a made-up run and its summary by the name of the case."""
    results = _make(case)
    return results, summarise(results)


def _make(case: str) -> Results:
    few = 80
    makers = {
        "five": lambda: made_up(replications=400),
        "one": lambda: made_up({"carry_on": FIVE["carry_on"]}, replications=few),
        "two": lambda: made_up({name: FIVE[name] for name in ("harvest", "plan_first")}, replications=few),
        "four": lambda: made_up({name: FIVE[name] for name in list(FIVE)[1:]}, replications=few),
        "twelve": lambda: made_up(TWELVE, replications=few),
        "scripts": lambda: made_up(SCRIPTS, replications=few, currency="CHF"),
        "one month": lambda: made_up(replications=few, months=1, currency="EUR"),
        "eighteen months": lambda: made_up(replications=few, months=18, start="2026-04"),
        "one replication": lambda: made_up(replications=1),
        "huge": lambda: made_up(GIANT, replications=few, currency="USD"),
        "tiny": lambda: made_up(replications=few, opening=0.02),
        "broke": lambda: made_up(BROKE, replications=few),
        "often ruined": lambda: made_up(SEVEN_RUINED, replications=few),
        "no date": lambda: made_up(replications=few, start="", currency=""),
        "all the same": lambda: with_outcomes(made_up(replications=few), npv=5.0, growth=0.0),
        "nothing known": lambda: with_outcomes(
            made_up(replications=few), npv=math.nan, growth=math.nan, lowest_cash=math.nan
        ),
    }
    return makers[case]()


CASES = (
    "five", "one", "two", "four", "twelve", "scripts", "one month", "eighteen months", "one replication",
    "huge", "tiny", "broke", "often ruined", "no date", "all the same", "nothing known",
)  # fmt: skip


def artists(figure: Figure, gid: str) -> list[Artist]:
    """Return every artist of a figure with this id, in drawing order."""
    return [artist for axes in figure.axes for artist in axes.get_children() if artist.get_gid() == gid]
