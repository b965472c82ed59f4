"""What a share of profit affords (docs/explanation/policies.md#what-a-share-of-profit-affords)."""

from __future__ import annotations

import pytest

from sim.model.decisions import affordable
from tests.unit.policies.figures import seen

OUT, BUFFER, SURVIVAL = 30.0, 40.0, 10.0


def afford(share: float, days: float, **more: float) -> float:
    firm = {"cash": days * OUT, "daily_outflow": OUT, "buffer_days": BUFFER, "survival_days": SURVIVAL, **more}
    return float(affordable(seen(**firm), share)[0])


@pytest.mark.parametrize(("days", "part"), [(5, 0.0), (10, 0.0), (25, 0.5), (40, 1.0), (50, 1.0)])
def test_the_budget_rises_with_cash_between_the_survival_line_and_the_buffer(days: float, part: float) -> None:
    assert afford(0.4, days, profit=200.0) == pytest.approx(0.4 * 200 * part)


def test_losses_give_no_budget() -> None:
    assert afford(0.4, 45, profit=-200.0) == 0


def test_cash_above_one_and_a_quarter_buffers_is_spread_over_a_year() -> None:
    spare = (80 - 1.25 * BUFFER) * OUT
    assert afford(0.4, 80, profit=200.0, excess_use=0.7) == pytest.approx(0.4 * 200 + 0.4 * 0.7 * spare / 12)


@pytest.mark.parametrize(("days", "held"), [(14.9, False), (15.1, True)])
def test_a_held_budget_is_the_two_year_mean_while_cash_lasts(days: float, held: bool) -> None:  # noqa: FBT001
    poor = afford(0.4, days, profit=-50.0, profit_two_years=150.0, hold=0.8)
    assert poor == pytest.approx(0.8 * 0.4 * 150 if held else 0)
    rich = afford(0.4, 45, profit=300.0, profit_two_years=150.0, hold=0.8)
    assert rich == pytest.approx(0.4 * 300)  # the larger of the two, never their sum
    assert afford(0.4, days, profit=-50.0, profit_two_years=-150.0, hold=0.8) == 0


def test_a_buffer_at_the_survival_line_is_a_step() -> None:
    assert afford(0.4, 9.9, buffer_days=10.0, profit=200.0) == 0
    assert afford(0.4, 10.1, buffer_days=10.0, profit=200.0) == pytest.approx(0.4 * 200)


def test_a_firm_that_spends_nothing_has_cash_for_ever() -> None:
    assert afford(0.4, 1, daily_outflow=0.0, profit=200.0, excess_use=0.0) == pytest.approx(0.4 * 200)
