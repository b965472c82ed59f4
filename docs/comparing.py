"""Measure how often the intervals of `compare` hold what they promise; write the table of docs/reference/compare.md.

Run from the project's root: `python docs/comparing.py` (about five minutes; `OPENBLAS_NUM_THREADS=1` is quicker beside
other work).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

from truths import inventory, promises, skewed  # noqa: E402

from sim.analysis.intervals import wilson  # noqa: E402

if TYPE_CHECKING:
    from numpy.typing import NDArray

PAGE: Final = ROOT / "docs" / "reference" / "compare.md"
START: Final = "<!-- coverage: written by docs/comparing.py -->\n"
END: Final = "<!-- end of coverage -->\n"
TRIES: Final = 400
FEWER: Final = 100
"""Experiments with the variant that takes longest."""
LONG: Final = 40_000
"""Replications of the long run that says what the means of the inventory are."""
HEAD: Final = (
    "| problem | replications | from the baseline | all pairs | with the best | *t one by one* | *drawn apart* |\n"
    "|---|---|---|---|---|---|---|\n"
)


def stores(replications: int, tries: int = TRIES) -> list[NDArray[np.float64]]:
    """Return experiments on the inventory, one after the other, less cost being better."""
    return [-inventory.costs(2, replications, first=number * replications) for number in range(tries)]


def firms(replications: int, tries: int = TRIES) -> list[NDArray[np.float64]]:
    """Return experiments on the skewed outcomes."""
    return [skewed.outcomes(number, replications) for number in range(tries)]


def row(name: str, samples: list[NDArray[np.float64]], means: NDArray[np.float64]) -> str:
    """Return a line of the table."""
    drawn = [promises.paired(sample, number) for number, sample in enumerate(samples)]
    apart = [promises.apart(sample, number) for number, sample in enumerate(samples[:FEWER])]
    found = (
        promises.covered(drawn, means),
        promises.covered(drawn, means, promises.all_pairs),
        promises.best_covered(samples, drawn, means),
        promises.covered(drawn, means, promises.one_by_one),
        promises.covered(apart, means),
    )
    return f"| {name} | {samples[0].shape[1]} | {' | '.join(f'{100 * one:.1f} %' for one in found)} |\n"


def regret_line(replications: int = 60) -> str:
    """Return what is left of regret among policies with equal means, by halves and by the mutant."""
    equal = np.zeros(8), np.ones(8)
    samples = [skewed.outcomes(number, replications, means=equal[0], spreads=equal[1]) for number in range(TRIES)]
    halves, same = promises.regret_of_equals(samples), promises.regret_on_the_same(samples)
    error = float(np.std(halves, ddof=1)) / np.sqrt(TRIES)
    return (
        f"Eight policies with equal means, {replications} replications: regret is {np.mean(halves):+.3f} ± {error:.3f} "
        f"standard deviations (mean ± standard error of {TRIES} experiments); chosen and valued on the same "
        f"replications it would be {np.mean(same):+.3f}, all of it luck.\n"
    ).replace("-", "−")


def block() -> str:
    """Measure everything."""
    means = np.mean([-inventory.costs(1, 4000, first=4000 * part).mean(axis=1) for part in range(LONG // 4000)], axis=0)
    low, high = (100 * end for end in wilson(round(0.95 * TRIES), TRIES))
    lines = [row("(s, S) inventory, 9 policies", stores(number), means) for number in (20, 60)]
    lines += [row("skewed, unequal spreads, 6 policies", firms(number), skewed.MEANS) for number in (20, 60, 200)]
    return (
        f"{START}{HEAD}{''.join(lines)}\n{TRIES} experiments a line, {FEWER} in the last column: a true 95 % shows as "
        f"{low:.1f} to {high:.1f} %. The two columns in italics are wrong on purpose.\n\n{regret_line()}{END}"
    )


def main() -> None:
    """Write the table into the page."""
    measured, pattern = block(), re.compile(rf"{re.escape(START)}.*?{re.escape(END)}", re.DOTALL)
    PAGE.write_text(pattern.sub(lambda _: measured, PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
