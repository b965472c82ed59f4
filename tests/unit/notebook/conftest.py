"""A small firm with an uncertain input, in a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import sim
from sim.notebook.tuning import Tuning, tuning

if TYPE_CHECKING:
    from pathlib import Path

    from sim.scenario import Scenario

SHOP = """\
# Our shop, as of spring.
extends: presets/b2b_services.yaml
name: shop
horizon: 8 months

business: {price: 1_400, cash_days: 27 days}   # a month

acquisition:
  win_rate: 18% to 30%   # sales says a quarter
experience:
  referral_rate: {value: 3% per year, source: survey 2025, confidence: medium}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the file of the shop."""
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP, encoding="utf-8")
    return path


@pytest.fixture
def shop(file: Path) -> Scenario:
    """Return the shop."""
    return sim.load(file)


@pytest.fixture
def state(shop: Scenario) -> Tuning:
    """Return the shop with four knobs, nothing turned."""
    keys = ("acquisition.win_rate", "policies.steady.share", "experience.referral_rate", "business.cash_days")
    return tuning(shop, keys, policies=("steady", "carry_on"))
