"""Compare the twin with the engine in full, and write docs/reference/twin.md.

Run with `python -m benchmarks.twin.compare [histories of the twin]`; without a number it writes the page.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.twin.agreement import ALPHA
from benchmarks.twin.pairs import ENGINE_SEED, MONTHS, PAIRS, ROOT, TWIN_SEED, Sizes, compared

if TYPE_CHECKING:
    from benchmarks.twin.agreement import Row

PAGE = ROOT / "docs" / "reference" / "twin.md"
FULL = Sizes(engine=4_000, twin=1_000)
HEAD = """# The twin against the engine

Written by `python -m benchmarks.twin.compare`; do not edit.

A second implementation of the cycle, one SimPy environment per history, written from the pages by someone who had not
seen the engine ([how](../decisions/0007-the-blind-twin.md)). Both sides live through their own luck; every measure at
months {months} and every outcome is compared in distribution: counts by a pooled two-sample χ² (at least 10 expected
in a bin), other figures by Kolmogorov and Smirnov, and both by mean and variance (z, the error of the variance from the
fourth moment). Level {alpha:g} for each test. {engine:,} histories of the engine (seeds from {engine_seed}
on), {twin:,} of the twin (seeds from {twin_seed} on); every scenario, and of the twin every policy, has its own luck.

Tests of one sample hang together: a world with a few more recessions moves a hundred figures at once. *Smallest p* is
to be read against the number of tests; under one law, a smallest p of 1 over their number is what to expect at most.

| scenario | policy | tests | below {alpha:g} | below 0.001 | smallest p | figure |
|---|---|---|---|---|---|---|
"""
TAIL = """
Not compared: `payback_month`, which sets a policy against harvest under the same luck, and so needs keyed streams.

## Rejected

{rejected}
"""


def line(scenario: str, policy: str, rows: list[Row]) -> str:
    """Return a line of the page."""
    least = min(rows, key=lambda row: row.test.p)
    low = sum(row.test.p < 1e-3 for row in rows)  # noqa: PLR2004 (a second, milder level)
    bad = sum(row.test.rejects for row in rows)
    return f"| {scenario} | {policy} | {len(rows):,} | {bad} | {low} | {least.test.p:.1e} | {described(least)} |"


def described(row: Row) -> str:
    """Return which test of which figure a row is."""
    when = f"month {row.month}" if row.month else "outcome"
    return f"`{row.name}`, {when}, {row.test.kind}"


def rejected(scenario: str, policy: str, rows: list[Row]) -> list[str]:
    """Return a line for every rejected test."""
    return [
        f"- {scenario}, {policy}: {described(row)}: {row.test.statistic:.2f}, p = {row.test.p:.1e}; "
        f"mean of the twin {row.ours:.6g}, of the engine {row.theirs:.6g}"
        for row in rows
        if row.test.rejects
    ]


def measure(sizes: Sizes) -> str:
    """Compare everything; return the page."""
    lines, found, tests = [], [], 0
    for file in PAIRS:
        name = Path(file).stem
        started = time.perf_counter()
        for policy, rows in compared(file, sizes):
            lines.append(line(f"[`{name}`](../../{file})", policy, rows))
            found += rejected(f"`{name}`", policy, rows)
            tests += len(rows)
            print(lines[-1], *found, sep="\n", flush=True)
        print(f"{time.perf_counter() - started:.0f} s", flush=True)
    head = HEAD.format(
        months=", ".join(map(str, MONTHS)), alpha=ALPHA, engine=sizes.engine, twin=sizes.twin,
        engine_seed=ENGINE_SEED, twin_seed=TWIN_SEED,
    )  # fmt: skip
    total = f"\n{tests:,} tests, {len(found)} rejected; by chance {tests * ALPHA:.1f} would be expected.\n"
    return head + "\n".join(lines) + "\n" + total + TAIL.format(rejected="\n".join(found) or "None.")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(Sizes(engine=4_000, twin=int(sys.argv[1])))
    else:
        PAGE.write_text(measure(FULL), encoding="utf-8")
