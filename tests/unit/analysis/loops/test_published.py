"""The scorer gives the published tables, and what the commercial reference exports, to the digits printed."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.loops import (
    Conventions,
    Equation,
    LoopScores,
    Stock,
    System,
    changes,
    dominant,
    link_score,
    loop_scores,
)
from sim.errors import UsageError
from tests.unit.analysis.loops.models import arms_race, bass, linear, logistic, split_and_net, workforce

PAPER = Conventions(partial="first", label="start", rule=2020)
"""Schoenberg, Davidsen & Eberlein (2020)."""


def of(found: LoopScores, *names: str) -> int:
    """Return the row of the loop that passes through just these stocks."""
    stocks = [{name for name in loop if name in STOCKS} for loop in found.loops]
    return stocks.index(set(names))


STOCKS = {"adopters", "potential", "our", "their", "population", "inventory", "workers", "expected"}


@pytest.mark.parametrize(
    ("equation", "series", "conventions", "scores"),
    [
        # 2020, Table 1: z = 2x + y
        (Equation(("x", "y"), lambda x, y: 2 * x + y), {"x": (5, 7), "y": (4, 5)}, PAPER, (4 / 5, 1 / 5)),
        # 2020, Table 2: z = (w + x) / y
        (
            Equation(("w", "x", "y"), lambda w, x, y: (w + x) / y),
            {"w": (7, 10), "x": (2, 4), "y": (3, 5)},
            PAPER,
            (5, 10 / 3, -6),
        ),
        # the same as Stella works it out
        (
            Equation(("w", "x", "y"), lambda w, x, y: (w + x) / y),
            {"w": (7, 10), "x": (2, 4), "y": (3, 5)},
            Conventions(),
            (3, 2, -28 / 3),
        ),
        (
            Equation(("w", "x", "y"), lambda w, x, y: (w + x) / y),
            {"w": (7, 10), "x": (2, 4), "y": (3, 5)},
            Conventions(partial="mid"),
            (4, 8 / 3, -23 / 3),
        ),
    ],
)
def test_links_by_hand(
    equation: Equation, series: dict[str, tuple[float, ...]], conventions: Conventions, scores: tuple[float, ...]
) -> None:
    given = {name: np.array(values, float) for name, values in series.items()}
    given["z"] = equation.rule(*(given[name] for name in equation.reads))
    found = changes(System({"z": equation}), given, conventions)
    assert [float(link_score(change)[0]) for change in found.values()] == pytest.approx(scores, abs=1e-12)


@pytest.mark.parametrize(("rule", "scores"), [(2020, (2.0, -1.0)), (2023, (1.25, -0.25))])
def test_flows_by_hand(rule: int, scores: tuple[float, float]) -> None:
    """2023, Tables 1 and 3: inflow 5 to 10, outflow 4 to 5; the old rule looks at the end of the window."""
    system = System({}, {"stock": Stock(("inflow",), ("outflow",))})
    series = {"inflow": np.array([5.0, 10.0]), "outflow": np.array([4.0, 5.0])}
    found = changes(system, series, Conventions(rule=2020 if rule == 2020 else 2023))
    assert [float(link_score(change)[0]) for change in found.values()] == pytest.approx(scores)


BASS = {
    1.0: (1.00000458785, -4.19461013876e-06, 0.999995805427, -4.19457330008e-06),
    9.5: (11.4574913463, -9.95802584516, 0.535008855676, -0.464991144324),
    9.5625: (9805.87598541, -9357.96873536, 0.511686257548, -0.488313742452),
    9.625: (10.4103701001, -10.9109276114, 0.488261560856, -0.511738439144),
    15.0: (0.000215122037595, -1.00019495868, 0.000215033856356, -0.999784966144),
}
"""2020, Table 3, by start of window: 11.46, 9806, 10.41 in print; here our own digits of the same numbers."""


def test_bass_as_printed() -> None:
    system, series = bass()
    found = loop_scores(system, series, PAPER)
    growth, limit = of(found, "adopters"), of(found, "potential")
    at = {float(moment) / 16: place for place, moment in enumerate(found.moments)}
    for time, numbers in BASS.items():
        place = at[time]
        row = [*found.scores[[growth, limit], place], *found.relative[[growth, limit], place]]
        assert row == pytest.approx(numbers, rel=2e-8), time


def test_bass_as_exported() -> None:
    """By end of window: the limit takes over at 9.625, after the inflow's peak at 9.5625."""
    system, series = bass()
    found = loop_scores(system, series)
    growth, limit = of(found, "adopters"), of(found, "potential")
    rows = {0.0625: (1.000001, -1.09375219732e-06), 9.5: (5.74423339923, -4.99247373804)}
    rows |= {9.625: (9356.96873536, -9806.87598541), 15: (0.000215131161637, -1.00023738028)}
    for time, numbers in rows.items():
        place = int(time * 16) - 1
        assert found.moments[place] == time * 16
        assert found.scores[[growth, limit], place] == pytest.approx(numbers, rel=2e-8), time
    assert found.moments[np.argmax(-found.relative[limit] > 0.5)] / 16 == 9.625
    assert np.argmax(series["adopting"]) / 16 == 9.5625


