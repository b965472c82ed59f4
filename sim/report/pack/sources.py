"""Where the figures of a pack come from, in the words that stand under each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.analysis.amounts import counted

if TYPE_CHECKING:
    from sim.results import RunFacts


def source(facts: RunFacts, note: str, *, replications: int | None = None) -> str:
    """Return the line under a figure: run, seed, replications, and a sentence on the intervals."""
    count = facts.replications if replications is None else replications
    return f"cyclesim run {facts.run_id}, seed {facts.seed}, {counted(count, 'replication')}. {note}".rstrip()


def in_currency(currency: str) -> str:
    """Return what a heading says of money: `, EUR`; nothing where the scenario names no currency."""
    return f", {currency}" if currency else ""
