"""Do one job and print what it took as JSON; `benchmarks.speed.job` starts this in a process of its own."""

from __future__ import annotations

import json
import resource
import sys
import time
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from benchmarks.speed.job import MOVES, ROOT, Cost, Job
from benchmarks.speed.preview import slider, without_compiled_code
from benchmarks.twin.cycle import live
from benchmarks.twin.inputs import cases_of
from benchmarks.twin.measures import outcomes
from sim.analysis.run.summary import summarise
from sim.archive import drafting
from sim.experiment.run import facts_of, only, run
from sim.randomness import accelerator
from sim.scenario import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.scenario import Scenario

SEED: Final = 11


def scenario_of(job: Job) -> Scenario:
    """Return the scenario of a job, with its policies only."""
    scenario = load(ROOT / "scenarios" / "presets" / f"{job.preset}.yaml")
    added = {f"policies.{name}": {"rule": name} for name in job.policies if name not in scenario.policies}
    size = {"horizon": f"{job.months} months", "replications": job.replications, "seed": SEED}
    return only(scenario.vary(added | size), job.policies)


def measured(job: Job) -> Cost:
    """Do a job once on a tiny scale, so that everything is imported, then in full."""
    if job.who == "plain":
        without_compiled_code()
    elif accelerator.compiled is None:
        raise SystemExit("the compiled draws are missing: pip install -e .")
    if job.what == "preview":
        return _previewed(job)
    do = _twin if job.who == "twin" else _engine
    do(replace(job, replications=1, workers=1))
    return Cost(*_timed(lambda: do(job)), _peak())


def _previewed(job: Job) -> Cost:
    """Move the slider to a new place again and again."""
    with slider(scenario_of(job), replications=job.replications, workers=job.workers) as moved:
        times = [_timed(partial(moved, place)) for place in range(1, MOVES + 1)]
    return Cost(median(cpu for cpu, _ in times), median(wall for _, wall in times), _peak())


def _timed(do: Callable[[], object]) -> tuple[float, float]:
    cpu, wall = _cpu(), time.perf_counter()
    do()
    return _cpu() - cpu, time.perf_counter() - wall


def _engine(job: Job) -> object:
    scenario = scenario_of(job)
    if job.what == "run":
        return run(scenario, workers=job.workers)
    with TemporaryDirectory() as out, drafting(facts_of(scenario), Path(out)) as draft:
        results = run(scenario, workers=job.workers, book=draft.outcomes)
        return draft.finish(results, scenario.dump(), summary=summarise(results).frame())


def _twin(job: Job) -> object:
    """Live through every history, records kept; the same seed per replication under every policy."""
    scenario = scenario_of(job)
    found: list[Any] = []
    for policy in scenario.policies:
        cases = cases_of(scenario, policy, seed=SEED, replications=job.replications)
        for replication in range(job.replications):
            case = cases[replication % len(cases)]
            record = live(case, SEED, replication).record
            found.append((record, outcomes(case, record)))
    return found


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _peak() -> float:
    """Return MiB; the process's own, where `ru_maxrss` would include what started it."""
    status = Path("/proc/self/status")
    if status.is_file():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(json.dumps(asdict(measured(Job(**json.loads(sys.argv[1]))))))
