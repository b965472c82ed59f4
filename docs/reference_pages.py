"""Write the reference pages that are made from code (`PAGES`), and the tables of parameters on the pages of the steps.

All of it comes from the declarations in the code.

Run from the project's root: `python docs/reference_pages.py`.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

from tables import charts, python, scenario  # noqa: E402
from tables.blocks import EXPLAINED, block, with_block, without_block  # noqa: E402
from tables.rows import HEAD, Row, anchored, cells, default, plain, rows_of, table  # noqa: E402
from tables.standing import STANDINGS, standing  # noqa: E402

from sim.model.decisions import KINDS, OFFERED  # noqa: E402
from sim.model.events import EVENT_KINDS  # noqa: E402
from sim.model.links import LINKS  # noqa: E402
from sim.model.parameters import Channel, Parameters  # noqa: E402
from sim.model.parameters.spec import UNITS  # noqa: E402
from sim.policies.catalog import RULES  # noqa: E402
from sim.results import MEASURES, OUTCOMES, QUANTILES, STEPS, Column  # noqa: E402
from sim.scenario.events import KEYS, size_spec  # noqa: E402
from sim.scenario.settings import CURRENCY, HORIZON, REPLICATIONS, SEED, SETTINGS, START  # noqa: E402
from sim.scenario.words import allowed  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Mapping

REFERENCE = ROOT / "docs" / "reference"
EXPLANATION = ROOT / "docs" / "explanation"

PARAMETERS_HEAD = """# Parameters

Written by `python docs/reference_pages.py` from the declarations in the code; do not edit.

Everything a scenario file may say. A key is written with its group above it:

```yaml
acquisition:
  win_rate: 18% to 30%
```

Every number may be a range `A to B` (nine times in ten it lies there), a distribution such as
`pert(10%, 20%, 40%)`, or carry its origin: `{value: 23%, source: CRM 2025, confidence: medium}`. Keys whose range says
*whole* and the numbers of `world.seasonality` can't be uncertain. A key *per step* takes one value for all five steps,
or a mapping from step to value; the steps are plans, demand, acquisition, experience, supply.

How the numbers act: [the six steps](../explanation/cycle.md). What the model leaves out:
[limits](../explanation/limits.md).

"""
UNITS_HEAD = """## Units

A rate may be stated for another period (`2% per month` for a yearly one). A share lost compounds as
1 − (1 − x)ⁿ, growth and interest as (1 + x)ⁿ − 1, and a rate that may exceed 100 % is proportional to time. A month has
30.4375 days.

"""
POLICIES_HEAD = """## Policies

Under `policies:`, each policy has a name, a `rule` and the settings of that rule:

```yaml
policies:
  half: {rule: fixed_share, share: 50%}
```

A rule that *builds* puts money into new capability and has the settings marked so; a rule whose default differs from
the common one repeats the setting. What each rule does, as equations: [policies](../explanation/policies.md).

"""
EVENTS_HEAD = """## Events

Under `events:`, a list. `month` counts from 1 and `lasting` is in months; left out, the event lasts to the end.

```yaml
events:
  - {month: 14, kind: demand_shock, size: -20%, lasting: 9}
```

"""
LINKS_HEAD = """## Links

