"""Deliberate faults of the twin, each of which the comparison must notice."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from unittest import mock

import numpy as np

from benchmarks.twin import acquisition, experience, initiatives, plans, reinvestment, supply, world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from benchmarks.twin.firm import Fate, Firm


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
    expected = base.counts * experience._hazards(firm, share)[:, None]  # noqa: SLF001 (a fault of its own module)
    gone = np.floor(expected + firm.rng.random(expected.shape)).astype(np.int64)
    base.counts = base.counts - gone
    firm.now["churned"] = int(gone.sum())
    firm.now["churn_rate"] = firm.now["churned"] / max(before, 1)


def _churn_quiet() -> Any:  # noqa: ANN401 (a patch)
    parts = tuple(_churn_without_noise if part is experience.leave else part for part in experience.PARTS)
    return mock.patch.object(experience, "PARTS", parts)


def _arrivals_first() -> Any:  # noqa: ANN401
    others = [part for part in experience.PARTS if part is not experience.arrive]
    others.insert(others.index(experience.leave), experience.arrive)
    return mock.patch.object(experience, "PARTS", tuple(others))


def _released_late() -> Any:  # noqa: ANN401
    ordinary = initiatives._fate  # noqa: SLF001

    def late(firm: Firm, crowding: float) -> Fate:
        fate = ordinary(firm, crowding)
        fate.due += 1
        return fate

    return mock.patch.object(initiatives, "_fate", late)


def _one_stage_a_month() -> Any:  # noqa: ANN401
    ordinary = acquisition.passing

    def slow(rate: float, stages: int) -> tuple[list[float], list[float]]:
        stay = ordinary(rate, stages)[0][0]
        return [stay, 1.0 - stay, *[0.0] * (stages - 2)], [1.0, *[0.0] * (stages - 1)]

    return mock.patch.object(acquisition, "passing", slow)


def _good_times_at_first() -> Any:  # noqa: ANN401
    ordinary = world.begin

    def begin(firm: Firm) -> None:
        ordinary(firm)
        firm.world.recession = 0

    return mock.patch.object(world, "begin", begin)


def _upkeep_last() -> Any:  # noqa: ANN401
    """Upkeep ignores what wastes it."""
    ordinary = plans._counted  # noqa: SLF001

    def counted(firm: Firm) -> plans.Desk:
        desk = ordinary(firm)
        desk.upkeep *= 1.0 - desk.waste
        return desk

    return mock.patch.object(plans, "_counted", counted)


def _no_surge() -> Any:  # noqa: ANN401
    """Measure a busy month against a year that holds it, not against last year."""
    ordinary = supply._deliver  # noqa: SLF001

    def deliver(firm: Firm) -> None:
        demanded = firm.now["demanded"]
        firm.books.volume.append(demanded)
        with mock.patch.object(supply, "mean", lambda series, months: sum(series[-months:]) / months):
            ordinary(firm)
        del firm.books.volume[-2]

    return mock.patch.object(supply, "_deliver", deliver)


def _no_losses_forward() -> Any:  # noqa: ANN401
    ordinary = reinvestment._tax  # noqa: SLF001

    def tax(firm: Firm, before: float) -> None:
        firm.books.losses = 0.0
        ordinary(firm, before)

    return mock.patch.object(reinvestment, "_tax", tax)


MUTANTS: dict[str, Callable[[], Any]] = {
    "churn loses its noise": _churn_quiet,
    "new customers arrive before others leave": _arrivals_first,
    "work is released a month late": _released_late,
    "opportunities move one stage a month": _one_stage_a_month,
    "nobody starts in a recession": _good_times_at_first,
    "upkeep forgets waste": _upkeep_last,
    "a busy month counts in its own average": _no_surge,
    "losses are not carried forward": _no_losses_forward,
}
"""Faults by name."""
