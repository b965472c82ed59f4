"""Work whose cost is measured, and its cost when done in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal

ROOT: Final = Path(__file__).resolve().parents[2]

MOVES: Final = 7
"""How often the slider is moved for a preview; what counts is the median."""

Who = Literal["engine", "plain", "twin"]
"""The engine, the engine without its compiled draws, the twin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One run.

    Attributes
    ----------
    who
        Whose work it is.
    what
        A run with its tables in memory, as in Python; the same into a run folder, as on the command line; or the
        preview that a slider shows.
    preset, policies, replications, months
        Of what, under which policies; a policy that the preset lacks is the rule of that name.
    workers
        Processes of the engine.
    """

    who: Who
    what: Literal["run", "folder", "preview"] = "run"
    preset: str = "b2b_services"
    policies: tuple[str, ...]
    replications: int
    months: int = 60
    workers: int = 1

    @property
    def lane_months(self) -> int:
        """Months that are lived through under all policies."""
        return self.replications * len(self.policies) * self.months


@dataclass(frozen=True, slots=True)
class Cost:
    """What a job took once everything was imported: seconds, and MiB of memory at the peak, imports included."""

    cpu: float
    wall: float
    peak: float


def cost(job: Job) -> Cost:
    """Do a job in a fresh Python and return what it took."""
    command = [sys.executable, "-m", "benchmarks.speed.work", json.dumps(asdict(job))]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603 (our own module)
    return Cost(**json.loads(done.stdout))
