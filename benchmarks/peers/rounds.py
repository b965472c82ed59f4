"""Alternating rounds: every version in its own process right after plain SimPy, so that both meet the same machine."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.peers import parameters as p
from benchmarks.peers.environments import python_with
from benchmarks.peers.versions import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.peers.versions import Version

ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "RAYON")}


@dataclass(frozen=True)
class Round:
    """What one process reported: CPU seconds of so many replications, peak memory in MB, mean and sd of final cash."""

    replications: int
    seconds: float
    peak_mb: float
    mean: float
    sd: float

    @property
    def rate(self) -> float:
        """Replications a CPU second."""
        return self.replications / self.seconds


@dataclass
class Measured:
    """All rounds of a version, and the rounds of plain SimPy before each; `missing` says why there are none."""

    version: Version
    rounds: list[Round] = field(default_factory=list)
    plain: list[Round] = field(default_factory=list)
    missing: str = ""

    @property
    def ratios(self) -> list[float]:
        """Speed relative to plain SimPy, round by round."""
        return [mine.rate / plain.rate for mine, plain in zip(self.rounds, self.plain, strict=True)]

    @property
    def rate(self) -> float:
        """Replications a CPU second, median."""
        return median(found.rate for found in self.rounds)

    @property
    def per_month(self) -> float:
        """Microseconds for a replication and month, median."""
        return 1e6 / self.rate / p.MONTHS


def pooled(rounds: Iterable[Round]) -> tuple[int, float, float]:
    """Return number, mean and standard deviation of the final cash of all rounds together."""
    rounds = list(rounds)
    count = sum(one.replications for one in rounds)
    mean = sum(one.replications * one.mean for one in rounds) / count
    squares = sum((one.replications - 1) * one.sd**2 + one.replications * (one.mean - mean) ** 2 for one in rounds)
    return count, mean, math.sqrt(squares / (count - 1))


def measure(versions: Iterable[Version], rounds: int) -> list[Measured]:
    """Run every version in every round; one that can't be installed or fails is left out from then on."""
    every = [Measured(version) for version in versions]
    pythons: dict[str, str] = {}
    for number in range(rounds):
        for place, found in enumerate(every):
            if found.missing:
                continue
            seed = (number * len(every) + place + 1) * 1_000_000
            try:
                python = _python(found.version, pythons)
                plain = _run(PLAIN, sys.executable, seed)
                found.rounds.append(_run(found.version, python, seed))
                found.plain.append(plain)
            except RuntimeError as error:
                found.missing, found.rounds, found.plain = str(error), [], []
            print(f"round {number + 1}: {found.version.name} {found.missing}", file=sys.stderr)
    return every


def _python(version: Version, known: dict[str, str]) -> str:
    if version.requirement is None:
        return sys.executable
    if version.requirement not in known:
        known[version.requirement] = python_with(version.requirement)
    return known[version.requirement]


def _run(version: Version, python: str, seed: int) -> Round:
    module, *options = version.command
    sizes = ("--replications", str(version.replications), "--seed", str(seed))
    command = (python, "-m", f"benchmarks.peers.{module}", *options, *sizes)
    done = subprocess.run(  # noqa: S603 (commands of versions.py)
        command, capture_output=True, text=True, check=False, env=os.environ | ONE_THREAD
    )
    if done.returncode:
        raise RuntimeError((done.stderr.strip() or "no message").splitlines()[-1])
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return Round(**told)
