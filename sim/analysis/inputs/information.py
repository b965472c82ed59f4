"""What it is worth to know an uncertain input before choosing a policy (expected value of perfect information).

The rule "given the input, take this policy" is learnt on nine tenths of the replications and paid out on the tenth
that it has not seen, against the policy that the same nine tenths make look best without the input.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.inputs.smooth import FOLDS, Fits, folds, held_out, together
from sim.analysis.inputs.splines import curves_of
from sim.analysis.intervals import LEVEL, Array, Interval, t_interval
from sim.analysis.run.ranking import contenders

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from sim.analysis.inputs.inputs import Input

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
        Mean gain over the policy chosen without it, money. A little below zero when there is nothing to gain, since
        what is learnt from noise costs. The interval covers the t interval of the gain over every policy that may be
        the best without it; it ends where that of a rule does which has seen the replications it is paid out on, so
        that what is too weak to be learnt is not ruled out.
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
    tied
        The policies that can't be told from that one, itself included.
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
    tied: tuple[str, ...]
    inputs: tuple[Input, ...]
    each: tuple[Worth, ...]
    everything: Worth
    clairvoyance: Worth

    @property
    def ranked(self) -> list[tuple[Input, Worth]]:
        """Inputs with their worth: what is beyond noise first, then by worth."""
        pairs = zip(self.inputs, self.each, strict=True)
        return sorted(pairs, key=lambda pair: (not pair[1].clear, -max(0.0, pair[1].mean), -pair[1].ci95[1]))


def information(measure: str, column: Mapping[str, Array], inputs: Sequence[Input]) -> Information:
    """Value every input, all of them, and clairvoyance.

    Parameters
    ----------
    column
        The outcome by policy, shape (replications,); two policies or more, nothing missing.
    """
    choices = _Choices.of(column)
    chosen, fold = int(choices.ends.mean(axis=0).argmax()), choices.fold
    return Information(
        measure=measure,
        replications=len(fold),
        chosen=choices.policies[chosen],
        tied=tuple(choices.policies[place] for place in choices.tied),
        inputs=tuple(inputs),
        each=tuple(choices.worth(partial(_alone, one.values, fold=fold), among=len(inputs)) for one in inputs),
        everything=choices.worth(lambda gaps: together(inputs, gaps, fold)),
        clairvoyance=choices.worth(lambda gaps: Fits(gaps, gaps, gaps)),
    )


def _alone(values: Array, gaps: Array, *, fold: NDArray[np.intp]) -> Fits:
    return held_out(curves_of(values), gaps, fold)


@dataclass(frozen=True, slots=True)
class _Choices:
    """Policies to choose from.

    Attributes
    ----------
    without
        What each fold is given without information: the policy with the highest mean over the other folds.
    tied
        The policies that can't be told from the best.
    """

    policies: tuple[str, ...]
    ends: Array
    fold: NDArray[np.intp]
    without: NDArray[np.intp]
    tied: tuple[int, ...]

    @classmethod
    def of(cls, column: Mapping[str, Array]) -> _Choices:
        policies, ends = tuple(column), np.stack(list(column.values()), axis=1)
        fold = folds(len(ends))
        without = [int(ends[fold != number].mean(axis=0).argmax()) for number in range(FOLDS)]
        tied = tuple(policies.index(name) for name in contenders(column))
        return cls(policies, ends, fold, np.array(without), tied)

    def worth(self, predict: Callable[[Array], Fits], *, among: int = 1) -> Worth:
        """Return the worth of choosing the policy that is predicted to be furthest ahead."""
        usual = self.without[self.fold]
        choice, hindsight = usual.copy(), usual.copy()
        for reference in np.unique(usual):
            here = usual == reference
            fits = predict(self.ends - self.ends[:, [reference]])
            choice[here], hindsight[here] = (_furthest(one[here], reference) for one in (fits.predicted, fits.fitted))
        changed = choice != usual
        others = np.bincount(choice[changed], minlength=len(self.policies))
        sure = self._interval(choice, 1.0 - (1.0 - LEVEL) / among)[0] > 0.0
        low, high = self._interval(choice, LEVEL)
        return Worth(
            mean=float(self._gain(choice, usual).mean()),
            ci95=(low, max(high, self._interval(hindsight, LEVEL)[1])),
            clear=bool(sure and changed.sum() >= FEWEST_CHANGES),
            changes=float(changed.mean()),
            instead=self.policies[int(others.argmax())] if changed.any() else "",
        )

    def _gain(self, choice: NDArray[np.intp], over: NDArray[np.intp]) -> Array:
        rows = np.arange(len(choice))
        return self.ends[rows, choice] - self.ends[rows, over]

    def _interval(self, choice: NDArray[np.intp], level: float) -> Interval:
        """Return the interval that covers the t intervals of the gain over every policy that may be the best."""
        rivals = [self.without[self.fold], *(np.full(len(choice), place) for place in self.tied)]
        return _span([self._gain(choice, rival) for rival in rivals], level)


def _furthest(ahead: Array, reference: np.intp) -> NDArray[np.intp]:
    """Return the policy that is furthest ahead of the reference, which stays where none is ahead."""
    return np.where(ahead.max(axis=1) > 0.0, ahead.argmax(axis=1), reference)


def _span(gains: Sequence[Array], level: float) -> Interval:
    """Return the interval that covers the t intervals of all gains."""
    lows, highs = zip(*(t_interval(gain, level=level) for gain in gains), strict=True)
    return (min(lows), max(highs))
