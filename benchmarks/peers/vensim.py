"""The reference model as text in Vensim's language, for PySD.

Nineteen stocks as in `bptk.py`. The language has no binomial and no Poisson numbers: counts are normal numbers of the
right mean and variance, rounded, and held between 0 and the number of trials. Normals come in pairs from two uniforms
(Box and Muller), since `RANDOM NORMAL` is a truncated normal that takes PySD some ten times as long. A coarser model
than the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmarks.peers import parameters as p

if TYPE_CHECKING:
    from collections.abc import Iterator

    Equations = Iterator[tuple[str, str]]

NORMALS: Final = 18
"""Draws a month that are, or stand for, normal numbers."""
STAGES: Final = "\\\\\\---/// Sketch information - do not modify anything except names\n"


def text() -> str:
    """Return the model."""
    steps = (_luck, _plans, _demand, _acquisition, _experience, _supply, _reinvestment)
    equations = [f"{name} = {equation} ~~|" for step in steps for name, equation in step()]
    control = {"INITIAL TIME": "0", "FINAL TIME": str(p.MONTHS - 1), "TIME STEP": "1", "SAVEPER": "TIME STEP"}
    return "{UTF-8}\n" + "\n".join([*equations, *(f"{name} = {value} ~~|" for name, value in control.items()), STAGES])


def _stock(now: str, initial: float, before: str) -> tuple[str, str]:
    """Make a stock that is next month what `now` is this month."""
    return before, f"INTEG({now} - {before}, {initial!r})"


def _count(mean: str, variance: str, normal: int, most: str) -> str:
    return f"MIN({most}, MAX(0, INTEGER({mean} + SQRT(MAX({variance}, 0)) * normal{normal} + 0.5)))"


def _binomial(name: str, trials: str, chance: str, normal: int) -> Equations:
    yield f"chance {name}", chance
    mean = f"{trials} * chance {name}"
    yield name, _count(mean, f"{mean} * (1 - chance {name})", normal, trials)


def _poisson(name: str, mean: str, normal: int) -> Equations:
    yield f"mean {name}", mean
    yield name, _count(f"mean {name}", f"mean {name}", normal, "1e9")


def _lognormal(sd: float, normal: int) -> str:
    return f"EXP({sd!r} * normal{normal} - {0.5 * sd**2!r})"


def _luck() -> Equations:
    for pair in range(NORMALS // 2):
        yield f"radius{pair}", "SQRT(-2 * LN(RANDOM UNIFORM(1e-300, 1, 0)))"
        yield f"angle{pair}", "RANDOM UNIFORM(0, 6.283185307179586, 0)"
        yield f"normal{2 * pair}", f"radius{pair} * COS(angle{pair})"
        yield f"normal{2 * pair + 1}", f"radius{pair} * SIN(angle{pair})"
    yield "starts", "RANDOM UNIFORM(0, 1, 0)"
    yield "severity", f"RANDOM UNIFORM({p.SHOCK_LEAST!r}, {p.SHOCK_MOST!r}, 0)"


def _plans() -> Equations:
    yield "execution", f"MAX(0, 1 + {p.EXECUTION_SD!r} * normal0)"
    yield _stock("now left", 0.0, "left")
    yield _stock("now depth", 0.0, "depth")
    yield "still", "MAX(left - 1, 0)"
    yield "new", f"IF THEN ELSE(still < 0.5 :AND: starts < {p.SHOCK_CHANCE!r}, 1, 0)"
    yield "now left", f"IF THEN ELSE(new > 0.5, {p.SHOCK_MONTHS!r}, still)"
    yield "now depth", "IF THEN ELSE(new > 0.5, severity, depth)"
    yield "market", "IF THEN ELSE(now left > 0.5, 1 - now depth, 1)"
    yield "budget", f"{p.BUDGET!r} + share * MAX(last profit, 0)"
    yield "spent", "budget * execution"
    for i in range(6):
        yield _stock(f"built{i}", p.CAPABILITY, f"capability{i}")
        yield f"built{i}", f"capability{i} * {1.0 - p.DECAY[i]!r} + {p.SHARE[i]!r} * spent"
        yield f"power{i}", f"built{i} ^ {p.STEEPNESS[i]!r}"
        yield f"returns{i}", f"power{i} / ({p.HALF[i] ** p.STEEPNESS[i]!r} + power{i})"


def _demand() -> Equations:
    months = ", ".join(f"({month}, {value!r})" for month, value in enumerate(p.SEASON))
    yield "season", f"WITH LOOKUP(Time, ({months}))"
    yield "reached", f"1 - EXP({-p.ADVERTISING / p.ADVERTISING_SCALE!r} * spent)"
    gain = f"(1 + {p.REACH_GAIN!r} * returns0)"
    mean = f"{p.LEADS!r} * reached * {gain} * season * market * {_lognormal(p.LEADS_SD, 1)}"
    yield from _poisson("leads", mean, 2)
    yield from _binomial("qualified", "leads", f"{p.QUALIFIED!r} + {p.CONTENT_GAIN!r} * returns1", 3)


def _acquisition() -> Equations:
    yield from _binomial("accepted", "qualified", f"{p.ACCEPTED!r} + {p.SALES_GAIN!r} * returns2", 4)
    yield from _binomial("wins", "stage2", f"{p.WON!r} + {p.SALES_GAIN_WON!r} * returns2", 5)
    for i in range(2):
        yield from _binomial(f"stays{i}", f"stage{i}", f"{p.STAYS[i]!r}", 6 + i)
    yield "found", "accepted + recommended"
    for i, now in enumerate(("found", "stays0", "stays1")):
        yield _stock(now, p.PIPELINE[i], f"stage{i}")


def _experience() -> Equations:
    yield "load", f"(base0 + base1 + base2 + base3) / ({p.CAPACITY!r} * (1 + {p.CAPACITY_GAIN!r} * returns3))"
    yield "strain", f"(0.5 + 0.5 * load * load) * (1 - {p.CARE_GAIN!r} * returns4)"
    for i in range(4):
        yield from _binomial(f"lost{i}", f"base{i}", f"MIN(1, {p.CHURN[i]!r} * strain)", 8 + i)
        yield f"stayed{i}", f"base{i} - lost{i}"
    for i in range(3):
        yield from _binomial(f"up{i}", f"stayed{i}", f"{p.PROMOTION[i]!r} * (0.5 + returns4)", 12 + i)
    yield "after0", "stayed0 + wins - up0"
    yield "after1", "stayed1 + up0 - up1"
    yield "after2", "stayed2 + up1 - up2"
    yield "after3", "stayed3 + up2"
    for i in range(4):
        yield _stock(f"after{i}", p.CUSTOMERS[i], f"base{i}")
    yield "churned", "lost0 + lost1 + lost2 + lost3"
    yield "customers", "after0 + after1 + after2 + after3"
    yield from _poisson("referrals", f"{p.REFERRED!r} * market * (after2 + after3)", 15)
    yield _stock("referrals", 0.0, "recommended")


def _supply() -> Equations:
    scale = f"(MAX(customers, 1) / {p.SCALE_CUSTOMERS!r}) ^ ({p.SCALE_EXPONENT!r})"
    saved = f"(1 - {p.OPERATIONS_GAIN!r} * returns5)"
    yield "unit cost", f"{p.UNIT_COST!r} * {scale} * {saved} * {_lognormal(p.COST_SD, 16)}"


def _reinvestment() -> Equations:
    felt = f"(1 - {p.MARKET_SHARE!r} * (1 - market))"
    yield "revenue", f"{p.PRICE!r} * customers * {felt} * {_lognormal(p.REVENUE_SD, 17)}"
    yield "costs", f"unit cost * customers + {p.FIXED!r} + spent"
    yield "profit", "revenue - costs"
    yield _stock("profit", 0.0, "last profit")
    yield "bank", f"INTEG(profit, {p.CASH!r})"
    yield "cash", "bank + profit"
    yield "change", f"IF THEN ELSE(profit > 0 :AND: cash > {p.RESERVE!r}, {p.RATE_UP!r}, {-p.RATE_DOWN!r})"
    yield _stock("rate", p.RATE, "share")
    yield "rate", f"MIN(MAX(share + change, 0), {p.RATE_MOST!r})"
