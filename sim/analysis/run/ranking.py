"""Which policies may be the best, and which orders hang on the terminal value."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.intervals import LEVEL, Array
from sim.analysis.statistics.paired import Difference, difference

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Flip:
    """A pair of policies whose order depends on the terminal value.

    Attributes
    ----------
    better, worse
        The order with terminal value, beyond noise.
    reversed_without
        True when the order surely turns round without terminal value; False when the lead is lost in noise.
    """

    better: str
    worse: str
    reversed_without: bool


def contenders(values: Mapping[str, Array], *, level: float = LEVEL) -> tuple[str, ...]:
    """Return the policies that can't be told from the best, highest mean first.

    Screening by paired t intervals, Bonferroni over the k − 1 rivals: the true best is among the
    survivors with at least `level`. One survivor is a winner; several are a tie. Never laxer than the
    plain interval, so that a winner's reported interval excludes zero.
    """
    names = sorted(values, key=lambda name: -float(np.mean(values[name])))
    if len(names) < 2:  # noqa: PLR2004 (nobody to compare with)
        return tuple(names)
    strict = 1.0 - 2.0 * (1.0 - level) / (len(names) - 1)
    return tuple(name for name in names if not _beaten(name, values, level=max(strict, level)))


def _beaten(name: str, values: Mapping[str, Array], *, level: float) -> bool:
    rivals = (
        difference(other, values[name], baseline=name, level=level) for key, other in values.items() if key != name
    )
    return any(rival.ci95[0] > 0.0 for rival in rivals)


def flips(with_terminal: Mapping[str, Array], without_terminal: Mapping[str, Array]) -> tuple[Flip, ...]:
    """Return every pair whose order with terminal value is not there without it."""
    found = []
    for first, second in combinations(with_terminal, 2):
        whole = difference(with_terminal[first], with_terminal[second], baseline=second)
        if not whole.clear:
            continue
        bare = difference(without_terminal[first], without_terminal[second], baseline=second)
        if not _same_direction(whole, bare):
            better, worse = (first, second) if whole.mean > 0.0 else (second, first)
            found.append(Flip(better, worse, bare.clear))
    return tuple(found)


def _same_direction(whole: Difference, bare: Difference) -> bool:
    return bare.clear and (whole.mean > 0.0) == (bare.mean > 0.0)
