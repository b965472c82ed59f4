"""What a link changes over a window, by the convention asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.analysis.loops.system import Edge, Equation, Stock, System
    from sim.arrays import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """In what published tools differ; the defaults are those of the commercial reference (Stella).

    Attributes
    ----------
    partial
        How z = f(x, w) changes by x alone over a window from `before` to `now`. `first`: x moves first,
        f(x now, w before) - f(x before, w before), as printed in the papers. `last`: x moves last,
        f(x now, w now) - f(x before, w now). `mid`: the mean of both, which adds up to the whole change where f is
        bilinear.
    label
        Whether a window carries the time of its `start` (tables of the 2020 paper) or of its `end`.
    rule
        Flow into stock. `2023`: change of the flow over change of the net flow, both as rates; with differences of
        the stock instead of rates, multiply the flow's change by the time step. `2020`: flow over net flow at the
        labelled moment, which depends on how flows are drawn together.
    """

    partial: Literal["first", "last", "mid"] = "last"
    label: Literal["start", "end"] = "end"
    rule: Literal[2020, 2023] = 2023


@dataclass(frozen=True, slots=True)
class Changes:
    """What a link x → z changes in every window; arrays of one shape, windows first.

    Attributes
    ----------
    part
        Change of z by x alone.
    target, source
        Change of z and of x.
    sign
        Polarity where the structure fixes it: 1 for an inflow, -1 for an outflow; None where it is the sign of
        `part` times `source`.
    """

    part: Array
    target: Array
    source: Array
    sign: int | None = None


def changes(system: System, series: Mapping[str, Array], conventions: Conventions | None = None) -> dict[Edge, Changes]:
    """Work out the changes along every link of a system.

    Parameters
    ----------
    system
        Equations and stocks.
    series
        By name, time first; further axes, such as replications, are kept.
    conventions
        Stella's when None.

    Raises
    ------
    UsageError
        When a series is missing, or too short for a window.
    """
    chosen = conventions or Conventions()
    arrays = _checked(system, series)
    found: dict[Edge, Changes] = {}
    for name, equation in system.equations.items():
        found |= _of_equation(name, equation, arrays, chosen)
    for name, stock in system.stocks.items():
        found |= _of_stock(name, stock, arrays, chosen)
    return found


def _checked(system: System, series: Mapping[str, Array]) -> dict[str, Array]:
    needed = dict.fromkeys(
        name for edge in system.edges for name in edge if name not in system.stocks or _read(system, name)
    )
    missing = [name for name in needed if name not in series]
    if missing:
        raise UsageError(f"no series for {', '.join(missing)}; there are {', '.join(series)}")
    arrays = {name: np.asarray(series[name], np.float64) for name in needed}
    if any(len(values) < 2 for values in arrays.values()):  # noqa: PLR2004 (a window has two ends)
        raise UsageError("a series of one moment has no change; give two or more")
    return arrays


def _read(system: System, name: str) -> bool:
    return any(name in equation.reads for equation in system.equations.values())


def _of_equation(
    name: str, equation: Equation, series: Mapping[str, Array], conventions: Conventions
) -> dict[Edge, Changes]:
    now = [series[source][1:] for source in equation.reads]
    before = [series[source][:-1] for source in equation.reads]
    target = np.diff(series[name], axis=0)
    found = {}
    for place, source in enumerate(equation.reads):
        first = _swapped(equation, before, now, place) - _swapped(equation, before, before, place)
        last = _swapped(equation, now, now, place) - _swapped(equation, now, before, place)
        part = {"first": first, "last": last, "mid": (first + last) / 2}[conventions.partial]
        found[source, name] = Changes(part, target, np.diff(series[source], axis=0))
    return found


def _swapped(equation: Equation, others: list[Array], own: list[Array], place: int) -> Array:
    inputs = [own[place] if at == place else values for at, values in enumerate(others)]
    return np.asarray(equation.rule(*inputs))


def _of_stock(name: str, stock: Stock, series: Mapping[str, Array], conventions: Conventions) -> dict[Edge, Changes]:
    signed = [(flow, 1) for flow in stock.inflows] + [(flow, -1) for flow in stock.outflows]
    rates = {flow: _rate(series[flow], conventions) for flow, _ in signed}
    net = np.asarray(sum(sign * rates[flow] for flow, sign in signed))
    return {(flow, name): Changes(rates[flow], net, rates[flow], sign) for flow, sign in signed}


def _rate(flow: Array, conventions: Conventions) -> Array:
    """Return what the rule compares: the flow's change over the window, or the flow at the labelled moment."""
    if conventions.rule == 2023:  # noqa: PLR2004 (the year of the paper)
        return np.asarray(np.diff(flow, axis=0))
    return flow[1:] if conventions.label == "end" else flow[:-1]
