"""Fuzz one target, guided by coverage: `python -m tests.fuzz scenario --minutes 20`.

Needs atheris (`pip install atheris`, Linux). Ends at the first input that breaks the contract, which is printed, and
kept under `outputs/fuzz`.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import sys
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import atheris

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fuzz.target import Target

MEMORY: Final = 1024
"""Mebibytes that the process may take, coverage and libraries included."""
EVERY: Final = 1000
"""Inputs after which it says how far it is."""


def made(name: str, folder: Path) -> Target:
    """Return a target whose code counts what it covers, that of its lazy imports too."""
    with atheris.instrument_imports(include=["sim", "ruamel.yaml"]):
        from tests.fuzz.targets import TARGETS  # noqa: PLC0415 (what is imported here is instrumented)

        target = TARGETS[name](folder)
        for seed in target.seeds:
            target.try_out(seed)
    return target


def words(seeds: list[bytes]) -> str:
    """Return the words of the seeds as a dictionary of libFuzzer."""
    found = {word for seed in seeds if len(seed) < 20_000 for word in re.findall(rb"[\w.%-]{2,30}|[^\w\s]{1,3}", seed)}
    lines = ("".join(f"\\x{byte:02x}" for byte in word) for word in sorted(found)[:2000])
    return "\n".join(f'"{line}"' for line in lines) + "\n"


def counted(attack: Callable[[bytes], None], minutes: float, end: Callable[[], None]) -> Callable[[bytes], None]:
    """Return an attack that says now and then how far it is, and ends after so many minutes of processor time."""
    start, done = time.process_time(), 0

    def attacked(data: bytes) -> None:
        nonlocal done
        attack(data)
        done += 1
        passed = (time.process_time() - start) / 60
        if done % EVERY == 0 or passed >= minutes:
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            sys.stderr.write(f"{done:,} inputs in {passed:.1f} processor minutes, {memory:.0f} MiB at most\n")
        if passed >= minutes:
            end()

    return attacked


def ended(folder: Path) -> None:
    """End the process; libFuzzer knows no other way that is not a finding."""
    shutil.rmtree(folder, ignore_errors=True)
    sys.stderr.flush()
    os._exit(0)


def main() -> None:
    """Read the arguments and fuzz."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target")
    parser.add_argument("--minutes", type=float, default=20.0, help="of processor time")
    parser.add_argument("--inputs", type=int, default=-1, help="at most; -1 for as many as there is time for")
    parser.add_argument("--corpus", type=Path, help="folder that keeps inputs from run to run")
    given = parser.parse_args()
    with TemporaryDirectory() as place:
        folder = Path(place)
        target = made(given.target, folder)
        corpus = given.corpus or folder / "corpus"
        corpus.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(target.seeds):
            (corpus / f"seed-{number}").write_bytes(seed)
        (folder / "words").write_text(words(list(target.seeds)), encoding="ascii")
        limits = [f"-runs={given.inputs}", f"-rss_limit_mb={MEMORY}"]
        found = Path("outputs/fuzz")
        found.mkdir(parents=True, exist_ok=True)
        shape = [
            f"-artifact_prefix={found}/",
            "-report_slow_units=60",
            "-max_len=20000",
            "-timeout=60",
            f"-dict={folder / 'words'}",
            "-print_final_stats=1",
            "-keep_seed=1",
        ]
        attack = counted(target.try_out, given.minutes, partial(ended, folder))
        atheris.Setup([sys.argv[0], *limits, *shape, str(corpus)], attack)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
