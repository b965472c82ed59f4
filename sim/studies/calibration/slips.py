"""Figures that are legal but hardly meant: thousands for units, a year for a month, another currency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import quantity
from sim.analysis.calibration.observed import MEASURES
from sim.errors import Problem

if TYPE_CHECKING:
    from sim.analysis.calibration.observed import Observed
    from sim.studies.calibration.firm import Firm

_GUESSES: Final = (
    (1e-6, "millions instead of units"),
    (1e-3, "thousands instead of units"),
    (12.0, "a year's figures instead of a month's"),
    (100.0, "hundredths, such as cents, instead of units"),
    (1000.0, "units, and is the scenario in thousands"),
)
"""What the data may be, by their size over the scenario's."""
_FAR: Final = 8.0
"""Ratio of the data to the scenario from which a slip is likelier than a poor scenario."""
_NEAR: Final = 2.0


def slips(firm: Firm, observed: Observed, start: str) -> tuple[Problem, ...]:
    """Return a warning for every measure that is of another size than the scenario's firm, and for another start."""
    middle = firm.expected(np.zeros((len(firm.keys), 1)))[:, :, 0]
    found = []
    for name in observed.measures:
        data = float(np.nanmedian(np.abs(observed.values[name])))
        model = float(np.median(np.abs(middle[MEASURES.index(name)])))
        if min(data, model) > 0 and max(data / model, model / data) > _FAR:
            found.append(_told(observed, name, data, model))
    if start != observed.start:
        message = f"the data begin in {observed.start}, the scenario in {start}"
        found.append(_warned(observed, "", message, f"The firm of the scenario is taken as that of {observed.start}."))
    return tuple(found)


def closing(observed: Observed) -> tuple[Problem, ...]:
    """Return a warning where the firm has closed: what a closed firm shows would bend what the open one was."""
    if observed.lived == len(observed):
        return ()
    name = "customers" if "customers" in observed.measures else "revenue"
    first = observed.months[observed.lived]
    message = f"the firm has no {name} from {first} to {observed.months[-1]}; these months are left out"
    return (_warned(observed, name, message, "If it has not closed, leave cells empty that have no figure."),)


def _told(observed: Observed, name: str, data: float, model: float) -> Problem:
    size = data / model
    more = f"{quantity(size)} times" if size > 1 else f"1/{quantity(1 / size)} of"
    guess = next((what for much, what in _GUESSES if 1 / _NEAR < size / much < _NEAR), "")
    message = f"{name} is {more} what the scenario's firm has ({quantity(data)} against {quantity(model)})"
    return _warned(observed, name, message, f"Are these {guess}?" if guess else "Check its unit, or the scenario.")


def _warned(observed: Observed, name: str, message: str, hint: str) -> Problem:
    column = observed.columns.get(name, "")
    place = f"{observed.source}: column {column!r}" if column else observed.source
    return Problem(place, message, hint=hint, severity="warning", key=name)
