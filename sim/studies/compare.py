"""Compare the policies of one run, or of several under the same luck."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.comparing.compare import compare as compare_alternatives
from sim.analysis.run.reliance import reliance
from sim.errors import UsageError
from sim.results import OUTCOMES
from sim.studies.futures import regrets
from sim.studies.sources import Sources, Told, side_by_side, unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.comparing.alternatives import Alternatives
    from sim.analysis.comparing.comparison import Comparison
    from sim.analysis.intervals import Array
    from sim.analysis.run.reliance import Reliance
    from sim.results import Results, RunFacts
    from sim.scenario import Scenario

FEW: Final = 30
"""Replications below which intervals rest on the shape of the distribution."""


@dataclass(frozen=True, slots=True)
class Found:
    """A comparison, and what it was made from.

    Attributes
    ----------
    comparison
        What was found.
    sources
        The runs.
    facts
        Of the runs together, with the alternatives as policies.
    caveats, notes
        What a reader has to know before trusting it: of all of it, and of single figures.
    """

    comparison: Comparison
    sources: Sources
    facts: RunFacts
    caveats: tuple[str, ...]
    notes: tuple[str, ...]


def compare(
    results: Results, *, scenario: Scenario | None = None, baseline: str | None = None, measure: str = "npv"
) -> Comparison:
    """Compare the policies of a run.

    Parameters
    ----------
    results
        Of `sim.run` or `sim.read_run`.
    scenario
        Where they came from: then regret is measured in low, middle and high values of the uncertain inputs, too.
    baseline
        The policy that is subtracted; the scenario's when None.
    measure
        An outcome, as in `sim.results.OUTCOMES`.

    Raises
    ------
    UsageError
        When there is nothing to compare, or a name is unknown.
    """
    return compared([Told(results, scenario)], baseline=baseline, measure=measure).comparison


def compared(
    told: Sequence[Told], *, baseline: str | None = None, measure: str = "npv", policies: Sequence[str] = ()
) -> Found:
    """Compare every policy of every run.

    Replication r is the same luck in every run of the same seed, since luck hangs on seed, name and replication.

    Parameters
    ----------
    told
        At least one run.
    baseline
        The alternative that is subtracted; the first scenario's baseline when None.
    measure
        An outcome, as in `sim.results.OUTCOMES`.
    policies
        Names of the policies that count; all when empty.

    Raises
    ------
    UsageError
        When there is nothing to compare, a name is unknown, or the runs do not share their luck.
    """
    if measure not in OUTCOMES:
        raise UsageError(unknown("outcome", measure, OUTCOMES))
    sources = side_by_side(told, policies)
    start = sources.baseline(baseline)
    alternatives, known = sources.alternatives(measure).complete()
    lost = int(np.count_nonzero(~known))
    found = compare_alternatives(
        alternatives, start, regrets(sources, alternatives, known, start), seed=sources.facts[0].seed, left_out=lost
    )
    if measure == "npv":
        paid = sources.alternatives("npv_without_terminal_value").values[:, known]
        found = replace(found, reliance=_reliance(found, alternatives, paid))
    caveats = (*sources.notes(), *_caveats(found))
    return Found(found, sources, sources.together(start), caveats, tuple(_thin(found)))


def _reliance(found: Comparison, alternatives: Alternatives, paid: Array) -> Reliance | None:
    """Return what the winner owes to the terminal value: of the comparison's own winner or of none."""
    names = alternatives.names
    owes = reliance(dict(zip(names, alternatives.values, strict=True)), dict(zip(names, paid, strict=True)))
    return owes if owes and found.winner and owes.best == found.winner.name else None


def _caveats(found: Comparison) -> list[str]:
    """Say what the comparison as a whole suffers from."""
    notes = []
    if found.left_out:
        count = found.left_out + found.replications
        notes.append(
            f"{found.left_out:,} of {count:,} replications are left out: {found.measure} is missing there under at "
            "least one policy. What is left is a selection, and may favour one of them"
        )
    if found.replications < FEW:
        notes.append(f"Only {found.replications} replications: intervals hold for well-behaved outcomes at most")
    return notes


def _thin(found: Comparison) -> list[str]:
    """Say which figures are thin."""
    notes = []
    if OUTCOMES[found.measure].unit == "flag":
        notes.append(
            "For a yes or no trust the intervals and p values in the columns of ruin: 0 to 0 elsewhere only says that "
            "no path differed"
        )
    elif any(policy.tail.thin for policy in found.policies):
        paths = found.policies[0].tail.paths
        notes.append(f"The tail is thin: the worst 5% are {paths:g} paths, 20 or more are needed to trust their mean")
    return notes
