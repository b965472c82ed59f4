"""Are calibrated ranges right? Firms whose inputs are known, 48 months of their figures, calibrated.

    python docs/recovery.py [FOLDER]

Writes docs/explanation/recovery.md: how often 90 % intervals hold the truth, input by input, and the cycle gain; and
whether inputs that can't be told apart are named. Takes about half an hour. With a folder, every firm is written to it
as soon as it is done, and firms that are there already are not calibrated again.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

from recovered.counting import count, gains, held_of, independent, inside, named, rows, share, sums  # noqa: E402
from recovered.firms import BLIND, CLOSED, FIRST, FRESH, LUCKS, MONTHS, MQL, SECOND, TIED, WIN, cases  # noqa: E402
from recovered.page import TEXT  # noqa: E402

from sim.analysis.calibration.observed import MEASURES  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

    from recovered.firms import Case

PAGE: Final = ROOT / "docs" / "explanation" / "recovery.md"


def page(seen: Sequence[Sequence[Case]], blind: Sequence[Sequence[Case]], closed: Sequence[Case]) -> str:
    """Return the page: three samples with all measures, the first and the fresh without leads, and closed firms."""
    fresh, every = seen[-1], [one for found in seen for one in found]
    held, known = inside(fresh)
    shut, shut_known = inside(closed)
    return TEXT.format(
        months=MONTHS, lucks=LUCKS, firms=len(every),
        first=len(seen[0]), second=len(seen[1]), fresh=len(fresh),
        identified=rows(seen, [fresh, every]), sums=sums(seen),
        wanted=share(held[known]), clustered=share(held[known], independent(held, known)),
        gain=share(gains(fresh)), gain_all=share(gains(every)),
        named=count(named(fresh, MEASURES)), named_all=share(named(every, MEASURES)),
        other=sum(bool(one.named - TIED[MEASURES]) for one in every),
        rates=share(held_of(fresh, (MQL, WIN))),
        blind=rows(blind, blind[-1:]),
        blind_named=count(named(blind[-1], BLIND)), blind_first=count(named(blind[0], BLIND)),
        closed=len(closed), closed_share=share(shut[shut_known]), closed_named=count(named(closed, MEASURES)),
        looked=1024,
        strangers=sum(bool(one.aside) for one in every),
    )  # fmt: skip


def main() -> None:
    """Calibrate what is not there yet, and write the page."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    seen = [cases(firms, MEASURES, folder) for firms in (FIRST, SECOND, FRESH)]
    blind = [cases(firms, BLIND, folder) for firms in (FIRST, FRESH)]
    PAGE.write_text(page(seen, blind, cases(CLOSED, MEASURES, folder)), encoding="utf-8")


if __name__ == "__main__":
    main()
