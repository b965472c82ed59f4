"""What two scenarios say differently: by meaning, so that `25%` and `0.25` are the same, key by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from sim.model.parameters import walk
from sim.scenario.complete import DEFAULT
from sim.scenario.document import MISSING, at, shown
from sim.scenario.words import written

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

_WHOLE: Final = ("correlations", "events")
"""Lists that are compared, and changed, as a whole."""
_UNITS: Final = ("split", "processes", "seasonality")
"""Groups whose parts make no sense one by one."""
_WORDS: Final = ("currency", "baseline")
"""Settings that change no number of a policy."""
_RUNS: Final = ("replications", "seed")
"""Settings that both sides must share for a fair comparison."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one scenario says under a key.

    Attributes
    ----------
    text
        As written, or the default in the parameter's unit.
    file, line
        Where it is set; `default` and 0 where no file sets it.
    source, confidence
        Its passport, empty where it has none.
    """

    text: str
    file: str
    line: int
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Differing:
    """One difference.

    Attributes
    ----------
    key
        Dotted key.
    kind
        `number` when it can change results; `run` for seed and replications; `words` for sources, checks, currency
        and baseline.
    left, right
        What either side says; None where the key is not there.
    """

    key: str
    kind: Literal["number", "run", "words"]
    left: Side | None
    right: Side | None


def differences(left: Scenario, right: Scenario) -> tuple[Differing, ...]:
    """Return every key that two scenarios resolve differently, in the order of the document; names are left out."""
    one, other = dict(_flat(left)), dict(_flat(right))
    changed = [key for key in {**one, **other} if one.get(key, MISSING) != other.get(key, MISSING)]
    numbers = dict.fromkeys(_shared(key, left, right) for key in changed)
    found = [_differing(key, "number", left, right) for key in _ordered(numbers, left, right)]
    found += [_differing(key, "run", left, right) for key in _RUNS if getattr(left, key) != getattr(right, key)]
    words = [key for key in _WORDS if getattr(left, key) != getattr(right, key)]
    words += ["checks"] if left.checks != right.checks else []
    words += [key for key in _passports(left, right) if key not in numbers]
    return (*found, *(_differing(key, "words", left, right) for key in words))


def change_to(right: Scenario, key: str) -> Any:  # noqa: ANN401 (plain Python)
    """Return what to lay over another scenario under a key so that it says what this one says; None removes."""
    found = at(right.document, key)
    return None if found is MISSING else found


def _flat(scenario: Scenario) -> Iterator[tuple[str, Any]]:
    """Yield (dotted key, meaning) of everything that changes numbers; beliefs beside the medians they stand for."""
    meaning = scenario.meaning()
    yield from _leaves(meaning["parameters"], "")
    for key, belief in meaning["uncertain"].items():
        if not key.startswith("events."):
            yield f"{key}\0", belief
    for name, (rule, settings) in meaning["policies"].items():
        yield f"policies.{name}\0", rule
        yield from _leaves(settings, f"policies.{name}.")
    yield "correlations", meaning["correlations"]
    yield "events", [meaning["events"], {k: v for k, v in meaning["uncertain"].items() if k.startswith("events.")}]
    for name in ("horizon", "start"):
        yield name, meaning[name]


def _leaves(node: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for name, child in node.items():
        if isinstance(child, Mapping):
            yield from _leaves(child, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", child


def _shared(key: str, left: Scenario, right: Scenario) -> str:
    """Return the longest part of a key that both documents know as a place of its own."""
    path = key.rstrip("\0").split(".")
    if path[0] in _WHOLE:
        return path[0]
    if path[0] == "policies" and _rule(left, path[1]) != _rule(right, path[1]):
        return f"policies.{path[1]}"
    one: Any = left.document
    other: Any = right.document
    kept: list[str] = []
    for name in path:
        if kept and not (_is_group(one) and _is_group(other)):
            break
        kept.append(name)
        one, other = at(one, name), at(other, name)
        if name in _UNITS or ((one is MISSING) != (other is MISSING)):
            break
    return ".".join(kept)


def _is_group(node: Any) -> bool:  # noqa: ANN401 (plain Python)
    return isinstance(node, Mapping) and "value" not in node


def _rule(scenario: Scenario, name: str) -> type | None:
    policy = scenario.policies.get(name)
    return None if policy is None else type(policy)


def _ordered(keys: Mapping[str, None], left: Scenario, right: Scenario) -> list[str]:
    """Return keys in the order in which documents explain them; a key inside another one is part of it."""
    order = {key: place for place, key in enumerate([*left.origins, *right.origins])}
    outer = [key for key in keys if not any(key.startswith(f"{other}.") for other in keys)]
    return sorted(outer, key=lambda key: order.get(key, order.get(key.rpartition(".")[0], len(order))))


def _passports(left: Scenario, right: Scenario) -> list[str]:
    """Return the keys whose source or confidence differ."""
    return [key for key in {**left.passports, **right.passports} if _passport(left, key) != _passport(right, key)]


def _passport(scenario: Scenario, key: str) -> tuple[str, str]:
    passport = scenario.passports.get(key)
    return (passport.source, passport.confidence) if passport else ("", "")


def _differing(key: str, kind: Literal["number", "run", "words"], left: Scenario, right: Scenario) -> Differing:
    return Differing(key, kind, _side(left, key), _side(right, key))


def _side(scenario: Scenario, key: str) -> Side | None:
    node = at(scenario.document, key)
    specs = {name: spec for name, spec, _ in walk(scenario.parameters)}
    if node is MISSING:
        if key not in specs:
            return None
        return Side("the model's own value", *DEFAULT, "", "")
    file, line = scenario.origins.get(key, DEFAULT)
    value = node["value"] if isinstance(node, Mapping) and "value" in node else node
    spec = specs.get(key) or specs.get(f"{key}.plans")
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    text = written(float(value), spec.unit) if is_number and spec and not line else shown(value)
    return Side(text, file, line, *_passport(scenario, key))
