"""Counts of what calibrated ranges hold, with their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from recovered.firms import BELIEFS, TIED, Flags
from sim.analysis.calibration.observed import MEASURES
from sim.analysis.intervals import wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from recovered.firms import Case


def count(held: Flags) -> str:
    """Return how many of how many."""
    return f"{int(held.sum())} of {held.size}" if held.size else "none"


def share(held: Flags, trials: float = 0.0) -> str:
    """Return how many of how many, with the share and its interval."""
    if not held.size:
        return "none"
    size = trials or held.size
    low, high = wilson(held.mean() * size, size)
    return f"{count(held)}, {100 * held.mean():.1f} % ({100 * low:.0f} to {100 * high:.0f} %)"


def inside(found: Sequence[Case]) -> tuple[Flags, Flags]:
    """Return which inputs are held, and which identified, shape (firms, inputs)."""
    return np.array([case.inside for case in found]), np.array([case.known for case in found])


def independent(held: Flags, known: Flags) -> float:
    """Return how many independent inputs those of firms are worth, whose inputs share their luck."""
    each, rate = known.sum(axis=1), held[known].mean()
    by_firm = np.sum(((held & known).sum(axis=1) - rate * each) ** 2)
    return float(min(1.0, each.sum() * rate * (1 - rate) / max(by_firm, 1e-12)) * each.sum())


def rows(samples: Sequence[Sequence[Case]], rated: Sequence[Sequence[Case]]) -> str:
    """Return the rows of a table by input: counts by sample, then shares of some samples together."""
    parts, shares = [inside(found) for found in samples], [inside(found) for found in rated]
    lines = []
    for column, key in enumerate(BELIEFS):
        cells = [count(held[known[:, column], column]) for held, known in parts]
        cells += [share(held[known[:, column], column]) for held, known in shares]
        lines.append(f"| `{key}` | {' | '.join(cells)} |")
    cells = [count(held[known]) for held, known in parts] + [share(held[known]) for held, known in shares]
    return "\n".join([*lines, f"| **identified inputs** | {' | '.join(cells)} |"])


def held_of(found: Sequence[Case], keys: Sequence[str] = tuple(BELIEFS)) -> Flags:
    """Return whether the intervals of these inputs hold the truth, identified or not."""
    columns = [list(BELIEFS).index(key) for key in keys]
    return np.asarray(inside(found)[0][:, columns].ravel())


def gains(found: Sequence[Case]) -> Flags:
    """Return in which firms the gain is held; NaN, which is not, where there was no answer."""
    return np.array([one.low <= one.gain <= one.high for one in found])


def named(found: Sequence[Case], measures: tuple[str, ...]) -> Flags:
    """Return in which firms all tied pairs are named."""
    return np.array([TIED[measures] <= one.named for one in found])


def sums(samples: Sequence[Sequence[Case]]) -> str:
    """Return the table of what is not by input."""
    parts = {
        "all inputs, identified or not": held_of,
        "the cycle gain": gains,
        "the tied pair is named": lambda found: named(found, MEASURES),
    }
    fresh, every = samples[-1], [one for found in samples for one in found]
    return "\n".join(
        f"| {name} | {' | '.join([*(count(of(found)) for found in samples), share(of(fresh)), share(of(every))])} |"
        for name, of in parts.items()
    )
