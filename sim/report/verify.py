"""The question of `verify`: whether the figures of a run folder or a document come out of its scenario again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim import __version__
from sim.errors import MissingFileError, ScenarioError, UsageError
from sim.experiment.engine import fingerprint
from sim.report.story import told as story_of
from sim.report.verifying import folder, workbook
from sim.report.verifying.again import again
from sim.report.verifying.verification import Verification
from sim.studies.source import is_run

if TYPE_CHECKING:
    from sim.experiment.progress import Progress
    from sim.report.provenance import Provenance
    from sim.report.verifying.again import Patience
    from sim.report.verifying.findings import Findings

LARGEST: Final = 100 * 2**20
"""Bytes of a document; ours have a few million."""


def verify(name: str, patience: Patience = "short", *, progress: Progress | None = None) -> Verification:
    """Return which figures of a run folder or a document are not those that its scenario gives.

    Parameters
    ----------
    name
        Folder of a run, or a workbook.
    patience
        Whether scenarios that take minutes are run.
    progress
        Who is told how far it is.

    Raises
    ------
    CyclesimError
        When there is no such thing, it can't be read, it carries no scenario, or that takes too long.
    """
    if is_run(name):
        told = folder.told(name)
        findings, notes = folder.held(name, again(name, told, patience, progress=progress))
        return _verification(name, "run folder", told, findings, notes)
    stated = workbook.read(name, _content(name))
    told = workbook.told(name, stated)
    source = again(name, told, patience, progress=progress)
    findings = workbook.held(name, stated, story_of(source, version=told.version))
    return _verification(name, "workbook", told, findings)


def _content(name: str) -> bytes:
    """Return the bytes of a document."""
    try:
        with Path(name).open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise MissingFileError(f"{name} does not exist") from None
    except (OSError, ValueError) as error:
        raise MissingFileError(f"{name} can't be read: {error}") from error
    if len(content) > LARGEST:
        raise ScenarioError(f"{name}: larger than {LARGEST / 2**20:,.0f} MB, which no document of cyclesim is")
    if Path(name).suffix in {".yaml", ".yml"}:
        raise UsageError(f"{name} is a scenario, which states no figures; verify the folder of its run, or a report")
    return content


def _verification(
    name: str, kind: str, told: Provenance, findings: Findings, notes: tuple[str, ...] = ()
) -> Verification:
    if not findings.figures:
        raise ScenarioError(f"{name}: no figure in it is one that cyclesim wrote, so there is nothing to verify")
    return Verification(
        name=name,
        kind=kind,
        run=told.run,
        version=told.version,
        engine=told.engine,
        version_now=__version__,
        engine_now=fingerprint(),
        findings=findings,
        notes=notes,
    )
