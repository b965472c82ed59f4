"""The bits of a lane do not depend on the lanes beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import sim
from sim.experiment.block import lay_out
from sim.model.cycle import simulate

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("kind", ["platform_project", "data_loss", "staff_exit"])
def test_an_event_at_another_time_for_every_lane_leaves_the_others_alone(root: Path, kind: str) -> None:
    lasting = {"lasting": "uniform(2, 6)"} if kind == "platform_project" else {}
    event = {"month": "uniform(2, 20)", "kind": kind, "size": "uniform(0.2, 0.5)", **lasting}
    scenario = sim.load(root / "scenarios" / "presets" / "b2b_services.yaml").vary({"horizon": 24, "events": [event]})
    together = simulate(lay_out(scenario, 0, 8)).recording.values
    together = together.reshape(*together.shape[:2], len(scenario.policies), 8)
    for replication in range(8):
        alone = simulate(lay_out(scenario, replication, replication + 1)).recording.values
        np.testing.assert_array_equal(alone, together[..., replication])
