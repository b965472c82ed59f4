"""The commands of whole pages: read from a page, run in its order in an empty folder, and compared with what it shows.

A page takes part by one of two marks. `<!-- commands run as printed -->`: exactly so. `<!-- commands run small -->`:
with few replications over three years, without charts, which is enough to see that they work. A ```yaml block below
`<!-- write FILE -->` or `<!-- add to FILE -->` goes into that file. A ```sh block below `<!-- not run: why -->` is only
read. A ```text block right after a ```sh block is what the last command of that block prints, or only the first
paragraph of it where a line of … ends the block.

Run from the project's root: `python docs/page_commands.py` writes the beginnings anew. A test compares the same.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Run = Callable[[list[str]], str]
    """Runs the words of a command and returns what it prints on stdout."""

ROOT: Final = Path(__file__).resolve().parents[1]
PRINTED: Final = "<!-- commands run as printed -->\n"
SMALL: Final = "<!-- commands run small -->\n"
FEW: Final = 40
"""Replications of a small run."""
NEEDED: Final = {"worth": 100, "discover": 200, "optimize": 110}
"""Commands that refuse to answer on fewer."""
MORE: Final = "…\n"
BLOCK: Final = re.compile(
    r"(?:^<!-- (?P<how>write|add to|not run:) (?P<file>\S+)[^\n]* -->\n+)?"
    r"^```(?P<language>sh|yaml|text)\n(?P<text>.*?)^```",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of a command, what the command prints at that length, and from where to where it stands."""

    command: str
    page: str
    now: str
    place: tuple[int, int]


def pages() -> list[Path]:
    """Return the pages that take part."""
    every = sorted((ROOT / "docs").rglob("*.md"))
    return [
        page for page in every if re.search(f"^(?:{PRINTED}|{SMALL})", page.read_text(encoding="utf-8"), re.MULTILINE)
    ]


def follow(page: Path, folder: Path, run: Run) -> Iterator[Shown]:
    """Do what a page says, from the top, in a folder; yield whatever it shows."""
    text = page.read_text(encoding="utf-8")
    command = printed = ""
    for block in BLOCK.finditer(text):
        if block["language"] == "yaml" and block["file"]:
            mode = "w" if block["how"] == "write" else "a"
            with (folder / block["file"]).open(mode, encoding="utf-8") as file:
                file.write(block["text"])
        elif block["language"] == "text" and command:
            yield Shown(command, block["text"], beginning(printed, block["text"]), block.span("text"))
        for command in commands(block) if block["language"] == "sh" else ():
            printed = run(expanded(command if PRINTED in text else small(command), folder))
        command = command if block["language"] == "sh" else ""


def commands(block: re.Match[str]) -> list[str]:
    """Return the lines of a block that start our program; none where the page says that it is not run."""
    if block["how"] == "not run:":
        return []
    return [line for line in block["text"].splitlines() if line.startswith("cyclesim ")]


def small(command: str) -> str:
    """Return a command with few replications, three years and no charts, where it simulates or draws."""
    name = command.split()[1]
    if name in {"init", "assess", "check", "report", "verify", "origin", "schema"}:
        return re.sub(r"-n\d+", f"-n{FEW}", command)
    few, found = re.subn(r"(--replications |-n)\d+", rf"\g<1>{NEEDED.get(name, FEW)}", command.partition(" #")[0])
    years = "--set horizon=36 " if ".yaml" in command else ""
    loops = "--no-attribution " if name == "explain" else ""
    return f"{few}{'' if found else f' --replications {NEEDED.get(name, FEW)}'} {years}{loops}--no-charts"


def expanded(command: str, folder: Path) -> list[str]:
    """Return the words of a command after the name of the program, stars expanded as a shell does."""
    words = shlex.split(command, comments=True)[1:]
    return [name for word in words for name in (_matching(word, folder) if "*" in word and "/" in word else [word])]


def _matching(pattern: str, folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.glob(pattern)) or [pattern]


def beginning(printed: str, shown: str) -> str:
    """Return as much of what was printed as a page shows: all, or the first paragraph where the page ends with …."""
    head, _, _ = printed.partition("\n\n")
    return f"{head.rstrip()}\n{MORE}" if shown.endswith(MORE) else f"{printed.rstrip()}\n"


def start(words: list[str], folder: Path) -> str:
    """Run a command as a program of its own, a hundred columns wide."""
    program = [sys.executable, str(ROOT / "cli.py"), *words]
    env = {"COLUMNS": "100", "PATH": "", "HOME": str(folder), "MPLBACKEND": "agg"}
    return subprocess.run(program, cwd=folder, env=env, capture_output=True, text=True, check=True).stdout  # noqa: S603


def rewritten(page: Path) -> str:
    """Return the text of a page with what its commands print now."""
    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        shown = list(follow(page, Path(name), lambda words: start(words, Path(name))))
    for one in reversed(shown):
        text = text[: one.place[0]] + one.now + text[one.place[1] :]
    return text


def main() -> None:
    """Write what the commands print into their pages."""
    for page in pages():
        text = rewritten(page)
        if text != page.read_text(encoding="utf-8"):
            print(page.relative_to(ROOT))
            page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
