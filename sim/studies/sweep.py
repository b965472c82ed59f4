"""Sweeps keys of a scenario: every value meets the same replications, all as one set of trials."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.sweep.tipping import Curve, Tried, curve
from sim.analysis.sweep.tipping_map import Map, tipping_map
from sim.studies.ground import Ground
from sim.studies.over import same_point

if TYPE_CHECKING:
    from sim.analysis.sweep.axis import Axis
    from sim.experiment.progress import Progress
    from sim.studies.ground import Swept

ALLOWED: Final = 6
"""Replications below which nothing holds even odds with 95 %, not even the way from the lowest to the highest."""

BETWEEN: Final = 4
"""Values added between the two neighbours of a tipping point: one more digit of the grid's step, or nearly so."""


def curves(swept: Swept, axis: Axis, *, progress: Progress | None = None) -> tuple[Curve, ...]:
    """Return the odds along one key under each policy, with more values where they tip.

    Raises
    ------
    UsageError
        When the range holds impossible firms.
    """
    others = _others(swept, axis)
    own = [axis.today, *(value for places in others for _, value in places)]
    values = np.array(sorted({*axis.values, *(value for value in own if axis.low <= value <= axis.high)}))
    more = BETWEEN if len(swept.policies) == 1 else 2 * BETWEEN
    with Ground(swept, (axis.key,), lanes=len(values) + more, progress=progress) as ground:
        tried = [
            replace(one, others=places) for one, places in zip(ground.tried({axis.key: values}), others, strict=True)
        ]
        found = _described(swept, axis, tried)
        closer = np.array(sorted({value for one in found for value in _closer(one)} - set(values)))
        if len(closer):
            tried = _merged(tried, ground.tried({axis.key: closer}))
            found = _described(swept, axis, tried)
    return found


def plane(swept: Swept, across: Axis, up: Axis, *, progress: Progress | None = None) -> Map:
    """Return the odds over two keys under the one policy that is asked for.

    Raises
    ------
    UsageError
        When the range holds impossible firms.
    """
    (policy,) = swept.policies
    first, second = (grid.ravel() for grid in np.meshgrid(across.values, up.values, indexing="ij"))
    with Ground(swept, (across.key, up.key), lanes=len(first), progress=progress) as ground:
        (tried,) = ground.tried({across.key: first, up.key: second})
    others = same_point(swept.scenario, policy, (across.key, up.key))
    marks = {name: (place[0], place[1]) for name, place in others.items()}
    return tipping_map(
        across, up, tried.hits, policy=policy, outcome=swept.aim.noun, marks=marks, seed=swept.scenario.seed
    )


def _others(swept: Swept, axis: Axis) -> list[tuple[tuple[str, float], ...]]:
    """Return for every policy which others stand on its curve, and where."""
    return [
        tuple(
            (name, place[0])
            for name, place in same_point(swept.scenario, policy, (axis.key,)).items()
            if axis.low <= place[0] <= axis.high
        )
        for policy in swept.policies
    ]


def _described(swept: Swept, axis: Axis, tried: list[Tried]) -> tuple[Curve, ...]:
    return tuple(
        curve(axis, one, policy=policy, outcome=swept.aim.noun, seed=swept.scenario.seed)
        for policy, one in zip(swept.policies, tried, strict=True)
    )


def _closer(found: Curve) -> list[float]:
    """Return values between the neighbours of every tipping point."""
    values = np.array([point.value for point in found.points])
    closer: list[float] = []
    for tip in found.tips:
        right = int(np.clip(np.searchsorted(values, tip.value), 1, len(values) - 1))
        inside = np.linspace(values[right - 1], values[right], BETWEEN + 2)[1:-1]
        closer += [float(f"{value:.12g}") for value in inside]
    return closer


def _merged(before: list[Tried], after: list[Tried]) -> list[Tried]:
    merged = []
    for old, new in zip(before, after, strict=True):
        values = np.concatenate([old.values, new.values])
        order = np.argsort(values, kind="stable")
        hits, worth = (
            np.concatenate(pair, axis=1)[:, order] for pair in ((old.hits, new.hits), (old.worth, new.worth))
        )
        merged.append(Tried(values[order], hits, worth, old.others))
    return merged
