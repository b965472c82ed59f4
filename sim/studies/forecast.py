"""Forecasts a firm's next months from a scenario that is fitted to its figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.forecasting.outlook import LUCKS, SETS, Outlook
from sim.analysis.forecasting.outlook import outlook as looked_out
from sim.errors import ScenarioError, UsageError
from sim.studies.calibration.cells import label_of, read_month
from sim.studies.calibration.firm import firm_of
from sim.studies.calibration.waves import Effort, posterior

if TYPE_CHECKING:
    from sim.analysis.calibration.observed import Observed
    from sim.analysis.calibration.posterior import Posterior
    from sim.scenario import Scenario
    from sim.studies.books import Books
    from sim.studies.source import Asked, Given

ALWAYS: Final = ("revenue", "active_customers")
"""Measures that are forecast whether the file has them or not."""
MOST: Final = 120
"""Months ahead, at most."""
LUCK: Final = 1_000_000
"""First luck of a forecast: none that the fit has seen."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast and what it rests on.

    Attributes
    ----------
    stated
        The scenario as it was before the fit.
    scenario
        Of the firm alone, from the first known month to the last one forecast.
    observed
        The known figures.
    posterior
        What is believed about the inputs after them.
    outlook
        What may come.
    """

    stated: Scenario
    scenario: Scenario
    observed: Observed
    posterior: Posterior
    outlook: Outlook

    @property
    def labels(self) -> tuple[str, ...]:
        """The months that are forecast, such as 2010-12."""
        first = read_month(self.observed.start) + len(self.observed)
        return tuple(label_of(first + ahead) for ahead in range(self.scenario.horizon - len(self.observed)))


def forecast(given: Given, books: Books, months: int, asked: Asked) -> Forecast:
    """Forecast the months after the last figure.

    Raises
    ------
    CyclesimError
        When the scenario or the data can't be used.
    """
    if months not in range(1, MOST + 1):
        raise UsageError(f"--months {months}: a forecast is for 1 to {MOST} whole months")
    return ahead(asked.scenario(given), books.read(), months, books)


def ahead(scenario: Scenario, observed: Observed, months: int, books: Books) -> Forecast:
    """Fit a scenario to figures and forecast the months after them: nothing else is looked at.

    Parameters
    ----------
    observed
        The known figures; what comes after them must not be among them.

    Raises
    ------
    CyclesimError
        When there is nothing to fit, or the policy is unknown.
    """
    if not scenario.uncertain:
        raise UsageError(
            "nothing to fit: the scenario gives no input a range. Write one into it, or say "
            '--set acquisition.win_rate="18% to 30%"'
        )
    if not observed.measures:
        raise ScenarioError(f"{observed.source} has no figure in {observed.span}: there is nothing to fit to")
    firm = firm_of(scenario, observed, policy=books.policy or "")
    belief = posterior(firm, observed, Effort())
    names = tuple(dict.fromkeys((*ALWAYS, *observed.measures)))
    taken = np.arange(SETS) * len(belief) // SETS
    scores = np.repeat(belief.scores[taken].T, LUCKS, axis=1)
    longer = firm.longer(len(observed) + months)
    lived = longer.lived(scores, LUCK + np.arange(SETS * LUCKS), names)
    simulated = {name: lived[row].reshape(-1, SETS, LUCKS) for row, name in enumerate(names)}
    actual = {name: observed.values[name] for name in observed.measures if name not in belief.aside}
    found = looked_out(simulated, actual, noise=books.noise, seed=scenario.seed)
    return Forecast(scenario, longer.scenario, observed, belief, found)
