"""What drives an outcome, as tables: every number unrounded, each with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.analysis.sensitivity.morris import Morris
from sim.analysis.sensitivity.tornado import Tornado
from sim.report.drivers import LUCK

if TYPE_CHECKING:
    import pandas as pd

    from sim.analysis.intervals import Interval
    from sim.analysis.sensitivity.morris import Effect
    from sim.analysis.sensitivity.sobol import Driver, Shares
    from sim.analysis.sensitivity.tornado import Bar
    from sim.report.drivers import Found


def frame_of(found: Found) -> pd.DataFrame:
    """Return a row per factor, luck last, every number unrounded."""
    import pandas as pd

    if isinstance(found, Tornado):
        return pd.DataFrame([*map(_bar, found.bars), _luck_bar(found)])
    if isinstance(found, Morris):
        return pd.DataFrame([_effect(one) for one in (*found.effects, found.luck)])
    return pd.DataFrame([*map(_driver, found.drivers), _shares(LUCK, "", found.luck)])


def _entry(name: str, keys: str, values: dict[str, float], intervals: dict[str, Interval]) -> dict[str, float | str]:
    """Return the cells of a row, each value followed by the ends of its interval where it has one."""
    cells: dict[str, float | str] = {"input": name, "keys": keys}
    for column, value in values.items():
        cells[column] = value
        if column in intervals:
            cells[f"{column}_low"], cells[f"{column}_high"] = intervals[column]
    return cells


def _bar(bar: Bar) -> dict[str, float | str]:
    values = {
        "p10": bar.low.level.value, "p10_mean": bar.low.mean, "p10_change": bar.low.change,
        "p90": bar.high.level.value, "p90_mean": bar.high.mean, "p90_change": bar.high.change,
        "swing": bar.swing, "clear": bar.clear,
    }  # fmt: skip
    intervals = {
        "p10_mean": bar.low.ci95, "p10_change": bar.low.change_ci95,
        "p90_mean": bar.high.ci95, "p90_change": bar.high.change_ci95, "swing": bar.swing_ci95,
    }  # fmt: skip
    return _entry(bar.factor.name, " ".join(bar.factor.keys), values, intervals)


def _luck_bar(found: Tornado) -> dict[str, float | str]:
    luck = found.luck
    values = {"p10_mean": luck.p10, "p90_mean": luck.p90, "swing": luck.p90 - luck.p10}
    return _entry(LUCK, "", values, {"p10_mean": luck.p10_ci95, "p90_mean": luck.p90_ci95})


def _effect(one: Effect) -> dict[str, float | str]:
    values = {"mu_star": one.size, "mu": one.change, "sigma": one.spread, "above_rest": one.above_rest}
    keys = " ".join(one.factor.keys) if one.factor else ""
    name = one.factor.name if one.factor else LUCK
    return _entry(name, keys, values, {"mu_star": one.size_ci95, "sigma": one.spread_ci95})


def _driver(one: Driver) -> dict[str, float | str]:
    cells = _shares(one.factor.name, " ".join(one.factor.keys), one.shares)
    expected = {"first_of_mean": one.of_expected.value, "above_rest": one.above_rest}
    return cells | _entry(one.factor.name, " ".join(one.factor.keys), expected, {"first_of_mean": one.of_expected.ci95})


def _shares(name: str, keys: str, of: Shares) -> dict[str, float | str]:
    values = {"total": of.total.value, "first": of.first.value}
    return _entry(name, keys, values, {"total": of.total.ci95, "first": of.first.ci95})
