"""The worked examples on the pages give, word for word, what the pages show."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = re.compile(
    r"^<!-- worked example -->\n+```sh\n(?P<command>cyclesim [^\n]*)\n```\n+```text\n(?P<shown>.*?)^```",
    re.MULTILINE | re.DOTALL,
)

FOLDER = re.compile(r"^(Results: .*-)[0-9a-f]{8}$", re.MULTILINE)
"""Ends in a checksum of the code and its libraries, which no page can keep up with."""


def examples() -> list[tuple[str, str, str]]:
    """Return (page, command, what the page shows) of every worked example."""
    pages = sorted((ROOT / "docs").rglob("*.md"))
    return [
        (page.name, found["command"], found["shown"])
        for page in pages
        for found in EXAMPLE.finditer(page.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("page", "command", "shown"), examples(), ids=lambda value: str(value)[:60])
def test_a_worked_example_gives_what_the_page_shows(
    tmp_path: Path, python: str, page: str, command: str, shown: str
) -> None:
    words = shlex.split(command)[1:]
    done = subprocess.run(
        [python, str(ROOT / "cli.py"), *words], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found, expected = (FOLDER.sub(r"\1", text.rstrip("\n")) for text in (done.stdout, shown))
    assert found == expected, page


def test_a_marked_example_is_found() -> None:
    """A page whose example lost its blocks would be passed over in silence: count the marks."""
    marks = sum(
        page.read_text(encoding="utf-8").count("<!-- worked example -->") for page in (ROOT / "docs").rglob("*.md")
    )
    assert len(examples()) == marks
    assert EXAMPLE.search("<!-- worked example -->\n\n```sh\ncyclesim x\n```\n\n```text\ny\n```\n") is not None
