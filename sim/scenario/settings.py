"""The settings at the top of a scenario: what it is called, how long it runs, how often, with which seed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.model.parameters.spec import Spec
from sim.scenario.tree import Fields, Scalar

if TYPE_CHECKING:
    from sim.scenario.reading import Reading

HORIZON: Final = Spec(
    120, "months", 1, 600, "months to simulate", "one lap of the loop takes three to ten years", whole=True
)
REPLICATIONS: Final = Spec(1000, "count", 1, 10_000_000, "random histories, the same for every policy", "", whole=True)
SEED: Final = 1
MAX_SEED: Final = 2**63 - 1
CURRENCY: Final = "USD"
START: Final = "2026-01"

SETTINGS: Final = {
    "name": "What the scenario is called; the file's name if left out.",
    "description": "What it is about, for readers.",
    "currency": "Three letters of ISO 4217; a label, nothing is converted.",
    "start": "First month, year-month; seasonality follows the calendar.",
    "horizon": "Months to simulate: `120 months`, `10 years` or a number of months, 1 to 600.",
    "replications": "Random histories, the same for every policy, 1 to 10,000,000.",
    "seed": "Whole number that fixes all luck.",
    "baseline": "Policy that differences are taken from; `carry_on` if there is one, else the first.",
}
"""Every setting with its meaning."""

_MONTH: Final = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_WHOLE: Final = re.compile(r"[0-9][0-9_]{0,24}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings as read; the baseline is read with the policies."""

    name: str
    description: str
    currency: str
    start: str
    horizon: int
    replications: int
    seed: int


def read_settings(reading: Reading, tree: Fields, *, stem: str) -> Settings:
    """Return the settings; `stem` names a scenario that has no name."""
    reading.currency = _matching(reading, tree, "currency", CURRENCY, _CURRENCY)
    return Settings(
        name=reading.text(tree.get("name"), "name", stem),
        description=reading.text(tree.get("description"), "description"),
        currency=reading.currency,
        start=_matching(reading, tree, "start", START, _MONTH),
        horizon=_whole(reading, tree, "horizon", HORIZON),
        replications=_whole(reading, tree, "replications", REPLICATIONS),
        seed=_seed(reading, tree),
    )


_WANTED: Final = {
    "currency": ("is no currency code", "Write three capital letters, such as GBP, EUR or USD."),
    "start": ("is no month", "Write year and month, such as 2026-01."),
}


def _matching(reading: Reading, tree: Fields, key: str, default: str, pattern: re.Pattern[str]) -> str:
    node = tree.get(key)
    text = reading.text(node, key, default)
    if node is None or pattern.fullmatch(text):
        return text
    if isinstance(node, Scalar):
        what, hint = _WANTED[key]
        reading.refuse(node.place, key, f"{key} {text!r} {what}", hint)
    return default


def _whole(reading: Reading, tree: Fields, key: str, spec: Spec) -> int:
    node = tree.get(key)
    return int(spec.default if node is None else reading.number(node, spec, key))


def _seed(reading: Reading, tree: Fields) -> int:
    node = tree.get("seed")
    if node is None:
        return SEED
    text = reading.text(node, "seed", str(SEED))
    if _WHOLE.fullmatch(text) and int(text.replace("_", "")) <= MAX_SEED:
        return int(text.replace("_", ""))
    if isinstance(node, Scalar):
        reading.refuse(node.place, "seed", f"seed {text!r} is no seed", f"Write a whole number, 0 to {MAX_SEED}.")
    return SEED
