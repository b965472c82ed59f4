"""A template from a stranger: what it may be, and how it becomes an empty presentation."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from zipfile import BadZipFile, ZipFile

from pptx import Presentation

from sim.errors import MissingFileError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST: Final = 100_000_000
"""Bytes of the file."""
UNPACKED: Final = 500_000_000
"""Bytes of all its parts together, and below, of one that is XML."""
MARKUP: Final = 60_000_000
PARTS: Final = 5_000
_CONTENTS: Final = "[Content_Types].xml"
_TEMPLATE: Final = b"application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"
_SLIDES: Final = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_SHOW: Final = b"application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml"
_OLD: Final = bytes.fromhex("D0CF11E0A1B11AE1")
"""How files of older Office begin, and encrypted ones of the present."""
_LISTS: Final = re.compile(r"\{?(521415D9-36F7-43E2-AB2F-B90AF26B5E84)\}?", re.IGNORECASE)
"""The extension that lists sections of slides."""


def opened(path: Path) -> Any:  # noqa: ANN401 (python-pptx's)
    """Open a `.pptx` or `.potx` as a presentation without slides, its masters and layouts kept.

    Raises
    ------
    CyclesimError
        When there is no such file, or it isn't a presentation that may be used.
    """
    content = _plain(_read(path), path)
    try:
        deck = Presentation(BytesIO(content))
        _drop_slides(deck)
    except Exception as error:
        raise _refused(path, f"it can't be read as a presentation ({type(error).__name__})") from error
    if not len(deck.slide_masters) or not any(len(master.slide_layouts) for master in deck.slide_masters):
        raise _refused(path, "it has no slide layouts")
    return deck


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise _refused(path, f"it has {size / 1e6:,.0f} MB; up to {LARGEST / 1e6:,.0f} MB are read")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise MissingFileError(f"{path}: no such template") from error
    except OSError as error:
        raise _refused(path, f"it can't be read ({error.strerror})") from error


def _plain(content: bytes, path: Path) -> bytes:
    """Return the file as a presentation: checked by its directory before any part is unpacked."""
    if content.startswith(_OLD):
        raise _refused(
            path, "it is encrypted, or of PowerPoint before 2007; save it as .pptx or .potx without a password"
        )
    try:
        with ZipFile(BytesIO(content)) as pack:
            _check(pack, path)
            kinds = pack.read(_CONTENTS)
            if b"macroEnabled" in kinds:
                raise _refused(path, "it holds macros; save it as .pptx or .potx")
            if not any(kind in kinds for kind in (_TEMPLATE, _SLIDES, _SHOW)):
                raise _refused(path, "it is no presentation")
            return content if _SLIDES in kinds else _renamed(pack, kinds)
    except (BadZipFile, EOFError, NotImplementedError, OSError) as error:
        raise _refused(path, "it is no .pptx or .potx file, or a damaged one") from error


def _check(pack: ZipFile, path: Path) -> None:
    parts = pack.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise _refused(path, "it is encrypted")
    if _CONTENTS not in pack.namelist():
        raise _refused(path, "it is no presentation")
    markup = max((part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))), default=0)
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED or markup > MARKUP:
        raise _refused(path, "its parts are too many or too large once unpacked")


def _renamed(pack: ZipFile, kinds: bytes) -> bytes:
    """Return a template or a show as a presentation: only its content type differs."""
    out = BytesIO()
    with ZipFile(out, "w") as copy:
        for part in pack.infolist():
            changed = part.filename == _CONTENTS
            copy.writestr(
                part, kinds.replace(_TEMPLATE, _SLIDES).replace(_SHOW, _SLIDES) if changed else pack.read(part)
            )
    return out.getvalue()


def _drop_slides(deck: Any) -> None:  # noqa: ANN401 (python-pptx's)
    """Remove the slides, and every list of them, which would point nowhere."""
    element = deck.part._element  # noqa: SLF001 (python-pptx can't drop slides)
    ids = deck.slides._sldIdLst  # noqa: SLF001 (the same)
    for one in list(ids):
        deck.part.drop_rel(one.rId)
        ids.remove(one)
    spaces = {"p": "http://schemas.openxmlformats.org/presentationml/2006/main"}
    for lists in element.findall("p:custShowLst", spaces):
        element.remove(lists)
    for extension in element.findall("p:extLst/p:ext", spaces):
        if _LISTS.fullmatch(extension.get("uri", "")):
            extension.getparent().remove(extension)
    for empty in element.findall("p:extLst", spaces):
        if not len(empty):
            element.remove(empty)


def _refused(path: Path, why: str) -> UsageError:
    return UsageError(f"{path} can't be a template: {why}")
