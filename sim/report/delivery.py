"""The main job, from a scenario file to a run folder: every policy, tables, charts, verdicts."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sim.analysis.run.summary import Summary, summarise
from sim.archive import drafting, read_manifest
from sim.experiment.run import facts_of, run
from sim.experiment.stopping import settle
from sim.experiment.until import parse
from sim.report import stopping, uncertainty
from sim.report.judging import conditions_of, unjudged, verdicts_of
from sim.report.order import refuse_oversize
from sim.report.sheet import guarded
from sim.report.terminal import fitting, render
from sim.studies.two_kinds import LEAST, two_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.analysis.checks.checks import Verdict
    from sim.analysis.run.two_kinds import TwoKinds
    from sim.analysis.stopping.targets import Stopped
    from sim.archive import PieceFolder
    from sim.errors import Problem
    from sim.experiment.progress import Progress
    from sim.report.order import Order
    from sim.results import Results
    from sim.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of an order.

    Attributes
    ----------
    summary
        What the run says.
    folder, files
        Where it is kept, and the names inside.
    seconds
        What the whole took.
    verdicts
        How each check of the scenario came out.
    conditions
        How each `fail_if` came out, policy by policy.
    warnings
        What is legal in the scenario yet looks like a slip, checks that could not be judged, and a target of
        `until` that was not reached.
    stopped
        With `until`, when and why it stopped.
    kinds
        Ignorance and luck apart; None for outcomes alone (`--paths none`) and below `LEAST` replications.
    """

    summary: Summary
    folder: Path
    files: tuple[str, ...]
    seconds: float
    verdicts: tuple[Verdict, ...]
    conditions: tuple[Verdict, ...]
    warnings: tuple[Problem, ...]
    stopped: Stopped | None
    kinds: TwoKinds | None

    @property
    def unmet(self) -> tuple[str, ...]:
        """One line per check that fails and per `fail_if` that holds."""
        failed = [f"check {verdict}" for verdict in self.verdicts if not verdict.holds]
        return (*failed, *(f"--fail-if {verdict}" for verdict in self.conditions if verdict.holds))

    def as_json(self) -> dict[str, Any]:
        """Return what `run --json` prints."""
        facts = self.summary.facts
        return {
            "run": {
                "id": facts.run_id,
                "folder": str(self.folder),
                "scenario": facts.scenario,
                "seed": facts.seed,
                "replications": facts.replications,
                "lanes": facts.lanes,
                "months": facts.months,
                "seconds": round(self.seconds, 3),
            },
            "policies": self.summary.as_json(),
            "checks": [verdict.as_json() for verdict in self.verdicts],
            "fail_if": [verdict.as_json() for verdict in self.conditions],
            "unmet": list(self.unmet),
            "until": stopping.content(self.stopped) if self.stopped else None,
            "uncertainty": uncertainty.content(self.kinds) if self.kinds else None,
            "files": list(self.files),
        }

    def as_text(self, *, width: int) -> str:
        """Return what `run` prints."""
        known = self.summary.contenders
        about = known[0] if len(known) == 1 else self.summary.facts.baseline
        aside = uncertainty.sentence(self.kinds, about) if self.kinds else ""
        until = stopping.lines(self.stopped, self.summary.facts.currency, width=fitting(width)) if self.stopped else []
        checks = [f"check {verdict}" for verdict in self.verdicts]
        checks += [f"--fail-if {verdict}" for verdict in self.conditions if verdict.in_doubt and not verdict.holds]
        return "\n".join(
            [render(self.summary, width=width, aside=aside), "", *until, *checks, f"Results: {self.folder}"]
        )


def deliver(order: Order, *, progress: Progress | None = None) -> Delivery:
    """Carry out an order.

    Raises
    ------
    CyclesimError
        Of the kind that says what to put right: the scenario, the request, the folder.
    """
    clock = _Clock()
    with clock.timed("read"):
        scenario = order.scenario()
    store = order.store(scenario)
    refuse_oversize(order, scenario, store)
    stopped = None
    if order.until is not None and store:
        with clock.timed("settle"):
            stopped = _settled(order, scenario, store, progress)
        scenario, progress = replace(order, until=None, replications=stopped.replications).scenario(), None
    with drafting(facts_of(scenario), order.out) as draft:
        with clock.timed("simulate"):
            results = run(
                scenario, workers=order.who, paths=order.paths, progress=progress, store=store, book=draft.outcomes
            )
        with clock.timed("analyse"):
            summary, verdicts = summarise(results), verdicts_of(results, scenario, order.paths)
            conditions = conditions_of(results, order.fail_if)
        added = _Added()
        try:
            added.extend(order, scenario, results, summary, clock)
        finally:  # what can't be drawn or told apart must not cost the numbers
            folder = draft.finish(
                results, scenario.dump(), summary=summary.frame(), attachments=added.files, seconds=clock.seconds
            )
    if store:
        store.trim()
    files = tuple(sorted([*read_manifest(folder).files, "manifest.json"]))
    warnings = (*scenario.warnings, *unjudged(scenario, order.paths), *(stopping.warning(stopped) if stopped else ()))
    return Delivery(summary, folder, files, clock.total, verdicts, conditions, warnings, stopped, added.kinds)


@dataclass(slots=True)
class _Added:
    """What a run folder has beside its tables.

    Attributes
    ----------
    files
        By name inside the folder.
    kinds
        Ignorance and luck apart.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    kinds: TwoKinds | None = None

    def extend(self, order: Order, scenario: Scenario, results: Results, summary: Summary, clock: _Clock) -> None:
        """Tell ignorance from luck, and draw; both leave out what `--paths none` asks to leave out."""
        if order.paths == "none":
            return
        if scenario.replications >= LEAST:
            with clock.timed("echo"):
                self.kinds = two_kinds(scenario, results.ends, workers=order.workers)
                table = guarded(uncertainty.frame(self.kinds)).to_csv(index=False, lineterminator="\n")
                self.files[uncertainty.UNCERTAINTY] = table.encode()
        if order.charts == "draw":
            with clock.timed("draw"):
                self.files |= _draw(results, summary)


def _settled(order: Order, scenario: Scenario, store: PieceFolder, progress: Progress | None) -> Stopped:
    """Simulate until the targets are reached; the pieces are then there for the run itself."""
    targets = parse(order.until or "", scenario, key="--until")
    return settle(scenario, targets, paths=order.paths, workers=order.who, store=store, progress=progress)


@dataclass(slots=True)
class _Clock:
    """Takes the time of the parts of a job."""

    started: float = field(default_factory=time.perf_counter)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, part: str) -> Iterator[None]:
        before = time.perf_counter()
        yield
        self.seconds[part] = time.perf_counter() - before

    @property
    def total(self) -> float:
        return time.perf_counter() - self.started


def _draw(results: Results, summary: Summary) -> dict[str, bytes]:
    """Return the charts as files of the run folder; they need the months that `--paths none` leaves out."""
    from sim.charts.gallery import draw_all

    with TemporaryDirectory() as folder:
        files = draw_all(results, summary, Path(folder))
        return {f"charts/{file.name}": file.read_bytes() for file in files}
