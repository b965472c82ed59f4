"""What is known of the number at a dotted key: its unit, its range, its meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.model.parameters import walk
from sim.results import STEPS
from sim.scenario.events import LASTING, MONTH, size_spec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.model.parameters.spec import Spec
    from sim.scenario.scenario import Scenario

_EVENT: Final = {"month": MONTH, "lasting": LASTING}


def spec_of(scenario: Scenario, key: str) -> Spec | None:
    """Return what is known of a number of the firm, the world, a policy or an event; None where there is none.

    A parameter with one value per step is known by the key of the whole as well as of each step.
    """
    names = {key, *(f"{key}.{step}" for step in STEPS)}
    return next((spec for name, spec in _known(scenario) if name in names), None)


def _known(scenario: Scenario) -> Iterator[tuple[str, Spec]]:
    yield from ((key, spec) for key, spec, _ in walk(scenario.parameters))
    for name, policy in scenario.policies.items():
        yield from ((key, spec) for key, spec, _ in walk(policy, f"policies.{name}."))
    for index, event in enumerate(scenario.events):
        yield f"events.{index}.size", size_spec(event.kind)
        yield from ((f"events.{index}.{field}", spec) for field, spec in _EVENT.items())
