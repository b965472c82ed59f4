"""Uniform numbers that depend on their key alone, never on what was drawn before.

Each stream name gets its own Philox4x64-10 key; the counter holds (replication // 4, month, slot, 0), and one
counter value gives the numbers of four neighbouring replications. So the number of replication r is the same
whether it is drawn alone, in a block of 4,096, or in another process.
"""

from __future__ import annotations

import hashlib
import struct
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

_FOUR_WORDS: Final = struct.Struct("<4Q")

_SPARE: Final = np.uint64(12)
"""Bits of a word that a double has no room for."""

_ONE: Final = np.uint64(0x3FF << 52)
"""The bits of the double 1; with 52 more bits of a whole number k they are those of 1 + k 2^-52."""


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
        self._state: Any = {**self._bits.state, "buffer": (0, 0, 0, 0)}
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
        month &= _WORD
        if not accelerator.present():
            return self._plain([(name, slots)], month, runs)
        rows = np.empty((slots, _width(runs)))
        start = 0
        for first, end in runs:
            stop = start + PER_COUNTER * (end - first)
            accelerator.compiled.uniforms(self.key(name), first, month, rows[:, start:stop])
            start = stop
        return rows

    def chain(self, name: str, month: int, parts: int, runs: tuple[tuple[int, int], ...]) -> Array:
        """Return the uniforms of the streams of a chain, shape (parts, 4 x blocks in all runs)."""
        return self._plain([(link, 1) for link in links(name, parts)], month & _WORD, runs)

    def _plain(self, streams: list[tuple[str, int]], month: int, runs: tuple[tuple[int, int], ...]) -> Array:
        """Return the uniforms of some slots of some streams, one row after the other, without compiled code."""
        words = np.empty((sum(slots for _, slots in streams), _width(runs)), np.uint64)
        start = 0
        for first, end in runs:
            stop = start + PER_COUNTER * (end - first)
            self._fill(streams, first + (month << 64), words[:, start:stop])
            start = stop
        return _open_interval(words)

    def _fill(self, streams: list[tuple[str, int]], counter: int, out: NDArray[np.uint64]) -> None:
        rows, state = iter(out), self._state["state"]
        for name, slots in streams:
            state["key"] = self.key(name).tolist()
            for slot in range(slots):
                # Philox counts up before it generates, hence the step back by one block.
                before = (counter + (slot << 128) - 1) % (1 << 256)
                state["counter"] = _FOUR_WORDS.unpack(before.to_bytes(32, "little"))
                self._bits.state = self._state
                np.right_shift(self._bits.random_raw(out.shape[1]), _SPARE, next(rows))

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


def _width(runs: tuple[tuple[int, int], ...]) -> int:
    return PER_COUNTER * sum(end - first for first, end in runs)


def _open_interval(k: NDArray[np.uint64]) -> Array:
    """Map whole numbers of 52 random bits to (0, 1), in place: k to (k + 1/2) 2^-52.

    52 bits, not 53: (k + 1/2) 2^-52 and its complement are exact doubles, whereas (k + 1/2) 2^-53 would round to 1.
    """
    k |= _ONE
    uniform = k.view(np.float64)
    uniform -= 1.0 - 2.0**-53
    return uniform
