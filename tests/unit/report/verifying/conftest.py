"""One finished run with its documents, made once, and a copy of it for every test."""

from __future__ import annotations

import shutil
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from sim.report.delivery import Order, deliver
from sim.report.document import document

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
    document(str(done.folder), form="xlsx")
    return done.folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """Return a copy of the run folder, to be changed."""
    return shutil.copytree(made, tmp_path / "run")


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
