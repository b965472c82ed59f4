"""What the run says about each policy: worth, revenue and cash, odds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.tables.table import Heading, Table, bounded

if TYPE_CHECKING:
    from sim.analysis.intervals import Chance, Spread
    from sim.analysis.summary import PolicySummary, Summary
    from sim.report.tables.table import Cell

_POLICY = Heading("policy", "text", "Name of the policy, as in the scenario.")
_T, _WILSON = "95% interval (Student)", "95% interval (Wilson)"


def policies(summary: Summary) -> tuple[Table, ...]:
    """Return the tables about policies, a row per policy each."""
    return worth(summary), position(summary), odds(summary)


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
    """Return how likely each policy ends in ruin, grows, shrinks or pays back."""
    chances = (
        ("ruin", "share of paths on which the firm closes"),
        ("growing", "share of paths whose revenue grows by more than 1% a year"),
        ("shrinking", "share of paths whose revenue shrinks by more than 1% a year, or that end in ruin"),
        ("ending lower", "share of paths that end with less revenue than in the opening year, or in ruin"),
        ("ahead of harvest", "share of paths on which the owners are ahead of harvest for good within the horizon"),
    )
    return Table(
        name="Odds",
        title="Odds",
        headings=(
            _POLICY,
            *(heading for name, meaning in chances for heading in bounded(name, "share", meaning, _WILSON)),
            Heading("ahead from month", "months", "Median month of being ahead; empty when half or more never are."),
            Heading("ruin: reach down", "share", "Ruin less its lower end: the error bar of the chart."),
            Heading("ruin: reach up", "share", "Upper end of ruin less ruin: the error bar of the chart."),
        ),
        rows=[_odds(one) for one in summary.policies],
    )


def _odds(one: PolicySummary) -> tuple[Cell, ...]:
    seen, ruin = one.regime, one.ruin
    chances = (ruin, seen.growing, seen.shrinking, one.ending_lower, one.payback.ever)
    reach = (ruin.probability - ruin.ci95[0], ruin.ci95[1] - ruin.probability)
    return (one.name, *(cell for chance in chances for cell in _chance(chance)), one.payback.month, *reach)


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
