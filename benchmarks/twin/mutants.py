"""Deliberate faults of the twin, each of which the comparison must notice."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from unittest import mock

import numpy as np

from benchmarks.twin import acquisition, demand, experience, initiatives, plans, reinvestment, world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from benchmarks.twin.firm import Fate, Firm

    Patch = mock._patch[Any]  # noqa: SLF001 (the type has no public name)


@contextmanager
def mutated(name: str) -> Iterator[None]:
    """Run with one deliberate fault; with none if the name is empty."""
    if not name:
        yield
        return
    with MUTANTS[name]():
        yield


def _churn_without_noise(firm: Firm) -> None:
    """Let as many leave as are expected, all but fractions."""
    base, before = firm.base, int(firm.base.counts.sum())
    share = min(1.0, base.embedded / max(before, 1))
    hazards = base.hazards = experience._hazards(firm, share)  # noqa: SLF001 (a fault of its own module)
    expected = base.counts * hazards[:, None]
    gone = np.floor(expected + firm.rng.random(expected.shape)).astype(np.int64)
    base.counts = base.counts - gone
    firm.now["churned"] = int(gone.sum())
    firm.now["churn_rate"] = firm.now["churned"] / max(before, 1)


def _churn_quiet() -> Patch:
    parts = tuple(_churn_without_noise if part is experience.leave else part for part in experience.PARTS)
    return mock.patch.object(experience, "PARTS", parts)


def _arrivals_first() -> Patch:
    others = [part for part in experience.PARTS if part is not experience.arrive]
    others.insert(others.index(experience.leave), experience.arrive)
    return mock.patch.object(experience, "PARTS", tuple(others))


def _released_late() -> Patch:
    ordinary = initiatives._fate  # noqa: SLF001

    def late(firm: Firm, crowding: float) -> Fate:
        fate = ordinary(firm, crowding)
        fate.due += 1
        return fate

    return mock.patch.object(initiatives, "_fate", late)


def _one_stage_a_month() -> Patch:
    ordinary = acquisition.passing

    def slow(rate: float, stages: int) -> tuple[list[float], list[float]]:
        stay = ordinary(rate, stages)[0][0]
        return [stay, 1.0 - stay, *[0.0] * (stages - 2)], [1.0, *[0.0] * (stages - 1)]

    return mock.patch.object(acquisition, "passing", slow)


def _good_times_at_first() -> Patch:
    ordinary = world.begin

    def begin(firm: Firm) -> None:
        ordinary(firm)
        firm.world.recession = 0

    return mock.patch.object(world, "begin", begin)


def _upkeep_last() -> Patch:
    """Upkeep ignores what wastes it."""
    ordinary = plans._counted  # noqa: SLF001

    def counted(firm: Firm) -> plans.Desk:
        desk = ordinary(firm)
        desk.upkeep *= 1.0 - desk.waste
        return desk

    return mock.patch.object(plans, "_counted", counted)


def _nothing_carried() -> Patch:
    ordinary = demand._attract  # noqa: SLF001

    def attract(firm: Firm, base: float) -> None:
        firm.sales.adstock = [0.0] * len(firm.sales.adstock)
        ordinary(firm, base)

    return mock.patch.object(demand, "_attract", attract)


def _no_losses_forward() -> Patch:
    ordinary = reinvestment._tax  # noqa: SLF001

    def tax(firm: Firm, before: float) -> None:
        firm.books.losses = 0.0
        ordinary(firm, before)

    return mock.patch.object(reinvestment, "_tax", tax)


MUTANTS: dict[str, Callable[[], Patch]] = {
    "churn loses its noise": _churn_quiet,
    "new customers arrive before others leave": _arrivals_first,
    "work is released a month late": _released_late,
    "opportunities move one stage a month": _one_stage_a_month,
    "nobody starts in a recession": _good_times_at_first,
    "upkeep forgets waste": _upkeep_last,
    "marketing carries nothing into the next month": _nothing_carried,
    "losses are not carried forward": _no_losses_forward,
}
"""Faults by name."""
