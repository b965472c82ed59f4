"""The demonstration: run every command of its page in order, and write anew what the page quotes and what they made.

Run from the project's root: `python docs/demonstration.py` (some minutes). A test compares what is quick with this.

The page names the commands: each stands alone in a ```sh block under the mark. The ```text block after it shows what
it prints, or only the first paragraph where the block ends in a line of …; the whole is a file in answers/.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
CASE: Final = ROOT / "docs" / "demonstration"
PAGE: Final = CASE / "index.md"
GIVEN: Final = ("harrow_lane.yaml", "kpi.csv")
"""What the consultant wrote; all else in the folder comes from the commands."""
MADE: Final = "outputs/harrow-lane/*/report.*"
"""What is kept of what the commands write."""
MORE: Final = "…\n"
STEP: Final = re.compile(
    r"^<!-- demonstration -->\n+```sh\n(?P<command>cyclesim [^\n]*)\n```\n+```text\n(?P<shown>.*?)^```",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One command of the page.

    Attributes
    ----------
    command
        As a person types it.
    shown
        What the page shows of what it prints.
    answer
        The file with all of that.
    place
        From where to where in the page `shown` stands.
    """

    command: str
    shown: str
    answer: Path
    place: tuple[int, int]

    def quoted(self, printed: str) -> str:
        """Return as much of what was printed as the page shows."""
        return f"{printed.partition(chr(10) * 2)[0].rstrip()}\n{MORE}" if self.shown.endswith(MORE) else printed


def steps() -> list[Step]:
    """Return the commands of the page in their order."""
    found = enumerate(STEP.finditer(PAGE.read_text(encoding="utf-8")), 1)
    return [
        Step(one["command"], one["shown"], CASE / "answers" / f"{number:02}-{one['command'].split()[1]}.txt", place)
        for number, one in found
        for place in [one.span("shown")]
    ]


def words(command: str, folder: Path) -> list[str]:
    """Return the arguments of a command, stars expanded as a shell does."""
    return [name for word in shlex.split(command)[1:] for name in (_matching(word, folder) if "/*" in word else [word])]


def _matching(pattern: str, folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.glob(pattern)) or [pattern]


def printed(command: str, folder: Path) -> str:
    """Run a command in a folder and return what it prints on stdout."""
    program = [sys.executable, str(ROOT / "cli.py"), *words(command, folder)]
    env = {**os.environ, "COLUMNS": "100"}
    done = subprocess.run(program, cwd=folder, env=env, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 (our own page)
    return done.stdout.rstrip("\n") + "\n"


def main() -> None:
    """Run all, then replace what the folder held."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in GIVEN:
            shutil.copy(CASE / file, folder)
        _write([printed(step.command, folder) for step in steps()])
        _keep(folder)


def _write(told: list[str]) -> None:
    shutil.rmtree(CASE / "answers", ignore_errors=True)
    (CASE / "answers").mkdir()
    page = PAGE.read_text(encoding="utf-8")
    for step, text in reversed(list(zip(steps(), told, strict=True))):  # read again: somebody may have edited it
        step.answer.write_text(text, encoding="utf-8")
        page = page[: step.place[0]] + step.quoted(text) + page[step.place[1] :]
    PAGE.write_text(page, encoding="utf-8")


def _keep(folder: Path) -> None:
    shutil.rmtree(CASE / "pack", ignore_errors=True)
    (CASE / "pack").mkdir()
    for path in folder.glob(MADE):
        shutil.copy(path, CASE / "pack")


if __name__ == "__main__":
    main()
