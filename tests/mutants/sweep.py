"""Plant small faults everywhere in a part of the code, without choosing them, and list those that no test catches.

Run from the project's root: `python tests/mutants/sweep.py sim/model sim/policies --count 300`. Which faults are
planted depends on the code and the count only: every possible fault has a hash, and the smallest hashes are taken.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.mutants.bench import Bench, Verdict  # noqa: E402
from tests.mutants.operators import Change, changes  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

QUICK: Final = (
    "tests/unit/policies", "tests/unit/model", "tests/contracts", "tests/properties",
    "--deselect", "tests/unit/model/test_lanes.py::test_every_parameter_that_is_awake_is_felt",
)  # fmt: skip
"""The tests that judge: the quick ones of the parts in question."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault and what became of it."""

    file: str
    change: Change
    verdict: Verdict


def possible(parts: Iterable[str]) -> Iterator[tuple[str, Change]]:
    """Yield every fault that the operators know, file by file."""
    for part in parts:
        for path in sorted((ROOT / part).rglob("*.py") if (ROOT / part).is_dir() else [ROOT / part]):
            for change in changes(path.read_text(encoding="utf-8")):
                yield path.relative_to(ROOT).as_posix(), change


def near(file: str) -> list[str]:
    """Return the unit tests that carry the file's name: most faults are caught there, in a moment."""
    name = f"test_{Path(file).stem}.py"
    return [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "tests" / "unit").rglob(name))]


def place(fault: tuple[str, Change]) -> bytes:
    """Return the hash that decides whether a fault is among the sample."""
    file, change = fault
    key = f"{file}:{change.line}:{change.old}:{change.new}"
    return hashlib.blake2b(key.encode(), digest_size=8).digest()


def sweep(faults: Iterable[tuple[str, Change]], tests: tuple[str, ...], workers: int) -> Iterator[Planted]:
    """Plant each fault in a copy and run the tests on it."""
    with tempfile.TemporaryDirectory() as home, ThreadPoolExecutor(workers) as pool:
        benches: SimpleQueue[Bench] = SimpleQueue()
        for index in range(workers):
            benches.put(Bench(Path(home) / str(index)))

        def judged(fault: tuple[str, Change]) -> Planted:
            file, change = fault
            bench = benches.get()
            try:
                text = (bench.home / file).read_text(encoding="utf-8")
                with bench.planted(file, change.applied(text)):
                    first = near(file)
                    verdict = bench.verdict(first) if first else None
                    return Planted(file, change, verdict if verdict and not verdict.passed else bench.verdict(tests))
            finally:
                benches.put(bench)

        yield from pool.map(judged, faults)


def main() -> int:
    """Print every fault as it is judged, and how many survived."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("parts", nargs="+", help="folders or files of the code")
    ask.add_argument("--count", type=int, default=300, help="how many faults to plant")
    ask.add_argument("--workers", type=int, default=1, help="copies to work in at once")
    ask.add_argument("--tests", nargs="+", default=QUICK, help="what pytest is to run")
    given = ask.parse_args()
    every = list(possible(given.parts))
    sample = sorted(sorted(every, key=place)[: given.count], key=lambda fault: (fault[0], fault[1].line))
    with tempfile.TemporaryDirectory() as home:
        before = Bench(Path(home) / "sound").verdict(given.tests)
    if not before.passed:
        print(f"fails without any fault: {before.caught_by}\n{before.told}", file=sys.stderr)  # noqa: T201
        return 1
    survived = 0
    for planted in sweep(sample, tuple(given.tests), given.workers):
        survived += planted.verdict.passed
        word = "SURVIVED" if planted.verdict.passed else "caught  "
        change = planted.change
        line = f"{word} {planted.file}:{change.line} `{change.old}` -> `{change.new}`  {planted.verdict.caught_by}"
        print(line, flush=True)  # noqa: T201 (a script)
    print(f"{survived} of {len(sample)} survived, out of {len(every)} possible")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
