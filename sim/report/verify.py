"""The question of `verify`: whether the figures of a run folder or a document come out of its scenario again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim import __version__
from sim.errors import MissingFileError, ScenarioError, UsageError
from sim.experiment.engine import fingerprint
from sim.report.verifying import deck, folder, page, places, workbook
from sim.report.verifying.again import again, as_deck, as_page, as_workbook
from sim.report.verifying.findings import Difference, Findings
from sim.report.verifying.package import parts_of
from sim.report.verifying.verification import Verification
from sim.studies.source import is_run

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.experiment.progress import Progress
    from sim.report.provenance import Provenance
    from sim.report.verifying.again import Patience
    from sim.studies.source import Source

LARGEST: Final = 100 * 2**20
"""Bytes of a document; ours have a few million."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """A run folder or a document, read.

    Attributes
    ----------
    kind
        What it is.
    told
        Where its figures come from.
    held
        Holds it against the run done again.
    """

    kind: str
    told: Provenance
    held: Callable[[Source], Findings]


def verify(name: str, patience: Patience = "short", *, progress: Progress | None = None) -> Verification:
    """Return which figures of a run folder or a document are not those that its scenario gives.

    Parameters
    ----------
    name
        Folder of a run, or a workbook, a deck or a page.
    patience
        Whether scenarios that take minutes are run.
    progress
        Who is told how far it is.

    Raises
    ------
    CyclesimError
        When there is no such thing, it can't be read, it carries no scenario, or that takes too long.
    """
    opened = _opened(name)
    source = again(name, opened.told, patience, progress=progress)
    findings = _named(opened.told.run, source.results.facts.run_id) + opened.held(source)
    if not findings.figures:
        raise ScenarioError(f"{name}: no figure in it is one that cyclesim wrote, so there is nothing to verify")
    return Verification(
        name=name,
        kind=opened.kind,
        run=opened.told.run,
        version=opened.told.version,
        engine=opened.told.engine,
        version_now=__version__,
        engine_now=fingerprint(),
        findings=findings,
    )


def _named(stated: str, again: str) -> Findings:
    """Return whether the run that a document names is the one that its scenario gives."""
    return Findings(differences=() if stated == again else (Difference("the run that it names", stated, again),))


def _opened(name: str) -> _Opened:
    if is_run(name):
        return _Opened("run folder", folder.told(name), partial(folder.held, name))
    content = _content(name)
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        return _page(name, content)
    parts = parts_of(name, content)
    if deck.MAIN in parts:
        return _deck(name, content, deck.told(name, parts))
    if workbook.MAIN not in parts:
        raise ScenarioError(f"{name}: neither a workbook nor a deck nor a page, so cyclesim did not write it")
    return _workbook(name, content)


def _workbook(name: str, content: bytes) -> _Opened:
    stated = workbook.read(name, content)
    told = workbook.told(name, stated)

    def held(source: Source) -> Findings:
        return workbook.held(stated, workbook.read(name, as_workbook(source, told)))

    return _Opened("workbook", told, held)


def _deck(name: str, content: bytes, told: Provenance) -> _Opened:
    stated = deck.read(name, content)

    def held(source: Source) -> Findings:
        again = deck.read(name, as_deck(source, told, Path(name)))
        if again.doubled:  # made so that its own slides stay when it is a template, to be held against themselves
            again = deck.read(name, as_deck(source, told, None))
        return places.held(stated, again)

    return _Opened("deck", told, held)


def _page(name: str, content: bytes) -> _Opened:
    root = page.tree(name, content)
    told, stated = page.told(name, root), page.read(name, root)

    def held(source: Source) -> Findings:
        return places.held(stated, page.read(name, page.tree(name, as_page(source, told))))

    return _Opened("page", told, held)


def _content(name: str) -> bytes:
    """Return the bytes of a document."""
    if Path(name).suffix in {".yaml", ".yml"}:
        raise UsageError(f"{name} is a scenario, which states no figures; verify the folder of its run, or a report")
    try:
        with Path(name).open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise MissingFileError(f"{name} does not exist") from None
    except (OSError, ValueError) as error:
        raise MissingFileError(f"{name} can't be read: {error}") from error
    if len(content) > LARGEST:
        raise ScenarioError(f"{name}: larger than {LARGEST / 2**20:,.0f} MB, which no document of cyclesim is")
    return content
