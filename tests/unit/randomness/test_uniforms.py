"""The keyed uniforms: right words, right places, independent of everything but the key."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.randomness import KeyedUniforms
from sim.randomness.uniforms import _open_interval

MASK = (1 << 64) - 1


def philox(counter: tuple[int, ...], key: tuple[int, ...]) -> tuple[int, ...]:
    """Philox4x64-10, written out from Salmon et al. (2011), Parallel random numbers: as easy as 1, 2, 3."""
    (a, b, c, d), (k, m) = counter, key
    for _ in range(10):
        first, second = a * 0xD2E7470EE14C6C93, c * 0xCA5A826395121157
        a, b, c, d = (second >> 64) ^ b ^ k, second & MASK, (first >> 64) ^ d ^ m, first & MASK
        k, m = (k + 0x9E3779B97F4A7C15) & MASK, (m + 0xBB67AE8584CAA73B) & MASK
    return a, b, c, d


# Known answers of the authors' library, Random123, file kat_vectors.
KNOWN = [
    ((0,) * 4, (0,) * 2, (0x16554D9ECA36314C, 0xDB20FE9D672D0FDC, 0xD7E772CEE186176B, 0x7E68B68AEC7BA23B)),
    ((MASK,) * 4, (MASK,) * 2, (0x87B092C3013FE90B, 0x438C3C67BE8D0224, 0x9CC7D7C69CD777B6, 0xA09CAEBF594F0BA0)),
]


@pytest.mark.parametrize(("counter", "key", "words"), KNOWN)
def test_the_reference_generator_gives_the_published_answers(
    counter: tuple[int, ...], key: tuple[int, ...], words: tuple[int, ...]
) -> None:
    assert philox(counter, key) == words


def test_numbers_are_philox_words_at_replication_month_and_slot() -> None:
    seed, month, slots = 7, 31, 3
    rows = KeyedUniforms(seed).rows("wins", month, slots, ((5, 7),))
    secret = np.random.SeedSequence(seed).generate_state(2, np.uint64).tobytes()  # noqa: TID251
    digest = hashlib.blake2b(b"wins", digest_size=16, key=secret).digest()
    key = (int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little"))
    expected = [[word for block in (5, 6) for word in philox((block, month, slot, 0), key)] for slot in range(slots)]
    assert rows.tolist() == [[((word >> 12) + 0.5) / 2**52 for word in row] for row in expected]


def test_the_first_block_and_negative_months_have_their_own_numbers() -> None:
    uniforms = KeyedUniforms(1)
    rows = {month: tuple(uniforms.rows("wins", month, 1, ((0, 1),))[0]) for month in (-2, -1, 0, 1, 2**40)}
    assert len({number for row in rows.values() for number in row}) == 4 * len(rows)


def test_another_name_seed_or_slot_is_another_stream() -> None:
    first = KeyedUniforms(1).rows("wins", 3, 2, ((0, 512),))
    others = [
        KeyedUniforms(2).rows("wins", 3, 2, ((0, 512),)),
        KeyedUniforms(1).rows("losses", 3, 2, ((0, 512),)),
        KeyedUniforms(1).rows("wins", 4, 2, ((0, 512),)),
        first[::-1],
    ]
    for other in others:
        correlation = np.corrcoef(first.ravel(), other.ravel())[0, 1]
        assert abs(correlation) < 4.0 / np.sqrt(first.size)


@settings(deadline=None, max_examples=50)
@given(
    first=st.integers(0, 10_000),
    length=st.integers(1, 50),
    cut=st.integers(0, 49),
    asked=st.lists(st.integers(-5, 200)),
)
def test_a_part_equals_the_same_part_of_the_whole(first: int, length: int, cut: int, asked: list[int]) -> None:
    uniforms = KeyedUniforms(3)
    whole = uniforms.rows("leads", 17, 2, ((first, first + length),))
    for month in asked:  # whatever else is asked for in between
        uniforms.rows("other", month, 1, ((0, 3),))
    cut = min(cut, length - 1)
    parts = uniforms.rows("leads", 17, 2, ((first, first + cut), (first + cut, first + length)))
    assert (whole == parts).all()


def test_all_lie_strictly_between_zero_and_one_and_mirror_exactly() -> None:
    ends = _open_interval(np.array([0, 2**52 - 1], np.uint64))
    assert ends.tolist() == [2.0**-53, 1.0 - 2.0**-53]
    some = KeyedUniforms(5).rows("x", 0, 1, ((0, 1000),))
    assert (1.0 - (1.0 - some) == some).all()
