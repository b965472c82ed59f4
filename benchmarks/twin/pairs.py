"""What is compared: scenarios and the policies that are run in each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.twin.agreement import compare
from benchmarks.twin.inputs import cases_of
from benchmarks.twin.sample import Request, engine_sample, twin_samples
from sim.experiment.run import only, run
from sim.scenario import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.twin.agreement import Row
    from benchmarks.twin.sample import Sample
    from sim.scenario import Scenario

ROOT = Path(__file__).resolve().parents[2]
MONTHS = (1, 12, 36, 60)
ENGINE_SEED, TWIN_SEED = 11, 500
"""Seeds of the first scenario and policy; later ones count on from them."""
PAIRS: dict[str, tuple[str, ...]] = {
    "scenarios/presets/b2b_services.yaml": ("harvest", "steady", "plan_first", "random_acts"),
    "scenarios/presets/online_retailer.yaml": ("carry_on", "steady", "plan_first", "technology_first"),
    "scenarios/presets/saas.yaml": ("all_in", "buffer_first", "marketing_only", "staged"),
    "scenarios/presets/small_manufacturer.yaml": (
        "harvest", "plan_first", "follow_the_gain", "pro_cyclical", "counter_cyclical",
    ),
    "scenarios/online_retailer.yaml": ("steady", "plan_first"),
    "benchmarks/twin/storm.yaml": ("plan_first", "random_acts", "cut_price"),
    "benchmarks/twin/sale.yaml": ("steady", "cut_price"),
}  # fmt: skip
"""Policies by scenario; every rule comes at least once."""
OWN_NAMES = ("carry_on", "harvest", "steady", "plan_first", "all_in", "cut_price")
"""Policies that the scenarios name themselves; any other is the rule of its name with default settings."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many histories of each side, and how many workers live through those of the twin."""

    engine: int
    twin: int
    workers: int = 2


def scenario_of(file: str, policies: Sequence[str]) -> Scenario:
    """Return a scenario with a horizon of 60 months and the given policies only."""
    added = {f"policies.{name}": {"rule": name} for name in policies if name not in OWN_NAMES}
    return only(load(ROOT / file).vary({"horizon": f"{MONTHS[-1]} months", **added}), policies)


def engine_samples(scenario: Scenario, replications: int, seed: int) -> Mapping[str, Sample]:
    """Run the engine; return a sample by policy."""
    results = run(scenario, replications=replications, seed=seed, paths="all")
    histories = results.replications
    if histories is None:
        raise RuntimeError("the run kept no histories")
    return {name: engine_sample((histories, results.outcomes), name, MONTHS) for name in scenario.policies}


def request_of(scenario: Scenario, policy: str, replications: int, seed: int) -> Request:
    """Return what is wanted of the twin for a policy of a scenario."""
    cases = cases_of(scenario, policy, seed=seed, replications=replications)
    return Request(tuple(cases), seed, replications, MONTHS)


def compared(file: str, sizes: Sizes) -> Iterator[tuple[str, list[Row]]]:
    """Yield every test of every policy of a scenario; every scenario and every policy of the twin has its own luck."""
    place = list(PAIRS).index(file)
    scenario = scenario_of(file, PAIRS[file])
    engine = engine_samples(scenario, sizes.engine, ENGINE_SEED + place)
    for number, name in enumerate(scenario.policies):
        request = request_of(scenario, name, sizes.twin, TWIN_SEED + 10 * place + number)
        (twin,) = twin_samples([request], workers=sizes.workers)
        yield name, list(compare(twin, engine[name]))
