"""What comparing the policies found: the differences, who may be the best, what a wrong choice costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.analysis.amounts import spoken
from sim.report.tables.table import Heading, Table, bounded

if TYPE_CHECKING:
    from sim.analysis.comparing.comparison import Against, Compared, Comparison
    from sim.report.tables.table import Cell

_ALL = "simultaneous 95% interval: all intervals of the table hold at once"
_BOOTSTRAP = "95% bootstrap interval"
_POLICY = Heading("policy", "text", "Name of the policy, as in the scenario.")
_LESS = Heading("less", "text", "The policy that is subtracted.")


def compare(found: Comparison) -> tuple[Table, ...]:
    """Return the tables of a comparison of net present value."""
    return against(found), standing(found), pairs(found), regret(found)


def against(found: Comparison) -> Table:
    """Return every policy less the baseline, on the same paths."""
    meaning = f"mean difference of net present value from {found.baseline}, path by path under the same luck"
    return Table(
        name="Against",
        title=f"NPV against {spoken(found.baseline)}",
        headings=(
            _POLICY,
            _LESS,
            *bounded("difference", "money", meaning, _ALL),
            Heading("reach down", "money", "Difference less its lower end: the error bar of the chart."),
            Heading("reach up", "money", "Upper end less the difference: the error bar of the chart."),
            Heading(
                "better in", "share", f"share of paths with a higher net present value than under {found.baseline}"
            ),
            Heading("ruin difference", "points", f"chance of ruin less that under {found.baseline}"),
            Heading("ruin p", "p", "p value of that difference: exact McNemar test, Holm over the policies"),
        ),
        rows=[_against(policy.name, policy.against) for policy in found.policies if policy.against],
        notes=(f"Left out: {found.left_out:,} replications without a value.",) if found.left_out else (),
    )


def _against(name: str, one: Against) -> tuple[Cell, ...]:
    mean, (low, high) = one.paired.mean, one.interval
    ends = (mean, low, high, mean - low, high - mean)
    return (name, one.paired.baseline, *ends, one.better.probability, one.ruin.mean, one.ruin_p_value)


def standing(found: Comparison) -> Table:
    """Return who may be the best, and what the worst paths bring."""
    return Table(
        name="Standing",
        title="Which policy may be the best, and its worst paths",
        headings=(
            _POLICY,
            Heading("may be best", "text", "Whether it can't be told from the best."),
            *bounded("mean NPV", "money", "mean net present value", "95% interval (Student)"),
            *bounded("lead", "money", "mean less that of the best other policy", "simultaneous 95% interval (Hsu)"),
            Heading("P(best)", "share", "share of bootstrap samples in which its mean is the best"),
            *bounded("worst 5%", "money", "mean net present value of the worst 5% of paths", _BOOTSTRAP),
        ),
        rows=[_standing(policy) for policy in found.ranked],
    )


def _standing(one: Compared) -> tuple[Cell, ...]:
    stand, tail = one.standing, one.tail
    may = "yes" if stand.may_be_best else "no"
    lead = (stand.gap, *stand.interval)
    return (one.name, may, one.mean, *one.ci95, *lead, stand.probability, tail.mean, *tail.ci95)


def pairs(found: Comparison) -> Table:
    """Return every pair of policies."""
    meaning = "mean net present value of the policy less that of the other, path by path"
    return Table(
        name="Pairs",
        title="NPV of every pair of policies",
        headings=(
            _POLICY,
            _LESS,
            *bounded("difference", "money", meaning, _ALL),
        ),
        rows=[(pair.policy, pair.less, pair.mean, *pair.interval) for pair in found.pairs],
    )


def regret(found: Comparison) -> Table:
    """Return what each choice falls short of the best, future by future."""
    rows: list[tuple[Cell, ...]] = []
    for name, of in zip(found.regret.policies, found.regret.of, strict=True):
        futures = [found.regret.label(place) for place in range(len(of.in_future))]
        losses = [*zip(futures, of.in_future, strict=True)]
        if len(futures) > 1:
            losses += [("worst of these", of.worst), ("all replications together", of.overall)]
        rows += [(name, future, loss.mean, *loss.ci95) for future, loss in losses]
    meaning = "mean net present value that the policy falls short of the best one in that future"
    return Table(
        name="Regret",
        title="Regret: what a wrong choice costs",
        headings=(
            _POLICY,
            Heading("future", "text", "A way things may turn out: an uncertain input low, middle or high (thirds)."),
            *bounded("regret", "money", meaning, "95% interval"),
        ),
        rows=rows,
    )
