"""What is wrong with a scenario as a whole, raised with everything at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.errors import ScenarioError
from sim.scenario.complete import place_of

if TYPE_CHECKING:
    from sim.model.parameters import Parameters
    from sim.scenario.reading import Reading
    from sim.scenario.tree import Fields


def raise_errors(reading: Reading, tree: Fields) -> None:
    """Raise all that was recorded, the scenario's own file first, if any of it is an error."""
    errors = [problem for problem in reading.problems if problem.severity == "error"]
    if errors:
        name = tree.place.source.name
        count = f"{len(errors)} problems" if len(errors) > 1 else "1 problem"
        order = sorted(
            reading.problems, key=lambda problem: (problem.file != name, problem.file, problem.line, problem.column)
        )
        raise ScenarioError(f"{count} in {name}", tuple(order))


def contradictions(reading: Reading, tree: Fields, parameters: Parameters) -> None:
    """Record what no single range can hold, at the place of the key to change."""
    from sim.model.consistency import problems

    with np.errstate(all="ignore"):  # extreme yet legal values may overflow on the way; comparisons still hold
        found = problems(parameters)
    for key, message, hint in found:
        reading.refuse(place_of(tree, key), key, message, hint)
