"""From measurements to the page."""

from __future__ import annotations

import datetime as dt
import os
import platform
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from benchmarks.peers import fused
from benchmarks.peers.agreement import MOST, agreement
from benchmarks.peers.environments import python_with, versions
from benchmarks.peers.rounds import Measured, pooled
from benchmarks.peers.versions import FUSED, LANES, NATIVE, PLAIN, RUST, UNAIDED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.peers.rounds import Round
    from benchmarks.peers.versions import Version

HEAD: Final = """# The reference model in other engines

Written by `python -m benchmarks.peers`; do not edit.

One model in the manner of cyclesim's cycle (60 months, six steps, twenty draws and about 120 operations a month, 16
measures recorded), written for several engines: what each costs, and how near cyclesim's way of working comes to the
limit. The equations are in `benchmarks/peers/firm.py`, the numbers in `parameters.py` beside it. It is smaller than
cyclesim's own model, which only cyclesim runs.

CPU time of one core, start-up and compilation left out. Every round of a version follows a round of plain SimPy, and
ratios are taken within such pairs."""
COMPARED: Final = (
    (LANES, FUSED, "≥ 0.45"),
    (LANES, NATIVE, ""),
    (LANES, RUST, "≥ 18"),
    (UNAIDED, RUST, "≥ 6"),
)
"""Pairs of versions, and what the first should reach of the second."""


def page(every: list[Measured], apart: dict[str, tuple[int, float]]) -> str:
    """Return the page, in Markdown."""
    present = [found for found in every if found.rounds]
    plain = [one for found in every for one in found.plain]
    parts = (
        HEAD,
        _costs(present, plain),
        _compared({found.version: found for found in present}),
        _agreements(present, plain, apart),
        _differences([PLAIN, *(found.version for found in every)]),
        _left_out(every),
        _where(present),
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(head: str, rows: Iterator[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([head, "|---" * head.count(" | ") + "|---|", *lines])


def _spread(ratios: list[float]) -> str:
    return f"{median(ratios):.3g} [{min(ratios):.3g}, {max(ratios):.3g}]"


def _three(value: float) -> str:
    """Write at least three digits, and no powers of ten."""
    return f"{float(f'{value:.3g}'):,g}"


def _costs(present: list[Measured], plain: list[Round]) -> str:
    own = Measured(PLAIN, rounds=plain, plain=plain)

    def rows() -> Iterator[tuple[str, ...]]:
        for found in sorted([own, *present], key=lambda found: -found.rate):
            ratio = "1" if found is own else _spread(found.ratios)
            peak = max(one.peak_mb for one in found.rounds)
            yield found.version.name, _three(found.rate), _three(found.per_month), ratio, f"{peak:.0f}"

    head = "| version | replications/s | µs per replication and month | ratio to plain SimPy | peak memory, MB |"
    rounds = max(len(found.rounds) for found in present)
    return f"## What each costs\n\n{_table(head, rows())}\n\nMedian [lowest, highest] of {rounds} rounds."


def _compared(present: dict[Version, Measured]) -> str:
    def rows() -> Iterator[tuple[str, ...]]:
        for ours, theirs, aim in COMPARED:
            if ours in present and theirs in present:
                pairs = zip(present[ours].ratios, present[theirs].ratios, strict=True)
                yield ours.name, theirs.name, _spread([mine / other for mine, other in pairs]), aim

    return "## How near to the limit, how far ahead\n\n" + _table("| of | relative to | ratio | aim |", rows())


def _agreements(present: list[Measured], plain: list[Round], apart: dict[str, tuple[int, float]]) -> str:
    count, mean, sd = pooled(plain)

    def rows() -> Iterator[tuple[str, ...]]:
        yield PLAIN.name, f"{count:,}", f"{mean:.1f}", f"{sd:.1f}", "", "", ""
        for found in present:
            one = agreement(found, plain)
            verdict = ("yes" if one.holds else "**no**") if found.version.same_draws else f"{one.mean / mean - 1:+.1%}"
            gaps = f"{one.mean_gap:+.1f}", f"{one.sd_gap:+.1f}"
            yield found.version.name, f"{one.replications:,}", f"{one.mean:.1f}", f"{one.sd:.1f}", *gaps, verdict

    head = "| version | replications | mean | sd | gap of means | gap of sds | agrees |"
    same = "\n".join(
        f"- lanes and {name}: {differ} counts differ, other measures by at most {gap:.1g} of themselves"
        for name, (differ, gap) in apart.items()
    )
    return f"""## Whether they are one model

Cash after 60 months, in thousands of pounds; gaps to plain SimPy in standard errors, of which {MOST:g} are allowed. A
coarser model need not agree: its gap is stated.

{_table(head, rows())}

Where luck is shared, number by number, 4,096 replications of 60 months:

{same}"""


def _differences(every: list[Version]) -> str:
    return "## How they differ\n\n" + "\n".join(f"- *{version.name}*: {version.differs}" for version in every)


def _left_out(every: list[Measured]) -> str:
    lines = [f"- *{found.version.name}*: `{found.missing}`" for found in every if found.missing]
    return "## Left out\n\n" + "\n".join(lines) if lines else ""


def _where(present: list[Measured]) -> str:
    ours = versions(sys.executable, "numpy", "scipy", "simpy")
    for requirement in dict.fromkeys(found.version.requirement for found in present):
        if requirement is not None:
            package = requirement.partition(">")[0]
            ours |= versions(python_with(requirement), package)
    told = ", ".join(f"{package} {version}" for package, version in ours.items())
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    return f"""## Where and when

{today}; Python {platform.python_version()}, {told}; {_compiler()}; {platform.system()}, {_processor()},
{os.cpu_count()} cores.

Flags of the fused kernel: `{" ".join(fused.SHIPPED)}`; for this processor `{" ".join(fused.NATIVE)}`."""


def _compiler() -> str:
    cc = fused.compiler()
    if cc is None:
        return "no C compiler"
    told = subprocess.run([cc, "--version"], capture_output=True, text=True, check=True)  # noqa: S603 (of the system)
    return told.stdout.splitlines()[0]


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if not information.exists():
        return platform.processor()
    lines = dict(line.split(":", 1) for line in information.read_text(encoding="utf-8").splitlines() if ":" in line)
    facts = {name.strip(): value.strip() for name, value in lines.items()}
    vectors = [flag for flag in ("avx2", "avx512f") if flag in facts.get("flags", "").split()]
    return " ".join([facts.get("model name", platform.machine()), *vectors])
