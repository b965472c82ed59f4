"""What a slider shows after every move: the one place to change when the engine's preview changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.experiment.run import run

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario import Scenario

MEASURES: Final = ("revenue", "profit", "cash", "customers", "nps")


def preview(scenario: Scenario) -> pd.DataFrame:
    """Return means and quantiles by policy and month of five measures."""
    paths = run(scenario, workers=1).paths
    return paths[paths["measure"].isin(MEASURES)]
