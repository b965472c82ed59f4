"""What the parent hands to every step: the batch of lanes and all its shared parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.arrays import Array
    from sim.model.capability import Benefit
    from sim.model.ledger import Ledger
    from sim.model.links import Links
    from sim.model.opening import Opening
    from sim.model.panel import Panel
    from sim.model.parameters import Parameters
    from sim.model.stocks import Firm, History
    from sim.model.upkeep import Upkeep
    from sim.model.world import World
    from sim.randomness import Streams


@dataclass(slots=True)
class Batch:
    """The parts of one batch.

    Attributes
    ----------
    flow
        What each step hands to the later ones this month, by name; most names are measures.
    """

    parameters: Parameters
    opening: Opening
    benefit: Benefit
    upkeep: Upkeep
    firm: Firm
    world: World
    links: Links
    streams: Streams
    history: History
    panel: Panel
    ledger: Ledger
    flow: dict[str, Array] = field(default_factory=dict)
