"""Made-up sensitivity studies that charts must stand: one input and many, long names, nothing moving, tied inputs."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.sensitivity.factor import Factor
from sim.analysis.sensitivity.morris import Morris, morris
from sim.analysis.sensitivity.sobol import Outputs, Sobol, sobol
from sim.analysis.sensitivity.tornado import Level, Runs, Tornado, tornado
from tests.unit.analysis.synthetic import made_up, normals
from tests.unit.analysis.toys import SUBJECT

if TYPE_CHECKING:
    from sim.results import RunFacts

CASES = ("nine", "one", "thirty", "one-sided", "skewed", "tied", "few", "huge", "tiny", "long", "ruin")
_SIZES = {"one": 1, "thirty": 30, "huge": 4, "tiny": 4}
_SCALES = {"huge": 1e13, "tiny": 1e-3}


def facts() -> RunFacts:
    return made_up(replications=4).facts


def _factors(case: str) -> list[Factor]:
    count = _SIZES.get(case, 9)
    longer = " of a name that never seems to end at all, whatever one does" if case == "long" else ""
    found = [Factor((f"acquisition: win rate {place}{longer}",), (f"a.b{place}",)) for place in range(count)]
    if case == "tied":
        found[0] = Factor(("business: cost of sales", "business: operating margin"), ("x.y", "x.z"))
    return found


def _changes(case: str, count: int) -> np.ndarray:
    """Return the changes at both ends, shape (2, inputs)."""
    size = 1e5 * 0.75 ** np.arange(count)
    both = np.stack([-size, 1.3 * size])
    if case == "one-sided":
        both = np.stack([-size, -0.4 * size])
    if case == "skewed":
        both = np.stack([0.0 * size, 4.0 * size])
    return both * (0.0 if case == "still" else _SCALES.get(case, 1.0)) * (1e-7 if case == "ruin" else 1.0)


@functools.cache
def of_tornado(case: str) -> Tornado:
    factors, count = _factors(case), 2 if case == "few" else 100
    changes = _changes(case, len(factors))
    scale = float(np.abs(changes).max())
    luck = scale * normals(1, count, 3)[0] + 3.0 * scale
    noise = 0.3 * scale * normals(2 * len(factors), count, 4).reshape(2, len(factors), count) / 10.0
    ends = [(Level(16.9, "16.9 days"), Level(39.9, "39.9 days"))] * len(factors)
    tied = [Factor(("a: b", "a: c"), ("a.b", "a.c"))] if case == "tied" else []
    low, high = (luck + change[:, None] + own for change, own in zip(changes, noise, strict=True))
    subject = replace(SUBJECT, measure="ruined", less="") if case == "ruin" else SUBJECT
    return tornado(subject, factors, Runs(luck, low, high, ends, tied), lanes=1900)


@functools.cache
def of_sobol(case: str) -> Sobol:
    factors, rows = _factors(case), 8 if case == "few" else 256
    scale = 0.0 if case == "still" else _SCALES.get(case, 1.0)
    weight = 0.75 ** np.arange(len(factors) + 1)[::-1]
    own, other = (normals(len(factors) + 1, rows, seed) for seed in (5, 6))
    swapped = [np.where(np.arange(len(own))[:, None] == place, other, own) for place in range(len(own))]
    a, b, *rest = (scale * weight @ one for one in (own, other, *swapped))
    return sobol(SUBJECT, factors, Outputs(a, b, np.stack(rest)), seed=7, lanes=2816)


@functools.cache
def of_morris(case: str) -> Morris:
    factors, paths = _factors(case), 2 if case == "few" else 60
    scale = 0.0 if case == "still" else 1e5 * _SCALES.get(case, 1.0)
    weight = 0.75 ** np.arange(len(factors) + 1)[:, None]
    changes = scale * weight * (1.0 + 0.5 * normals(len(factors) + 1, paths, 8))
    changes[-1] *= 8.0
    return morris(SUBJECT, factors, changes, seed=7, lanes=660)
