"""How often `discover` and `worth` are right where the truth is known.

All of it, many times: `python -m tests.statistical.discovering 400`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.discovering.discovery import Discovery, discovery
from sim.analysis.inputs.information import Worth, information
from sim.analysis.inputs.inputs import Input
from tests.unit.analysis.futures import (
    BEYOND,
    EDGES,
    KEYS,
    WITHIN,
    exact_worth,
    happened,
    inputs,
    planted,
    rival_policies,
)
from tests.unit.analysis.synthetic import uniforms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.analysis.discovering.boxes import Box


def searched_for_a_box(repetitions: int, *, count: int = 2_000) -> Iterator[Discovery]:
    """Yield what is found where there is a box of two inputs out of six."""
    for seed in range(repetitions):
        known = inputs(count, seed)
        yield discovery(known, planted(known, seed))


def searched_in_noise(repetitions: int, *, count: int = 400) -> Iterator[Discovery]:
    """Yield what is found where the inputs have no say."""
    for seed in range(repetitions):
        yield discovery(inputs(count, seed, keys=KEYS[:3]), happened(np.full(count, 0.5), seed))


def truth(box: Box) -> tuple[float, float]:
    """Return how often it happens within a box, and the share of futures in it, where there is a planted one."""
    low, high = np.clip(box.low, 0.0, 1.0), np.clip(box.high, 0.0, 1.0)
    support = float(np.prod(high - low))
    sides = (high - low).copy()
    sides[0] = max(0.0, high[0] - max(low[0], EDGES[0]))
    sides[1] = max(0.0, min(high[1], EDGES[1]) - low[1])
    overlap = float(np.prod(sides)) / support
    return WITHIN * overlap + BEYOND * (1.0 - overlap), support


@dataclass(frozen=True, slots=True)
class Case:
    """Two policies, one of which is better above some value of an input."""

    lead: float
    slope: float
    luck: float

    @property
    def worth(self) -> float:
        return exact_worth(lead=self.lead, slope=self.slope)


CASES = (Case(0.3, 1.0, 2.0), Case(0.0, 1.0, 2.0), Case(1.0, 1.0, 2.0), Case(2.0, 1.0, 1.0), Case(0.0, 0.0, 2.0))
"""The last is worth nothing; under the second and the last, neither policy is better without the input."""


def valued(case: Case, repetitions: int, *, count: int = 1_000) -> Iterator[tuple[Worth, Worth, Worth]]:
    """Yield the worth of the input that matters, of one that does not, and of both."""
    for seed in range(repetitions):
        score, column = rival_policies(count, seed, lead=case.lead, slope=case.slope, luck=case.luck)
        other = uniforms(count, seed * 101 + 5)
        found = information("npv", column, [Input("x", "x", "", np.exp(score)), Input("y", "y", "", other)])
        own, nothing = found.each
        yield own, nothing, found.everything


def covers(worth: Worth, value: float) -> bool:
    """Tell whether the interval holds the true worth."""
    return worth.ci95[0] <= value <= worth.ci95[1]


def boxes(repetitions: int) -> str:
    """Return how often boxes are found that are there, and named that are not."""
    found = list(searched_for_a_box(repetitions))
    truths = [truth(one.box) for one in found]
    pairs = zip(found, truths, strict=True)
    density = np.mean([one.density.ci95[0] <= share <= one.density.ci95[1] for one, (share, _) in pairs])
    exact = np.mean([one.box.limited == (0, 1) for one in found])
    noise = np.mean([one.found for one in searched_in_noise(repetitions)])
    return (
        f"box of two inputs of six, 2,000 replications: these and no other {exact:.0%}; share covered {density:.1%}\n"
        f"no box, 400 replications: one is named in {noise:.1%}"
    )


def worths(case: Case, repetitions: int) -> str:
    """Return how often the exact worth is covered."""
    every = list(valued(case, repetitions))
    own, nothing, both = (
        np.mean([covers(one[place], true) for one in every]) for place, true in enumerate((case.worth, 0.0, case.worth))
    )
    mean, called = np.mean([one[0].mean for one in every]), np.mean([one[1].clear for one in every])
    return (
        f"| {case.lead:g} | {case.slope:g} | {case.luck:g} | {case.worth:.4f} | {mean:.4f} | {own:.0%} | {both:.0%} | "
        f"{nothing:.0%} | {called:.1%} |"
    )


if __name__ == "__main__":
    REPETITIONS = int(sys.argv[1])
    sys.stdout.write(boxes(REPETITIONS) + "\n")
    for known_case in CASES:
        sys.stdout.write(worths(known_case, REPETITIONS) + "\n")
