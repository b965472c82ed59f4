"""How policies are coloured, the same in every figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sim.analysis.run.summary import PolicySummary
    from sim.report.pack.plots.scale import Tone

TONES: Final[dict[str, Tone]] = {"growing": "good", "shrinking": "bad"}


def tone_of(policy: PolicySummary) -> Tone:
    """Return `good` when clearly more paths grow than shrink, `bad` when clearly more shrink, else `plain`."""
    return TONES.get(policy.regime.lean, "plain")
