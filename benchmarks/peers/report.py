"""How a version of the model tells what it cost: one line of JSON, for the process that started it.

Python's standard library only, since peers run in environments of their own.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def report(
    final_cash: Callable[[int, int], Sequence[float]], *, warm_up: int = 1, arguments: Sequence[str] | None = None
) -> None:
    """Run a version once at the size that the command line asks for, and print CPU seconds, memory and final cash.

    Imports, compilation and a warm-up of `warm_up` replications are left out of the time.

    Parameters
    ----------
    final_cash
        From a number of replications and a seed to the cash at the end of each.
    warm_up
        Replications of the run before the measured one.
    arguments
        Of the command line; all there are when None.
    """
    ask = argparse.ArgumentParser()
    ask.add_argument("--replications", type=int, required=True)
    ask.add_argument("--seed", type=int, default=1)
    asked = ask.parse_args(arguments)
    final_cash(warm_up, asked.seed + asked.replications)
    start = time.process_time()
    cash = final_cash(asked.replications, asked.seed)
    seconds = time.process_time() - start
    found = {
        "replications": asked.replications,
        "seconds": seconds,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0,
        "mean": statistics.fmean(cash),
        "sd": statistics.stdev(cash),
    }
    json.dump(found, sys.stdout)
