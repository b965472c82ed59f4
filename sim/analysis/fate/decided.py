"""How much of the end is decided by some month: paths called virtuous, vicious or contested by their committor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.analysis.amounts import percent, points, spoken
from sim.analysis.fate.committor import VICIOUS, VIRTUOUS, labels
from sim.analysis.intervals import Chance, chance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.fate.committor import Calibration, Committor, States


@dataclass(frozen=True, slots=True)
class Paths:
    """The paths of one policy.

    Attributes
    ----------
    policy
        Its name.
    virtuous, vicious
        Shares whose chance of ending growing rather than shrinking is 90 % or more, and 10 % or less.
    """

    policy: str
    virtuous: Chance
    vicious: Chance


@dataclass(frozen=True, slots=True)
class Decided:
    """What the state of a month decides.

    Attributes
    ----------
    month
        Of the state.
    calibration
        The committor's, out of sample, over all policies.
    paths
        By policy.
    """

    month: int
    calibration: Calibration
    paths: tuple[Paths, ...]


def decided(found: Committor, states: States, policies: Sequence[str]) -> Decided:
    """Label every path by its committor and count the labels by policy."""
    called = labels(found.chance(states))
    return Decided(
        found.month,
        found.calibration,
        tuple(
            Paths(name, *(chance(called[states.policy == place] == label) for label in ("virtuous", "vicious")))
            for place, name in enumerate(policies)
        ),
    )


def sentences(found: Decided, policies: Sequence[str]) -> list[str]:
    """Say how many paths of some policies are decided, and how far the committor can be trusted."""
    told = [
        f"By month {found.month}, under {spoken(paths.policy)}, {percent(paths.virtuous.probability)} of paths are "
        f"virtuous ({VIRTUOUS:.0%} or more to end growing), {percent(paths.vicious.probability)} vicious "
        f"({VICIOUS:.0%} or less), the rest contested"
        for paths in found.paths
        if paths.policy in policies
    ]
    worst = points(found.calibration.worst).lstrip("+")
    return [*told, f"Chances of ending growing, by the state in month {found.month}, miss by {worst} points at most"]
