"""The worked examples of the pages: run them, and write into the pages what they print.

Run from the project's root: `python docs/worked_examples.py`. A test compares the same.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[1]
MARK: Final = "<!-- worked example -->"
EXAMPLE: Final = re.compile(
    rf"^{MARK}\n+```sh\n(?P<command>cyclesim [^\n]*(?:\ncyclesim [^\n]*)*)\n```\n+```text\n(?P<shown>.*?)^```",
    re.MULTILINE | re.DOTALL,
)
"""A mark, one or more commands, each on a line, and what the last of them prints."""


def examples() -> Iterator[tuple[Path, str, str]]:
    """Yield page, command and what the page shows, for every worked example."""
    for page in sorted((ROOT / "docs").rglob("*.md")):
        for found in EXAMPLE.finditer(page.read_text(encoding="utf-8")):
            yield page, found["command"], found["shown"]


def printed(commands: str, folder: Path) -> str:
    """Return what the last of the commands prints on stdout, after the others ran in the same empty folder."""
    *before, last = commands.splitlines()
    for command in before:
        _run(command, folder)
    return _run(last, folder).rstrip("\n") + "\n"


def _run(command: str, folder: Path) -> str:
    words = [sys.executable, str(ROOT / "cli.py"), *shlex.split(command)[1:]]
    # Spelled out, since readline, which pytest loads, tells children of a terminal's width behind Python's back.
    env = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "FORCE_COLOR"}}
    done = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, check=False)  # noqa: S603 (our own pages)
    if done.returncode:
        message = f"{command} ended with {done.returncode}:\n{done.stderr}"
        raise RuntimeError(message)
    return done.stdout


def main() -> None:
    """Write what the examples print into their pages."""
    for page, command, shown in examples():
        with tempfile.TemporaryDirectory() as folder:
            now = printed(command, Path(folder))
        if now != shown:
            print(f"{page.relative_to(ROOT)}: {command}")
            text = page.read_text(encoding="utf-8")
            page.write_text(text.replace(f"```text\n{shown}```", f"```text\n{now}```"), encoding="utf-8")


if __name__ == "__main__":
    main()
