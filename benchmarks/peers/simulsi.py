"""The reference model run by SimulSI's engine and experiment runner, in an environment of its own.

The very processes of `firm.py`: SimulSI starts them, keeps the time, seeds each replication and gathers the result.
"""

from __future__ import annotations

from simulsi import Experiment, Simulation
from simulsi.core.model import Model, Params

from benchmarks.peers import parameters as p
from benchmarks.peers.firm import Firm
from benchmarks.peers.report import report


def build(sim: Simulation, params: Params) -> None:  # noqa: ARG001 (SimulSI hands it over)
    """Set one firm up."""
    firm = Firm(sim, sim.stream("firm").generator)
    sim.on_finish(lambda done: done.metrics.set("cash", firm.cash))


def final_cash(replications: int, seed: int) -> list[float]:
    """Return the final cash of every replication."""
    model = Model(build, name="firm", duration=p.MONTHS - 0.5)  # the last month begins half a month before the end
    result = Experiment(model, replications=replications, seed=seed).run()
    return [record.metrics["cash"] for record in result.records]


if __name__ == "__main__":
    report(final_cash)
