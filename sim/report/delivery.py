"""The main job, from a scenario file to a run folder: every policy, tables, charts, verdicts."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from shutil import disk_usage
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, Literal

from sim.analysis.checks.checks import Verdict, judge, validate
from sim.analysis.run.summary import Summary, summarise
from sim.archive import FreshPieces, PieceFolder, drafting, read_manifest
from sim.archive.pieces import FOLDER
from sim.errors import Problem, ScenarioError, UsageError
from sim.experiment.pieces import kept_of, pieces
from sim.experiment.room import refuse_beyond_disk
from sim.experiment.run import facts_of, only, refuse_unfit, run
from sim.experiment.stopping import MOST, settle
from sim.experiment.until import parse
from sim.report import stopping, uncertainty
from sim.report.checking import validate_claims
from sim.report.judging import looks_at_a_month, unjudged, verdicts_of
from sim.report.sheet import guarded
from sim.report.terminal import fitting, render
from sim.scenario import load
from sim.scenario.words import did_you_mean
from sim.studies.two_kinds import LEAST, two_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.analysis.run.two_kinds import TwoKinds
    from sim.analysis.stopping.targets import Stopped
    from sim.experiment.pieces import Piece
    from sim.experiment.progress import Progress
    from sim.results import Results
    from sim.scenario import Scenario


LONG: Final = 3_000_000
"""Lane-months (about ten seconds) from which on a run keeps its pieces unasked, so that it can be resumed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for.

    Attributes
    ----------
    file
        Scenario file, or the name of one that ships.
    overrides
        (dotted key, value as YAML), laid over the file.
    replications, seed
        Instead of the scenario's.
    policies
        Names of the policies to run; all when empty.
    out
        Folder that run folders go to.
    workers
        Processes; as many as pay when None.
    cluster
        Address of a Dask scheduler whose workers simulate instead.
    resume
        Whether to reuse what earlier runs have finished, and to keep what this one finishes.
    paths
        What to keep of the single months.
    charts
        Whether to draw.
    until
        What to go on for; `replications` are then the most, 20,000 unless given.
    fail_if
        Statements, `POLICY: claim` or a claim on every policy, of which none may hold.
    """

    file: str
    overrides: tuple[tuple[str, str], ...] = ()
    replications: int | None = None
    seed: int | None = None
    policies: tuple[str, ...] = ()
    out: Path = Path("outputs")
    workers: int | None = None
    cluster: str | None = None
    resume: bool = False
    paths: Literal["quantiles", "all", "none"] = "quantiles"
    charts: Literal["draw", "skip"] = "draw"
    until: str | None = None
    fail_if: tuple[str, ...] = ()


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
        scenario = _scenario(order)
    store = _store(order, scenario)
    _refuse_oversize(order, scenario, store)
    stopped = None
    if order.until is not None and store:
        with clock.timed("settle"):
            stopped = _settled(order, scenario, store, progress)
        scenario, progress = _scenario(replace(order, until=None, replications=stopped.replications)), None
    with drafting(facts_of(scenario), order.out) as draft:
        with clock.timed("simulate"):
            results = run(
                scenario, workers=_who(order), paths=order.paths, progress=progress, store=store, book=draft.outcomes
            )
        with clock.timed("analyse"):
            summary, verdicts = summarise(results), verdicts_of(results, scenario, order.paths)
            conditions = tuple(_conditions(results, order.fail_if))
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
    return settle(scenario, targets, paths=order.paths, workers=_who(order), store=store, progress=progress)


def _who(order: Order) -> int | str | None:
    """Return who simulates."""
    return order.cluster if order.cluster is not None else order.workers


def _store(order: Order, scenario: Scenario) -> PieceFolder | None:
    """Return where pieces are kept: of a long run in case it is stopped, of a run until … to make its tables from."""
    folder = order.out / FOLDER
    if order.resume:
        return PieceFolder(folder)
    work = scenario.replications * len(scenario.policies) * scenario.horizon
    return FreshPieces(folder) if order.until is not None or work > LONG else None


def _refuse_oversize(order: Order, scenario: Scenario, store: PieceFolder | None) -> None:
    """Refuse what could not be run to its end, before anything is made or simulated."""
    refuse_unfit(scenario, order.paths, "in a file")
    existing = next(folder for folder in (order.out.absolute(), *order.out.absolute().parents) if folder.exists())
    refuse_beyond_disk(scenario, order.paths, _new_pieces(order, scenario, store), disk_usage(existing).free)


def _new_pieces(order: Order, scenario: Scenario, store: PieceFolder | None) -> Iterator[Piece]:
    rows = pieces(scenario, kept_of(scenario, order.paths)) if store else ()
    return (piece for row in rows for piece in row if store and not store.has(piece.key))


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


def _scenario(order: Order) -> Scenario:
    most = MOST if order.until is not None and order.replications is None else order.replications
    changes = {"replications": most, "seed": order.seed}
    wanted = tuple((key, str(value)) for key, value in changes.items() if value is not None)
    scenario = load(order.file, (*order.overrides, *wanted))
    if order.policies:
        scenario = only(_without_checks_of_others(scenario, order.policies), order.policies)
    validate_claims(scenario, file=order.file)
    for condition in order.fail_if:
        _validate_condition(condition, scenario, order)
    return scenario


def _without_checks_of_others(scenario: Scenario, policies: tuple[str, ...]) -> Scenario:
    """Drop the checks of policies that won't run: nothing could be said about them."""
    pairs = zip(scenario.checks, scenario.document.get("checks") or [], strict=True)
    kept = [plain for check, plain in pairs if check.policy in {"", *policies}]
    return scenario if len(kept) == len(scenario.checks) else scenario.vary({"checks": kept})


def _validate_condition(condition: str, scenario: Scenario, order: Order) -> None:
    policy, claim = _split(condition)
    if order.paths == "none" and looks_at_a_month(claim):
        msg = f"--fail-if {condition!r} looks at a month, which --paths none does not keep"
        raise UsageError(msg)
    if policy and policy not in scenario.policies:
        hint = did_you_mean(policy, scenario.policies, what="This scenario has")
        raise UsageError(f"--fail-if names the unknown policy {policy!r}. {hint}".strip())
    try:
        validate(claim, key="--fail-if", months=scenario.horizon, policies=scenario.policies)
    except ScenarioError as error:
        raise UsageError(error.message, error.problems) from None


def _split(condition: str) -> tuple[str, str]:
    """Split `POLICY: claim`; without a policy the claim is about every one of them."""
    policy, colon, claim = condition.partition(":")
    return (policy.strip(), claim.strip()) if colon else ("", condition.strip())


def _conditions(results: Results, conditions: tuple[str, ...]) -> Iterator[Verdict]:
    """Yield how every condition that must not hold came out."""
    for condition in conditions:
        named, claim = _split(condition)
        for policy in (named,) if named else results.facts.policies:
            yield judge(results, policy=policy, claim=claim, key="--fail-if")


def _draw(results: Results, summary: Summary) -> dict[str, bytes]:
    """Return the charts as files of the run folder; they need the months that `--paths none` leaves out."""
    from sim.charts.gallery import draw_all

    with TemporaryDirectory() as folder:
        files = draw_all(results, summary, Path(folder))
        return {f"charts/{file.name}": file.read_bytes() for file in files}
