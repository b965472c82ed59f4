"""Which policy decides for which lanes."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.arrays import Array, is_array
from sim.model.decisions import Decision, Observation, Policy

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Seat:
    """One policy and the lanes it decides for."""

    policy: Policy
    lanes: slice


class Panel:
    """All policies of a batch; each sees its own lanes only."""

    def __init__(self, seats: Sequence[Seat]) -> None:
        self.seats = tuple(seats)

    def decide(self, seen: Observation) -> Decision:
        """Ask every policy and join the answers lane by lane."""
        answers = [seat.policy.decide(_part(seen, seat.lanes)) for seat in self.seats]
        joined: dict[str, Array] = {
            f.name: self.join([getattr(answer, f.name) for answer in answers]) for f in fields(Decision)
        }
        return Decision(**joined)

    def join(self, parts: Sequence[Array]) -> Array:
        """Return the lanes of all policies side by side."""
        return np.concatenate(parts, axis=-1)


def _part(seen: Observation, lanes: slice) -> Observation:
    parts: dict[str, Any] = {f.name: getattr(seen, f.name) for f in fields(Observation)}
    own: dict[str, Any] = {name: value[..., lanes] if is_array(value) else value for name, value in parts.items()}
    return Observation(**own)
