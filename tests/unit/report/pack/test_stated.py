"""The table of assumptions in few rows."""

from __future__ import annotations

from typing import Any

from sim.report.pack.stated import stated
from sim.scenario import load
from sim.scenario.stated import stated as every


def test_events_that_only_recur_are_one_row_and_keep_every_month() -> None:
    found = every(load("scenarios/eroding_churn.yaml"))
    rows = stated(found)
    events = [row for row in rows if row.key.startswith("events.")]
    assert [row.key for row in events] == ["events.0 to 25"]
    assert events[0].text == "5%, months " + ", ".join(str(month) for month in range(25, 176, 6))
    others = [one.key for one in found if not one.key.startswith("events.")]
    assert sorted(row.key for row in rows if row not in events) == sorted(others)


def test_an_event_that_differs_or_has_a_source_stands_alone() -> None:
    changes: dict[str, Any] = {
        "events": [
            {"month": 3, "kind": "churn_shock", "size": "5%"},
            {"month": 4, "kind": "churn_shock", "size": "6%"},
            {"month": 5, "kind": "churn_shock", "size": "6%", "lasting": "2 months"},
        ]
    }
    rows = stated(every(load("scenarios/tipping_point.yaml").vary(changes)))
    texts = [row.text for row in rows if row.key.startswith("events.")]
    assert texts == ["5%, month 3", "6%, month 4", "6%, lasting 2 months, month 5"]


def test_what_has_a_range_or_a_source_comes_first() -> None:
    rows = stated(every(load("scenarios/online_retailer.yaml")))
    assert [row.told for row in rows] == sorted((row.told for row in rows), reverse=True)
    assert rows[-1].key == "correlations.0"
    assert rows[-1].text == "−0.5"
    assert next(row.text for row in rows if row.key == "world.seasonality").startswith("0.66, 0.72, ")
    assert not any("`" in row.meaning for row in rows)
