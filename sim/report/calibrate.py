"""The answer of `calibrate`: what the firm's own months say about the scenario's inputs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sim.report.answer import Answer
from sim.report.calibrate_tables import months, parameters, single
from sim.report.calibrate_text import headline, text
from sim.studies.calibration.calibrate import Wish
from sim.studies.calibration.calibrate import calibrate as calibrated_to
from sim.studies.calibration.reading import read_kpi
from sim.studies.calibration.writing import calibrated, new_file, write
from sim.studies.source import name_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.analysis.calibration.found import Calibration
    from sim.analysis.calibration.observed import Observed
    from sim.experiment.progress import Progress
    from sim.studies.calibration.sheet import Sheet
    from sim.studies.source import Asked, Given

__all__ = ["Data", "Wish", "calibrate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """The firm's figures, and where the calibrated scenario goes.

    Attributes
    ----------
    file
        CSV file, or a table as `read_kpi` takes it.
    mapping
        Entries such as `Umsatz=revenue`.
    write
        Name of the calibrated scenario, which extends the file that was given; it is only laid into the results folder
        when None.
    """

    file: str | Sheet
    mapping: tuple[str, ...] = ()
    write: str | None = None


def calibrate(source: Given, data: Data, wish: Wish, asked: Asked, *, progress: Progress | None = None) -> Answer:
    """Answer what a firm's monthly figures say about a scenario.

    Raises
    ------
    CyclesimError
        When the data or the scenario can't be used, or there is nothing to fit.
    """
    if data.write:
        new_file(data.write)
    observed = read_kpi(data.file, data.mapping)
    scenario = asked.scenario(source)
    found = calibrated_to(scenario, observed, wish, progress=progress)
    after = calibrated(found, scenario)
    written = str(write(data.write, found, scenario, name_of(source))) if data.write else ""
    return Answer(
        command="calibrate",
        facts=found.facts,
        options={
            "policy": found.policy,
            "keys": list(found.posterior.keys),
            "data": digest(observed),
            "gain": wish.gain,
        },
        text=text(found, written),
        content=_content(found, written),
        tables={"parameters": parameters(found), "steps": single(found), "months": months(found)},
        figures={"parameters": partial(_intervals, found), "months": partial(_months, found)},
        scenario=after.dump(),
        found=found,
        warnings=found.warnings,
    )


def digest(observed: Observed) -> str:
    """Return a checksum of the figures."""
    lines = [",".join(observed.months)]
    lines += [f"{name}:{','.join(map(repr, observed.values[name].tolist()))}" for name in observed.measures]
    return sha256("\n".join(lines).encode()).hexdigest()[:16]


def _content(found: Calibration, written: str) -> dict[str, Any]:
    return {
        "headline": headline(found),
        "policy": found.policy,
        "data": {
            "file": found.observed.source,
            "first": found.observed.months[0],
            "last": found.observed.months[-1],
            "measures": {name: found.observed.columns.get(name, name) for name in found.observed.measures},
            "figures": found.observed.figures,
        },
        "parameters": parameters(found).to_dict("records"),
        "steps": found.steps,
        "fit": {"errors": found.fit.errors, "starts": found.fit.starts, "agreed": found.fit.agreed},
        "identifiability": {
            "directions": found.told.directions,
            "singular": found.told.singular,
            "collinearity": found.told.collinearity,
            "pairs": found.told.pairs,
            "told_by": found.told.told_by,
        },
        "gain": {"after": found.gain, "before": found.gain_before},
        "misfit": {
            "distance": found.posterior.distance,
            "beyond_luck": found.posterior.strange,
            "inside_95": {name: list(found.inside(name)) for name in found.observed.measures},
        },
        "particles": {"count": len(found.posterior), "effective": found.posterior.effective},
        "warnings": [problem.as_dict() for problem in found.warnings],
        "written": written,
    }


def _intervals(found: Calibration) -> Figure:
    from sim.charts.calibration import intervals

    return intervals(found)


def _months(found: Calibration) -> Figure:
    from sim.charts.observed import observed

    return observed(found)
