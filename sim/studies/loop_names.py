"""Every loop of the cycle in words."""

from __future__ import annotations

from functools import cache
from math import prod
from typing import TYPE_CHECKING, Final

from sim.analysis.loops import circuits
from sim.analysis.loops.shares import GROWTH, NamedLoop
from sim.model.causes import CAUSES, NODES

if TYPE_CHECKING:
    from sim.analysis.loops.system import Edge

SIGNS: Final = {(cause.source, cause.target): cause.sign for cause in CAUSES}
"""Sign of every cause."""

BRAKES: Final = {
    ("customers", "market_left"): "market limit",
    ("leads", "sales_load"): "sales load",
    ("referrals", "sales_load"): "sales load",
    ("customers", "service_load"): "service load",
    ("volume", "delay"): "supply delay",
    ("revenue", "capability_cost"): "cost of capability",
    ("volume", "fixed_cost"): "fixed cost",
    ("revenue", "sales_cost"): "sales team",
    ("budget", "upkeep"): "upkeep",
    ("marketing", "profit"): "cost of marketing",
}
"""The turns at which growth slows itself down, most telling first; a balancing loop is called after its first one."""

UNDONE: Final = "relief"
"""Reinforcing loops of an even number of brakes: what slows growth also spares its cost."""

_ALONG: Final = ("referrals", "marketing", "data", "learning", "purchase_prices")
"""Nodes whose presence tells loops of one family apart."""

_ORDER: Final = (GROWTH, "marketing", "word of mouth", UNDONE, *dict.fromkeys(BRAKES.values()))


@cache
def named_loops() -> tuple[NamedLoop, ...]:
    """Return all loops of the causal graph, reinforcing ones first, by family and length."""
    unnamed = [(_family(loop), loop) for loop in circuits(list(SIGNS))]
    unnamed.sort(key=lambda pair: (_ORDER.index(pair[0]), len(pair[1]), list(map(list(NODES).index, pair[1]))))
    counts = {1: 0, -1: 0}
    found = []
    for family, loop in unnamed:
        sign = prod(SIGNS[edge] for edge in _edges(loop))
        counts[sign] += 1
        code = f"{'R' if sign > 0 else 'B'}{counts[sign]}"
        name = _name(family, loop)
        titles = " → ".join(NODES[node].title for node in (*loop, loop[0]))
        found.append(NamedLoop(code, name, family, sign, loop, f"{code} {name}: {titles}"))
    return tuple(sorted(found, key=lambda loop: -loop.sign))


def _edges(loop: tuple[str, ...]) -> list[Edge]:
    return list(zip(loop, (*loop[1:], loop[0]), strict=True))


def _family(loop: tuple[str, ...]) -> str:
    passed = set(_edges(loop))
    brakes = [name for edge, name in BRAKES.items() if edge in passed]
    if len(brakes) % 2:
        return brakes[0]
    if brakes:
        return UNDONE
    return GROWTH if "budget" in loop else "marketing" if "marketing" in loop else "word of mouth"


def _name(family: str, loop: tuple[str, ...]) -> str:
    """Return the family with what tells the loop apart: what the budget buys first, and what it passes."""
    after = dict(_edges(loop))
    first = f" through {NODES[after['budget']].title}" if "budget" in after else ""
    along = [NODES[node].title for node in _ALONG if node in loop and node not in (family, after.get("budget"))]
    return f"{family}{first}{', with ' if along else ''}{' and '.join(along)}"
