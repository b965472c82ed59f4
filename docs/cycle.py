"""Draw docs/explanation/cycle.svg, the cycle in one picture.

Run from the project's root: `python docs/cycle.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

from pictures.canvas import repeatable  # noqa: E402
from pictures.cycle import cycle  # noqa: E402

TARGET = ROOT / "docs" / "explanation" / "cycle.svg"


def svg() -> str:
    """Return the picture."""
    with repeatable():
        return cycle().svg()


def main() -> None:
    """Write the picture."""
    TARGET.write_text(svg(), encoding="utf-8")


if __name__ == "__main__":
    main()
