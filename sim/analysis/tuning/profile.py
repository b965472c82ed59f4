"""Value and ruin along one setting, all else and the luck being equal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.analysis.tuning.ends import Ends, Worth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.outcomes import Array


@dataclass(frozen=True, slots=True)
class Profile:
    """Value and ruin along one setting.

    Attributes
    ----------
    policy, setting, unit
        What is changed.
    at
        Values of the setting, ascending.
    worth
        What each of them is worth, on the replications of the selection.
    """

    policy: str
    setting: str
    unit: str
    at: tuple[float, ...]
    worth: tuple[Worth, ...]


def profile(policy: str, named: tuple[str, str], at: Array, ends: Sequence[Ends]) -> Profile:
    """Describe value and ruin along a setting, `named` by its name and unit."""
    return Profile(policy, *named, tuple(float(value) for value in at), tuple(Worth.of(one) for one in ends))
