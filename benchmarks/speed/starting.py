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

from benchmarks.speed.job import ROOT, Job, cost

if TYPE_CHECKING:
    from benchmarks.speed.job import Who
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

A slider's preview, 1,000 replications × 2 policies × 60 months with means and quantiles of five measures, in a process
that is warm: **{compiled:.0f} ms** with compiled draws (aim 100), **{plain:.0f} ms** without (aim 300); wall time,
median of {rounds} processes, each showing it several times.
"""


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
    previews = (_preview("engine", sizes.rounds), _preview("plain", sizes.rounds))
    tail = TAIL.format(starts=sizes.starts, compiled=previews[0], plain=previews[1], rounds=sizes.rounds)
    return HEAD + "".join(command.row() for command in started) + tail


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


def _preview(who: Who, rounds: int) -> float:
    """Return milliseconds of wall time."""
    job = Job(who=who, what="preview", policies=("carry_on", "plan_first"), replications=1000)
    return 1e3 * median(cost(job).wall for _ in range(rounds))
