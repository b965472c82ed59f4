"""Scenario files as text, read and checked as `check` does, and written out again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.report.checking import check
from sim.scenario import load
from sim.scenario.shipped import presets
from tests.fuzz.target import Target

if TYPE_CHECKING:
    from pathlib import Path

_SMALL: Final = """name: A shop
extends: presets/saas.yaml
horizon: 3 years
acquisition: {win_rate: {value: 18% to 30%, source: CRM, confidence: low}}
experience: {monthly_churn: "beta(mean=2%, sd=0.5%)"}
correlations:
  - [acquisition.win_rate, experience.monthly_churn, -0.4]
events: [{month: 12, kind: demand_shock, size: -20%, lasting: 6 months}]
policies: {harvest: {rule: harvest}, steady: {rule: fixed_share, share: 40%, split: {demand: 100%}}}
checks: [{when: {policy: steady}, then: cash at 12 months > 0.5 * cash at start}]
"""
_ODD: Final = (
    b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
    b"!!python/object/apply:os.system ['true']",
    b"name: &n {<<: *n}",
    b'policies: {"\\x1b[31m$x^2$<b>": {rule: harvest}}',
    b"extends: ../../../../etc/passwd",
    b"seed: 99999999999999999999999999\nhorizon: 1e400",
    b"[" * 30 + b"]" * 30,
)


def target(folder: Path) -> Target:
    """Return the target; files lie in the folder."""
    file = folder / "fuzzed.yaml"

    def attack(data: bytes) -> None:
        file.write_bytes(data)
        checked = check([str(file)])
        str(checked.error)
        for _, scenario in checked.good:
            file.write_text(scenario.dump(), encoding="utf-8")
            again = load(file)
            assert again.parameters == scenario.parameters, "what is written out is not what was read"

    shipped = [path.read_bytes() for path in presets().values()]
    return Target(attack, (_SMALL.encode(), *_ODD, *shipped))
