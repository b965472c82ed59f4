"""Every version of the reference model that is measured: how it is run, and how it differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Version:
    """One row of the page.

    Parameters
    ----------
    name
        What the page calls it.
    command
        Module of `benchmarks.peers` and its options.
    replications
        Of one round: about half a second's work.
    requirement
        Package of the environment it runs in, in pip's language; None for the one of cyclesim.
    same_draws
        Whether its final cash must have the distribution of plain SimPy's.
    differs
        How it differs from `firm.py`.
    """

    name: str
    command: tuple[str, ...]
    replications: int
    requirement: str | None = None
    same_draws: bool = True
    differs: str


PLAIN: Final = Version(
    name="plain SimPy",
    command=("plain",),
    replications=300,
    differs="the model itself: six processes, an environment per replication, scalar draws of NumPy's `Generator`",
)
LANES: Final = Version(
    name="cyclesim's lanes",
    command=("lanes",),
    replications=16_384,
    differs="SimPy's clock moves 4,096 replications a block as NumPy arrays; draws by inversion of keyed uniforms",
)
UNAIDED: Final = Version(
    name="cyclesim's lanes, no accelerator",
    command=("lanes", "--without-accelerator"),
    replications=8192,
    differs="the same without compiled code of cyclesim's own; every number is the same",
)
FUSED: Final = Version(
    name="fused C",
    command=("fused",),
    replications=32_768,
    differs="no SimPy: all steps in one C function over 256 lanes at a time, compiled like the accelerator",
)
NATIVE: Final = Version(
    name="fused C, for this processor",
    command=("fused", "--native"),
    replications=32_768,
    differs="the same with `-march=native` and fused multiply-add",
)
RUST: Final = Version(
    name="BPTK-Py, Rust engine",
    command=("bptk", "--engine", "rust"),
    replications=800,
    requirement="bptk-py",
    differs="the same equations as 19 stocks and 85 converters, the engine's own binomial and Poisson numbers",
)
BPTK: Final = Version(
    name="BPTK-Py, Python engine",
    command=("bptk", "--engine", "python"),
    replications=8,
    requirement="bptk-py",
    differs="the same model; equations are asked one by one, since its runner's threads would race for draws",
)
PYSD: Final = Version(
    name="PySD",
    command=("pysd",),
    replications=40,
    requirement="pysd",
    same_draws=False,
    differs="133 equations, a coarser model: Vensim's language has no counts, "
    "so they are rounded, clipped normals by Box and Muller",
)
SIMULSI: Final = Version(
    name="SimulSI",
    command=("simulsi",),
    replications=200,
    requirement="simulsi>=0.9.0",
    differs="the processes of plain SimPy on SimulSI's own engine, replicated by its experiment runner",
)
VERSIONS: Final = (LANES, UNAIDED, FUSED, NATIVE, RUST, BPTK, PYSD, SIMULSI)
