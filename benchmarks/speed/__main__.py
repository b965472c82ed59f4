"""Measure and write docs/reference/speed.md: `python -m benchmarks.speed [--only PART] [--quick] [--million]`."""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from benchmarks.speed import contest, machine, page, precision, scaling, starting, workers
from benchmarks.speed.sizes import FULL, QUICK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.speed.sizes import Sizes

PARTS: Final[dict[str, Callable[[Sizes], str]]] = {
    "contest": contest.part,
    "precision": precision.part,
    "scaling": scaling.part,
    "workers": workers.part,
    "starting": starting.part,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure part after part; unless tiny, put each in its place on the page."""
    asked = _asked(arguments)
    sizes = QUICK if asked.quick else FULL
    if asked.million:
        sizes = replace(sizes, replications=(*sizes.replications, 1_000_000))
    for name in [asked.only] if asked.only else PARTS:
        began = time.perf_counter()
        text = measured(name, sizes)
        print(text, f"({name}: {time.perf_counter() - began:.0f} s)", sep="\n", flush=True)
        if not asked.quick:
            page.put(name, text, list(PARTS))


def measured(name: str, sizes: Sizes) -> str:
    """Return a part, and below it what it was measured on."""
    others = machine.Others()
    text = PARTS[name](sizes)
    return f"{text}\nMeasured on {machine.described()}; other programs used {others.share():.0%} of it meanwhile.\n"


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="tiny sizes, printed only")
    parser.add_argument("--only", choices=PARTS, help="one part; the others stay as they are on the page")
    parser.add_argument("--million", action="store_true", help="also 1,000,000 replications")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
