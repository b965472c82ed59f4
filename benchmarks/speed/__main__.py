"""Measure and write docs/reference/speed.md: `python -m benchmarks.speed [--quick] [--only PART] [--million]`."""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from benchmarks.speed import contest, machine, precision, scaling, starting
from benchmarks.speed.job import ROOT
from benchmarks.speed.sizes import FULL, QUICK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.speed.sizes import Sizes

PAGE: Final = ROOT / "docs" / "reference" / "speed.md"
PARTS: Final[dict[str, Callable[[Sizes], str]]] = {
    "contest": contest.part,
    "precision": precision.part,
    "scaling": scaling.part,
    "starting": starting.part,
}
HEAD: Final = """# Speed

Written by `python -m benchmarks.speed`; do not edit.

Against other simulation packages and one compiled kernel: [peers](peers.md). What a single draw costs:
`python benchmarks/draws.py`, and [why there is an accelerator](../decisions/0009-the-accelerator.md).

"""
TAIL: Final = """
## Measured on

{machine}. Other programs kept part of the cores busy meanwhile: {busy}.
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure; write the page if all of it was measured in full, else print."""
    asked = _asked(arguments)
    sizes = QUICK if asked.quick else FULL
    if asked.million:
        sizes = replace(sizes, replications=(*sizes.replications, 1_000_000))
    names = [asked.only] if asked.only else list(PARTS)
    found, busy = [], []
    for name in names:
        others, began = machine.Others(), time.perf_counter()
        found.append(PARTS[name](sizes))
        busy.append(f"{name} {others.share():.0%}")
        print(found[-1], f"({name}: {time.perf_counter() - began:.0f} s)", sep="\n", flush=True)
    if not (asked.quick or asked.only):
        tail = TAIL.format(machine=machine.described(), busy=", ".join(busy))
        PAGE.write_text(HEAD + "".join(found) + tail, encoding="utf-8")


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="tiny sizes, printed only")
    parser.add_argument("--only", choices=PARTS, help="one part, printed only")
    parser.add_argument("--million", action="store_true", help="also 1,000,000 replications")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
