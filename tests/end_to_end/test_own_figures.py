"""`track`, `forecast` and `backtest` from the command line: answers and exit codes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Call

FIGURES = "month,revenue\n2026-01,300000\n2026-02,310000\n2026-03,290000\n"
TRACK = ("track", "presets/b2b_services.yaml", "--data", "kpi.csv", "--replications", "100", "--no-charts")


@pytest.fixture(autouse=True)
def figures(call: Call) -> None:
    """Write a firm's figures where the command runs."""
    assert call is not None
    Path("kpi.csv").write_text(FIGURES, encoding="utf-8")


def test_track_answers_as_json(call: Call) -> None:
    found = call(*TRACK, "--above", "1m", "--json").content
    assert found["policy"] == "carry_on"
    assert found["alarm"]["rate"] == 0.05
    assert [one["name"] for one in found["updates"]] == [
        "growing", "shrinking", "closing", "target", "revenue, next 12 months", "NPV",
    ]  # fmt: skip
    assert {"updates.csv", "fans.csv", "weights.csv"} <= set(found["files"])


def test_what_is_wrong_has_its_code(call: Call) -> None:
    assert call(*TRACK, "--above", "1m", "--below", "2m").code == 2
    assert call(*TRACK, "--noise", "0%").code == 2
    assert call(*TRACK, "--policy", "carry_om").err.count("Did you mean 'carry_on'") == 1
    assert call(*TRACK[:2], "--data", "nowhere.csv").code == 66
    Path("kpi.csv").write_text("month,revenue\n2026-01,many\n", encoding="utf-8")
    assert call(*TRACK).code == 65


def test_too_few_months_and_nothing_to_fit(call: Call) -> None:
    file = ("presets/b2b_services.yaml", "--data", "kpi.csv")
    done = call("backtest", *file)
    assert (done.code, "at least 6 are needed" in done.err) == (2, True)
    done = call("forecast", *file)
    assert (done.code, "--set acquisition.win_rate" in done.err) == (2, True)
