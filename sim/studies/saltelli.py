"""The design behind Sobol indices: two independent matrices, and A with one factor of B at a time, luck among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.sensitivity.sobol import Outputs, Sobol, sobol
from sim.errors import UsageError
from sim.randomness import KeyedUniforms
from sim.studies.study import SEEDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from sim.model.parameters.spec import Array
    from sim.studies.study import Study

    Model = Callable[[NDArray[np.int64], Array], Array]


def saltelli(study: Study, base: int) -> Sobol:
    """Simulate `base` rows of each matrix and estimate every factor's share of the variance.

    Raises
    ------
    UsageError
        When `base` is not a power of two.
    """
    keys, factors = list(study.inputs.beliefs), study.inputs.factors

    def model(luck: NDArray[np.int64], uniforms: Array) -> Array:
        return study.outcome(luck, study.inputs.values(dict(zip(keys, uniforms, strict=True))))

    columns = [[keys.index(key) for key in factor.keys] for factor in factors]
    outputs = outputs_of(model, columns, base, study.seed)
    trials = outputs.a.size + outputs.b.size + outputs.swapped.size
    return sobol(study.subject, factors, outputs, seed=study.seed, lanes=trials * len(study.subject.policies))


def outputs_of(model: Model, columns: Sequence[Sequence[int]], base: int, seed: int) -> Outputs:
    """Run a model through the design.

    Parameters
    ----------
    model
        Takes the replication whose luck each trial has, shape (trials,), and uniforms, shape (inputs, trials).
    columns
        Which inputs each factor consists of.
    base
        Rows of each matrix, a power of two.
    seed
        Key of the points.

    Raises
    ------
    UsageError
        When `base` is not a power of two.
    """
    a, b = points(sum(map(len, columns)), base, seed)
    own, other = np.arange(base), np.arange(base, 2 * base)
    uniforms, luck = [a, b], [own, other]
    for places in columns:
        swapped = a.copy()
        swapped[list(places)] = b[list(places)]
        uniforms, luck = [*uniforms, swapped], [*luck, own]
    uniforms, luck = [*uniforms, a], [*luck, other]
    found = model(np.concatenate(luck), np.concatenate(uniforms, axis=1)).reshape(len(luck), base)
    return Outputs(found[0], found[1], found[2:])


def refuse_uneven(base: int) -> None:
    """Refuse a number of rows that Sobol points can't have.

    Raises
    ------
    UsageError
        When `base` is not a power of two.
    """
    if base < 2 or base & (base - 1):  # noqa: PLR2004 (the first power that has a variance)
        raise UsageError(f"--base {base} is not a power of two, as Sobol points need it; try {2 ** base.bit_length()}")


def points(inputs: int, base: int, seed: int) -> tuple[Array, Array]:
    """Return the uniforms of A and B, each of shape (inputs, base): scrambled Sobol points.

    Raises
    ------
    UsageError
        When `base` is not a power of two.
    """
    from scipy.stats import qmc

    refuse_uneven(base)
    engine = qmc.Sobol(2 * inputs, scramble=True, rng=whole_seed(seed, "sobol:points"))
    # The engine's numbers have 30 bits, so they may be 0, where a quantile may be infinite.
    spread = (engine.random(base).T + 2.0**-31).astype(np.float64)
    return spread[:inputs], spread[inputs:]


def whole_seed(seed: int, stream: str) -> int:
    """Return a seed for the generator of another library, keyed like all other luck."""
    return int(KeyedUniforms(seed).rows(stream, 0, 1, ((0, 1),))[0, 0] * SEEDS)