def test_two_party_arms_race() -> None:
    system, series = arms_race()
    found = loop_scores(system, series)
    rows = [of(found, "our"), of(found, "their"), of(found, "our", "their")]
    given = {0.125: (-0.340136054422, -0.414965986395, 0.244897959184)}
    given |= {
        7.5: (-0.114989868216, -0.399633765731, 0.485376366053),
        8: (-0.0944943644808, -0.349961589523, 0.555544045996),
    }
    for time, numbers in given.items():
        assert found.relative[rows, int(time * 8) - 1] == pytest.approx(numbers, abs=1e-11), time
    leads = dominant(found.relative)[rows]
    alone = leads[2] & ~leads[0] & ~leads[1]
    assert found.moments[np.argmax(alone)] / 8 == 7.625
    assert alone[int(7.625 * 8) - 1 :].all()
    assert leads[:, 0].tolist() == [True, True, False]


def test_logistic_growth() -> None:
    system, series = logistic()
    found = loop_scores(system, series)
    growth = found.loops.index(("population", "growing"))
    given = {1: 0.994403, 2: 0.993735119169, 46: 0.501416852454, 47: 0.47141709335, 100: 0.00110767259457}
    for time, number in given.items():
        assert found.relative[growth, time - 1] == pytest.approx(number, abs=1e-12), time
    assert series["population"][47] == pytest.approx(528.58290665)
    assert found.moments[np.argmax(found.relative[growth] < 0.5)] == 47


TOLD = {
    (2020, 3): (0.991, 0.009, 0.999), (2020, 6): (0.988, 0.012, 1.0), (2020, 12): (0.985, 0.015, 1.0),
    (2023, 3): (0.602, 0.398, 0.679), (2023, 6): (0.661, 0.339, 0.764), (2023, 12): (0.719, 0.281, 0.832),
}  # fmt: skip
"""Mean absolute relative scores of the inventory loop and of the hiring loop, and how often the former leads: the
2020 paper's words hold under its own rule only. From month 2 on, when demand has come to rest (2023 rule)."""


@pytest.mark.parametrize("time_to_hire", [3, 6, 12])
@pytest.mark.parametrize("rule", [2020, 2023])
def test_inventory_and_workforce_under_both_rules(rule: int, time_to_hire: int) -> None:
    system, series = workforce(time_to_hire)
    found = loop_scores(system, series, Conventions(rule=2020 if rule == 2020 else 2023))
    both = np.abs(found.relative[[of(found, "inventory", "workers"), of(found, "workers")]])
    # The loops share a partition with no other: expected demand adjusts on its own.
    assert both[:, 40:].sum(axis=0) == pytest.approx(1)
    settled = both[:, (found.moments >= 2 * 16) & (both.sum(axis=0) > 0)]
    shares = (*settled.mean(axis=1), (settled[0] > 0.5).mean())
    assert shares == pytest.approx(TOLD[rule, time_to_hire], abs=6e-4)


@pytest.mark.parametrize("dt", [1.0, 0.5, 0.25])
def test_a_loop_alone_scores_one_whatever_the_time_step(dt: float) -> None:
    for gains, start, sign in (
        ({("a", "a"): 0.1}, {"a": 1.0}, 1.0),
        ({("a", "b"): 0.3, ("b", "a"): -0.2}, {"a": 1.0, "b": 1.0}, -1.0),
    ):
        system, series = linear(gains, start, dt)
        found = loop_scores(system, series)
        assert found.scores == pytest.approx(np.full((1, 3), sign))
        assert found.relative == pytest.approx(np.full((1, 3), sign))


def test_only_the_newer_rule_does_not_mind_how_flows_are_drawn() -> None:
    systems, series = split_and_net()
    told: dict[int, tuple[tuple[float, float], ...]] = {
        2023: ((-0.500439278862, 0.499560721138), (-0.500439278862, 0.499560721138)),
        2020: ((-0.349881175884, 0.650118824116), (-0.500439278862, 0.499560721138)),
    }
    for rule, rows in told.items():
        for system, row in zip(systems, rows, strict=True):
            found = loop_scores(system, series, Conventions(rule=2020 if rule == 2020 else 2023))
            through = ["deaths" in loop for loop in found.loops]
            deaths, births = through.index(True), through.index(False)
            assert found.relative[[deaths, births], 9] == pytest.approx(row, abs=1e-11), rule


def test_mid_adds_up_for_bilinear_equations_and_last_does_not() -> None:
    system, series = bass()
    for partial, whole in (("mid", True), ("last", False), ("first", False)):
        found = changes(system, series, Conventions(partial=partial))  # type: ignore[arg-type] # from a literal list
        parts = found["adopters", "adopting"].part + found["potential", "adopting"].part
        assert np.allclose(parts, np.diff(series["adopting"]), rtol=1e-9, atol=1e-9) == whole, partial


def test_nothing_moves_at_rest() -> None:
    system, series = linear({("a", "b"): 1.0, ("b", "a"): 1.0}, {"a": 0.0, "b": 0.0}, 1.0)
    found = loop_scores(system, series)
    assert not found.scores.any()
    assert not found.relative.any()
    assert not dominant(found.relative).any()


def test_series_are_refused_by_name() -> None:
    system, series = bass()
    with pytest.raises(UsageError, match="no series for adopting; there are adopters, potential"):
        changes(system, {name: series[name] for name in ("adopters", "potential")})
    with pytest.raises(UsageError, match="two or more"):
        changes(system, {name: values[:1] for name, values in series.items()})
    with pytest.raises(UsageError, match="both a stock and an equation: z"):
        System({"z": Equation((), np.zeros)}, {"z": Stock()})
