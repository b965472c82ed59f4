"""What it is worth to know an uncertain input before choosing a policy (expected value of perfect information).

The rule "given the input, take this policy" is learnt on nine tenths of the replications and paid out on the tenth
that it has not seen, against the policy that the same nine tenths make look best without the input.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.intervals import LEVEL, Array, Interval, t_interval
from sim.analysis.ranking import contenders
from sim.analysis.smooth import FOLDS, curves_of, folds, held_out, together

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from sim.analysis.inputs import Input

FEWEST: Final = 100
"""Replications below which nothing is said."""
FEWEST_CHANGES: Final = 20
"""Replications in which the choice must change before its worth is called beyond noise."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What knowing something beforehand is worth.

    Attributes
    ----------
    mean, ci95
        Mean gain over the policy chosen without it, and its t interval, money. A little below zero when there is
        nothing to gain, since what is learnt from noise costs.
    clear
        Whether it is above zero beyond noise, allowing for the number of inputs looked at.
    changes
        Share of replications in which the choice changes.
    instead
        The policy most often taken instead; empty when the choice never changes.
    """

    mean: float
    ci95: Interval
    clear: bool
    changes: float
    instead: str


@dataclass(frozen=True, slots=True)
class Information:
    """What knowing the uncertain inputs is worth.

    Attributes
    ----------
    measure
        The outcome that choices are made by, in money.
    replications
        Number of replications.
    chosen
        The policy with the highest mean: the choice without information.
    steady
        Share of the folds in which that is the choice.
    inputs
        What was looked at, in the order of `each`.
    each
        Worth of every input by itself.
    everything
        Worth of knowing all inputs.
    clairvoyance
        Worth of knowing the luck as well: the ceiling, for which there is no instrument.
    """

    measure: str
    replications: int
    chosen: str
    steady: float
    inputs: tuple[Input, ...]
    each: tuple[Worth, ...]
    everything: Worth
    clairvoyance: Worth

    @property
    def ranked(self) -> list[tuple[Input, Worth]]:
        """Inputs with their worth: what is beyond noise first, then by worth."""
        pairs = zip(self.inputs, self.each, strict=True)
        return sorted(pairs, key=lambda pair: (not pair[1].clear, -pair[1].mean))


def information(measure: str, column: Mapping[str, Array], inputs: Sequence[Input]) -> Information:
    """Value every input, all of them, and clairvoyance.

    Parameters
    ----------
    column
        The outcome by policy, shape (replications,); two policies or more, nothing missing.
    """
    ends, fold = np.stack(list(column.values()), axis=1), folds(len(next(iter(column.values()))))
    choices = _Choices(tuple(column), ends, fold, _best_without(ends, fold))
    chosen = int(ends.mean(axis=0).argmax())
    return Information(
        measure=measure,
        replications=len(ends),
        chosen=choices.policies[chosen],
        steady=float(np.mean(choices.without == chosen)),
        inputs=tuple(inputs),
        each=tuple(
            choices.worth(partial(_alone, one.values, fold=fold), among=len(inputs)) for one in inputs
        ),
        everything=choices.worth(lambda gaps: together(inputs, gaps, fold)),
        clairvoyance=choices.worth(lambda gaps: gaps),
    )


def _alone(values: Array, gaps: Array, *, fold: NDArray[np.intp]) -> Array:
    return held_out(curves_of(values), gaps, fold).predicted


def _best_without(ends: Array, fold: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return, for each fold, the policy with the highest mean over the other folds."""
    return np.array([ends[fold != number].mean(axis=0).argmax() for number in range(FOLDS)])


@dataclass(frozen=True, slots=True)
class _Choices:
    """Policies to choose from, and what each fold would choose without information."""

    policies: tuple[str, ...]
    ends: Array
    fold: NDArray[np.intp]
    without: NDArray[np.intp]

    def worth(self, predict: Callable[[Array], Array], *, among: int = 1) -> Worth:
        """Return the worth of choosing the policy that is predicted to be furthest ahead."""
        usual = self.without[self.fold]
        choice = usual.copy()
        for reference in np.unique(usual):
            here = usual == reference
            ahead = predict(self.ends - self.ends[:, [reference]])[here]
            choice[here] = np.where(ahead.max(axis=1) > 0.0, ahead.argmax(axis=1), reference)
        rows = np.arange(len(usual))
        gain, changed = self.ends[rows, choice] - self.ends[rows, usual], choice != usual
        others = np.bincount(choice[changed], minlength=len(self.policies))
        tied = contenders(dict(zip(self.policies, self.ends.T, strict=True)))
        gains=[self.ends[rows, choice]-self.ends[:,self.policies.index(n)] for n in tied]
        def union(level):
            both=[t_interval(g,level=level) for g in gains]
            return (min(l for l,_ in both), max(u for _,u in both))
        strict = union(1.0 - (1.0 - LEVEL) / among)
        return Worth(
            mean=float(gain.mean()),
            ci95=union(LEVEL),
            clear=bool(strict[0] > 0.0 and changed.sum() >= FEWEST_CHANGES),
            changes=float(changed.mean()),
            instead=self.policies[int(others.argmax())] if changed.any() else "",
        )
