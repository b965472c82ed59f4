"""What is asked of a run: which scenario, who simulates, what is kept on the way, and whether there is room for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage
from typing import TYPE_CHECKING, Final, Literal

from sim.archive import FreshPieces, PieceFolder
from sim.archive.pieces import FOLDER
from sim.experiment.pieces import kept_of, pieces
from sim.experiment.room import refuse_beyond_disk
from sim.experiment.run import only, refuse_unfit
from sim.experiment.stopping import MOST
from sim.report.checking import validate_claims
from sim.report.judging import validate_condition
from sim.scenario import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.experiment.pieces import Piece
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

    @property
    def who(self) -> int | str | None:
        """Who simulates: processes of this machine, or the workers of a cluster."""
        return self.cluster if self.cluster is not None else self.workers

    def scenario(self) -> Scenario:
        """Return the scenario as it is to be run, with checks and conditions that can be judged.

        Raises
        ------
        CyclesimError
            When the file or what is laid over it is wrong, a name is unknown, or a statement can't be judged.
        """
        most = MOST if self.until is not None and self.replications is None else self.replications
        changes = {"replications": most, "seed": self.seed}
        wanted = tuple((key, str(value)) for key, value in changes.items() if value is not None)
        scenario = load(self.file, (*self.overrides, *wanted))
        if self.policies:
            scenario = only(_without_checks_of_others(scenario, self.policies), self.policies)
        validate_claims(scenario, file=self.file)
        for condition in self.fail_if:
            validate_condition(condition, scenario, self.paths)
        return scenario

    def store(self, scenario: Scenario) -> PieceFolder | None:
        """Return where pieces are kept: of a long run in case it is stopped; of a run until … to make its tables."""
        folder = self.out / FOLDER
        if self.resume:
            return PieceFolder(folder)
        work = scenario.replications * len(scenario.policies) * scenario.horizon
        return FreshPieces(folder) if self.until is not None or work > LONG else None


def refuse_oversize(order: Order, scenario: Scenario, store: PieceFolder | None) -> None:
    """Refuse what could not be run to its end, before anything is made or simulated.

    Raises
    ------
    UsageError
        When memory or the disk would not hold it.
    """
    refuse_unfit(scenario, order.paths, "in a file")
    existing = next(folder for folder in (order.out.absolute(), *order.out.absolute().parents) if folder.exists())
    refuse_beyond_disk(scenario, order.paths, _new_pieces(order, scenario, store), disk_usage(existing).free)


def _new_pieces(order: Order, scenario: Scenario, store: PieceFolder | None) -> Iterator[Piece]:
    rows = pieces(scenario, kept_of(scenario, order.paths)) if store else ()
    return (piece for row in rows for piece in row if store and not store.has(piece.key))


def _without_checks_of_others(scenario: Scenario, policies: tuple[str, ...]) -> Scenario:
    """Drop the checks of policies that won't run: nothing could be said about them."""
    pairs = zip(scenario.checks, scenario.document.get("checks") or [], strict=True)
    kept = [plain for check, plain in pairs if check.policy in {"", *policies}]
    return scenario if len(kept) == len(scenario.checks) else scenario.vary({"checks": kept})
