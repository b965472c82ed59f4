"""Pushes many possible firms, each under luck of its own, to see what the cycle makes of money put in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtri

from sim.analysis.calibration.gain import GainBelief, gain_belief
from sim.experiment.block import lay_out_trials
from sim.experiment.memory import releasing
from sim.experiment.pieces import LANES_A_TASK
from sim.randomness import KeyedUniforms
from sim.studies.pulse import Batch, follow, responses
from sim.studies.pushes import SIZE, SPENT, WINDOW, opening_revenue

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.arrays import Array
    from sim.studies.calibration.firm import Firm

FIRMS: Final = 2048


def belief_of_gain(firm: Firm, scores: Array) -> GainBelief | None:
    """Return the belief about the gain, from scores of possible firms, shape (firms, parameters)."""
    (policy,) = firm.scenario.policies
    taken = scores[np.arange(FIRMS) * len(scores) // FIRMS]
    # Not points of a space-filling sequence, as the particles are: two of those hang together.
    uniforms = KeyedUniforms(firm.scenario.seed).rows("calibrate:gain", 0, 1, ((0, FIRMS // 4),))[0]
    return gain_belief(policy, answers_of(firm, taken.T), taken, ndtri(uniforms))


def answers_of(firm: Firm, scores: Array) -> Array:
    """Return money more to reinvest per unit put in, firm by firm, for scores of shape (parameters, firms)."""
    longer, values = firm.longer(max(len(firm), WINDOW)), firm.values(scores)
    money = SIZE * opening_revenue(firm.scenario)
    found = []
    each = LANES_A_TASK // 2
    for first in range(0, scores.shape[1], each):
        part = {key: value[first : first + each] for key, value in values.items()}
        luck = np.arange(first, min(first + each, scores.shape[1]))
        found.append(_answers(longer, part, luck, money))
    return np.concatenate(found)


@releasing()
def _answers(firm: Firm, values: dict[str, Array], luck: NDArray[np.int64], money: float) -> Array:
    """Return the answers of a block; firms that have closed before the push have none (NaN)."""
    batch = Batch(tuple(firm.scenario.policies), (1,), len(luck))
    inputs = {key: np.tile(value, batch.copies) for key, value in values.items()}
    setup = lay_out_trials(firm.scenario, inputs, np.tile(luck, batch.copies))
    done = follow(setup, batch, money=money, spent=SPENT)
    (answer,) = responses(done, batch, money=money, spent=SPENT, window=WINDOW)
    return np.asarray(answer.budgets.sum(axis=1) / money)
