"""How every replication ended under every policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.tables.table import Heading, Table, kind_of
from sim.results import OUTCOMES

if TYPE_CHECKING:
    from sim.report.tables.table import Cell
    from sim.results import Results


def outcomes(results: Results, *, most: int) -> Table:
    """Return a row per policy and replication.

    Parameters
    ----------
    results
        The run.
    most
        Rows; beyond that every policy keeps the same first replications, and a note says so.
    """
    ends = results.ends
    kept = min(ends.replications, most // len(ends.policies))
    rows: list[tuple[Cell, ...]] = []
    columns = [ends.read(name)[:, :kept].tolist() for name in OUTCOMES]
    for place, policy in enumerate(ends.policies):
        rows += zip([policy] * kept, range(kept), *(column[place] for column in columns), strict=True)
    cut = f"The first {kept:,} of {ends.replications:,} replications of every policy; all are in outcomes.parquet."
    return Table(
        name="Outcomes",
        title="Replication by replication",
        headings=(
            Heading("policy", "text", "Name of the policy, as in the scenario."),
            Heading("replication", "number", "Number of the replication: the same number is the same luck."),
            *(Heading(name, kind_of(of.unit), of.meaning, of.unit) for name, of in OUTCOMES.items()),
        ),
        rows=rows,
        notes=(
            "The same replication is the same luck under every policy.",
            *((cut,) if kept < ends.replications else ()),
        ),
    )
