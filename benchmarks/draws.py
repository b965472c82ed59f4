"""What one draw costs: keyed inversion against NumPy's Generator and scipy's ppf, side by side.

Run with `python benchmarks/draws.py`. Every figure is the fastest of several rounds, in nanoseconds a draw, uniforms
included; `plain` is keyed inversion without the compiled module. Ratios above 1 in the column `numpy/keyed` mean that
keyed draws are faster than NumPy's own, which can't be kept in step between policies. The last column counts keyed
draws that differ from scipy's ppf of the same uniforms: none should; for gamma and normal, which are not counts, those
that differ by more than one part in a billion.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import stats

from sim.randomness import KeyedStreams, accelerator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.arrays import Array

LANES: Final = 4096
POLICIES: Final = 4
ROUNDS: Final = 25
HEAD: Final = ("draw, shape", "keyed ns", "plain ns", "numpy ns", "ppf ns", "numpy/keyed", "ppf/keyed", "differ")
ROW: Final = "{:<36} {:>9} {:>9} {:>9} {:>8} {:>12} {:>10} {:>7}"
BINOMIAL: Final = ((16, 10, 0.02), (16, 50, 0.05), (16, 10, 0.5), (16, 200, 0.02), (16, 200, 0.3), (1, 20_000, 0.3))
POISSON: Final = ((16, 1.0), (1, 5.0), (1, 20.0), (1, 100.0), (1, 500.0), (16, 100.0))
GAMMA: Final = ((1, 2.0), (1, 200.0), (1, 5000.0))


@dataclass(frozen=True)
class Case:
    """One kind of draw, made in three ways."""

    name: str
    shape: tuple[int, int]
    keyed: Callable[[], Array]
    numpy: Callable[[], object]
    ppf: Callable[[], Array]

    def line(self) -> str:
        """Measure and compare."""
        draws = self.shape[0] * self.shape[1]
        keyed, plain = (fastest(draw, ROUNDS) / draws for draw in (self.keyed, self.numpy))
        with without_accelerator():
            bare = fastest(self.keyed, ROUNDS) / draws
        ppf = fastest(self.ppf, 2) / draws
        differ = np.abs(self.keyed() - self.ppf()) > 1e-9 * np.abs(self.ppf())
        times = (
            f"{keyed:.1f}",
            f"{bare:.1f}",
            f"{plain:.1f}",
            f"{ppf:.0f}",
            f"{plain / keyed:.2f}",
            f"{ppf / keyed:.1f}",
        )
        return ROW.format(f"{self.name} {self.shape}", *times, int(differ.sum()))


@contextmanager
def without_accelerator() -> Iterator[None]:
    """Draw by Python and NumPy alone."""
    present = accelerator.compiled
    accelerator.compiled = None  # type: ignore[assignment]
    try:
        yield
    finally:
        accelerator.compiled = present


def fastest(draw: Callable[[], object], rounds: int) -> float:
    """Return nanoseconds of the fastest round."""
    best = np.inf
    for _ in range(rounds):
        start = time.perf_counter_ns()
        draw()
        best = min(best, time.perf_counter_ns() - start)
    return float(best)


def cases(streams: KeyedStreams) -> Iterator[Case]:
    """Yield every case; parameters vary by half round their centre, lane by lane."""
    numpy = np.random.Generator(np.random.Philox(7))  # noqa: TID251 (the peer)

    def spread(centre: float, slots: int, name: str) -> Array:
        return centre * streams.between(name, 0, np.full((slots, 1), 0.5), 1.5)

    for slots, trials, chance in BINOMIAL:
        n, p = np.round(spread(trials, slots, "n")), spread(chance, slots, "p")
        whole = n.astype(np.int64)
        yield Case(
            f"binomial n~{trials} p~{chance}",
            n.shape,
            lambda n=n, p=p: streams.binomial("wins", 5, n, p),  # type: ignore[misc]
            lambda n=whole, p=p: numpy.binomial(n, p),  # type: ignore[misc]
            lambda n=n, p=p: stats.binom.ppf(streams.uniform("wins", 5, n.shape[0]), n, p),  # type: ignore[misc]
        )
    for slots, centre in POISSON:
        mean = spread(centre, slots, "mean")
        yield Case(
            f"poisson mean~{centre:g}",
            mean.shape,
            lambda m=mean: streams.poisson("leads", 5, m),  # type: ignore[misc]
            lambda m=mean: numpy.poisson(m),  # type: ignore[misc]
            lambda m=mean: stats.poisson.ppf(streams.uniform("leads", 5, m.shape[0]), m),  # type: ignore[misc]
        )
    for slots, centre in GAMMA:
        shape = spread(centre, slots, "shape")
        yield Case(
            f"gamma shape~{centre:g}",
            shape.shape,
            lambda a=shape: streams.gamma("value", 5, a, 1.0),  # type: ignore[misc]
            lambda a=shape: numpy.gamma(a),  # type: ignore[misc]
            lambda a=shape: stats.gamma.ppf(streams.uniform("value", 5, a.shape[0]), a),  # type: ignore[misc]
        )
    for slots in (1, 16):
        yield Case(
            "normal",
            (slots, LANES),
            lambda s=slots: streams.normal("noise", 5, s),  # type: ignore[misc]
            lambda s=slots: numpy.standard_normal((s, LANES)),  # type: ignore[misc]
            lambda s=slots: stats.norm.ppf(streams.uniform("noise", 5, s)),  # type: ignore[misc]
        )


def main() -> None:
    """Print the table."""
    print(f"{LANES} lanes = {POLICIES} policies x {LANES // POLICIES} replications, which share their luck")
    print(ROW.format(*HEAD))
    for case in cases(KeyedStreams(7, np.tile(np.arange(LANES // POLICIES), POLICIES))):
        print(case.line())


if __name__ == "__main__":
    main()