The causal links that a study can cut, freeze or replay from Python (`sim.model.links.Switch`). They are no scenario
keys. What each carries, and what a cut link carries instead: [links](../explanation/cycle.md#links).

"""
MEASURES_HEAD = """# Measures and outcomes

Written by `python docs/reference_pages.py` from the declarations in the code; do not edit.

Money is in the scenario's currency at constant prices. How the figures come about:
[the six steps](../explanation/cycle.md); the outcomes as formulas: [outcomes](../explanation/outcomes.md).

## Measures

One figure per policy, replication and month. Month 0 is the opening position; its flows are those of the steady state.

"""
OUTCOMES_HEAD = """
## Outcomes

One figure per policy and replication.

"""


def parameters() -> str:
    """Return the page of parameters."""
    return (
        PARAMETERS_HEAD
        + _standings()
        + _settings()
        + "".join(_group(name, kind) for name, kind in _groups().items())
        + _policies()
        + _events()
        + LINKS_HEAD
        + table(("link", "carries"), ((anchored(name, f"links.{name}"), meaning) for name, meaning in LINKS.items()))
        + "\n"
        + UNITS_HEAD
        + table(("unit", "means"), UNITS.items())
    )


def _groups() -> dict[str, type]:
    """Return the groups of parameters by name."""
    return {group.name: type(getattr(Parameters(), group.name)) for group in fields(Parameters)}


def _standings() -> str:
    """Return what each standing means, and how many parameters have it."""
    every = [row for name, kind in _groups().items() for row in rows_of(kind, f"{name}.")]
    counts = Counter(standing(row.source) for row in every)
    rows = [(name, meaning, str(counts[name])) for name, meaning in STANDINGS.items()]
    return (
        "## What a source is worth\n\n"
        f"Of the {len(every)} keys below (without the settings of policies), {counts['judgement']} rest on judgement "
        "alone. What a figure of your own is worth, say in its `confidence`.\n\n"
        + table(("standing", "means", "keys"), rows)
        + "\n"
    )


def _settings() -> str:
    standard = {
        "currency": CURRENCY, "start": START, "horizon": f"{HORIZON.default} months",
        "replications": str(REPLICATIONS.default), "seed": str(SEED),
    }  # fmt: skip
    rows = (
        (anchored(name, name), f"`{standard[name]}`" if name in standard else "", meaning)
        for name, meaning in SETTINGS.items()
    )
    return "## Settings\n\n" + table(("key", "default", "meaning"), rows) + "\n"


def _group(name: str, kind: type) -> str:
    rows = [cells(row) for row in rows_of(kind, f"{name}.")]
    notes = {
        "demand": "\n`NAME` is the name of a channel. The two default channels:\n\n" + _channels(),
        "plans": "\n`N` is the place in the list, from 0.\n",
    }
    return f"## {name}\n\n{_sentence(kind)}\n\n" + table(HEAD, rows) + notes.get(name, "") + "\n"


def _channels() -> str:
    """Return what the default channels say, each in its own column."""
    channels: Mapping[str, Channel] = Parameters().demand.channels
    rows = [
        (f"`{f.name}`", *(plain(float(getattr(channel, f.name)), f.metadata["spec"]) for channel in channels.values()))
        for f in fields(Channel)
    ]
    return table(("", *channels), rows)


def _policies() -> str:
    shared = [f for f in fields(RULES["fixed_share"]) if f.name != "share"]
    common = {f.name: default(f) for f in shared}
    parts = [POLICIES_HEAD, "### Settings of every rule, and of every rule that builds\n\n"]
    harvest = {f.name for f in fields(RULES["harvest"])}
    rows = [(*cells(Row(f.name, f, "policies.")), "every" if f.name in harvest else "builds") for f in shared]
    parts.append(table((*HEAD, "rule"), rows))
    parts.append(_offered())
    for name, rule in RULES.items():
        own = [f for f in fields(rule) if f.name not in common or default(f) != common[f.name]]
        builds = "upkeep" in {f.name for f in fields(rule)}
        parts.append(f"\n### `{name}`\n\n{_sentence(rule)}{' Builds.' if builds else ''}\n")
        if own:
            parts.append("\n" + table(HEAD, (cells(Row(f.name, f, f"policies.{name}.")) for f in own)))
    return "".join(parts) + "\n"


def _offered() -> str:
    """Return which kinds of work each step offers."""
    rows = [(step, *("yes" if offered else "" for offered in line)) for step, line in zip(STEPS, OFFERED, strict=True)]
    return "\nKinds of work a step offers; weights count among these:\n\n" + table(("step", *KINDS), rows)


def _events() -> str:
    rows = [
        (
            anchored(name, f"events.{name}"),
            allowed(size_spec(name)),
            kind.unit,
            "a span" if kind.lasts else "its month",
            kind.meaning,
        )
        for name, kind in EVENT_KINDS.items()
    ]
    keys = ", ".join(f"`{key}`" for key in KEYS)
    return EVENTS_HEAD + f"Keys: {keys}.\n\n" + table(("kind", "size", "unit", "lasts", "what happens"), rows) + "\n"


def _sentence(kind: type) -> str:
    return (kind.__doc__ or "").strip().splitlines()[0]


def measures() -> str:
    """Return the page of measures and outcomes."""
    quantiles = ", ".join(f"{100 * q:g}" for q in QUANTILES)
    note = (
        f"\nThe table of paths holds, by policy and month, the mean and the percentiles {quantiles} of every measure.\n"
    )
    return MEASURES_HEAD + _columns(MEASURES, "measures") + note + OUTCOMES_HEAD + _columns(OUTCOMES, "outcomes")


def _columns(columns: Mapping[str, Column], under: str) -> str:
    rows = ((anchored(name, f"{under}.{name}"), column.unit, column.meaning) for name, column in columns.items())
    return table(("name", "unit", "meaning"), rows)


__all__ = ["EXPLAINED", "STANDINGS", "block", "standing", "without_block"]
"""What tests ask of the pages, besides the pages."""

PAGES = {
    "parameters.md": parameters,
    "measures.md": measures,
    "python.md": python.page,
    "scenario.md": scenario.page,
    "charts.md": charts.page,
}
"""The pages and what writes them."""


def main() -> None:
    """Write the pages."""
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")
    for name in EXPLAINED:
        path = EXPLANATION / name
        path.write_text(with_block(path.read_text(encoding="utf-8"), name), encoding="utf-8")


if __name__ == "__main__":
    main()
