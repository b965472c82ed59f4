"""The main job: every policy of a scenario under the same luck."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from difflib import get_close_matches
from multiprocessing import active_children, get_context
from typing import TYPE_CHECKING, Final, Literal

from sim.errors import ScenarioError, UsageError
from sim.experiment.block import NOT_OF_THE_FIRM, Block, BlockResult, simulate_block
from sim.experiment.design import CUBE, blocks, input_draws
from sim.experiment.tables import Pool, results_of
from sim.model.consistency import impossible
from sim.model.parameters import substitute
from sim.policies.catalog import RULES
from sim.results import MEASURES, Results, RunFacts

if TYPE_CHECKING:
    from sim.scenario import Scenario

Paths = Literal["quantiles", "all", "none"]
Progress = Callable[[int, int], None]
"""Called with (lanes done, lanes in all) after every block."""

LANES_A_BLOCK: Final = 2048
_WORTH_A_PROCESS: Final = 250_000
"""Lane-months below which starting worker processes costs more than it saves."""
_RULE_NAMES: Final[dict[type, str]] = {rule: name for name, rule in RULES.items()}
_TOLERATED: Final = 0.05
"""Share of draws that may be impossible firms: the far tails of wide beliefs."""
_ROOM: Final = 0.6
"""Share of the machine's memory a run may plan to use."""


def run(
    scenario: Scenario,
    *,
    replications: int | None = None,
    seed: int | None = None,
    workers: int | None = 1,
    paths: Paths = "quantiles",
    progress: Progress | None = None,
) -> Results:
    """Simulate every policy of a scenario under the same luck.

    Parameters
    ----------
    scenario
        What to simulate.
    replications, seed
        Override the scenario's.
    workers
        Processes to use; None for as many as pay. The numbers do not depend on it. More than one starts fresh
        Python processes, so a script must then guard its own start by `if __name__ == "__main__":`.
    paths
        `quantiles` keeps quantiles by month, `all` every replication too, `none` outcomes only.
    progress
        Called after every block.

    Raises
    ------
    UsageError
        When the run would not fit into memory.
    ScenarioError
        When the uncertain inputs contradict each other, or more than a few of their draws make an impossible firm.
    """
    changes = {key: value for key, value in (("replications", replications), ("seed", seed)) if value is not None}
    wanted = scenario.vary(changes) if changes else scenario
    tasks = [
        Block(wanted, first, end) for first, end in blocks(wanted.replications, len(wanted.policies), LANES_A_BLOCK)
    ]
    _refuse_oversize(wanted, paths)
    _refuse_impossible(wanted)
    pool = Pool.empty(wanted, paths)
    done, lanes = 0, wanted.replications * len(wanted.policies)
    for part in _simulated(tasks, _processes(wanted, workers, len(tasks))):
        pool.add(part)
        done += (next(iter(part.outcomes.values()))).size
        if progress:
            progress(done, lanes)
    return results_of(facts_of(wanted), pool)


def facts_of(scenario: Scenario) -> RunFacts:
    """Return what identifies a run of a scenario."""
    return RunFacts(
        scenario=scenario.name,
        scenario_hash=scenario.hash,
        currency=scenario.currency,
        seed=scenario.seed,
        replications=scenario.replications,
        months=scenario.horizon,
        start=scenario.start,
        policies=tuple(scenario.policies),
        rules=tuple(_RULE_NAMES[type(policy)] for policy in scenario.policies.values()),
        baseline=scenario.baseline,
    )


def only(scenario: Scenario, names: Sequence[str]) -> Scenario:
    """Return the scenario with the named policies only; leaving one out changes nobody else's numbers.

    Raises
    ------
    UsageError
        When a policy is unknown.
    """
    for name in names:
        if name not in scenario.policies:
            near = get_close_matches(name, scenario.policies, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            message = f"no policy named '{name}'; this scenario has {', '.join(scenario.policies)}.{hint}"
            raise UsageError(message)
    dropped = {f"policies.{name}": None for name in scenario.policies if name not in names}
    if scenario.baseline not in names:
        dropped["baseline"] = None
    return scenario.vary(dropped) if dropped else scenario


def _processes(scenario: Scenario, workers: int | None, tasks: int) -> int:
    if workers is not None:
        return max(1, min(workers, tasks))
    work = scenario.replications * len(scenario.policies) * scenario.horizon
    return 1 if work < _WORTH_A_PROCESS else max(1, min(os.cpu_count() or 1, tasks))


def _simulated(tasks: Sequence[Block], processes: int) -> Iterator[BlockResult]:
    """Yield block results as they come; their order never matters."""
    if processes == 1:
        yield from map(simulate_block, tasks)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_leave_interrupts_to_the_parent) as executor:
        waiting = list(reversed(tasks))
        running: set[Future[BlockResult]] = set()
        try:
            while waiting or running:
                # Few blocks under way at a time, so that finished ones do not pile up in memory.
                while waiting and len(running) < processes + 1:
                    running.add(executor.submit(simulate_block, waiting.pop()))
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    yield future.result()
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            for child in active_children():
                child.terminate()
            raise


def _leave_interrupts_to_the_parent() -> None:
    """Ignore Ctrl-C in a worker: the parent ends its workers itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _refuse_oversize(scenario: Scenario, paths: Paths) -> None:
    """Refuse a run that cannot fit into memory, with the arithmetic, before it starts."""
    if paths == "none":
        return
    lanes = scenario.replications * len(scenario.policies)
    need = 4 * len(MEASURES) * (scenario.horizon + 1) * lanes
    room = _memory()
    if need > _ROOM * room:
        message = (
            f"{scenario.replications:,} replications x {len(scenario.policies)} policies x {scenario.horizon} months x "
            f"{len(MEASURES)} measures need {need / 2**30:.1f} GiB; this machine has {room / 2**30:.1f} GiB. "
            "Ask for fewer replications, or for outcomes only with --paths none."
        )
        raise UsageError(message)


def _refuse_impossible(scenario: Scenario) -> None:
    """Refuse ranges of which more than a few draws make a firm that cannot be."""
    draws = {key: value for key, value in input_draws(scenario, 0, CUBE).items() if not key.startswith(NOT_OF_THE_FIRM)}
    if not draws:
        return
    for key, share, what in impossible(substitute(scenario.parameters, draws), CUBE):
        if share > _TOLERATED:
            message = (
                f"{share:.0%} of the draws of the uncertain inputs make an impossible firm: {what} ({key}). "
                "Narrow their ranges, or state how they are correlated."
            )
            raise ScenarioError(message)


def _memory() -> float:
    try:
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):
        return 8.0 * 2**30
