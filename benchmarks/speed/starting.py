"""Part (f): what each command takes from a cold start, and a preview when everything is warm."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from benchmarks.speed.job import MOVES, ROOT, Job, Who, cost

if TYPE_CHECKING:
    from benchmarks.speed.sizes import Sizes

PRESET: Final = "scenarios/presets/b2b_services.yaml"
SMALL: Final = ("run", PRESET, "--no-charts", "--replications", "200")
NEEDED: Final = ("sim", "scenarios", "cli.py")
"""What an installation holds."""

HEAD: Final = """
## From a cold start

A command from the moment the shell starts Python until it is done, `b2b_services`, no charts. Python's bytecode lies
ready, except on the first run; files are in the system's cache.

| command | wall s: median | best | CPU s: median | best | aim, wall |
|---|---|---|---|---|---|
"""
TAIL: Final = """
{starts} alternating rounds. The first run after installation starts from a copy of the files without bytecode of
cyclesim's own; pip compiles that of the libraries while it installs them.

## Live

A slider's preview, 1,000 replications × 2 policies × 60 months with quantiles of five measures, from the move to the
figures, every policy anew. The processes have followed the months once and replay them
([decision](../decisions/0034-the-months-followed.md)):

| code | processes | wall ms: median | best | aim |
|---|---|---|---|---|
"""
END: Final = """
Processes are warm, and nothing was simulated ahead of the move. {starts} alternating rounds; what counts in each is the
median of {moves} moves.
"""
CODE: Final = {"engine": "compiled", "plain": "without compiled code"}
PREVIEWS: Final[tuple[tuple[Who, int, str], ...]] = (
    ("engine", 2, "100, compiled"),
    ("engine", 1, ""),
    ("plain", 2, "300, without"),
    ("plain", 1, ""),
)


@dataclass(slots=True)
class Command:
    """A command and what its starts took.

    Attributes
    ----------
    name, aim
        As the page shows them.
    arguments
        Of the command line.
    fresh
        Whether every start is the first one after installation.
    """

    name: str
    arguments: tuple[str, ...]
    aim: str = ""
    fresh: bool = False
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def row(self) -> str:
        """Return a line of the table."""
        times = " | ".join(f"**{median(one):.2f}** | {min(one):.2f}" for one in (self.wall, self.cpu))
        return f"| {self.name} | {times} | {self.aim} |\n"


def commands(big: int) -> list[Command]:
    """Return what is started."""
    large = ("run", PRESET, "--no-charts", "--replications", f"{big}", "--set", "horizon=60 months")
    return [
        Command("`--help`", ("--help",)),
        Command("`init --list`", ("init", "--list")),
        Command("`assess --answers …`", ("assess", "--answers", "2,1,0,3,1,2,0,1,2,1")),
        Command("`schema`", ("schema",)),
        Command("`check`", ("check", PRESET)),
        Command("`run`, 200 replications × 5 policies × 120 months", SMALL, "1.5"),
        Command("the same, first run after installation", SMALL, "4", fresh=True),
        Command(f"`run`, {big:,} replications × 5 policies × 60 months", large, "8"),
    ]


def part(sizes: Sizes) -> str:
    """Return the part of the page."""
    with TemporaryDirectory() as folder:
        home = install(Path(folder) / "installed")
        start(SMALL, home)
        started = commands(sizes.big)
        for _ in range(sizes.starts):
            for command in started:
                _once(command, home)
    previews = _previews(sizes.starts)
    rows = "".join(command.row() for command in started)
    return HEAD + rows + TAIL.format(starts=sizes.starts) + previews + END.format(starts=sizes.starts, moves=MOVES)


def install(home: Path) -> Path:
    """Copy what an installation holds, without bytecode."""
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, home / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, home / name)
    return home


def _once(command: Command, home: Path) -> None:
    if command.fresh:
        with TemporaryDirectory() as folder:
            taken = start(command.arguments, install(Path(folder) / "installed"))
    else:
        taken = start(command.arguments, home)
    command.wall.append(taken[0])
    command.cpu.append(taken[1])


def start(arguments: tuple[str, ...], home: Path) -> tuple[float, float]:
    """Start a command and wait for it; return seconds of wall and of CPU time."""
    bytecode = {"PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"}
    environment = {name: value for name, value in os.environ.items() if name not in bytecode}
    before, wall = os.times(), time.perf_counter()
    subprocess.run(  # noqa: S603 (our own command line)
        [sys.executable, "cli.py", *arguments], cwd=home, env=environment, check=True, capture_output=True
    )
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - wall, cpu


def _previews(rounds: int) -> str:
    """Return lines on how quickly a preview follows the slider."""
    pair = ("carry_on", "plan_first")
    jobs = [
        Job(who=who, what="preview", policies=pair, replications=1000, workers=workers) for who, workers, _ in PREVIEWS
    ]
    walls = zip(*([1e3 * cost(job).wall for job in jobs] for _ in range(rounds)), strict=True)
    return "".join(
        f"| {CODE[who]} | {workers} | **{median(wall):.0f}** | {min(wall):.0f} | {aim} |\n"
        for (who, workers, aim), wall in zip(PREVIEWS, walls, strict=True)
    )
