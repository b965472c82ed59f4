"""One replication told month by month: its measures and what happened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.errors import UsageError
from sim.experiment.block import lay_out
from sim.experiment.run import only
from sim.model.cycle import simulate
from sim.model.ledger import Entry, LaneLedger

if TYPE_CHECKING:
    from sim.model.recorder import Recording
    from sim.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Replay:
    """One replication of one policy.

    Attributes
    ----------
    policy, replication
        Whose story it is.
    recording
        Every measure, one lane; the same bits as in the full run.
    entries
        What happened, in order of time.
    """

    policy: str
    replication: int
    recording: Recording
    entries: tuple[Entry, ...]


def replay(scenario: Scenario, policy: str, replication: int) -> Replay:
    """Run one replication of one policy again, with a ledger.

    Raises
    ------
    UsageError
        When the policy is unknown or the replication number negative.
    """
    if replication < 0:
        message = f"replications count from 0; {replication} is none"
        raise UsageError(message)
    ledger = LaneLedger(lane=0)
    setup = replace(lay_out(only(scenario, [policy]), replication, replication + 1), ledger=ledger)
    recording = simulate(setup).recording
    return Replay(policy, replication, recording, tuple(sorted(ledger.entries, key=lambda entry: entry.month)))
