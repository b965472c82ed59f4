"""Where the sliders stand: a frozen state, and the scenario that it means."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from sim.errors import UsageError
from sim.hints import did_you_mean
from sim.notebook.knobs import Knob, knobs_of
from sim.results import MEASURES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.scenario import Scenario

SHOWN: Final = ("yearly_revenue", "profit", "cash", "customers", "reinvested")
"""Measures to choose from, unless another is named."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """A scenario with some of its numbers turned, and what is looked at.

    Attributes
    ----------
    scenario
        As it was loaded.
    knobs
        What can be turned.
    pair
        The one or two policies shown.
    measure
        What is drawn.
    moved
        Value by key of the knobs that were turned; the others mean what the scenario says, uncertainty included.
    """

    scenario: Scenario
    knobs: tuple[Knob, ...]
    pair: tuple[str, ...]
    measure: str
    moved: Mapping[str, float] = field(default_factory=dict)

    def turned(self, key: str, value: float) -> Tuning:
        """Return the state with a knob at the stop nearest to a value.

        Raises
        ------
        UsageError
            When no knob has the key.
        """
        knob = next((knob for knob in self.knobs if knob.key == key), None)
        if knob is None:
            raise UsageError(f"no slider for {key!r}; there are {', '.join(knob.key for knob in self.knobs)}")
        return replace(self, moved={**self.moved, key: knob.rounded(value)})

    def beside(self, key: str, stops: int) -> Tuning:
        """Return the state with a knob so many stops further."""
        knob = next(knob for knob in self.knobs if knob.key == key)
        return self.turned(key, self.moved.get(key, knob.start) + stops * knob.step)

    def back(self) -> Tuning:
        """Return the state with every knob where the scenario has it."""
        return replace(self, moved={})

    def with_pair(self, *names: str) -> Tuning:
        """Return the state with other policies shown; one named twice is shown once.

        Raises
        ------
        UsageError
            When there is no such policy.
        """
        return replace(self, pair=_pair(self.scenario, names))

    def with_measure(self, measure: str) -> Tuning:
        """Return the state with another measure drawn.

        Raises
        ------
        UsageError
            When there is no such measure.
        """
        return replace(self, measure=_known_measure(measure))

    @property
    def measures(self) -> tuple[str, ...]:
        """Measures to choose from."""
        return tuple(dict.fromkeys((*SHOWN, self.measure)))

    @property
    def changes(self) -> dict[str, Any]:
        """What was turned, as `Scenario.vary` takes it; a number that is no longer uncertain is tied to nothing."""
        untied = [list(pair) for pair in self.scenario.correlations if not set(pair[:2]) & set(self.moved)]
        tied = len(untied) < len(self.scenario.correlations)
        return {**self.moved, **({"correlations": untied} if tied else {})}

    @property
    def varied(self) -> Scenario:
        """The scenario as it is tuned, every policy of it.

        Raises
        ------
        ScenarioError
            When these numbers contradict each other.
        """
        return self.scenario.vary(self.changes) if self.moved else self.scenario

    @property
    def looked_at(self) -> Scenario:
        """The tuned scenario with nothing but the policies shown."""
        varied = self.varied
        return replace(varied, policies={name: varied.policies[name] for name in self.pair})

    @property
    def written(self) -> dict[str, str]:
        """What was turned, as text for a scenario file."""
        return {knob.key: knob.text(self.moved[knob.key]) for knob in self.knobs if knob.key in self.moved}


def tuning(
    scenario: Scenario, wanted: Sequence[str] = (), *, policies: Sequence[str] = (), measure: str = SHOWN[0]
) -> Tuning:
    """Return the state before anything is turned.

    Raises
    ------
    UsageError
        When a number, a policy or the measure is unknown.
    """
    pair = _pair(scenario, policies or _first_two(scenario))
    return Tuning(scenario, knobs_of(scenario, wanted, pair), pair, _known_measure(measure))


def _first_two(scenario: Scenario) -> tuple[str, ...]:
    """Return the baseline after the first other policy that has a share to turn, else the first other policy."""
    others = [name for name in scenario.policies if name != scenario.baseline]
    with_share = [name for name in others if isinstance(getattr(scenario.policies[name], "share", None), float)]
    return (*(with_share or others)[:1], scenario.baseline)


def _pair(scenario: Scenario, names: Sequence[str]) -> tuple[str, ...]:
    for name in names:
        if name not in scenario.policies:
            raise UsageError(f"no policy {name!r}. {did_you_mean(name, scenario.policies, what='There are')}".rstrip())
    pair = tuple(dict.fromkeys(names))
    if not 1 <= len(pair) <= 2:  # noqa: PLR2004 (side by side)
        raise UsageError(f"{len(pair)} policies to show: name one or two of {', '.join(scenario.policies)}")
    return pair


def _known_measure(measure: str) -> str:
    if measure not in MEASURES:
        raise UsageError(f"no measure {measure!r}. {did_you_mean(measure, MEASURES, what='There are')}".rstrip())
    return measure
