"""The page of the scenario file: every key outside the groups of parameters, and every way to write a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sim.scenario.distributions import FAMILIES
from sim.scenario.json_schema import schema
from sim.scenario.quantities import MONTHS, SYMBOLS
from tables.rows import anchored, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HEAD: Final = """# The scenario file

Written by `python docs/reference_pages.py` from the schema of scenario files; do not edit.

A scenario is one YAML 1.2 file. It says what is assumed of a business and its world, and which policies to compare in
it. Every key may be left out; whatever is not said comes from the file that it `extends`, else from the model's
defaults.

```yaml
extends: presets/b2b_services.yaml
name: shall we keep reinvesting
horizon: 10 years
business: {customers: 400, price: 320}
acquisition:
  win_rate: {value: 18% to 30%, source: CRM 2025, confidence: medium}
experience: {monthly_churn: 2% to 3.5%}
correlations:
  - [acquisition.win_rate, experience.monthly_churn, -0.4]
events:
  - {month: 14, kind: demand_shock, size: -20%, lasting: 6 months}
policies:
  half: {rule: fixed_share, share: 50%}
checks:
  - {when: {policy: harvest}, then: "technology at 24 months < technology at 0"}
```

`cyclesim check` says everything that is wrong with a file, [`origin`](origin.md) which file and line set a key,
[`diff`](diff.md) what two files have different, and `cyclesim schema` prints the schema, from which editors take
completion, meaning and range of every key. The [parameters](parameters.md) are the keys of the groups.

## Keys

"""
VALUES_HEAD: Final = """
## Values

A plain number, a quantity, or a belief. Quantities carry their unit: `25%`, `£250k`, `1.2m`, `60 days`, `2% per month`,
`1,200` or `1_200`. Lengths of time are in {periods}; sizes are `k`, `m` and `bn`.
{symbols} and codes such as `GBP` are checked against the scenario's `currency`. How a rate is turned into one
of another period: [units](parameters.md#units).

A belief stands wherever a number may be uncertain. Every replication draws its own value, the same under every policy.

"""
FAMILIES_HEAD: Final = """
What lies outside the range of the parameter is cut off, and `check` warns where much of it is.

"""
KEYS_OF: Final = {
    "passport": ("## A value with its source", "In place of a value, a mapping may say where it comes from."),
    "events": (
        "## Events",
        "Each event of the list is a mapping; its kinds and sizes: [events](parameters.md#events).",
    ),
    "policies": (
        "## Policies",
        "Each has a name, a rule and [the settings of that rule](parameters.md#policies); `NAME: null` drops one.",
    ),
    "checks": (
        "## Checks",
        "Each check of the list is a mapping. How it is judged: [let a run fail a build](../how-to/fail-a-build.md).",
    ),
}
BELIEFS: Final = (
    ("`A to B`", "nine times in ten between A and B: lognormal when both are positive, else normal"),
    *((f"`{name}({', '.join(arguments)})`", "") for name, arguments in FAMILIES.items() if arguments),
    ("`discrete(VALUE: CHANCE, …)`", "one of the values, with these chances"),
)
MEANT: Final = {
    "uniform": "anywhere between them, all alike",
    "triangular": "between low and high, most likely at mode",
    "pert": "the same, with less weight in the tails",
    "beta": "a share between 0 and 1",
    "normal": "mean and standard deviation",
    "lognormal": "median, and standard deviation of the logarithm",
}


def page() -> str:
    """Return the page of the scenario file."""
    whole = schema()
    text = HEAD + _table(whole["properties"])
    text += VALUES_HEAD.format(periods=_listed([f"{period}s" for period in MONTHS]), symbols=_listed(list(SYMBOLS)))
    text += table(
        ("belief", "means"), ((name, meaning or MEANT[name.strip("`").split("(")[0]]) for name, meaning in BELIEFS)
    )
    text += FAMILIES_HEAD
    return text + "\n".join(
        f"{heading}\n\n{sentence}\n\n{_table(_inner(whole, name), f'{name}.')}"
        for name, (heading, sentence) in KEYS_OF.items()
    )


def _inner(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the keys of what a key holds: of a passport, of each item of a list, or of each policy."""
    if name == "passport":
        return dict(whole["$defs"]["passport"]["properties"])
    shape = whole["properties"][name]
    return dict((shape["items"] if "items" in shape else next(iter(shape["patternProperties"].values())))["properties"])


def _table(properties: Mapping[str, Any], under: str = "") -> str:
    return table(("key", "takes", "default", "meaning"), (_row(key, shape, under) for key, shape in _flat(properties)))


def _flat(properties: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield keys with their shapes; those of a mapping such as `when` are opened up, groups of parameters are not."""
    for key, shape in properties.items():
        yield key, shape
        if key == "when":
            yield from ((f"{key}.{inner}", held) for inner, held in shape["properties"].items())


def _row(key: str, shape: Mapping[str, Any], under: str) -> tuple[str, ...]:
    default = f"`{_plain(shape['default'])}`" if "default" in shape else ""
    return anchored(key, f"scenario.{under}{key}"), _takes(shape), default, _meaning(key, shape)


def _takes(shape: Mapping[str, Any]) -> str:
    """Return in words what may stand at a key."""
    if "enum" in shape:
        return ", ".join(f"`{value}`" for value in shape["enum"])
    if "anyOf" in shape:
        return " or ".join(dict.fromkeys(_takes(one) for one in shape["anyOf"] if one != {"type": "null"}))
    if "$ref" in shape:
        name = shape["$ref"].rpartition("/")[2]
        return {"quantity": "[a quantity](#values)", "passport": "[with its source](#a-value-with-its-source)"}[name]
    kinds = [shape["type"]] if isinstance(shape["type"], str) else [kind for kind in shape["type"] if kind != "null"]
    limits = f" {_plain(shape['minimum'])} to {_plain(shape['maximum'])}" if "maximum" in shape else ""
    named = {"string": "text", "integer": "a whole number", "number": "a number", "object": "keys", "array": "a list"}
    return " or ".join(named[kind] for kind in kinds) + limits


def _meaning(key: str, shape: Mapping[str, Any]) -> str:
    if key == "kind":
        return "What happens."
    text = str(shape.get("description", ""))
    group = shape.get("type") == ["object", "null"] and key not in {"policies", "when"}
    return f"{text} Its keys: [parameters](parameters.md#{key})." if group else text


def _plain(value: float | str) -> str:
    """Return a default or a limit without needless decimals."""
    return value if isinstance(value, str) else f"{int(value):_}" if value == int(value) else f"{value:g}"


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
