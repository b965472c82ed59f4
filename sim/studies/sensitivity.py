"""What drives an outcome, or the difference of two policies: three methods, one question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from sim.analysis.sensitivity.morris import Morris
from sim.analysis.sensitivity.sobol import Sobol
from sim.analysis.sensitivity.tornado import Tornado
from sim.errors import UsageError
from sim.experiment.design import CUBE
from sim.experiment.run import refuse_unfit
from sim.experiment.trials import Simulator
from sim.studies.contrast import picked, subject_of
from sim.studies.elementary import elementary
from sim.studies.inputs import Inputs, inputs_of
from sim.studies.one_at_a_time import one_at_a_time
from sim.studies.saltelli import refuse_uneven, saltelli
from sim.studies.study import Study

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sim.experiment.progress import Progress
    from sim.scenario import Scenario

Method = Literal["tornado", "morris", "sobol"]
Found = Tornado | Morris | Sobol

_DESIGNS: Final[Mapping[Method, Callable[[Study, int], Found]]] = {
    "tornado": one_at_a_time,
    "morris": elementary,
    "sobol": saltelli,
}
METHODS: Final = tuple(_DESIGNS)
SIZES: Final[Mapping[Method, int]] = {"tornado": 500, "morris": 256, "sobol": 4096}
"""Replications of a tornado, paths of Morris, rows of Sobol, unless asked otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked.

    Attributes
    ----------
    method
        How it is answered.
    of
        `A - B`, or `A`; picked when empty.
    measure
        The outcome.
    size
        Replications of a tornado, paths of Morris, rows of Sobol; the usual number when None.
    """

    method: Method = "tornado"
    of: str = ""
    measure: str = "npv"
    size: int | None = None


def sensitivity(
    scenario: Scenario, question: Question, *, workers: int | None = None, progress: Progress | None = None
) -> Found:
    """Find what drives an outcome.

    Raises
    ------
    UsageError
        When a policy or the outcome is unknown, no input is uncertain, or the outcome is missing in some trials.
    ScenarioError
        When the uncertain inputs contradict each other.
    MissingPartError
        When the method needs a library that is not installed.
    """
    subject_of(scenario, question.of or scenario.baseline, question.measure)  # a slip is said before anything runs
    size = question.size or SIZES[question.method]
    if question.method == "sobol":
        refuse_uneven(size)
    refuse_unfit(replace(scenario, replications=CUBE), "none", "in memory")
    text = question.of
    if not text:
        with Simulator(scenario, workers=workers) as pilot:
            text = picked(scenario, pilot)
    subject = subject_of(scenario, text, question.measure)
    inputs = inputs_of(scenario, subject.policies)
    if not inputs.beliefs:
        raise UsageError(_NOTHING.format(who=subject.who))
    own = replace(scenario, policies={name: scenario.policies[name] for name in subject.policies})
    lanes = _trials(question.method, inputs, size) * len(subject.policies)
    with Simulator(own, workers=workers, progress=progress, lanes=lanes) as simulator:
        return _DESIGNS[question.method](Study(subject, inputs, simulator), size)


_NOTHING: Final = (
    "no input that may matter to {who} is uncertain here, so all that varies is luck; "
    'give a range in the file or by --set acquisition.win_rate="18% to 30%"'
)


def _trials(method: Method, inputs: Inputs, size: int) -> int:
    """Return how many trials a design takes."""
    if method == "tornado":
        return size * (2 * len(inputs.singles) + 1)
    return size * (len(inputs.factors) + (2 if method == "morris" else 3))
