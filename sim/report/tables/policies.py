"""What the run says about each policy: worth, revenue and cash, odds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.tables.table import Heading, Table, bounded

if TYPE_CHECKING:
    from sim.analysis.intervals import Chance, Spread
    from sim.analysis.run.summary import Summary

_POLICY = Heading("policy", "text", "Name of the policy, as in the scenario.")
_T, _WILSON = "95% interval (Student)", "95% interval (Wilson)"


def policies(summary: Summary) -> tuple[Table, ...]:
    """Return the tables about policies, a row per policy each."""
    return worth(summary), position(summary), odds(summary), back(summary)


def worth(summary: Summary) -> Table:
    """Return what each policy is worth to the owners."""
    return Table(
        name="Worth",
        title="Worth to the owners",
        headings=(
            _POLICY,
            Heading("rule", "text", "Rule that the policy follows."),
            *_spread("NPV", "net present value to the owners, terminal value included"),
            *bounded("NPV without terminal value", "money", "mean net present value, terminal value left out", _T),
        ),
        rows=[
            (one.name, one.rule, *_spread_cells(one.npv), *_mean(one.npv_without_terminal_value))
            for one in summary.policies
        ],
    )


def position(summary: Summary) -> Table:
    """Return the revenue and the cash that each policy leads to."""
    low = "lowest cash at the end of a month"
    return Table(
        name="Position",
        title="Revenue and cash",
        headings=(
            _POLICY,
            *_spread("final revenue", "revenue of the last twelve months"),
            Heading("lowest cash: P5", "money", f"{low}: 5 in 100 paths fall lower"),
            Heading("lowest cash: median", "money", f"median {low}"),
            Heading("lowest cash: P95", "money", f"{low}: 5 in 100 paths stay above"),
        ),
        rows=[(one.name, *_spread_cells(one.final_revenue), *_quantiles(one.lowest_cash)) for one in summary.policies],
    )


def odds(summary: Summary) -> Table:
    """Return how likely each policy ends in ruin, grows or shrinks."""
    return Table(
        name="Odds",
        title="Ruin and direction",
        headings=(
            _POLICY,
            *bounded("ruin", "share", "share of paths on which the firm closes", _WILSON),
            Heading("ruin: reach down", "share", "Ruin less its lower end: the error bar of the chart."),
            Heading("ruin: reach up", "share", "Upper end less ruin: the error bar of the chart."),
            *bounded("growing", "share", "share of paths whose revenue grows by more than 1% a year", _WILSON),
            *bounded(
                "shrinking", "share", "share of paths that shrink by more than 1% a year, or end in ruin", _WILSON
            ),
        ),
        rows=[
            (
                one.name,
                *_chance(one.ruin),
                *_reach(one.ruin),
                *_chance(one.regime.growing),
                *_chance(one.regime.shrinking),
            )
            for one in summary.policies
        ],
    )


def back(summary: Summary) -> Table:
    """Return how likely each policy ends lower than today, and pays back."""
    lower = "share of paths that end with less revenue than in the opening year, or in ruin"
    ahead = "share of paths on which the owners are ahead of harvest for good within the horizon"
    return Table(
        name="Back",
        title="Ending lower, and payback",
        headings=(
            _POLICY,
            *bounded("ending lower", "share", lower, _WILSON),
            *bounded("ahead of harvest", "share", ahead, _WILSON),
            Heading("ahead from month", "months", "Median month of being ahead; empty when half or more never are."),
        ),
        rows=[
            (one.name, *_chance(one.ending_lower), *_chance(one.payback.ever), one.payback.month)
            for one in summary.policies
        ],
    )


def _spread(name: str, meaning: str) -> tuple[Heading, ...]:
    return (
        *bounded(f"{name}: mean", "money", f"mean {meaning}", _T),
        Heading(f"{name}: P5", "money", f"{meaning}: 5 in 100 paths end lower"),
        Heading(f"{name}: median", "money", f"{meaning}: half of the paths end lower"),
        Heading(f"{name}: P95", "money", f"{meaning}: 5 in 100 paths end higher"),
    )


def _spread_cells(of: Spread) -> tuple[float, ...]:
    return (*_mean(of), *_quantiles(of))


def _mean(of: Spread) -> tuple[float, float, float]:
    return (of.mean, *of.ci95)


def _quantiles(of: Spread) -> tuple[float, float, float]:
    return of.p05, of.p50, of.p95


def _chance(of: Chance) -> tuple[float, float, float]:
    return (of.probability, *of.ci95) if of.trials else (of.probability, float("nan"), float("nan"))


def _reach(of: Chance) -> tuple[float, float]:
    return of.probability - of.ci95[0], of.ci95[1] - of.probability
