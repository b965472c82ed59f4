"""The reference model in plain SimPy, an environment per replication: usual practice, the measure of every ratio."""

from __future__ import annotations

import numpy as np
import simpy

from benchmarks.peers import parameters as p
from benchmarks.peers.firm import Firm
from benchmarks.peers.report import report


def lived(seed: int) -> Firm:
    """Return a firm after all its months."""
    env = simpy.Environment()
    firm = Firm(env, np.random.Generator(np.random.PCG64(seed)))  # noqa: TID251 (usual practice)
    env.run(until=p.MONTHS)
    return firm


def final_cash(replications: int, seed: int) -> list[float]:
    """Return the final cash of every replication."""
    return [lived(seed + replication).cash for replication in range(replications)]


if __name__ == "__main__":
    report(final_cash)
