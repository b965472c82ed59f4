"""Holds a scenario against the firm's own months: fit, belief, what can be told apart, and what the cycle gains."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from sim.analysis.calibration.found import BANDS, Calibration
from sim.analysis.calibration.normals import points
from sim.errors import ScenarioError
from sim.experiment.progress import Pace
from sim.experiment.run import facts_of
from sim.studies.calibration.firm import firm_of
from sim.studies.calibration.fitting import fit, misfit
from sim.studies.calibration.gains import FIRMS, belief_of_gain
from sim.studies.calibration.slips import closing, slips
from sim.studies.calibration.starting import starting
from sim.studies.calibration.telling import telling
from sim.studies.calibration.waves import LANES, WAVES, Effort, posterior
from sim.studies.inputs import unit_of
from sim.studies.saltelli import whole_seed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sim.analysis.calibration.gain import GainBelief
    from sim.analysis.calibration.observed import Observed
    from sim.analysis.calibration.posterior import Posterior
    from sim.arrays import Array
    from sim.experiment.progress import Progress
    from sim.scenario import Scenario
    from sim.studies.calibration.firm import Firm

FEWEST: Final = 3
"""Months below which nothing is calibrated."""
PREDICTED: Final = 1024
"""Calibrated firms whose months the bands come from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is fitted.

    Attributes
    ----------
    policy
        Which one the firm has lived by; the baseline when empty.
    fitted
        Keys, each with its prior where the scenario has none; all uncertain ones when empty.
    gain
        Whether to push firms of before and after, to say what the cycle gains.
    """

    policy: str = ""
    fitted: tuple[str, ...] = ()
    gain: Literal["tell", "skip"] = "tell"


def calibrate(
    scenario: Scenario, observed: Observed, wish: Wish | None = None, *, progress: Progress | None = None
) -> Calibration:
    """Calibrate a scenario to monthly figures, those before a firm's closing.

    Raises
    ------
    CyclesimError
        When there are too few months, nothing to fit, or the fitted inputs make no possible firm.
    """
    whole, observed = observed, observed.part(0, observed.lived)
    if len(observed) < FEWEST:
        raise ScenarioError(f"{observed.source} has {len(observed)} of the {FEWEST} months that a fit needs at least")
    wish = wish or Wish()
    firm = firm_of(scenario, observed, policy=wish.policy, fitted=wish.fitted)
    lanes = WAVES * LANES + (2 * FIRMS if wish.gain == "tell" else 0)
    pace = Pace(lanes, lanes)

    def done(more: int) -> None:
        pace.simulated(more)
        if progress:
            progress(pace.standing)

    after = posterior(firm, observed, Effort(done=done))
    used = observed.only(tuple(name for name in observed.measures if name not in after.aside))
    against, (single, start) = misfit(firm, used), starting(firm, used)
    gain, before = _gains(firm, after, done) if wish.gain == "tell" else (None, None)
    return Calibration(
        facts=replace(facts_of(firm.scenario), replications=after.waves * LANES),
        policy=next(iter(firm.scenario.policies)),
        observed=observed,
        steps=single,
        fit=fit(firm, used, against, start=start),
        posterior=after,
        told=telling(against, after),
        gain=gain,
        gain_before=before,
        bands=_bands(firm, observed, after),
        units=tuple(unit_of(firm.scenario, key) for key in firm.keys),
        warnings=(*observed.warnings, *closing(whole), *slips(firm, observed, scenario.start)),
    )


def _gains(firm: Firm, after: Posterior, done: Callable[[int], None]) -> tuple[GainBelief | None, GainBelief | None]:
    """Return what is believed of the gain after and before the data."""
    gain = belief_of_gain(firm, after.scores)
    done(FIRMS)
    seed = whole_seed(firm.scenario.seed, "calibrate:before") % 2**31
    before = belief_of_gain(firm, points(len(firm.keys), FIRMS, seed).T)
    done(FIRMS)
    return gain, before


def _bands(firm: Firm, observed: Observed, after: Posterior) -> Mapping[str, Array]:
    """Return quantiles of what calibrated firms show under luck of their own."""
    taken = after.scores[np.arange(PREDICTED) * len(after) // PREDICTED]
    lived = firm.lived(taken.T, np.arange(PREDICTED), observed.measures)
    return {name: np.nanquantile(lived[row], BANDS, axis=1) for row, name in enumerate(observed.measures)}
