"""One finished run with its documents, made once, and a copy of it for every test."""

from __future__ import annotations

import shutil
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

import sim
from sim.report.delivery import deliver
from sim.report.order import Order
from sim.report.pack import binding
from sim.report.pack.chapter import Chapter, Pack
from sim.report.story import told
from sim.report.workbook.book import workbook
from sim.studies.source import Asked, Source, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SMALL = """
extends: presets/saas.yaml
name: A small shop
description: "=of 3 shelves"
horizon: 3 months
replications: 60
business: {price: {value: 200 to 260, source: "-books of 2025"}}
policies: {plan_first: null, all_in: null}
"""


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the small scenario and write its documents; nobody may change them."""
    place = tmp_path_factory.mktemp("made")
    (place / "small.yaml").write_text(SMALL, encoding="utf-8")
    done = deliver(Order(file=str(place / "small.yaml"), out=place / "outputs", charts="skip", workers=1))
    content = workbook(told(opened(str(done.folder), Asked()), version=sim.__version__))
    (done.folder / "report.xlsx").write_bytes(content)
    return done.folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """Return a copy of the run folder, to be changed."""
    return shutil.copytree(made, tmp_path / "run")


@pytest.fixture(scope="session")
def pack(made: Path) -> Pack:
    """Return the chapters of the pack that need no further simulation."""
    return short(opened(str(made), Asked()), version=sim.__version__)


def short(source: Source, *, version: str = "") -> Pack:
    """Return a pack without its studies, which take seconds."""
    story = told(source, version=version)
    chapters = tuple(part for part in binding._of_run(story) if isinstance(part, Chapter))
    return Pack(story=story, scenario=source.scenario.dump(), chapters=chapters)


def edited(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a document with one of its parts changed."""
    written = BytesIO()
    with ZipFile(BytesIO(content)) as archive, ZipFile(written, "w", ZIP_DEFLATED) as copy:
        assert part in archive.namelist()
        for name in archive.namelist():
            before = archive.read(name)
            after = change(before) if name == part else before
            assert (after != before) == (name == part)
            copy.writestr(name, after)
    return written.getvalue()
