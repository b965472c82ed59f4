"""The firm of a scenario as its books would show it: parameters in, the observed measures of the same months out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtr

from sim.analysis.calibration.observed import MEASURES
from sim.errors import UsageError
from sim.experiment.block import lay_out_trials
from sim.experiment.memory import releasing
from sim.experiment.pieces import LANES_A_TASK
from sim.experiment.run import only
from sim.hints import did_you_mean
from sim.model.cycle import simulate
from sim.randomness import ExpectedStreams
from sim.studies.inputs import inputs_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sim.analysis.calibration.observed import Observed
    from sim.arrays import Array
    from sim.model.setup import Setup
    from sim.scenario import Scenario
    from sim.studies.inputs import Inputs

FURTHEST: Final = 6.0
"""Standard normal scores beyond which no belief is looked at: two in a thousand million."""


@dataclass(frozen=True, slots=True)
class Firm:
    """A scenario over the months of the data, under the policy that the firm has lived by.

    Attributes
    ----------
    scenario
        With this policy only, beginning with the data and as long as they are.
    inputs
        What is fitted: beliefs, the priors, by dotted key.
    """

    scenario: Scenario
    inputs: Inputs

    def __len__(self) -> int:
        """Return the number of months."""
        return self.scenario.horizon

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of what is fitted."""
        return tuple(self.inputs.beliefs)

    def values(self, scores: Array) -> dict[str, Array]:
        """Return parameters by key for standard normal scores, shape (keys, lanes); independent ones give the prior."""
        uniforms = ndtr(np.clip(scores, -FURTHEST, FURTHEST))
        return self.inputs.values(dict(zip(self.keys, uniforms, strict=True)))

    def expected(self, scores: Array, measures: tuple[str, ...] = MEASURES) -> Array:
        """Return measures without luck, shape (measures, months, lanes)."""
        lanes = scores.shape[1]
        setup = lay_out_trials(self.scenario, self.values(scores), np.zeros(lanes, np.int64))
        return _months(replace(setup, streams=ExpectedStreams(lanes), measures=measures))

    def lived(self, scores: Array, luck: NDArray[np.int64], measures: tuple[str, ...] = MEASURES) -> Array:
        """Return measures with luck, shape (measures, months, lanes)."""
        values, parts = self.values(scores), []
        for first in range(0, len(luck), LANES_A_TASK):
            part = slice(first, first + LANES_A_TASK)
            own = {key: value[part] for key, value in values.items()}
            parts.append(_months(replace(lay_out_trials(self.scenario, own, luck[part]), measures=measures)))
        return np.concatenate(parts, axis=-1)

    def longer(self, months: int) -> Firm:
        """Return the same firm over other months, from the same start on."""
        return replace(self, scenario=replace(self.scenario, horizon=months))


def firm_of(scenario: Scenario, observed: Observed, *, policy: str = "", fitted: Sequence[str] = ()) -> Firm:
    """Return the firm that is held against the data.

    Parameters
    ----------
    policy
        Which one the firm has lived by; the baseline when empty.
    fitted
        Keys to fit, each alone where the scenario is uncertain about it or with its prior,
        `acquisition.win_rate=15% to 30%`; all uncertain ones when empty.

    Raises
    ------
    CyclesimError
        When a policy or key is unknown, a key has no prior, or there is nothing to fit.
    """
    stated = {key.strip(): text for key, equals, text in (one.partition("=") for one in fitted) if equals}
    name = policy or scenario.baseline
    alone = only(scenario.vary(stated) if stated else scenario, [name])
    dated = replace(alone, start=observed.start, horizon=len(observed))
    inputs = inputs_of(dated, [name])
    wanted = [one.partition("=")[0].strip() for one in fitted] or list(inputs.beliefs)
    for key in wanted:
        if key not in inputs.beliefs:
            raise UsageError(
                f"--fit {key}: the scenario gives no range for it, so there is no prior. "
                f"{did_you_mean(key, inputs.beliefs, what='It has ranges for')} "
                f'Or give one: --fit "{key}=LOW to HIGH".'
            )
    if not wanted:
        raise UsageError(
            "nothing to fit: the scenario gives no input a range. Write one, such as "
            'acquisition.win_rate: 18% to 30%, or --fit "acquisition.win_rate=18% to 30%"'
        )
    return Firm(dated, _restricted(dated, name, wanted))


def _restricted(scenario: Scenario, policy: str, wanted: Sequence[str]) -> Inputs:
    fewer = replace(scenario, uncertain={key: scenario.uncertain[key] for key in dict.fromkeys(wanted)})
    return inputs_of(fewer, [policy])


@releasing()
def _months(setup: Setup) -> Array:
    with np.errstate(all="ignore"):  # impossible firms of far tails are left out later
        return np.asarray(simulate(setup).recording.values[:, 1:])


def by_measure(values: Array, measures: Sequence[str], chosen: Sequence[str]) -> Mapping[str, Array]:
    """Return some measures by name, each of shape (months, lanes)."""
    return {name: values[list(measures).index(name)] for name in chosen}
