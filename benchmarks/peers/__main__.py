"""Measure every version of the reference model in alternating rounds, and write `docs/reference/peers.md`.

Run from the root of the project: `python -m benchmarks.peers`. The first run installs the peers, each in an environment
of its own in the user's cache; after that it takes some minutes on one core.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from benchmarks.peers import fused
from benchmarks.peers.agreement import NEAR, agreement, apart
from benchmarks.peers.page import page
from benchmarks.peers.rounds import measure
from benchmarks.peers.versions import FUSED, NATIVE, VERSIONS

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "reference" / "peers.md"


def main() -> None:
    """Measure, write the page, and fail where versions that must agree do not."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--rounds", type=int, default=7, help="rounds of every version (%(default)s)")
    every = measure(VERSIONS, ask.parse_args().rounds)
    built = {FUSED: fused.SHIPPED, NATIVE: fused.NATIVE}
    gaps = {
        found.version.name: apart(built[found.version]) for found in every if found.version in built and found.rounds
    }
    PAGE.write_text(page(every, gaps), encoding="utf-8")
    plain = [one for found in every for one in found.plain]
    wrong = [name for name, (differ, gap) in gaps.items() if differ or gap > NEAR]
    wrong += [
        found.version.name
        for found in every
        if found.rounds and found.version.same_draws and not agreement(found, plain).holds
    ]
    if wrong:
        raise SystemExit(f"not the same model: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
