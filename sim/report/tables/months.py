"""How every measure moves month by month: mean and quantiles over paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.report.tables.table import Heading, Scale, Table, kind_of, largest
from sim.results import MEASURES

if TYPE_CHECKING:
    import pandas as pd

    from sim.report.tables.table import Cell
    from sim.results import Results

_QUANTILES: Final = {"p05": 5, "p25": 25, "p50": 50, "p75": 75, "p95": 95}
"""Those that people read, in per cent; a run keeps four more, which would make a long sheet longer by half."""


def months(results: Results, *, most: int) -> Table:
    """Return a row per measure, policy and month, measures in the order of the reference.

    Parameters
    ----------
    results
        The run.
    most
        Rows; measures that no longer fit as a whole are left out, and a note says so.
    """
    parts, left_out = _fitting(results, most)
    rows: list[tuple[Cell, ...]] = []
    scales: list[Scale] = []
    for measure, part in parts:
        unit = MEASURES[measure].unit
        new = [(measure, unit, *values) for values in part.itertuples(index=False, name=None)]
        scale = Scale("ratio" if unit == "flag" else kind_of(unit), largest(value for row in new for value in row[4:]))
        rows += new
        scales += [scale] * len(new)
    return Table(
        name="Monthly", title="Month by month", headings=_headings(), rows=rows, scales=scales,
        notes=_notes(results, left_out),
    )  # fmt: skip


def _fitting(results: Results, most: int) -> tuple[list[tuple[str, pd.DataFrame]], list[str]]:
    """Return the measures that fit, each with its rows by policy and month, and the names of the others."""
    paths = results.paths
    place = {name: number for number, name in enumerate(results.facts.policies)}
    ordered = paths.assign(_place=paths["policy"].map(place)).sort_values(["_place", "month"], kind="stable")
    columns = ["policy", "month", "mean", *_QUANTILES]
    of = {str(name): part[columns] for name, part in ordered.groupby("measure", sort=False, observed=True)}
    parts, left_out, room = [], [], most
    for measure in [name for name in MEASURES if name in of]:
        room -= len(of[measure])
        if room < 0:
            left_out.append(measure)
        else:
            parts.append((measure, of[measure]))
    return parts, left_out


def _headings() -> tuple[Heading, ...]:
    return (
        Heading("measure", "text", "What is measured; the reference of measures says how."),
        Heading("unit", "text", "Unit of the values in the row."),
        Heading("policy", "text", "Name of the policy, as in the scenario."),
        Heading("month", "number", "Month of the run; 0 is the opening position."),
        Heading("mean", "by row", "Mean over all replications."),
        *(Heading(f"P{share}", "by row", f"{share} in 100 paths lie below") for share in _QUANTILES.values()),
    )


def _notes(results: Results, left_out: list[str]) -> tuple[str, ...]:
    if results.paths.empty:
        return ("The run kept no single months (--paths none).",)
    notes = [
        (
            "Quantiles are those of single months: no path follows one of them all along. "
            f"Means are of all {results.facts.replications:,} replications, quantiles of {results.band_paths:,}."
        )
    ]
    if left_out:
        notes.append(f"Left out for room, see paths.parquet in the run folder: {', '.join(left_out)}.")
    return tuple(notes)
