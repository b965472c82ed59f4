"""Uniform numbers that depend on their key alone, never on what was drawn before.

Each stream name gets its own Philox4x64-10 key; the counter holds (replication // 4, month, slot, 0), and one
counter value gives the numbers of four neighbouring replications. So the number of replication r is the same
whether it is drawn alone, in a block of 4,096, or in another process.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.random import Philox, SeedSequence

from sim.randomness import accelerator
from sim.randomness.chains import links

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.arrays import Array

PER_COUNTER: Final = 4
"""Numbers that one counter value of Philox4x64 yields."""

_WORD: Final = (1 << 64) - 1


class KeyedUniforms:
    """Uniform numbers in the open interval (0, 1) for a seed.

    Not safe to share between threads: one bit generator is re-keyed for every request.

    Parameters
    ----------
    seed
        Any whole number from 0 up.
    """

    __slots__ = ("_bits", "_chains", "_keys", "_seed", "_state")

    def __init__(self, seed: int) -> None:
        self._seed = SeedSequence(seed).generate_state(2, np.uint64).astype("<u8").tobytes()
        self._bits = Philox(key=0)
        self._state: Any = self._bits.state
        self._keys: dict[str, NDArray[np.uint64]] = {}
        self._chains: dict[tuple[str, int], NDArray[np.uint64]] = {}

    def rows(self, name: str, month: int, slots: int, runs: tuple[tuple[int, int], ...]) -> Array:
        """Return the uniforms of whole counter blocks, shape (slots, 4 x blocks in all runs).

        Parameters
        ----------
        name
            Stream name; another name is another, independent stream.
        month
            Any whole number, negative ones too.
        slots
            How many independent numbers each replication needs in this month.
        runs
            Ranges (first, end) of counter blocks; block b holds replications 4b to 4b + 3.
        """
        width = PER_COUNTER * sum(end - first for first, end in runs)
        rows = np.empty((slots, width))
        start = 0
        for first, end in runs:
            stop = start + PER_COUNTER * (end - first)
            self._fill(name, month, first, rows[:, start:stop])
            start = stop
        return rows

    def _fill(self, name: str, month: int, first: int, out: Array) -> None:
        if accelerator.present():
            accelerator.compiled.uniforms(self.key(name), first, month & _WORD, out)
        else:
            for slot, row in enumerate(out):
                row[:] = _open_interval(self._words(name, (first, month, slot), row.size))

    def _words(self, name: str, counter: tuple[int, int, int], count: int) -> NDArray[np.uint64]:
        state = self._state["state"]
        state["key"][:] = self.key(name)
        # Philox counts up before it generates, hence the step back by one block.
        whole = counter[0] | (counter[1] & _WORD) << 64 | counter[2] << 128
        before = (whole - 1) % (1 << 256)
        state["counter"][:] = [before >> shift & _WORD for shift in (0, 64, 128, 192)]
        self._bits.state = self._state
        return self._bits.random_raw(count)

    def key(self, name: str) -> NDArray[np.uint64]:
        """Return the key of a stream, two words."""
        key = self._keys.get(name)
        if key is None:
            digest = hashlib.blake2b(name.encode(), digest_size=16, key=self._seed).digest()
            key = np.frombuffer(digest, "<u8").astype(np.uint64)
            self._keys[name] = key
        return key

    def keys_of(self, name: str, parts: int) -> NDArray[np.uint64]:
        """Return the keys of the streams of a chain, shape (parts, 2)."""
        keys = self._chains.get((name, parts))
        if keys is None:
            keys = np.array([self.key(link) for link in links(name, parts)], np.uint64).reshape(parts, 2)
            self._chains[name, parts] = keys
        return keys


def _open_interval(raw: NDArray[np.uint64]) -> Array:
    """Map 64 random bits to (0, 1).

    52 bits, not 53: (k + 1/2) 2^-52 and its complement are exact doubles, whereas (k + 1/2) 2^-53 would round to 1.
    """
    uniform = (raw >> np.uint64(12)).astype(np.float64)
    uniform += 0.5
    uniform *= 2.0**-52
    return uniform
