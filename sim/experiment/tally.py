"""What the pieces of a batch need of every month, gathered as the months go by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.experiment.pieces import Piece, PieceResult
from sim.results import MEASURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.arrays import Array


class Tally:
    """Sums over replications, and the months that are kept, piece by piece.

    Parameters
    ----------
    pieces
        Every piece of the batch and its lanes.
    months
        Horizon.
    """

    def __init__(self, pieces: Sequence[tuple[Piece, slice]], months: int) -> None:
        shape = (len(MEASURES), months + 1)
        self._pieces = pieces
        self._sums = [np.empty(shape) for _ in pieces]
        self._counts = [np.full(shape, float(piece.replications)) for piece, _ in pieces]
        self._months = [np.empty((*shape, piece.kept), np.float32) for piece, _ in pieces]

    def watch(self, month: int, figures: Array) -> None:
        """Take in all measures of a month, shape (measures, lanes)."""
        parts = zip(self._pieces, self._sums, self._counts, self._months, strict=True)
        for (piece, lanes), sums, counts, months in parts:
            own = figures[:, lanes]
            sums[:, month] = own.sum(axis=-1)
            unknown = np.isnan(sums[:, month])
            if unknown.any():
                sums[unknown, month] = np.nansum(own[unknown], axis=-1)
                counts[unknown, month] = np.count_nonzero(~np.isnan(own[unknown]), axis=-1)
            months[:, month] = own[:, : piece.kept]

    def results(self, outcomes: Array) -> list[tuple[Piece, PieceResult]]:
        """Return every piece with what it holds; outcomes of shape (outcomes, lanes)."""
        parts = zip(self._pieces, self._sums, self._counts, self._months, strict=True)
        return [
            (piece, PieceResult(outcomes[:, lanes].copy(), sums, counts, months))
            for (piece, lanes), sums, counts, months in parts
        ]
