"""How hard the search for the best setting looks: points, replications, finalists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SAFER: Final = (1.0, 0.8, 0.6, 0.4)
"""Finalists are the best under the limit and under these parts of it: what just kept it on A may break it on B."""
PER_PART: Final = 3
"""Finalists for each of them."""
ROUNDS, PER_ROUND = 3, 6
"""How often finalists are added where all the better ones broke the limit on B, and how many."""
POPULATION: Final = 10


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to look.

    Attributes
    ----------
    points
        Of the first design, a power of two.
    rungs
        Replications on A: of the design, of those who survive it, of those who are refined.
    kept
        Most survivors of the first and of the second rung, per limit.
    rough, fine
        Generations of differential evolution on the second and on the third rung.
    selection
        Replications on B.
    """

    points: int
    rungs: tuple[int, int, int]
    kept: tuple[int, int]
    rough: int
    fine: int
    selection: int

    @classmethod
    def of(cls, dimensions: int, fresh: int) -> Effort:
        """Return what is worth while for so many settings and a report on so many fresh replications."""
        return cls(
            points={1: 64, 2: 64, 3: 128, 4: 128}.get(dimensions, 256),
            rungs=(min(64, fresh), min(256, fresh), min(1024, fresh)),
            kept=(16, POPULATION),
            rough=4 * (dimensions - 1),
            fine=5,
            selection=selection(fresh),
        )

    def parts(self, limits: int) -> tuple[int, ...]:
        """Return how many lanes each part takes at most: halving, refining under each limit, selecting."""
        first, second, third = self.rungs
        halving = (self.points + 1) * first + limits * (self.kept[0] * (second - first) + self.kept[1] * third)
        refining = POPULATION * ((self.rough + 1) * second + (self.fine + 2) * third)
        selecting = (len(SAFER) * PER_PART + ROUNDS * PER_ROUND) * self.selection + third
        return (halving, *[refining] * limits, limits * selecting)


def selection(fresh: int) -> int:
    """Return the replications on B: twice those of the report, within reason."""
    return min(8192, max(64, 2 * fresh))
