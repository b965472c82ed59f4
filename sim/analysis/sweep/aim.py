"""What counts as the good side of a tipping point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Self

import numpy as np

from sim.analysis.amounts import spoken
from sim.analysis.fate.regime import GREW, UNKNOWN, fates
from sim.errors import UsageError
from sim.hints import meant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.analysis.intervals import Array

NEEDED: Final = ("npv", "growth", "ruined")
"""Outcomes of the model that an aim is read from."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What is to come about in a replication.

    Attributes
    ----------
    kind
        `growing`: revenue rises by more than 1 % a year; `survives`: the firm does not close; `beats`: worth more than
        under another policy on the same luck.
    rival
        That policy.
    """

    kind: Literal["growing", "survives", "beats"] = "growing"
    rival: str = ""

    @classmethod
    def parse(cls, text: str, policies: Sequence[str]) -> Self:
        """Read `growing`, `survives` or `beats POLICY`.

        Raises
        ------
        UsageError
            When it is something else, or there is no such policy.
        """
        words = text.split()
        if words == ["growing"]:
            return cls("growing")
        if words == ["survives"]:
            return cls("survives")
        if len(words) != 2 or words[0] != "beats":  # noqa: PLR2004 (the word and a name)
            raise UsageError(f"no outcome {text!r}; there are growing, survives, and beats POLICY")
        if words[1] not in policies:
            hint = meant(words[1], policies)
            raise UsageError(f"no policy named '{words[1]}'; this scenario has {', '.join(policies)}.{hint}")
        return cls("beats", words[1])

    @property
    def noun(self) -> str:
        """What comes about, for a sentence: `growth`."""
        return {"growing": "growth", "survives": "survival", "beats": f"beating {spoken(self.rival)}"}[self.kind]

    @property
    def clause(self) -> str:
        """What it means, for a note under a figure."""
        return {
            "growing": "revenue rises by more than 1% a year to the horizon",
            "survives": "the firm does not close before the horizon",
            "beats": f"NPV is above that of {spoken(self.rival)} on the same path",
        }[self.kind]

    def met(self, ends: Mapping[str, Array], rival: Array | None) -> Array:
        """Return 1 where it came about, 0 where not, NaN where that is unknown; `rival` is the other's npv."""
        if self.kind == "survives":
            return np.asarray(1.0 - ends["ruined"])
        if self.kind == "beats":
            gap = ends["npv"] - (np.nan if rival is None else rival)
            return np.where(np.isnan(gap), np.nan, gap > 0.0)
        fate = fates(ends["growth"], ends["ruined"] > 0.0)
        return np.where(fate == UNKNOWN, np.nan, fate == GREW)
