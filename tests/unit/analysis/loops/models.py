"""Small models of the literature on loop dominance: their series from their equations, and their systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.loops import Equation, Stock, System

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sim.arrays import Array

Series = dict[str, "Array"]


def bass() -> tuple[System, Series]:
    """Return Bass diffusion of Schoenberg, Davidsen & Eberlein (2020): a million people, 1.5 contacts, dt 1/16."""
    market, contacts, dt = 1_000_000.0, 1.5, 1 / 16
    adopters = [1.0]
    for _ in range(15 * 16 + 1):
        adopters.append(adopters[-1] + dt * contacts * adopters[-1] * (market - adopters[-1]) / market)
    a = np.array(adopters)
    adopting = Equation(("adopters", "potential"), lambda one, other: contacts * one * other / market)
    system = System(
        {"adopting": adopting},
        {"adopters": Stock(inflows=("adopting",)), "potential": Stock(outflows=("adopting",))},
    )
    return system, {"adopters": a, "potential": market - a, "adopting": adopting.rule(a, market - a)}


def arms_race() -> tuple[System, Series]:
    """Return two parties that each want 1.2 times what the other has, closing the gap in 5; dt 1/8 to 50."""
    want, time, dt = 1.2, 5.0, 1 / 8
    path = [np.array([10.0, 0.0])]
    for _ in range(400):
        path.append(path[-1] + dt * (want * path[-1][::-1] - path[-1]) / time)
    our, their = np.array(path).T

    def arming(own: Array, other: Array) -> Array:
        return (want * other - own) / time

    system = System(
        {"arm_us": Equation(("our", "their"), arming), "arm_them": Equation(("their", "our"), arming)},
        {"our": Stock(inflows=("arm_us",)), "their": Stock(inflows=("arm_them",))},
    )
    return system, {"our": our, "their": their, "arm_us": arming(our, their), "arm_them": arming(their, our)}


def logistic() -> tuple[System, Series]:
    """Return a population of 5 that grows by 12 % where there is room for 1000, dt 1 to 100."""
    population = grown(5.0, 1000.0, 0.12, 100)
    fraction = 0.12 * (1 - population / 1000)
    system = System(
        {
            "fraction": Equation(("population",), lambda p: 0.12 * (1 - p / 1000)),
            "growing": Equation(("population", "fraction"), lambda p, f: p * f),
        },
        {"population": Stock(inflows=("growing",))},
    )
    return system, {"population": population, "fraction": fraction, "growing": population * fraction}


def grown(start: float, room: float, rate: float, months: int) -> Array:
    path = [start]
    for _ in range(months):
        path.append(path[-1] + rate * path[-1] * (1 - path[-1] / room))
    return np.array(path)


def split_and_net() -> tuple[tuple[System, System], Series]:
    """Return the same logistic growth (10, room 150, rate .3) as births and deaths, and as one net flow."""
    p = grown(10.0, 150.0, 0.3, 20)
    births, deaths = 0.3 * p, 0.3 * p * p / 150
    rules = {
        "births": Equation(("population",), lambda p: 0.3 * p),
        "deaths": Equation(("population",), lambda p: 0.3 * p * p / 150),
    }
    apart = System(rules, {"population": Stock(("births",), ("deaths",))})
    net = Equation(("births", "deaths"), lambda b, d: b - d)
    joined = System({**rules, "net": net}, {"population": Stock(("net",))})
    return (apart, joined), {"population": p, "births": births, "deaths": deaths, "net": births - deaths}


def workforce(time_to_hire: float) -> tuple[System, Series]:
    """Return inventory and workforce (Stella's sample, in sd-ai's evaluation data, MIT): RK4, dt 1/16 to 60."""
    dt = 1 / 16

    def demand(t: float) -> float:
        return float(np.interp(t, [0, 1, 2, 3], [20, 20, 25, 25]))

    def rates(t: float, state: Array) -> Array:
        inventory, workers, expected = state
        wanted = (expected + 100 - inventory) / 2
        return np.array([2 * workers - demand(t), (wanted - workers) / time_to_hire, (demand(t) - expected) / 6])

    inventory, workers, expected = _rk4(rates, np.array([100.0, 10.0, 20.0]), dt, 60 * 16).T
    system = System(
        {
            "producing": Equation(("workers",), lambda w: 2 * w),
            "hiring": Equation(
                ("inventory", "workers", "expected"),
                lambda i, w, e: ((e + 100 - i) / 2 - w) / time_to_hire,
            ),
            "adjusting": Equation(("expected", "shipping"), lambda e, s: (s - e) / 6),
        },
        {
            "inventory": Stock(("producing",), ("shipping",)),
            "workers": Stock(("hiring",)),
            "expected": Stock(("adjusting",)),
        },
    )
    asked = np.array([demand(step * dt) for step in range(len(workers))])
    series = {"inventory": inventory, "workers": workers, "expected": expected, "shipping": asked}
    for name in ("producing", "hiring", "adjusting"):
        equation = system.equations[name]
        series[name] = equation.rule(*(series[read] for read in equation.reads))
    return system, series


def _rk4(rates: Callable[[float, Array], Array], start: Array, dt: float, steps: int) -> Array:
    path = [start]
    for step in range(steps):
        t, now = step * dt, path[-1]
        one = rates(t, now)
        two = rates(t + dt / 2, now + dt / 2 * one)
        three = rates(t + dt / 2, now + dt / 2 * two)
        four = rates(t + dt, now + dt * three)
        path.append(now + dt / 6 * (one + 2 * two + 2 * three + four))
    return np.array(path)


def linear(gains: Mapping[tuple[str, str], float], start: Mapping[str, float], dt: float) -> tuple[System, Series]:
    """Return stocks whose one flow each is a linear rule of some stocks, three steps of Euler."""
    names = list(start)
    slope = np.array([[gains.get((source, target), 0.0) for source in names] for target in names])
    path = [np.array(list(start.values()))]
    for _ in range(3):
        path.append(path[-1] + dt * slope @ path[-1])
    series = dict(zip(names, np.array(path).T, strict=True))
    equations, stocks = {}, {}
    for target in names:
        reads = tuple(source for source in names if (source, target) in gains)
        factors = [gains[source, target] for source in reads]
        equations[f"to_{target}"] = Equation(reads, _weighted(factors))
        stocks[target] = Stock((f"to_{target}",))
        series[f"to_{target}"] = _weighted(factors)(*(series[source] for source in reads))
    return System(equations, stocks), series


def _weighted(factors: list[float]) -> Callable[..., Array]:
    return lambda *values: np.asarray(sum(f * v for f, v in zip(factors, values, strict=True)))
