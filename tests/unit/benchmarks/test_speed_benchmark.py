"""The benchmark of speed keeps working, and its arithmetic is right; nothing here depends on how fast anything is."""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
import pytest

from benchmarks.speed import contest, differences, machine, page, precision, rounds, scaling, starting, workers
from benchmarks.speed.__main__ import PARTS, main
from benchmarks.speed.job import Cost, Job, Who, cost
from benchmarks.speed.preview import slider
from benchmarks.speed.sizes import FULL, QUICK
from benchmarks.speed.work import scenario_of
from sim.randomness import accelerator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import ModuleType

FEW = Job(who="engine", policies=("carry_on", "plan_first"), replications=3, months=12)
PRICES = {"twin": 300.0, "engine": 5.0, "plain": 12.0}
"""Microseconds a lane-month on a machine that is always equally fast."""


def steady_machine(job: Job) -> Cost:
    """Return what a job costs there: processes take a second to start, workers share the rest."""
    seconds = PRICES[job.who] * job.lane_months / 1e6
    return Cost(seconds, 1.0 + seconds / job.workers, 100.0)


def arithmetic() -> None:
    """Check the figures that everything rests on."""
    # A machine that takes a breath in round 2, then once more while the second side works in round 3.
    assert rounds.ratio([10.0, 40.0, 10.0], [5.0, 20.0, 20.0]) == 2.0
    assert rounds.replications_needed(10.0, 1.0) == 385  # 19.6² = 384.16
    assert rounds.replications_needed(0.01, 1.0) == 30
    first, second = np.array([1.0, 2.0, 3.0, 4.0]), np.array([1.0, 2.0, 3.0, 5.0])
    assert differences.reduction(first, second) == pytest.approx((5 / 3 + 35 / 12) / (1 / 4))


def test_the_arithmetic() -> None:
    arithmetic()


def ratio_of_medians(slow: Sequence[float], fast: Sequence[float]) -> float:
    return median(slow) / median(fast)


def whole_width(spread: float, width: float) -> int:
    return max(30, int(np.ceil((1.96 * spread / (width / 2)) ** 2)))


def no_least(spread: float, half: float) -> int:
    return int(np.ceil((1.96 * spread / half) ** 2))


def of_spreads(first: differences.Array, second: differences.Array) -> float:
    return float((np.std(first, ddof=1) + np.std(second, ddof=1)) / np.std(first - second, ddof=1))


@pytest.mark.parametrize(
    ("module", "name", "faulty"),
    [
        (rounds, "ratio", ratio_of_medians),
        (rounds, "replications_needed", whole_width),
        (rounds, "replications_needed", no_least),
        (differences, "reduction", of_spreads),
    ],
)
def test_wrong_arithmetic_is_caught(
    module: ModuleType, name: str, faulty: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, faulty)
    with pytest.raises(AssertionError):
        arithmetic()


def test_the_time_to_a_precise_difference_is_price_times_replications() -> None:
    level = np.linspace(900.0, 1100.0, 101)  # the baseline's mean is 1,000, so the half width is 10
    noise = np.tile([-1.0, 1.0], 51)[:101]

    def ends(apart: float) -> differences.Ends:
        return {
            (policy, outcome): level + apart * place * noise
            for place, policy in enumerate(contest.POLICIES)
            for outcome in differences.OUTCOMES
        }

    ours, usual = differences.Side(ends(20.0), 0.001), differences.Side(ends(200.0), 0.1)
    bout = differences.Bout("firm", 60, ours, usual, direct=2.0)
    row = next(iter(precision.time_rows(bout)))
    needs = [side.needed(differences.MAIN, 10.0) for side in (ours, usual)]
    times = needs[1] * 0.1 / (needs[0] * 0.001)
    # plan first is three times `apart` away from carry on
    assert needs == [rounds.replications_needed(3 * apart * float(noise.std(ddof=1)), 10.0) for apart in (20.0, 200.0)]
    assert f"| **{times:,.0f}×** | {needs[0]:,} | {needs[0] * 0.001:.2f} s | {needs[1]:,} |" in row
    assert f"| **{times:,.0f}×** | **{needs[1] * 0.1 / 2.0:,.0f}×** |" in precision.main_row(bout, 10)


def test_the_factor_lies_in_its_interval_and_is_one_for_independent_luck() -> None:
    rng = np.random.Generator(np.random.PCG64(1))  # noqa: TID251 (synthetic outcomes)
    ends = {(policy, "npv"): rng.normal(size=2000) for policy in differences.MAIN}
    factor = differences.Side(ends, 1.0).factor(differences.MAIN, "npv", 200)
    assert factor.low < factor.value < factor.high
    assert factor.low < 1 < factor.high


