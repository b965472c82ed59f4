"""What `verify` found, for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.analysis.amounts import counted, listed
from sim.report.answer import plain
from sim.report.columns import paragraph
from sim.report.verifying.wording import RELATIVE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.report.verifying.findings import Difference, Findings, Value

SHOWN, NAMED = 20, 5
"""Differences, and places that are left out, that are printed; `--json` has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What came of a run folder or a document.

    Attributes
    ----------
    name
        As the user wrote it.
    kind
        `run folder`, `workbook`, `deck` or `page`.
    run
        Id of the run, as the document has it.
    version, engine
        What computed the figures that stand there.
    version_now, engine_now
        What computed them again.
    findings
        What came of every place.
    """

    name: str
    kind: str
    run: str
    version: str
    engine: str
    version_now: str
    engine_now: str
    findings: Findings

    @property
    def agrees(self) -> bool:
        """Whether no figure differs."""
        return not self.findings.differences

    def as_text(self) -> str:
        """Return what `verify` prints."""
        lines = [*paragraph(self._headline()), ""]
        lines += [line for one in self.findings.differences[:SHOWN] for line in _told(one)]
        left = len(self.findings.differences) - SHOWN
        lines += [f"  … and {counted(left, 'more place')}; --json lists them all"] if left > 0 else []
        lines += [""] if self.findings.differences else []
        lines += [line for note in self._asides() for line in paragraph(note)]
        return "\n".join("".join(sign if sign.isprintable() else " " for sign in line) for line in lines)

    def as_json(self) -> dict[str, Any]:
        """Return what `verify --json` prints."""
        return {
            "name": self.name,
            "kind": self.kind,
            "run_id": self.run,
            "agrees": self.agrees,
            "written_by": {"version": self.version, "engine": self.engine},
            "recomputed_by": {"version": self.version_now, "engine": self.engine_now},
            **plain(self.findings),
        }

    def _headline(self) -> str:
        count = len(self.findings.differences)
        if not count:
            return (
                f"{self.name} holds what its scenario gives: all {self.findings.figures:,} figures agree{self._but()}."
            )
        what = "1 place differs" if count == 1 else f"{count:,} places differ"
        return f"{self.name} does not hold what its scenario gives: {what}, of {self.findings.figures:,} figures."

    def _but(self) -> str:
        """Return what the verdict leaves out, if anything: it must not be read as one on the whole document."""
        left = [f"{counted(len(self.findings.missing), 'place')} left out"] if self.findings.missing else []
        left += [f"{counted(self.findings.extra, 'place')} added by others"] if self.findings.extra else []
        return f"; not verified: {listed(left)}" if left else ""

    def _asides(self) -> Iterator[str]:
        """Yield what to know beside the differences."""
        if self.engine != self.engine_now or self.version != self.version_now:
            yield (
                f"Written by cyclesim {self.version or 'of unknown version'}, engine {self.engine or 'unknown'}; "
                f"recomputed by {self.version_now}, engine {self.engine_now}: figures may differ for that reason alone."
            )
        for one in self.findings.reworded[:SHOWN]:
            yield f"Reworded, {one.place}: “{one.stated}” was “{one.recomputed}”; it holds no other number."
        if len(self.findings.reworded) > SHOWN:
            yield f"And {counted(len(self.findings.reworded) - SHOWN, 'more reworded text')}; --json lists them all."
        if self.findings.missing:
            yield f"Left out, so not verified: {_few(self.findings.missing)}."
        if self.findings.extra:
            yield f"Added by others and not verified: {counted(self.findings.extra, 'place')}."
        yield from self.findings.notes
        yield (
            f"Recomputed from the scenario in the {self.kind} (run {self.run}). Numbers agree when they differ by less "
            f"than {RELATIVE:.0e} of their size; sentences when they hold the same numbers."
        )


def _told(one: Difference) -> Iterator[str]:
    rows = f" (the first of {one.rows:,} rows)" if one.rows > 1 else ""
    yield f"  {one.place}{rows}"
    yield f"      stands there: {_said(one.stated)}"
    yield f"      recomputed:   {_said(one.recomputed)}"


def _said(value: Value) -> str:
    if value is None:
        return "nothing"
    return f"{value:,.10g}" if isinstance(value, int | float) else " ".join(str(value).split())


def _few(places: tuple[str, ...]) -> str:
    more = len(places) - NAMED
    return "; ".join(places[:NAMED]) + (f"; and {counted(more, 'more place')}" if more > 0 else "")
