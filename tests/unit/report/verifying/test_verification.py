"""What `verify` prints: short, honest about what was not looked at, and safe on a terminal."""

from __future__ import annotations

from sim.report.verifying.findings import Difference, Findings
from sim.report.verifying.verification import Verification


def made(findings: Findings) -> Verification:
    return Verification(
        name="board.pptx", kind="deck", run="r", version="1", engine="e", version_now="1", engine_now="e",
        findings=findings,
    )  # fmt: skip


def test_what_a_stranger_wrote_does_nothing_to_a_terminal() -> None:
    text = made(Findings(figures=1, differences=(Difference("slide \x1b[2J", "\x1b]0;x\x07", "\u202e8"),))).as_text()
    assert all(sign.isprintable() for line in text.splitlines() for sign in line)


def test_a_few_are_shown_and_the_rest_counted() -> None:
    one = Difference("a place", 1, 2.5, 3)
    found = made(
        Findings(figures=99, differences=30 * (one,), reworded=30 * (one,), missing=30 * ("a place",), extra=2)
    )
    text = " ".join(found.as_text().split())
    assert "30 places differ, of 99 figures" in text
    assert "a place (the first of 3 rows) stands there: 1 recomputed: 2.5" in text
    assert "… and 10 more places" in text
    assert "And 10 more reworded texts" in text
    assert "and 25 more places" in text
    assert "Added by others and not verified: 2 places" in text
    assert len(found.as_json()["differences"]) == 30


def test_another_engine_comes_first() -> None:
    found = made(Findings(figures=1))
    assert "engine" not in found.as_text()
    other = Verification(**{name: getattr(found, name) for name in found.__slots__} | {"engine": ""})
    assert "engine unknown" in " ".join(other.as_text().split())
