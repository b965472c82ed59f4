"""What a notebook shows of a scenario: what it is about, its policies, and what is uncertain in it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from sim.scenario.complete import DEFAULT
from sim.scenario.document import at, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.scenario.scenario import Scenario

_MOST: Final = 40
"""Rows of uncertain inputs that are shown."""
_LONGEST: Final = 80
"""Letters of a cell."""


def page(scenario: Scenario) -> str:
    """Return a scenario as HTML."""
    months, count = scenario.horizon, scenario.replications
    facts = f"{months:,} months from {scenario.start} · {count:,} replications · seed {scenario.seed}"
    parts = [
        f"<p style='margin:.2em 0'><b>{escape(scenario.name)}</b></p>",
        f"<p style='margin:.2em 0'>{escape(scenario.description)}</p>" if scenario.description else "",
        f"<p style='margin:.2em 0'>{facts} · {escape(scenario.currency)} · baseline {escape(scenario.baseline)}</p>",
        _table(("policy", "rule", "settings"), _policies(scenario)),
        _uncertain(scenario),
    ]
    return f"<div style='font-family:sans-serif;max-width:60em'>{''.join(parts)}</div>"


def _policies(scenario: Scenario) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name in scenario.policies:
        settings = at(scenario.document, f"policies.{name}")
        own = [
            f"{key}: {shown(value)}"
            for key, value in settings.items()
            if key != "rule" and _is_stated(scenario, f"policies.{name}.{key}")
        ]
        found.append((name, str(settings["rule"]), ", ".join(own) or "as the rule has them"))
    return found


def _is_stated(scenario: Scenario, key: str) -> bool:
    """Tell whether a file, rather than a default, sets a key or something in it."""
    return any(place != DEFAULT for name, place in scenario.origins.items() if f"{name}.".startswith(f"{key}."))


def _uncertain(scenario: Scenario) -> str:
    if not scenario.uncertain:
        return "<p style='margin:.2em 0'>Nothing in it is uncertain.</p>"
    rows = []
    for key in list(scenario.uncertain)[:_MOST]:
        passport = scenario.passports.get(key)
        told = (passport.confidence, passport.source) if passport else ("", "")
        rows.append((key, shown(at(scenario.document, key)), *told))
    rest = len(scenario.uncertain) - len(rows)
    more = f"<p style='margin:.2em 0'>and {rest} more</p>" if rest else ""
    return _table(("uncertain", "belief", "confidence", "source"), rows) + more


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    left = " style='text-align:left'"
    lines = "".join(f"<tr>{''.join(f'<td{left}>{escape(_cut(cell))}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><tr>{''.join(f'<th{left}>{escape(cell)}</th>' for cell in head)}</tr>{lines}</table>"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
