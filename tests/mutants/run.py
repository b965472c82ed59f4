"""Plant every deliberate fault in a copy of the tree, see which test catches it, and write docs/reference/mutants.md.

Run from the project's root: `python tests/mutants/run.py` (two minutes on two cores with `--workers 2`). It ends with
1 if a fault survives or its old words do not stand in the code exactly once; then the page stays as it was.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.mutants.bench import Bench, Verdict  # noqa: E402
from tests.mutants.register import MUTANTS  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.mutants.mutant import Mutant

PAGE: Final = ROOT / "docs" / "reference" / "mutants.md"
HEAD: Final = """# Deliberate faults, and what catches them

Written by `python tests/mutants/run.py`; do not edit. A test is worth what it catches. Each fault below is planted in a
copy of the code, one at a time, and the tests named for it are run until the first one fails. The list lives in
`tests/mutants/`; the test suite plants them all again and compares the outcome with this page.

`python tests/mutants/sweep.py` plants faults that nobody chose: another sign, a term left out, a lag one month off.
"""
COLUMNS: Final = "| fault | what would be wrong | in | caught by |\n|---|---|---|---|\n"


@dataclass(frozen=True, slots=True)
class Trial:
    """A fault and what the tests said of it."""

    mutant: Mutant
    verdict: Verdict


def trials(mutants: Sequence[Mutant], workers: int) -> Iterator[Trial]:
    """Plant each fault in a copy and run its tests."""
    with tempfile.TemporaryDirectory() as home, ThreadPoolExecutor(workers) as pool:
        benches: SimpleQueue[Bench] = SimpleQueue()
        for index in range(workers):
            benches.put(Bench(Path(home) / str(index)))

        def tried(mutant: Mutant) -> Trial:
            bench = benches.get()
            try:
                text = (bench.home / mutant.file).read_text(encoding="utf-8")
                with bench.planted(mutant.file, mutant.planted(text)):
                    return Trial(mutant, bench.verdict(mutant.tests))
            finally:
                benches.put(bench)

        yield from pool.map(tried, mutants)


def sound(mutants: Sequence[Mutant]) -> Verdict:
    """Run every test that is to catch a fault on the code as it is: a test that fails anyway catches nothing."""
    with tempfile.TemporaryDirectory() as home:
        return Bench(Path(home) / "sound").verdict(sorted({test for mutant in mutants for test in mutant.tests}))


def missed(tried: Sequence[Trial]) -> list[str]:
    """Return the names of the faults that no test caught; tests that cannot even be read catch nothing."""
    return [trial.mutant.name for trial in tried if trial.verdict.passed or "::" not in trial.verdict.caught_by]


def page(tried: Sequence[Trial]) -> str:
    """Return the page."""
    rows = [
        f"| {trial.mutant.name} | {trial.mutant.wrong} | `{trial.mutant.file}` | {caught_by(trial)} |"
        for trial in tried
    ]
    return f"{HEAD}\n{len(tried)} faults, all caught.\n\n{COLUMNS}" + "\n".join(rows) + "\n"


def caught_by(trial: Trial) -> str:
    """Return the test that failed first, without its parameters, and its file."""
    file, _, test = trial.verdict.caught_by.partition("::")
    return f"`{test.partition('[')[0]}` in `{Path(file).name}`"


def main() -> int:
    """Try every fault; write the page if all are caught."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--workers", type=int, default=1, help="copies to work in at once")
    given = ask.parse_args()
    before = sound(MUTANTS)
    if not before.passed:
        print(f"fails without any fault: {before.caught_by}\n{before.told}", file=sys.stderr)  # noqa: T201
        return 1
    tried = []
    for trial in trials(MUTANTS, given.workers):
        word = "SURVIVED" if trial.verdict.passed else "caught"
        print(f"{word:8} {trial.mutant.name}: {trial.verdict.caught_by}", flush=True)  # noqa: T201
        tried.append(trial)
    names = missed(tried)
    if names:
        print(f"{len(names)} of {len(tried)} not caught: {', '.join(names)}", file=sys.stderr)  # noqa: T201
        return 1
    PAGE.write_text(page(tried), encoding="utf-8")
    print(f"{len(tried)} of {len(tried)} caught")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
