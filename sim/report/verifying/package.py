"""Office documents as what they are, archives of XML, opened without trust: nothing unpacks to more than it may."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from zipfile import BadZipFile, LargeZipFile, ZipFile

from sim.errors import ScenarioError

if TYPE_CHECKING:
    from zipfile import ZipInfo

UNPACKED: Final = 200 * 2**20
"""Bytes that a document may have unpacked; our largest workbooks have 30 million."""
PARTS: Final = 5000
"""Files in a document; our decks have a few hundred."""
RATIO, SMALL = 400, 2**20
"""Times that a part larger than `SMALL` bytes may shrink when packed; tables of numbers shrink 5 to 40 times."""
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How encrypted Office documents begin, and those of before 2007."""
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00", b"<\x00", b"\x4c\x6f\xa7\x94")
"""How XML in another encoding than UTF-8 begins; no Office program writes it, and it would hide a `<!DOCTYPE`."""


def parts_of(name: str, content: bytes) -> dict[str, bytes]:
    """Return the files of a document by their name inside; names are only names, nothing is written anywhere.

    Parameters
    ----------
    name
        Of the document, for messages.
    content
        The document.

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
            _refuse_swollen(name, entries)
            parts = _unpacked(name, archive, entries)
    except (BadZipFile, LargeZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        # RuntimeError covers parts that are encrypted and ways of packing that Python doesn't know
        raise ScenarioError(f"{name}: no Office document, or a damaged one: {error}") from error
    for part, data in parts.items():
        _refuse_declarations(name, part, data)
    return parts


def _refuse_swollen(name: str, entries: list[ZipInfo]) -> None:
    if len(entries) > PARTS:
        raise ScenarioError(f"{name}: holds {len(entries):,} files, more than the {PARTS:,} of any document")
    size = sum(entry.file_size for entry in entries)
    swollen = any(entry.file_size > max(SMALL, RATIO * entry.compress_size) for entry in entries)
    if size > UNPACKED or swollen:
        raise ScenarioError(f"{name}: unpacks to {size / 2**20:,.0f} MB of mostly nothing or too much; not opened")


def _unpacked(name: str, archive: ZipFile, entries: list[ZipInfo]) -> dict[str, bytes]:
    """Unpack; what the directory says of sizes is not believed."""
    left, parts = UNPACKED, {}
    for entry in entries:
        with archive.open(entry) as stream:
            data = stream.read(left + 1)
        left -= len(data)
        if left < 0:
            raise ScenarioError(f"{name}: unpacks to more than {UNPACKED / 2**20:,.0f} MB; not opened")
        parts[entry.filename] = data
    return parts


def _refuse_declarations(name: str, part: str, data: bytes) -> None:
    """Refuse XML that could declare entities: they unfold without end, or name files and addresses."""
    if not part.endswith((".xml", ".rels", ".vml")):
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
