"""The board pack as a deck: native charts that PowerPoint edits, on our own look or a template's."""

from sim.report.deck.build import built, deck
from sim.report.deck.ground import ground

__all__ = ["built", "deck", "ground"]
