"""Every target of fuzzing holds out against a few hundred damaged inputs, the same ones every time."""

from __future__ import annotations

import random  # noqa: TID251 (no number of the model depends on it)
from typing import TYPE_CHECKING

import pytest

from sim.errors import ScenarioError
from tests.fuzz.target import SlowError, Target
from tests.fuzz.targets import TARGETS

if TYPE_CHECKING:
    from pathlib import Path

INPUTS = {"expression": 200, "scenario": 100, "folder": 60, "figures": 150, "document": 12}
"""As many as take about two seconds."""
SEEDS = 12
NASTY = (
    b"\x1b[31m", b"\0", b"\xff\xfe", b"1e400", b"9" * 5000, b"(" * 300, b"-" * 300, b"1+" * 300, b"[" * 40, b"{",
    b"&a ", b"*a", b"<<: ", b"!!python/name:os.system ", b"NaN", b"-Infinity", b"null", b"true", b"../../../etc/passwd",
    b"=cmd|' /C calc'!A0", b"\xe2\x80\xae", b"\xed\xa0\x80", "²٣".encode(), b": ", b"\n- ", b"'", b'"', b"%",
)  # fmt: skip


def damaged(seed: bytes, luck: random.Random) -> bytes:
    """Return an input with one to five stretches cut, doubled, or replaced by something nasty or by noise."""
    content = bytearray(seed)
    for _ in range(luck.randint(1, 5)):
        start = luck.randint(0, len(content))
        end = min(len(content), start + luck.choice((0, 1, 2, 8, 64)))
        piece = bytes(content[start:end])
        content[start:end] = luck.choice((b"", piece * 2, luck.choice(NASTY), luck.randbytes(1)))
    return bytes(content)


@pytest.mark.parametrize("name", list(TARGETS))
def test_damaged_inputs_are_read_or_refused(name: str, tmp_path: Path) -> None:
    target = TARGETS[name](tmp_path)
    luck = random.Random(20260131)  # noqa: S311 (nothing secret)
    for seed in target.seeds[:SEEDS]:
        target.try_out(seed)
    for _ in range(INPUTS[name]):
        target.try_out(damaged(luck.choice(target.seeds), luck))


def test_what_breaks_the_contract_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: bytes) -> None:
        raise ScenarioError("refused")

    def crash(_: bytes) -> None:
        raise KeyError

    Target(refuse, ()).try_out(b"")
    with pytest.raises(KeyError):
        Target(crash, ()).try_out(b"")
    monkeypatch.setattr("tests.fuzz.target.PATIENCE", -1.0)
    with pytest.raises(SlowError):
        Target(lambda _: None, ()).try_out(b"")
