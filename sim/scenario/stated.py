"""What a scenario assumes: every number that is uncertain, differs from the model's own or has a source of its own."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.model.parameters import Parameters, walk
from sim.scenario.complete import DEFAULT
from sim.scenario.declared import declared, number_spec
from sim.scenario.document import MISSING, at, is_value, shown
from sim.scenario.events import LASTING, MONTH, size_spec
from sim.scenario.relations import RHO
from sim.scenario.words import called, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.model.parameters.spec import Spec
    from sim.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One number that a scenario states.

    Attributes
    ----------
    key
        Dotted key.
    text
        As written.
    uncertain
        Whether it is a belief rather than a number.
    median, p05, p95
        Of the belief, in the unit; a plain number has no P5 and P95, and what is no number has no median: NaN.
    kind
        The unit as parameters have it, such as `share`, `money`, `months`; empty where there is none.
    unit, meaning
        In words.
    default
        What holds when no file says otherwise, in words.
    source, confidence
        Passport, empty where it has none.
    file, line
        Where it is set; line 0 where no file sets it.
    """

    key: str
    text: str
    uncertain: bool
    median: float
    p05: float
    p95: float
    kind: str
    unit: str
    meaning: str
    default: str
    source: str
    confidence: str
    file: str
    line: int


def stated(scenario: Scenario) -> tuple[Stated, ...]:
    """Return every uncertain, changed or sourced number of a scenario, in its order; correlations last."""
    keys = dict.fromkeys([*scenario.uncertain, *_changed(scenario), *scenario.passports, *_events(scenario)])
    outer = {key for key in keys if not any(f"{key}.".startswith(f"{other}.") for other in keys if other != key)}
    order = {key: place for place, key in enumerate(scenario.origins)}
    known = sorted(outer, key=lambda key: (order.get(_written_at(scenario, key), len(order)), key))
    return (*(_stated(scenario, key) for key in known), *_correlations(scenario))


def _changed(scenario: Scenario) -> Iterator[str]:
    """Yield the places where a number is not the model's own, and neither that of the policy's rule."""
    yield from _differing(scenario, "", scenario.parameters, Parameters())
    for name, policy in scenario.policies.items():
        yield from _differing(scenario, f"policies.{name}.", policy, type(policy)())


def _differing(scenario: Scenario, prefix: str, here: object, model: object) -> Iterator[str]:
    own = {key: value for key, _, value in walk(model)}
    for key, _, value in walk(here):
        if not _same(value, own.get(key)):
            yield _written_at(scenario, f"{prefix}{key}") or f"{prefix}{key}"


def _same(value: Any, other: Any) -> bool:  # noqa: ANN401 (a number, or one per lane)
    return other is not None and bool(np.array_equal(np.asarray(value), np.asarray(other), equal_nan=True))


def _events(scenario: Scenario) -> Iterator[str]:
    """Yield the numbers of every event: none of them is the model's own."""
    for index, _ in enumerate(scenario.events):
        node = at(scenario.document, f"events.{index}")
        yield from (f"events.{index}.{name}" for name in node if name != "kind")


def _written_at(scenario: Scenario, key: str) -> str:
    """Return the key, or the value around it: one for all steps, or a list; empty when the document has neither."""
    while key and (at(scenario.document, key) is MISSING or _is_item(scenario, key)):
        key = key.rpartition(".")[0]
    node = at(scenario.document, key) if key else MISSING
    return key if node is not MISSING and (is_value(node) or isinstance(node, list)) else ""


def _is_item(scenario: Scenario, key: str) -> bool:
    """Tell whether a key is a place in a list of numbers, which only make sense together."""
    return not key.startswith("events.") and isinstance(at(scenario.document, key.rpartition(".")[0]), list)


def _stated(scenario: Scenario, key: str) -> Stated:
    node, belief = at(scenario.document, key), scenario.uncertain.get(key)
    spec, known = _spec(scenario, key), declared(scenario, key)
    number = _number(scenario, key) if belief is None else belief.median
    ends = np.array([math.nan, math.nan]) if belief is None else belief.quantile(np.array([0.05, 0.95]))
    passport = scenario.passports.get(key)
    file, line = scenario.origins.get(key, DEFAULT)
    text = written(number, spec.unit if spec else "ratio") if node is MISSING else shown(node)
    return Stated(
        key=key,
        text=text,
        uncertain=belief is not None,
        median=number,
        p05=float(ends[0]),
        p95=float(ends[1]),
        kind=spec.unit if spec else "",
        unit=known.unit or (called(spec.unit) if spec else ""),
        meaning=known.meaning,
        default=known.default,
        source=passport.source if passport else "",
        confidence=passport.confidence if passport else "",
        file=PurePath(file).name,
        line=line,
    )


def _correlations(scenario: Scenario) -> Iterator[Stated]:
    """Yield what goes with what."""
    for index, (one, other, size) in enumerate(scenario.correlations):
        key = f"correlations.{index}"
        file, line = scenario.origins.get(key, DEFAULT)
        yield Stated(
            key=key, text=f"{one} with {other}: {size:g}", uncertain=False, median=size, p05=math.nan, p95=math.nan,
            kind=RHO.unit, unit=called(RHO.unit), meaning=RHO.meaning, default="0", source="", confidence="",
            file=PurePath(file).name, line=line,
        )  # fmt: skip


def _spec(scenario: Scenario, key: str) -> Spec | None:
    path = key.split(".")
    if path[0] != "events":
        return number_spec(scenario, key)
    kind = scenario.events[int(path[1])].kind
    return {"month": MONTH, "lasting": LASTING, "size": size_spec(kind)}.get(path[-1])


def _number(scenario: Scenario, key: str) -> float:
    """Return the number under a key; NaN for one that the model works out, or for what is no single number."""
    path = key.split(".")
    if path[0] == "events":
        return float(getattr(scenario.events[int(path[1])], path[2]))
    node: Any = scenario.parameters if path[0] != "policies" else scenario.policies[path[1]]
    prefix = "" if path[0] != "policies" else f"policies.{path[1]}."
    found = {float(np.asarray(v)) for name, _, v in walk(node) if f"{prefix}{name}.".startswith(f"{key}.")}
    return found.pop() if len(found) == 1 else math.nan
