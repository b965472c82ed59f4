"""Loop shares of invented changes on the cycle's own graph: no engine."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.analysis.loops import Changes
from sim.analysis.loops.named import Moved, policy_loops
from sim.analysis.loops.shares import LoopShares, Place
from sim.model.causes import CAUSES, NODES
from sim.randomness import KeyedUniforms
from sim.results import RunFacts
from sim.studies.loop_names import SIGNS, named_loops

MONTHS = np.arange(24, 121, 12)
COUNT = 40

Part = Callable[[tuple[str, str], np.ndarray], np.ndarray]
"""Part of a link in the change of its target, by link and months."""


def even(edge: tuple[str, str], months: np.ndarray) -> np.ndarray:
    """Give every cause of a node the same part."""
    causes = sum(cause.target == edge[1] for cause in CAUSES)
    return np.full(len(months), 1.0 / causes)


def overtaken(edge: tuple[str, str], months: np.ndarray) -> np.ndarray:
    """Let the market's limit take over from word of mouth at month 72."""
    late = months >= 72
    if edge == ("market_left", "leads"):
        return np.where(late, 50.0, 0.01)
    if edge == ("customers", "referrals"):
        return np.where(late, 0.01, 50.0)
    return even(edge, months)


def nothing(edge: tuple[str, str], months: np.ndarray) -> np.ndarray:  # noqa: ARG001 (like the others)
    """Let no cause do anything."""
    return np.zeros(len(months))


def invented(rising: float = 1.0, /, **policies: Part) -> LoopShares:
    """Return loop shares whose links carry these parts, with a little noise."""
    noise = KeyedUniforms(5).rows("loops:invented", 0, len(MONTHS), ((0, COUNT // 4),)) - 0.5
    found = []
    for policy, part in policies.items():
        target = rising * (1 + 0.2 * noise)
        links = {
            edge: Changes(part(edge, MONTHS)[:, None] * (1 + 0.1 * noise), target, target, sign)
            for edge, sign in SIGNS.items()
        }
        moved = Moved(policy, MONTHS, links, np.ones((len(MONTHS), COUNT), np.bool_))
        found.append(policy_loops(moved, named_loops(), 7))
    names = tuple(policies)
    facts = RunFacts(
        scenario="invented", scenario_hash="0" * 64, currency="GBP", seed=7, replications=COUNT, months=120,
        start="2026-01", policies=names, rules=names, baseline=names[0],
    )  # fmt: skip
    places = tuple(Place(name, node.title, node.step) for name, node in NODES.items())
    return LoopShares(facts, places, SIGNS, named_loops(), tuple(found))
