"""The reference model as stocks and flows in BPTK-Py, run by its Python engine or by its bundled Rust engine.

The equations of `firm.py`: 19 stocks hold the start of a month, converters what happens within it, and each stock's
equation is the month's change. Draws are BPTK-Py's own binomial, Poisson, normal and uniform numbers. A base of a power
that is a sum gets a converter of its own, since the Python engine drops its brackets.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from BPTK_Py import Model
from BPTK_Py import sd_functions as sd
from BPTK_Py._rust_engine import RustSdEngine

from benchmarks.peers import parameters as p
from benchmarks.peers.report import report

if TYPE_CHECKING:
    from collections.abc import Callable

    Elements = dict[str, Any]

YES: Final = 0.5
"""Switches are 0 or 1, whole months 0 or more: rounding must not matter."""


class Firm:
    """The model, built step by step; `e` holds every stock and converter by name."""

    def __init__(self) -> None:
        self.model = Model(starttime=0.0, stoptime=float(p.MONTHS - 1), dt=1.0, name="firm")
        self.e: Elements = {}
        for step in (self.stocks, self.plans, self.demand, self.acquisition, self.experience, self.supply, self.result):
            step(self.e)

    def stock(self, name: str, initial: float) -> None:
        """Add a stock."""
        self.e[name] = self.model.stock(name)
        self.e[name].initial_value = float(initial)

    def let(self, name: str, equation: object) -> None:
        """Add a converter."""
        self.e[name] = self.model.converter(name)
        self.e[name].equation = equation

    def noise(self, name: str, sd_: float) -> None:
        """Add a lognormal factor of mean 1."""
        self.let(f"{name}_normal", sd.normal(-0.5 * sd_**2, sd_))
        self.let(name, sd.exp(self.e[f"{name}_normal"]))

    def stocks(self, e: Elements) -> None:  # noqa: ARG002 (one signature for all steps)
        """Add what carries over from month to month."""
        for i in range(6):
            self.stock(f"capability{i}", p.CAPABILITY)
        for i, deals in enumerate(p.PIPELINE):
            self.stock(f"stage{i}", deals)
        for i, customers in enumerate(p.CUSTOMERS):
            self.stock(f"base{i}", customers)
        starts = {"last_profit": 0.0, "bank": p.CASH, "share": p.RATE, "recommended": 0.0, "left": 0.0, "depth": 0.0}
        for name, initial in starts.items():
            self.stock(name, initial)

    def plans(self, e: Elements) -> None:
        """Set the budget, live through shocks, build capabilities."""
        self.let("execution_normal", sd.normal(1.0, p.EXECUTION_SD))
        self.let("execution", sd.max(e["execution_normal"], 0.0))
        self.let("starts", sd.random(0.0, 1.0))
        self.let("draw", sd.random(p.SHOCK_LEAST, p.SHOCK_MOST))
        self.let("still", sd.max(e["left"] - 1.0, 0.0))
        self.let("new", sd.If(sd.And(e["still"] < YES, e["starts"] < p.SHOCK_CHANCE), 1.0, 0.0))
        self.let("now_left", sd.If(e["new"] > YES, p.SHOCK_MONTHS, e["still"]))
        self.let("now_depth", sd.If(e["new"] > YES, e["draw"], e["depth"]))
        self.let("market", sd.If(e["now_left"] > YES, 1.0 - e["now_depth"], 1.0))
        e["left"].equation = e["now_left"] - e["left"]
        e["depth"].equation = e["now_depth"] - e["depth"]
        self.let("budget", p.BUDGET + e["share"] * sd.max(e["last_profit"], 0.0))
        self.let("spent", e["budget"] * e["execution"])
        for i in range(6):
            self.let(f"built{i}", e[f"capability{i}"] * (1.0 - p.DECAY[i]) + p.SHARE[i] * e["spent"])
            e[f"capability{i}"].equation = e[f"built{i}"] - e[f"capability{i}"]
            self.let(f"power{i}", e[f"built{i}"] ** p.STEEPNESS[i])
            self.let(f"returns{i}", e[f"power{i}"] / (p.HALF[i] ** p.STEEPNESS[i] + e[f"power{i}"]))

    def demand(self, e: Elements) -> None:
        """Win leads, and find those that are worth a call."""
        self.let("reached", 1.0 - sd.exp(e["spent"] * (-p.ADVERTISING / p.ADVERTISING_SCALE)))
        self.noise("leads_noise", p.LEADS_SD)
        self.let("season", sd.lookup(sd.time(), [[float(month), value] for month, value in enumerate(p.SEASON)]))
        gain = 1.0 + p.REACH_GAIN * e["returns0"]
        self.let("mean_leads", p.LEADS * e["reached"] * gain * e["season"] * e["market"] * e["leads_noise"])
        self.let("leads", sd.poisson(e["mean_leads"]))
        self.let("chance_qualified", p.QUALIFIED + p.CONTENT_GAIN * e["returns1"])
        self.let("qualified", sd.binomial(e["leads"], e["chance_qualified"]))

    def acquisition(self, e: Elements) -> None:
        """Move deals through the three stages of the pipeline."""
        self.let("chance_accepted", p.ACCEPTED + p.SALES_GAIN * e["returns2"])
        self.let("accepted", sd.binomial(e["qualified"], e["chance_accepted"]))
        self.let("chance_won", p.WON + p.SALES_GAIN_WON * e["returns2"])
        self.let("wins", sd.binomial(e["stage2"], e["chance_won"]))
        self.let("stays0", sd.binomial(e["stage0"], p.STAYS[0]))
        self.let("stays1", sd.binomial(e["stage1"], p.STAYS[1]))
        e["stage0"].equation = e["accepted"] + e["recommended"] - e["stage0"]
        e["stage1"].equation = e["stays0"] - e["stage1"]
        e["stage2"].equation = e["stays1"] - e["stage2"]

    def experience(self, e: Elements) -> None:
        """Lose customers, promote them, and be recommended by them."""
        self.let("before", e["base0"] + e["base1"] + e["base2"] + e["base3"])
        self.let("load", e["before"] / (p.CAPACITY * (1.0 + p.CAPACITY_GAIN * e["returns3"])))
        self.let("strain", (0.5 + 0.5 * e["load"] * e["load"]) * (1.0 - p.CARE_GAIN * e["returns4"]))
        for i in range(4):
            self.let(f"chance_lost{i}", sd.min(p.CHURN[i] * e["strain"], 1.0))
            self.let(f"lost{i}", sd.binomial(e[f"base{i}"], e[f"chance_lost{i}"]))
            self.let(f"stayed{i}", e[f"base{i}"] - e[f"lost{i}"])
        for i in range(3):
            self.let(f"chance_up{i}", p.PROMOTION[i] * (0.5 + e["returns4"]))
            self.let(f"up{i}", sd.binomial(e[f"stayed{i}"], e[f"chance_up{i}"]))
        self.let("after0", e["stayed0"] + e["wins"] - e["up0"])
        self.let("after1", e["stayed1"] + e["up0"] - e["up1"])
        self.let("after2", e["stayed2"] + e["up1"] - e["up2"])
        self.let("after3", e["stayed3"] + e["up2"])
        for i in range(4):
            e[f"base{i}"].equation = e[f"after{i}"] - e[f"base{i}"]
        self.let("churned", e["lost0"] + e["lost1"] + e["lost2"] + e["lost3"])
        self.let("customers", e["after0"] + e["after1"] + e["after2"] + e["after3"])
        self.let("mean_referrals", p.REFERRED * e["market"] * (e["after2"] + e["after3"]))
        self.let("referrals", sd.poisson(e["mean_referrals"]))
        e["recommended"].equation = e["referrals"] - e["recommended"]

    def supply(self, e: Elements) -> None:
        """Serve customers at a cost that falls with their number."""
        self.let("size", sd.max(e["customers"], 1.0) / p.SCALE_CUSTOMERS)
        self.let("scale", e["size"] ** p.SCALE_EXPONENT)
        self.noise("cost_noise", p.COST_SD)
        saved = 1.0 - p.OPERATIONS_GAIN * e["returns5"]
        self.let("unit_cost", p.UNIT_COST * e["scale"] * saved * e["cost_noise"])

    def result(self, e: Elements) -> None:
        """Take the profit, and decide what share of it comes back."""
        self.noise("revenue_noise", p.REVENUE_SD)
        felt = 1.0 - p.MARKET_SHARE * (1.0 - e["market"])
        self.let("revenue", p.PRICE * e["customers"] * felt * e["revenue_noise"])
        self.let("costs", e["unit_cost"] * e["customers"] + p.FIXED + e["spent"])
        self.let("profit", e["revenue"] - e["costs"])
        self.let("cash", e["bank"] + e["profit"])
        self.let("change", sd.If(sd.And(e["profit"] > 0.0, e["cash"] > p.RESERVE), p.RATE_UP, -p.RATE_DOWN))
        self.let("rate", sd.min(sd.max(e["share"] + e["change"], 0.0), p.RATE_MOST))
        e["last_profit"].equation = e["profit"] - e["last_profit"]
        e["bank"].equation = e["profit"]
        e["share"].equation = e["rate"] - e["share"]


def by_rust(model: Model) -> Callable[[int, int], list[float]]:
    """Return final cash by the Rust engine; every measure of every month is asked for."""
    engine = RustSdEngine().load_model(model.to_json())

    def final_cash(replications: int, seed: int) -> list[float]:
        measures, last = list(p.MEASURES), float(p.MONTHS - 1)
        cash = []
        for replication in range(replications):
            by_time = engine.simulate(measures, seed + replication)["cash"]
            cash.append(next(value for time, value in by_time.items() if float(time) == last))
        return cash

    return final_cash


def by_python(model: Model) -> Callable[[int, int], list[float]]:
    """Return final cash by the Python engine; every measure of every month is asked for, in the order of time.

    Straight from the equations: the scenario runner would start a thread per measure, and threads that race for the
    same draw each make their own.
    """

    def replicate() -> float:
        model.reset_cache()
        rows = [[model.equation(measure, float(month)) for measure in p.MEASURES] for month in range(p.MONTHS)]
        return float(rows[-1][p.MEASURES.index("cash")])

    def final_cash(replications: int, seed: int) -> list[float]:
        np.random.seed(seed)  # noqa: NPY002, TID251 (the generator that BPTK-Py draws from)
        return [replicate() for _ in range(replications)]

    return final_cash


def main() -> None:
    """Measure one of the two engines."""
    ask = argparse.ArgumentParser()
    ask.add_argument("--engine", choices=("python", "rust"), required=True)
    asked, rest = ask.parse_known_args()
    model = Firm().model
    report(by_rust(model) if asked.engine == "rust" else by_python(model), arguments=rest)


if __name__ == "__main__":
    main()
