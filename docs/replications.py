"""Measure how precise results are; write common-random-numbers.md and how-many-replications.md in docs/explanation.

The table in limits.md on what lies beyond the horizon comes from the same runs.

Run from the project's root: `python docs/replications.py` (about two minutes).
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

from precision import counts, horizon, luck, measure  # noqa: E402, F401 (tests ask for it)
from precision.measure import PRESETS, Pair, preset  # noqa: E402

EXPLANATION = ROOT / "docs" / "explanation"
ANOTHER = 1_000_003
"""A seed that no preset has."""


def main() -> None:
    """Write both pages."""
    presets = {name: preset(name) for name in PRESETS}
    first, second = luck.PAIR
    elsewhere = preset(luck.FIRM, seed=ANOTHER, policies=[second])
    other = Pair(presets[luck.FIRM].ends["npv", first], elsewhere.ends["npv", second])
    (EXPLANATION / "common-random-numbers.md").write_text(luck.page(presets, other), encoding="utf-8")
    (EXPLANATION / "how-many-replications.md").write_text(counts.page(presets), encoding="utf-8")
    limits = EXPLANATION / "limits.md"
    limits.write_text(horizon.with_block(limits.read_text(encoding="utf-8"), presets.values()), encoding="utf-8")


if __name__ == "__main__":
    main()
