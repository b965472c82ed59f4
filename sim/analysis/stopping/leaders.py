"""Whether the best policy is known: screening with α spent over the looks, or Kim and Nelson's procedure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from sim.analysis.stopping.selection import ALPHA, gaps, kn, screened
from sim.analysis.stopping.targets import EVERY, FIRST, RANKED, Best, Judgement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.analysis.intervals import Array


def best_known(target: Best, column: Mapping[str, Array], looked: Sequence[int]) -> Judgement:
    """Judge whether the policy with the highest mean is known."""
    names, values = tuple(column), np.stack(list(column.values()))
    if looked[-1] < 2:  # noqa: PLR2004 (a spread needs two values)
        return Judgement(target.text, RANKED, reached=False, leaders=_ranked(names, values, range(len(names))))
    if target.zone > 0.0:
        found = kn(values, zone=target.zone, looks=looked)
        alive = found.alive if found.best is None else (found.best,)
        leaders = _ranked(names, values, alive)
        return Judgement(target.text, RANKED, found.best is not None, leaders=leaders, needed=found.needed)
    alive = tuple(int(place) for place in np.flatnonzero(screened(values, alpha=_spent(len(looked), len(names)))))
    leader = max(alive, key=lambda place: float(values[place].mean()))
    rivals = [place for place in alive if (values[place] != values[leader]).any()]
    needed = max((_told_apart(values[[leader, rival]], len(names)) for rival in rivals), default=float(looked[-1]))
    return Judgement(target.text, RANKED, not rivals, leaders=_ranked(names, values, alive), needed=needed)


def _ranked(names: Sequence[str], values: Array, alive: Sequence[int]) -> tuple[str, ...]:
    return tuple(names[place] for place in sorted(alive, key=lambda place: -float(values[place].mean())))


def _spent(look: int, policies: int) -> float:
    """Return the α that look number `look` may spend: all looks together spend no more than α, since Σ 1/ℓ² = π²/6.

    Of two policies either may wrongly be called the best, so two share α as three do, with two rivals each.
    """
    return ALPHA * 6.0 / (math.pi * look) ** 2 * min(1.0, (policies - 1) / 2.0)


def _told_apart(pair: Array, policies: int) -> float:
    """Return the replications after which the first of two would be told from the second, by the means now seen."""
    found = gaps(pair)
    lead, sd = float(found.mean[0, 1]), float(found.sd[0, 1])
    if lead <= 0.0:
        return math.inf
    needed = float(pair.shape[1])
    for _ in range(3):  # the later the look, the less α it may spend
        look = max(1, math.ceil((needed - FIRST) / EVERY) + 1)
        needed = (float(ndtri(_spent(look, policies) / (policies - 1))) * sd / lead) ** 2
    return needed
