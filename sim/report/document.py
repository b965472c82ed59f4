"""The document of `report`: what a finished run says, as a file to hand on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from sim.archive import folder_name, write_file
from sim.report.columns import paragraph
from sim.report.story import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.report.story import Story

Form = Literal["xlsx", "html"]


@dataclass(frozen=True, slots=True)
class Document:
    """A report that was written.

    Attributes
    ----------
    file
        Where it lies.
    form
        Its format.
    story
        What it says.
    """

    file: Path
    form: Form
    story: Story

    def as_text(self) -> str:
        """Return what `report` prints."""
        lines = [line for text in self.story.findings for line in paragraph(f"{text}.")]
        return "\n".join([*lines, "", f"Report: {self.file}"])

    def as_json(self) -> dict[str, Any]:
        """Return what `report --json` prints."""
        known = self.story.facts
        return {
            "run_id": known.run_id,
            "seed": known.seed,
            "replications": known.replications,
            "format": self.form,
            "file": str(self.file),
            "findings": list(self.story.findings),
        }


def document(run: str, *, form: Form, out: Path | None = None) -> Document:
    """Write the report of a finished run, and return where it lies.

    Parameters
    ----------
    run
        Folder of the run.
    form
        Format of the report.
    out
        Folder that it goes to, named after scenario and run; else it is `report.<format>` in the run's own folder.

    Raises
    ------
    CyclesimError
        When there is no such run, it is unfinished or not what was written, or the report can't be written.
    """
    story = read(run)
    name = f"{folder_name(story.facts.scenario)}-{story.facts.run_id}.{form}"
    file = Path(run) / f"report.{form}" if out is None else out / name
    return Document(write_file(file, _WRITERS[form](run, story)), form, story)


def _xlsx(_: str, story: Story) -> bytes:
    from sim.report.workbook.book import workbook

    return workbook(story)


def _html(run: str, story: Story) -> bytes:
    from sim.report.pack.binding import bind
    from sim.report.page.page import page
    from sim.studies.source import Asked, opened

    return page(bind(opened(run, Asked()), version=story.version))


_WRITERS: Final[dict[Form, Callable[[str, Story], bytes]]] = {"xlsx": _xlsx, "html": _html}
