"""How much is measured: in full for the page, quickly to see that it works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much of everything.

    Attributes
    ----------
    rounds
        How often each comparison is repeated; figures are medians.
    presets
        Kinds of firm that are compared with the twin.
    contest, twin
        Replications of the engine against the twin, and of the twin itself, whose cost is the same for each.
    paired, paired_twin
        Replications from which the spread of paired differences is measured, of the engine and of the twin.
    resamples
        Of the bootstrap.
    replications, policies, months
        Sizes at which the cost is measured; the others stay at `base`, two policies and 60 months.
    base
        Replications where something else grows.
    workers
        Replications of a smaller and a larger run; their difference is free of the start of processes.
    starts
        How often each command is started.
    big
        Replications of the large whole process.
    """

    rounds: int
    presets: tuple[str, ...]
    contest: int
    twin: int
    paired: int
    paired_twin: int
    resamples: int
    replications: tuple[int, ...]
    policies: tuple[int, ...]
    months: tuple[int, ...]
    base: int
    workers: tuple[int, int]
    starts: int
    big: int


FULL: Final = Sizes(
    rounds=3,
    presets=("b2b_services", "online_retailer"),
    contest=10_000,
    twin=20,
    paired=2_000,
    paired_twin=500,
    resamples=2_000,
    replications=(1_000, 10_000, 100_000),
    policies=(1, 2, 4, 8),
    months=(12, 24, 60, 120),
    base=4_000,
    workers=(4_000, 20_000),
    starts=5,
    big=10_000,
)

QUICK: Final = Sizes(
    rounds=1,
    presets=("b2b_services",),
    contest=500,
    twin=2,
    paired=200,
    paired_twin=50,
    resamples=100,
    replications=(200, 1_000),
    policies=(1, 2),
    months=(12, 24),
    base=200,
    workers=(200, 1_000),
    starts=2,
    big=500,
)
