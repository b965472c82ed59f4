"""The reference model as one C function: the limit of what a processor core can do, without the freedom of Python.

`fused.c` is compiled when it is asked for, by the compiler of the system, into a folder that goes when Python ends. Its
uniforms and counts are those of the accelerator, so its whole numbers must equal those of the lanes.
"""

from __future__ import annotations

import argparse
import ctypes
import shutil
import subprocess
import sysconfig
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.peers import parameters as p
from benchmarks.peers.lanes import LANES, new_record
from benchmarks.peers.report import report
from sim.randomness import KeyedUniforms

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.arrays import Array

    Kernel = Callable[[int, int, int, Array], None]

HERE: Final = Path(__file__).parent
DRAWS: Final = HERE.parents[1] / "sim" / "randomness"
SHIPPED: Final = ("-O3", "-ffp-contract=off", "-fno-math-errno", "-fno-trapping-math")
"""Flags of the accelerator: for any processor of the kind, with versions of the loops for newer ones."""
NATIVE: Final = ("-O3", "-march=native", "-fno-math-errno", "-fno-trapping-math")
"""Flags for this very processor, fused multiply-add included."""
STREAMS: Final = (
    "plans.execution",
    "plans.shock",
    "demand.noise",
    "demand.leads",
    "demand.qualified",
    "acquisition.accepted",
    "acquisition.moves",
    "experience.churn",
    "experience.promotion",
    "experience.referrals",
    "supply.cost",
    "reinvestment.revenue",
)
"""The streams of `lanes.py`."""


def compiler() -> str | None:
    """Return the C compiler of the system, if there is one that could have built the accelerator."""
    headers = Path(sysconfig.get_path("include")) / "Python.h"
    return shutil.which("cc") if headers.exists() else None


def header() -> str:
    """Return the parameters and the names of streams and measures as C sees them."""
    values = {name: value for name, value in vars(p).items() if name.isupper() and name != "MEASURES"}
    lines = [f"#define {name} {_literal(value)}" for name, value in values.items()]
    lines += [f"#define MEASURES {len(p.MEASURES)}"]
    rows = [f"ROW_{name.upper()}" for name in p.MEASURES]
    streams = [name.replace(".", "_").upper() for name in STREAMS]
    return "\n".join([*lines, *(f"enum {{ {', '.join(names)} }};" for names in (rows, streams))]) + "\n"


def _literal(value: float | tuple[float, ...]) -> str:
    if isinstance(value, tuple):
        return "{" + ", ".join(_literal(item) for item in value) + "}"
    return f"({value!r})"


def kernel(flags: tuple[str, ...]) -> Kernel:
    """Compile, and return a function of seed, first replication, lanes and record.

    Raises
    ------
    RuntimeError
        When there is no compiler, or it does not accept the code or the flags.
    """
    cc = compiler()
    if cc is None:
        raise RuntimeError("no C compiler, or no headers of Python")
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "fused.so"
        (Path(folder) / "parameters.h").write_text(header(), encoding="utf-8")
        include = (f"-I{folder}", f"-I{DRAWS}", f"-I{sysconfig.get_path('include')}")
        call = [cc, "-shared", "-fPIC", *flags, *include, str(HERE / "fused.c"), "-o", str(library), "-lm"]
        built = subprocess.run(call, capture_output=True, text=True, check=False)  # noqa: S603 (our own file)
        if built.returncode:
            raise RuntimeError(built.stderr)
        run = ctypes.CDLL(str(library)).run
    pointer = np.ctypeslib.ndpointer
    run.argtypes = (pointer(np.uint64), ctypes.c_int64, ctypes.c_int64, pointer(np.float64, flags="C"))

    def call_kernel(seed: int, first: int, lanes: int, record: Array) -> None:
        run(keys(seed), first, lanes, record)

    return call_kernel


def keys(seed: int) -> np.ndarray:
    """Return the key of every stream, shape (streams, 2)."""
    uniforms = KeyedUniforms(seed)
    return np.array([uniforms.key(name) for name in STREAMS])


def final_cash(kernel: Kernel, replications: int, seed: int) -> list[float]:
    """Return the final cash of every replication, block by block."""
    cash: list[float] = []
    record = new_record(LANES)
    for first in range(0, replications, LANES):
        kernel(seed, first, LANES, record)
        cash += record[-1, p.MEASURES.index("cash"), : replications - first].tolist()
    return cash


def main() -> None:
    """Measure with the flags that the accelerator ships with, or for this processor."""
    ask = argparse.ArgumentParser()
    ask.add_argument("--native", action="store_true")
    asked, rest = ask.parse_known_args()
    compiled = kernel(NATIVE if asked.native else SHIPPED)
    report(lambda replications, seed: final_cash(compiled, replications, seed), warm_up=LANES, arguments=rest)


if __name__ == "__main__":
    main()
