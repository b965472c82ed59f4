"""Office documents as what they are, archives of XML, opened without trust: nothing unpacks to more than it may."""

from __future__ import annotations

import posixpath
import warnings
import zlib
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile

from sim.errors import CyclesimError, ScenarioError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from zipfile import ZipInfo

UNPACKED: Final = 200 * 2**20
"""Bytes that a document may have unpacked; our largest workbooks have 30 million."""
PARTS: Final = 5000
"""Files in a document; our decks have a few hundred."""
RATIO, SMALL = 400, 2**20
"""Times that a part larger than `SMALL` bytes may shrink when packed; tables of numbers shrink 5 to 40 times."""
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How encrypted Office documents begin, and those of before 2007."""
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"\x00\x00\x00<", b"<\x00", b"\x4c\x6f\xa7\x94")
"""How XML in another encoding than UTF-8 begins; no Office program writes it, and it would hide a `<!DOCTYPE`."""


def parts_of(name: str, content: bytes, most: int = UNPACKED) -> dict[str, bytes]:
    """Return the files of a document by their name inside; names are only names, nothing is written anywhere.

    Parameters
    ----------
    name
        Of the document, for messages.
    content
        The document.
    most
        Bytes that it may have unpacked.

    Raises
    ------
    ScenarioError
        When it is no such document, damaged, encrypted, or unpacks to more than it may.
    """
    if content.startswith(_OLE):
        raise ScenarioError(
            f"{name}: encrypted with a password, or in a format of before 2007; save it without, as new"
        )
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_swollen(name, entries, most)
            parts = _unpacked(name, archive, most)
    except (BadZipFile, LargeZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        # RuntimeError covers parts that are encrypted and ways of packing that Python doesn't know
        raise ScenarioError(f"{name}: no Office document, or a damaged one: {error}") from error
    for part, data in parts.items():
        _refuse_declarations(name, part, data)
    return parts


def _refuse_swollen(name: str, entries: list[ZipInfo], most: int) -> None:
    if len(entries) > PARTS:
        raise ScenarioError(f"{name}: holds {len(entries):,} files, more than the {PARTS:,} of any document")
    size = sum(entry.file_size for entry in entries)
    swollen = any(entry.file_size > max(SMALL, RATIO * entry.compress_size) for entry in entries)
    if any(entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for entry in entries):
        raise ScenarioError(f"{name}: packed in a way that Office documents are not; not opened")
    if size > most or swollen:
        raise ScenarioError(f"{name}: unpacks to {size / 2**20:,.0f} MB of mostly nothing or too much; not opened")


def _unpacked(name: str, archive: ZipFile, most: int) -> dict[str, bytes]:
    """Unpack; what the directory says of sizes is not believed."""
    left = most
    parts: dict[str, bytes] = {}
    for entry in archive.infolist():
        with archive.open(entry) as stream:
            data = stream.read(left + 1)
        left -= len(data)
        if left < 0:
            raise ScenarioError(f"{name}: unpacks to more than {most / 2**20:,.0f} MB; not opened")
        parts[entry.filename] = data
    return parts


def _refuse_declarations(name: str, part: str, data: bytes) -> None:
    """Refuse XML that could declare entities: they unfold without end, or name files and addresses.

    Every part is looked at, since any name may be that of a part that somebody reads as XML, but for settings of
    printers (`.bin`), which hold declarations of their own; the readers themselves resolve nothing.
    """
    if part.endswith(".bin"):
        return
    if data.startswith(_WIDE) or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ScenarioError(f"{name}: its part {part} declares what no Office document declares; not read")


def xml(name: str, part: str, data: bytes) -> Any:  # noqa: ANN401 (lxml's element)
    """Return the root of a part.

    Raises
    ------
    ScenarioError
        When it is no XML.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise ScenarioError(f"{name}: its part {part} is no XML: {error}") from error


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Say in a sentence that a document can't be read, whatever the library that reads it stumbles over."""
    try:
        yield
    except CyclesimError:
        raise
    except Exception as error:
        raise ScenarioError(f"{name}: can't be read as a document: {type(error).__name__}: {error}") from error


@contextmanager
def sheets(content: bytes) -> Iterator[Any]:
    """Lend an open workbook: values instead of formulas, a row at a time."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about parts that are none of ours
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def links(name: str, part: str, parts: Mapping[str, bytes]) -> dict[str, tuple[str, str]]:
    """Return what a part refers to inside its document: kind of the link and the part, by the link's id."""
    folder, file = posixpath.split(part)
    listed = f"{folder}/_rels/{file}.rels"
    if listed not in parts:
        return {}
    found = {}
    for link in xml(name, listed, parts[listed]):
        target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
        if target in parts:
            found[str(link.get("Id"))] = (str(link.get("Type")).rpartition("/")[2], target)
    return found