def test_ratios_of_the_contest_and_of_growth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contest, "cost", steady_machine)
    monkeypatch.setattr(scaling, "cost", steady_machine)
    assert "| `b2b_services` | all five | **60×** | **25×** | 300 | 5.00 | 12.00 |" in contest.part(QUICK)
    assert "| 200 | **1.00×** | 5.00 |" in scaling.part(QUICK)


def test_the_start_of_workers_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "cost", steady_machine)
    text = workers.part(QUICK)
    assert "Two are **2.00×** as fast as one" in text
    assert "**1.00×** the\nCPU time" in text


@pytest.mark.parametrize("who", get_args(Who))
def test_every_side_does_its_job(who: Who) -> None:
    if who == "engine" and accelerator.compiled is None:
        pytest.skip("no compiled draws here")
    found = cost(replace(FEW, who=who))
    assert found.cpu > 0
    assert found.wall > 0
    assert found.peak > 20


def test_both_sides_live_the_same_months_under_the_same_policies() -> None:
    scenario = scenario_of(replace(FEW, policies=("harvest", "staged")))
    assert list(scenario.policies) == ["harvest", "staged"]
    assert (scenario.horizon, scenario.replications) == (12, 3)
    assert FEW.lane_months == 3 * 2 * 12


def test_every_move_of_the_slider_simulates_every_policy() -> None:
    with slider(scenario_of(FEW), replications=20, workers=1) as moved:
        one, other = moved(1), moved(2)
    assert one.policies == ("carry_on", "plan_first")
    assert len(one.measures) == 5
    assert all(not np.array_equal(one.bands[:, :, policy], other.bands[:, :, policy]) for policy in range(2))


def test_a_command_starts_from_a_fresh_copy(tmp_path: Path) -> None:
    home = starting.install(tmp_path / "installed")
    assert not list(home.rglob("__pycache__"))
    wall, cpu = starting.start(("--help",), home)
    assert wall > 0
    assert cpu > 0
    assert (home / "sim" / "__pycache__").is_dir()


def test_a_row_shows_median_and_best() -> None:
    command = starting.Command("`x`", ("x",), "1.5", wall=[3.0, 1.0, 2.0], cpu=[0.3, 0.1, 0.5])
    assert command.row() == "| `x` | **2.00** | 1.00 | **0.30** | 0.10 | 1.5 |\n"


def test_the_machine_is_described() -> None:
    assert "Python" in machine.described()


def test_what_others_use_is_what_is_busy_less_what_is_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = {"wall": 100.0, "busy": 50.0, "own": 10.0}
    monkeypatch.setattr(machine, "_busy", lambda: clock["busy"])
    monkeypatch.setattr(machine, "_own", lambda: clock["own"])
    monkeypatch.setattr("time.perf_counter", lambda: clock["wall"])
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    others = machine.Others(_wall=clock["wall"], _busy=40.0)
    clock |= {"wall": 110.0, "busy": 65.0, "own": 13.0}
    assert others.share() == pytest.approx((15 - 3) / 10 / 2)


def test_a_part_takes_its_place_and_the_others_stay(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    fake: dict[str, Callable[[Any], str]] = {name: lambda _, name=name: f"## {name}" for name in PARTS}  # type: ignore[misc]
    monkeypatch.setattr("benchmarks.speed.__main__.PARTS", fake)
    monkeypatch.setattr(page, "PAGE", tmp_path / "speed.md")
    main(["--quick"])
    assert not page.PAGE.exists()
    main([])
    before = page.parts_of(page.PAGE.read_text(encoding="utf-8"))
    assert list(before) == list(PARTS)
    fake["precision"] = lambda _: "## again"
    main(["--only", "precision"])
    after = page.parts_of(page.PAGE.read_text(encoding="utf-8"))
    assert list(after) == list(PARTS)
    assert after["precision"].startswith("## again")
    assert [name for name in PARTS if after[name] != before[name]] == ["precision"]
    assert "Measured on" in capsys.readouterr().out


def test_the_page_has_every_part(root: Path) -> None:
    parts = page.parts_of((root / "docs" / "reference" / "speed.md").read_text(encoding="utf-8"))
    assert list(parts) == list(PARTS)
    for name, module in zip(PARTS, (contest, precision, scaling, workers, starting), strict=True):
        assert parts[name].startswith(module.HEAD.strip().splitlines()[0])
    assert f"{FULL.contest:,} replications" in parts["contest"]
