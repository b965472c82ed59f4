"""Documents of strangers: nothing unpacks to more than it may, nothing is declared, everything is a sentence."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest

from sim.errors import ScenarioError
from sim.report.verifying.package import parts_of, xml


def packed(parts: dict[str, bytes], how: int = ZIP_DEFLATED) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", how) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return content.getvalue()


def test_parts_are_read_by_name_only() -> None:
    assert parts_of("d", packed({"../../etc/passwd": b"x", "a.xml": b"<a/>"}))["../../etc/passwd"] == b"x"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "damaged"),
        (b"PK\x03\x04 and no more", "damaged"),
        (packed({"a.xml": b"<a/>" * 99})[:-30], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest", "encrypted"),
        (packed({"a.xml": b" " * 30_000_000}), "not opened"),
        (packed({f"{number}": b"" for number in range(6000)}), "6,000 files"),
        (packed({"a.xml": b"<a/>"}, ZIP_LZMA), "packed in a way"),
        (packed({"a.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "declares"),
        (packed({"a.rels": '<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16")}), "declares"),
    ],
    ids=["nothing", "a head", "cut short", "a password", "a bomb", "many files", "lzma", "an entity", "utf-16"],
)  # a zip holds the time, which must not be in a name
def test_what_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        parts_of("d", content)


def test_a_directory_that_lies_about_sizes_is_not_believed() -> None:
    content = packed({"a.bin": bytes(900), "b.bin": bytes(900)})
    with pytest.raises(ScenarioError, match="not opened"):
        parts_of("d", content, 1000)
    lying = content.replace((900).to_bytes(4, "little"), (4).to_bytes(4, "little"))
    assert lying != content
    with pytest.raises(ScenarioError, match=r"damaged|not opened"):
        parts_of("d", lying, 1000)


@pytest.mark.parametrize("text", [b"", b"<a>", b"<a>&b;</a>", b"\xff\xfe<", b"<a>" * 5000])
def test_no_xml(text: bytes) -> None:
    with pytest.raises(ScenarioError, match="no XML"):
        xml("d", "a.xml", text)
