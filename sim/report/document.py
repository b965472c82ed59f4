"""The documents of `report`: what a finished run says, as files to hand on, all from one story."""

from __future__ import annotations

import gc
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from sim.archive import folder_name, write_file
from sim.errors import UsageError
from sim.report.columns import paragraph
from sim.report.pack.explainer import explainer
from sim.report.story import finished, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sim.experiment.processes import Worker
    from sim.report.deck.ground import Ground
    from sim.report.pack.chapter import Pack
    from sim.report.story import Story
    from sim.studies.source import Source

Form = Literal["xlsx", "pptx", "html"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report that was written, in one format or several.

    Attributes
    ----------
    files
        Format and place of each.
    story
        What they say.
    warnings
        What to know of the template.
    """

    files: tuple[tuple[Form, Path], ...]
    story: Story
    warnings: tuple[str, ...] = ()

    def as_text(self) -> str:
        """Return what `report` prints."""
        lines = [line for text in self.story.findings for line in paragraph(f"{text}.")]
        return "\n".join([*lines, "", *(f"Report: {file}" for _, file in self.files)])

    def as_json(self) -> dict[str, Any]:
        """Return what `report --json` prints."""
        known = self.story.facts
        return {
            "run_id": known.run_id,
            "seed": known.seed,
            "replications": known.replications,
            "files": [{"format": form, "file": str(file)} for form, file in self.files],
            "findings": list(self.story.findings),
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True, slots=True)
class Material:
    """What a document is made of.

    Attributes
    ----------
    story
        What the run says.
    pack
        The board pack; None when no format asks for it, since it takes simulations of its own.
    ground
        What a deck stands on; None for our own look.
    """

    story: Story
    pack: Pack | None
    ground: Ground | None

    @property
    def bound(self) -> Pack:
        """The board pack, where a format asks for it."""
        assert self.pack is not None, "a format that shows the pack is named in PACKED"  # noqa: S101 (our own slip)
        return self.pack


def document(run: str, *, forms: Sequence[Form], out: Path | None = None, template: Path | None = None) -> Document:
    """Write the report of a finished run in some formats, and return where they lie.

    Parameters
    ----------
    run
        Folder of the run.
    forms
        Formats.
    out
        Folder that they go to, named after scenario and run; else each is `report.<format>` in the run's own folder.
    template
        A `.pptx` or `.potx` whose look the deck takes.

    Raises
    ------
    CyclesimError
        When there is no such run, it is unfinished or not what was written, the template can't be used, or a report
        can't be written.
    """
    if template is not None and "pptx" not in forms:
        raise UsageError("--template is for decks: add pptx to --format")
    ground = None if template is None else _opened(template)  # before minutes are spent on what stands on it
    with _uncollected(), nullcontext() if PACKED.isdisjoint(forms) else explainer() as process:
        source, version = finished(run)
        pack = None if process is None else _bound(source, version, process)
        made = Material(told(source, version=version) if pack is None else pack.story, pack, ground)
        contents = [(form, _WRITERS[form](made)) for form in forms]
    files = tuple((form, write_file(_place(run, made.story, form, out), content)) for form, content in contents)
    return Document(files=files, story=made.story, warnings=() if ground is None else ground.warnings)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave garbage alone: what a report is made of is in no cycle, and looking for cycles costs up to a sixth."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _place(run: str, story: Story, form: Form, out: Path | None) -> Path:
    name = f"{folder_name(story.facts.scenario)}-{story.facts.run_id}.{form}"
    return Path(run) / f"report.{form}" if out is None else out / name


def _opened(template: Path) -> Ground:
    from sim.report.deck import ground

    return ground(template)


def _bound(source: Source, version: str, process: Worker) -> Pack:
    from sim.report.pack.binding import bind

    return bind(source, version=version, process=process)


def _xlsx(made: Material) -> bytes:
    from sim.report.workbook.book import workbook

    return workbook(made.story)


def _pptx(made: Material) -> bytes:
    from sim.report.deck import built, ground

    return built(made.bound, made.ground or ground(None))


def _html(made: Material) -> bytes:
    from sim.report.page.page import page

    return page(made.bound)


_WRITERS: Final[dict[Form, Callable[[Material], bytes]]] = {"xlsx": _xlsx, "pptx": _pptx, "html": _html}
FORMS: Final[tuple[Form, ...]] = tuple(_WRITERS)
"""What can be asked for."""
PACKED: Final[frozenset[Form]] = frozenset({"pptx", "html"})
"""Formats that show the board pack."""
