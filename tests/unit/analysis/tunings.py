"""Made-up findings of a tuning, of either sign, tied, hopeless, and with a frontier."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.analysis.tuning.ends import Ends, Optimism, Worth, against
from sim.analysis.tuning.frontier import Found, drawn
from sim.analysis.tuning.profile import profile
from sim.analysis.tuning.tuned import Optimum, Price, Setting, Tuned, Yours
from tests.unit.analysis.synthetic import made_up, normals

Array = NDArray[np.float64]
TRIALS = 1000
BASELINE = "carry_on"


def ends(mean: float, ruin: float, *, trials: int = TRIALS, scale: float = 1e5) -> Ends:
    """Return made-up ends of exactly this mean: all share their luck; ruin befalls the first replications."""
    luck = normals(1, trials, 8)[0]
    values = mean + scale * (luck - luck.mean()) * (1.0 + mean / 1e8)
    return Ends(values, np.arange(trials) < round(ruin * trials))


def tuned(
    name: str,
    share: float,
    own: Ends,
    yours: Ends,
    *,
    limit: float = 0.05,
    holds: bool = True,
) -> Tuned:
    """Return a policy of which the share was tuned."""
    value, ruin = against(own, yours, name)
    setting = Setting(
        name="share", unit="share", meaning="share of profit that is reinvested", yours=0.4, best=share,
        searched=(0.0, 1.0), close=(max(0.0, share - 0.05), min(1.0, share + 0.03)),
    )  # fmt: skip
    return Tuned(
        policy=name, limit=limit, holds=holds, settings=(setting,), worth=Worth.of(own), against_yours=value,
        ruin_against_yours=ruin, against_baseline=against(own, ends(1e6, 0.02), BASELINE)[0],
        optimism=Optimism.of(float(own.values.mean()) + 5e3, 4e3, own.values),
    )  # fmt: skip


def optimum(
    best: tuple[float, float],
    yours: tuple[float, float],
    *,
    free: tuple[float, float] | None = None,
    holds: bool = True,
) -> Optimum:
    """Return a tuning of one policy; each pair is mean value and chance of ruin."""
    own, today = ends(*best), ends(*yours)
    found = tuned("steady", 0.6, own, today, holds=holds)
    price = None
    if holds:
        without = ends(*(free or best))
        bold = tuned("steady", 0.8 if free else 0.6, without, today, limit=1.0)
        price = Price(free is not None, bold, against(without, own, "steady")[0])
    facts = replace(made_up(replications=TRIALS).facts, policies=(BASELINE, "steady", "harvest"), baseline=BASELINE)
    at = np.linspace(0.0, 1.0, 11)
    along = [ends(best[0] - 4e5 * (x - 0.6) ** 2, min(1.0, best[1] + 0.1 * x**2)) for x in at]
    return Optimum(
        facts=facts, measure="npv", limit=0.05, best=found, policies=(found,),
        yours=(Yours(BASELINE, Worth.of(ends(1e6, 0.02))), Yours("steady", Worth.of(today)),
               Yours("harvest", Worth.of(ends(8e5, 0.4)))),
        price=price, searched=1024, selected=4000, profile=profile("steady", ("share", "share"), at, along),
    )  # fmt: skip


def with_frontier(found: Optimum, points: list[tuple[float, float, float]], rivals: list[Ends]) -> Optimum:
    """Return the tuning with a frontier; each point is limit, mean value and chance of ruin."""
    today = ends(1.1e6, 0.03)
    every = [
        Found((limit,), tuned("steady", 0.3 + 0.1 * place, ends(mean, ruin), today, limit=limit), ends(mean, ruin))
        for place, (limit, mean, ruin) in enumerate(points)
    ]
    frontier = drawn(every, rivals, seed=7, unattained=(0.01,), unproven=((0.005, 1130),))
    return replace(found, frontier=frontier)


CASES = {
    "better": optimum((1.3e6, 0.02), (1.1e6, 0.03)),
    "tied": optimum((1.1e6, 0.03), (1.1e6, 0.03)),
    "worse": optimum((1.0e6, 0.02), (1.1e6, 0.045)),
    "yours breaks it": optimum((1.0e6, 0.02), (1.1e6, 0.15)),
    "binds": optimum((1.3e6, 0.03), (1.1e6, 0.03), free=(1.5e6, 0.12)),
    "hopeless": optimum((7e5, 0.3), (6e5, 0.5), holds=False),
    "unsure": optimum((1.3e6, 0.045), (1.1e6, 0.03)),
    "broken": optimum((1.3e6, 0.09), (1.1e6, 0.03)),
    "frontier": with_frontier(
        optimum((1.3e6, 0.03), (1.1e6, 0.03), free=(1.5e6, 0.12)),
        [(0.02, 1.15e6, 0.01), (0.05, 1.3e6, 0.03), (1.0, 1.5e6, 0.12)],
        [ends(1.1e6, 0.03)],
    ),
    "no trade-off": with_frontier(optimum((1.3e6, 0.02), (1.1e6, 0.03)), [(0.02, 1.3e6, 0.01)], [ends(1.1e6, 0.03)]),
    "beaten": with_frontier(optimum((1.3e6, 0.02), (1.1e6, 0.03)), [(0.02, 1.3e6, 0.02)], [ends(1.6e6, 0.01)]),
    "nothing attained": with_frontier(optimum((7e5, 0.3), (6e5, 0.5), holds=False), [], [ends(1.1e6, 0.03)]),
}
