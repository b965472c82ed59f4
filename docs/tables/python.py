"""The page of the Python interface: every public name with its signature, its docstring and its example."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any, Final

import sim
from sim.charts.gallery import FIGURES
from sim.interface.plots import Plots
from tables.rows import table

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD: Final = """# Python

Written by `python docs/reference_pages.py` from the code; do not edit. The tests run every example:

```python
>>> import sim
>>> scenario = sim.load("online_retailer.yaml").vary({"horizon": "24 months"})
>>> results = sim.run(scenario, replications=50)
>>> print(results.odds("npv", above=3e6).headline)
All in raises the chance that NPV is £3.00m or more from 38% to 60%.

```

In a notebook a scenario shows its policies and what is uncertain; results show their headlines, a fan of revenue and
the name of the run; an answer shows its sentences and its tables. A console prints what the command prints.

Scenarios, results and answers are frozen: `scenario.vary(…)` returns another scenario. What is asked of results is
answered from them where the command could answer it from a run folder; what needs new runs makes them, of the same
seed. Nothing is written until `write` or `report` is called. Importing `sim` loads nothing heavy; the numbers are
those of the commands of the same names, whose pages say how each figure comes about. Messages name options as the
commands have them: `--map` is the argument `mapping`, `--fit` is `fit`, and so on.

What rules and presets of your own must keep, `sim.testing` tests:
[the contract of a rule](../how-to/your-own-policy.md#does-it-keep-the-contract) and
[that of a preset](../how-to/your-own-preset.md#check-it).

"""
TABLES: Final = """## Tables

`results.outcomes` has a row per policy and replication: `policy`, `replication` (from 0), then every outcome.
`results.paths` has a row per policy, month (0 is the opening position) and measure: `mean`, `p025`, `p05`, `p10`,
`p25`, `p50`, `p75`, `p90`, `p95`, `p975`, in the unit of the measure. `results.samples` has single paths of the first
replications, for drawing; with `paths="all"`, `results.replications` has every measure of every replication and month.
Units and meanings: `results.units`, [the same as a page](measures.md), and `results.outcomes.attrs["units"]`. Money is
in the scenario's currency at constant prices; a share is between 0 and 1.

```python
>>> results.units.query("name == 'final_revenue'")[["unit", "meaning"]].values.tolist()
[['GBP', 'revenue of the last twelve months']]

```

The firm's own figures (`calibrate`, `track`, `forecast`, `backtest`) come from a CSV file or a DataFrame with the same
columns, read in the same way. Months are a column or the index, monthly periods or dates; what is missing is not
observed. Messages count the rows of a DataFrame from 0, as `iloc` does; `frame.attrs["source"]` is what it is called in
answers and in the sources of a calibrated scenario.

## Figures

`results.plot.fan()` and the methods below return a matplotlib figure, which a notebook shows and `savefig` keeps. An
answer has the figures of its command: `answer.plot.forest()`; `dir(answer.plot)` lists them. Where there is nothing to
draw, such as the difference of one policy, the call says so.

"""
ORDER: Final = (
    "load", "Scenario", "run", "Results", "read_run", "write_run", "compare", "odds", "explain", "replay", "sweep",
    "sensitivity", "discover", "worth", "optimise", "calibrate", "forecast", "backtest", "track", "tune", "Answer",
    "Preview", "summarise", "schema", "CyclesimError",
)  # fmt: skip
"""Public names in the order of a day's work."""


def page() -> str:
    """Return the page."""
    names = (*ORDER, *sorted(set(sim.__all__) - set(ORDER)))
    rows = [(f"[`sim.{name}`](#{_anchor(name)})", _first(getattr(sim, name))) for name in names]
    plots = table(("method", "does"), [*_members(Plots, "results.plot."), *_figures()])
    return "".join([HEAD, "## Names\n\n", table(("name", "is for"), rows), "\n", TABLES, plots, *map(_section, names)])


def _figures() -> Iterator[tuple[str, str]]:
    """Yield the figures of the gallery that are called by name alone."""
    for name, draw in FIGURES.items():
        if name not in vars(Plots):
            yield f"`results.plot.{name}()`", _first(draw).partition("; None")[0].rstrip(".") + "."


def _anchor(name: str) -> str:
    """Return where a heading `sim.NAME` is found."""
    return f"sim{name.lower()}"


def _section(name: str) -> str:
    value = getattr(sim, name)
    parts = [f"\n## sim.{name}\n\n"]
    if inspect.isfunction(value):
        parts.append(f"```text\n{_signature(name, value)}\n```\n\n")
    parts += [f"{part}\n\n" for part in _body(inspect.getdoc(value) or "")]
    if isinstance(value, type) and (members := list(_members(value, ""))):
        parts += [table(("member", "does"), members), "\n"]
    return "".join(parts).rstrip() + "\n"


def _signature(name: str, function: Any) -> str:  # noqa: ANN401 (any public function)
    """Return how a function is called, a parameter a line."""
    lines, starred = [], False
    for one in inspect.signature(function).parameters.values():
        mark = {one.VAR_POSITIONAL: "*", one.VAR_KEYWORD: "**"}.get(one.kind, "")
        if one.kind is one.KEYWORD_ONLY and not starred:
            lines.append("    *,")
        starred = starred or mark == "*" or one.kind is one.KEYWORD_ONLY
        default = "" if one.default is one.empty else f" = {one.default!r}"
        lines.append(f"    {mark}{one.name}: {one.annotation}{default},")
    return "\n".join([f"sim.{name}(", *lines, f") -> {inspect.signature(function).return_annotation}"])


def _body(text: str) -> Iterator[str]:
    """Yield the parts of a docstring as Markdown: text, examples as code, sections as lists."""
    for block in re.split(r"\n{2,}(?! )", text):
        title, rule, rest = [*block.split("\n", maxsplit=2), "", ""][:3]
        if rule and set(rule) == {"-"}:
            yield f"*{title}*"
            yield _listed(rest)
        elif block.startswith(">>>"):
            yield f"```python\n{block}\n\n```"
        else:
            yield block


def _listed(text: str) -> str:
    """Return the entries of a section as a list: the name, then what it means."""
    entries = re.findall(r"^(\S.*)\n((?:[ ]+.*\n?|\n)*)", f"{text}\n", re.MULTILINE)
    return "\n".join(
        f"- {', '.join(f'`{name}`' for name in names.split(', '))}: {' '.join(meaning.split())}"
        for names, meaning in entries
    )


def _members(kind: type, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield the public methods and properties that a class has of its own, and the first sentence of each."""
    for name, value in vars(kind).items():
        if not name.startswith("_") and (inspect.isfunction(value) or isinstance(value, property)):
            call = f"({', '.join(list(inspect.signature(value).parameters)[1:])})" if inspect.isfunction(value) else ""
            yield f"`{prefix}{name}{call}`", _first(value)


def _first(value: object) -> str:
    """Return the first sentence of a docstring."""
    return " ".join((inspect.getdoc(value) or "").split("\n\n", maxsplit=1)[0].split())
