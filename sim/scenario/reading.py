"""What is gathered while a scenario is read: every problem, every belief, every passport."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sim.hints import did_you_mean, nearest
from sim.scenario.controls import CONTROLS
from sim.scenario.distributions import Distribution
from sim.scenario.quantities import QuantityError, read_quantity
from sim.scenario.tree import Fields, Items, Node, Scalar
from sim.scenario.uncertainty import read_value
from sim.scenario.words import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sim.errors import Problem
    from sim.model.parameters.spec import Spec
    from sim.scenario.source import Place

CONFIDENCES: Final = ("low", "medium", "high")
PASSPORT_KEYS: Final = ("value", "source", "confidence")
_CUT_WORTH_SAYING: Final = 0.02
_SHORT: Final = 5
"""Most options that a message lists."""


@dataclass(frozen=True, slots=True)
class Passport:
    """Where a number comes from.

    Attributes
    ----------
    value
        As written.
    source
        Who or what says so.
    confidence
        `low`, `medium`, `high`, or empty.
    """

    value: str
    source: str = ""
    confidence: str = ""


@dataclass(slots=True)
class Reading:
    """One pass over a document.

    Attributes
    ----------
    currency
        Of every amount of money.
    problems
        In the order they were met.
    uncertain, passports
        By dotted key.
    homes
        The groups in which a key is at home, to say where a stray one belongs.
    """

    currency: str = ""
    problems: list[Problem] = field(default_factory=list)
    uncertain: dict[str, Distribution] = field(default_factory=dict)
    passports: dict[str, Passport] = field(default_factory=dict)
    homes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def refuse(self, place: Place, key: str, message: str, hint: str = "") -> None:
        """Record an error."""
        full = message if key in message else f"{key}: {message}"
        self.problems.append(place.problem(full, key=key, hint=hint))

    def warn(self, place: Place, key: str, message: str, hint: str = "") -> None:
        """Record something legal that looks like a slip."""
        full = message if key in message else f"{key}: {message}"
        self.problems.append(place.problem(full, key=key, hint=hint, severity="warning"))

    def unwrap(self, node: Node, key: str) -> Node | None:
        """Return the value inside `{value, source, confidence}`, noting the passport; any other node as it is."""
        if not isinstance(node, Fields) or not set(node.entries) & set(PASSPORT_KEYS):
            return node
        self.unknown(node, PASSPORT_KEYS, key)
        value = node.get("value")
        if value is None:
            self.refuse(node.place, key, f"{key} has a source but no value", "Write {value: 23%, source: CRM 2025}.")
            return None
        self.passports[key] = Passport(
            value.text if isinstance(value, Scalar) else "",
            self.text(node.get("source"), f"{key}.source"),
            self.choice(node.get("confidence"), f"{key}.confidence", CONFIDENCES, ""),
        )
        return value

    def number(self, node: Node, spec: Spec, key: str) -> float:
        """Return a number in the parameter's unit, the median where it is uncertain, the default where it is wrong."""
        value = self.unwrap(node, key)
        if not isinstance(value, Scalar):
            if value is not None:
                what = "a list" if isinstance(value, Items) else "a mapping"
                self.refuse(value.place, key, f"{key} takes one value, not {what}", f"It means: {spec.meaning}.")
            return spec.default
        try:
            read = read_value(value.text, spec, key=key, currency=self.currency)
        except QuantityError as error:
            self.refuse(value.place, key, error.message, error.hint)
            return spec.default
        if isinstance(read, Distribution):
            return self._belief(read, value, key)
        self._doubt(read, value, spec, key)
        return int(read) if spec.whole else read

    def _belief(self, belief: Distribution, node: Scalar, key: str) -> float:
        self.uncertain[key] = belief
        if belief.cut > _CUT_WORTH_SAYING:
            hint = "Samples stay inside; pert(low, mode, high) does so without cutting."
            self.warn(
                node.place, key, f"{belief.cut:.0%} of {node.text!r} lies outside the allowed range and is cut", hint
            )
        return belief.median

    def _doubt(self, number: float, node: Scalar, spec: Spec, key: str) -> None:
        if spec.unit == "share" and abs(number) > 1.0 and read_quantity(node.text).kind == "plain":
            percent = written(number, "share")
            self.warn(
                node.place,
                key,
                f"{key} is {node.text}, that is {percent}",
                f"If so, write {percent}; else {number:g}%.",
            )

    def text(self, node: Node | None, key: str, default: str = "") -> str:
        """Return a text."""
        if node is None:
            return default
        if isinstance(node, Scalar):
            if found := CONTROLS.search(node.text):
                self.refuse(node.place, key, f"{key} holds the control character {found.group()!a}", "Remove it.")
            return node.text
        self.refuse(node.place, key, f"{key} takes a text", 'Put text with special characters in quotes: "…".')
        return default

    def choice(self, node: Node | None, key: str, options: Iterable[str], default: str) -> str:
        """Return one of several names."""
        if node is None:
            return default
        names = tuple(options)
        chosen = self.text(node, key, default)
        if isinstance(node, Scalar) and chosen not in names:
            short = len(names) <= _SHORT
            message = f"is not one of {', '.join(names)}" if short else "is not a name that is known here"
            self.refuse(node.place, key, f"{key} {chosen!r} {message}", did_you_mean(chosen, names, what="One of"))
            return default
        return chosen

    def fields(self, node: Node | None, key: str, hint: str = "") -> Fields | None:
        """Return a node as a mapping; None, with a problem, where it is something else."""
        if node is None or isinstance(node, Fields):
            return node
        self.refuse(node.place, key, f"{key} takes keys with values", hint)
        return None

    def items(self, node: Node | None, key: str, hint: str = "") -> tuple[Node, ...]:
        """Return the items of a list; nothing, with a problem, where it is something else."""
        if isinstance(node, Items):
            return node.entries
        if node is not None:
            self.refuse(node.place, key, f"{key} takes a list", hint)
        return ()

    def unknown(self, node: Fields, known: Iterable[str], key: str) -> None:
        """Refuse keys that have no meaning here, each with the best guess of what was meant."""
        names = tuple(known)
        torn = any(
            isinstance(child, Scalar) and "(" in child.text and ")" not in child.text for child in node.entries.values()
        )
        for name, child in node.entries.items():
            alone = bool(node.flow) and isinstance(child, Scalar) and child.blank
            if name in names or (alone and torn):  # the commas of an unquoted f(a, b, c) make keys; f says so itself
                continue
            dotted = f"{key}.{name}" if key else name
            hint = self._meant(name, names, key)
            if alone and name.isdigit():
                hint = "Between { and } a comma starts a new key; write 250_000."
            self.refuse(node.key_place(name), dotted, f"{dotted or repr(name)} is not a known key", hint)

    def _meant(self, name: str, names: tuple[str, ...], key: str) -> str:
        homes = [home or "the top level" for home in self.homes.get(name, ()) if home != key]
        if homes:
            return f"{name!r} belongs under {' or '.join(homes)}."
        if match := nearest(name, names):
            return f"Did you mean {match!r}?"
        elsewhere = nearest(name, self.homes, likeness=0.8)
        if elsewhere and (groups := [home or "the top level" for home in self.homes[elsewhere]]):
            return f"Did you mean {elsewhere!r}, which belongs under {' or '.join(groups)}?"
        return did_you_mean(name, names)
