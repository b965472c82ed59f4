"""Streams: draws asked for by name, for every lane at once.

A name may be used for one kind of draw only: a stream is one uniform per (slot, month, replication), so two draws
under the same name in the same month would be the same luck twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from sim.arrays import Array

Number = float | Array
"""One number for all lanes, one per lane (lanes,), or one per slot and lane (slots, lanes)."""

Quantile = Callable[[Array], Array]
"""From uniforms to draws, element by element."""


class Streams(Protocol):
    """Where the model gets its luck; every draw has shape (lanes,) or (slots, lanes)."""

    @property
    def whole(self) -> bool:
        """Whether counts are drawn and whole; False in expected-flow mode."""
        ...

    def drawn(self, name: str, month: int, slots: int, quantile: Quantile) -> Array:
        """Return draws of any distribution given by its quantile function, shape (slots, lanes)."""
        ...

    def uniform(self, name: str, month: int, slots: int | None = None) -> Array:
        """Return uniforms in (0, 1)."""
        ...

    def normal(self, name: str, month: int, slots: int | None = None) -> Array:
        """Return standard normals."""
        ...

    def lognormal(self, name: str, month: int, sigma: Number, slots: int) -> Array:
        """Return lognormal numbers of median 1 and log spread `sigma`, shape (slots, lanes)."""
        ...

    def bernoulli(self, name: str, month: int, p: Number) -> Array:
        """Return 1 with probability p, else 0."""
        ...

    def binomial(self, name: str, month: int, n: Number, p: Number) -> Array:
        """Return how many of n succeed, each with probability p."""
        ...

    def split(self, name: str, month: int, n: Array, chances: Array) -> Array:
        """Split n over parts and a rest by the chances of parts among what is left, shape (parts + 1, lanes).

        Every part has a stream of its own, `NAME.0`, `NAME.1`, …, so another number of parts moves nobody else's luck.
        """
        ...

    def poisson(self, name: str, month: int, mean: Number) -> Array:
        """Return Poisson counts."""
        ...

    def between(self, name: str, month: int, low: Number, high: Number) -> Array:
        """Return numbers spread evenly between low and high."""
        ...

    def gamma(self, name: str, month: int, shape: Number, scale: Number) -> Array:
        """Return gamma numbers with mean shape x scale."""
        ...
