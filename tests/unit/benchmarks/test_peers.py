"""The versions of the reference model are one model: equal draws, equal numbers; other draws, the same distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.peers import fused, lanes, plain
from benchmarks.peers import parameters as p
from sim.randomness import KeyedStreams

if TYPE_CHECKING:
    from sim.arrays import Array

WHOLE = ("leads", "qualified", "accepted", "wins", "churned", "referrals", "customers")
LANES, FIRST, SEED = 600, 40, 5
ALPHA_Z = 4.5
"""Standard errors that a true agreement exceeds once in 150,000 comparisons."""


def recorded(kind: type[lanes.Firms] = lanes.Firms, count: int = LANES) -> dict[str, Array]:
    """Return every measure of lanes, shape (months, lanes)."""
    record = lanes.new_record(count)
    kind(KeyedStreams(SEED, np.arange(FIRST, FIRST + count)), record)
    return dict(zip(p.MEASURES, record.swapaxes(0, 1), strict=True))


class Uncared(lanes.Firms):
    """Mutant: care keeps no customer."""

    def strain(self) -> Array:
        strain = super().strain()
        strain /= 1.0 - p.CARE_GAIN * self.returns[4]
        return strain


class Unreferred(lanes.Firms):
    """Mutant: nobody that customers recommend comes."""

    def experience(self, month: int, rows: dict[str, Array]) -> None:
        super().experience(month, rows)
        self.referrals = np.zeros_like(self.referrals)


@pytest.mark.skipif(fused.compiler() is None, reason="no C compiler, or no headers of Python, to build the kernel with")
def test_the_fused_kernel_and_the_lanes_tell_the_same_story() -> None:
    record = lanes.new_record(LANES)
    fused.kernel(fused.SHIPPED)(SEED, FIRST, LANES, record)
    ours, theirs = recorded(), dict(zip(p.MEASURES, record.swapaxes(0, 1), strict=True))
    for measure in p.MEASURES:
        if measure in WHOLE:
            np.testing.assert_array_equal(ours[measure], theirs[measure], measure)
        else:
            np.testing.assert_allclose(ours[measure], theirs[measure], rtol=1e-9, atol=1e-9, err_msg=measure)


@pytest.fixture(scope="module")
def twin() -> dict[str, Array]:
    """Every measure of plain SimPy, shape (months, replications)."""
    records = [plain.lived(seed).record for seed in range(400)]
    return {measure: np.array([record[measure] for record in records]).T for measure in p.MEASURES}


def furthest(ours: dict[str, Array], twin: dict[str, Array]) -> float:
    """Return the largest difference of means, over all measures at four months, in standard errors."""
    differences = [0.0]
    for measure in p.MEASURES:
        for month in (0, 11, 35, 59):
            a, b = ours[measure][month], twin[measure][month]
            error = np.sqrt(a.var() / a.size + b.var() / b.size)
            differences.append(abs(a.mean() - b.mean()) / max(error, 1e-9))
    return max(differences)


def test_lanes_and_plain_simpy_agree_in_the_mean(twin: dict[str, Array]) -> None:
    assert furthest(recorded(count=4096), twin) < ALPHA_Z


@pytest.mark.parametrize("mutant", [Uncared, Unreferred])
def test_a_wrong_equation_shows(mutant: type[lanes.Firms], twin: dict[str, Array]) -> None:
    assert furthest(recorded(mutant, 4096), twin) > 2.0 * ALPHA_Z
