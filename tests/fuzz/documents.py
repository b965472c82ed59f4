"""Workbooks, decks and pages given to `verify`, with one part of them another one; their run is not done again.

The first byte of an input says which document, the second which part of it; 255 stands for the whole file.
"""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch
from zipfile import ZIP_DEFLATED, ZipFile

import sim
from sim.report import verify as command
from sim.report.deck.build import deck
from sim.report.delivery import deliver
from sim.report.order import Order
from sim.report.pack import binding
from sim.report.pack.chapter import Chapter, Pack
from sim.report.page.page import page
from sim.report.story import told
from sim.report.workbook.book import workbook
from sim.studies.source import Asked, opened
from tests.fuzz.folders import SMALL
from tests.fuzz.target import Target

if TYPE_CHECKING:
    from pathlib import Path

WHOLE: Final = 255
_UNDONE: Final = SimpleNamespace(results=SimpleNamespace(facts=SimpleNamespace(run_id="")))
"""Stands for the run done again, which nobody looks into."""


def target(folder: Path) -> Target:
    """Return the target; a run is made in the folder, and its documents."""
    documents = _documents(folder)
    names = {form: ZipFile(BytesIO(documents[form])).namelist() for form in ("xlsx", "pptx")}
    forms = list(documents)
    remade = {
        f"as_{word}": documents[form] for word, form in (("workbook", "xlsx"), ("deck", "pptx"), ("page", "html"))
    }

    stubs: dict[str, Any] = {name: lambda *_, content=content: content for name, content in remade.items()}
    stubs["again"] = lambda *_, **__: _UNDONE

    def attack(data: bytes) -> None:
        form, which = forms[(data or b"\0")[0] % len(forms)], data[1:2]
        file = folder / f"fuzzed.{form}"
        zipped = form in names and which and which[0] != WHOLE
        changed = _edited(documents[form], names[form][which[0] % len(names[form])], data[2:]) if zipped else data[2:]
        file.write_bytes(changed)
        with patch.multiple(command, **stubs):
            command.verify(str(file)).as_text()

    seeds = [
        bytes([forms.index(form), number]) + ZipFile(BytesIO(documents[form])).read(name)
        for form, known in names.items()
        for number, name in enumerate(known)
        if name.endswith((".xml", ".rels")) and not name.startswith("ppt/slideLayouts")
    ]
    whole = [bytes([number, WHOLE]) + content for number, content in enumerate(documents.values())]
    return Target(attack, [*whole, *(seed for seed in seeds if len(seed) < 20_000)])


def _documents(folder: Path) -> dict[str, bytes]:
    scenario = folder / "small.yaml"
    scenario.write_text(SMALL, encoding="utf-8")
    run = deliver(Order(file=str(scenario), out=folder / "outputs", charts="skip", workers=1)).folder
    source = opened(str(run), Asked())
    story = told(source, version=sim.__version__)
    chapters = tuple(part for part in binding._of_run(story) if isinstance(part, Chapter))
    pack = Pack(story=story, scenario=source.scenario.dump(), chapters=chapters[:1])
    return {"xlsx": workbook(story), "pptx": deck(pack), "html": page(pack)}


def _edited(document: bytes, part: str, content: bytes) -> bytes:
    written = BytesIO()
    with ZipFile(BytesIO(document)) as archive, ZipFile(written, "w", ZIP_DEFLATED, compresslevel=1) as copy:
        for name in archive.namelist():
            copy.writestr(name, content if name == part else archive.read(name))
    return written.getvalue()
