"""Everything small that is written on the command line or in a cell: quantities, claims, targets, conditions, keys.

The first byte of an input says which reader gets the rest.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from sim.analysis.checks.checks import validate
from sim.analysis.checks.vocabulary import look_up
from sim.analysis.checks.weighing import evaluate
from sim.analysis.sweep.aim import Aim
from sim.experiment.until import parse as parse_until
from sim.model.parameters import Parameters, walk
from sim.scenario import load
from sim.scenario.assessment import parse as parse_answers
from sim.scenario.quantities import QuantityError, read_quantity
from sim.scenario.uncertainty import read_value
from sim.studies.over import Over, axis
from sim.studies.when import parse as parse_when
from tests.fuzz.target import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

QUANTITIES: Final = (
    "18%", "£250k", "60 days", "2% per month", "1,000,000.5", "-3e5", "18% to 30%", "30 to 60 days", "1m to 2m EUR",
    "triangular(1, 2, 4)", "beta(mean=20%, sd=5%)", "lognormal(median=£3k, sd=2k)", "−1_000", "1e309", ".5 a year",
)  # fmt: skip
CLAIMS: Final = (
    "technology at 24 months < technology at 0", "ruined > 5%", "npv ==~ 1.2m", "-(cash at end + 2 * 3k) / npv >= 0",
    "customers at 2 years == 10", "cash at 1e400 < 0", "((((1)))) < 2", "---1 < 2",
)  # fmt: skip
TARGETS: Final = ("npv ±2%", "steady - carry_on ±50k", "best decided", "best ± £20k and ruined ±1%", "steady ±1e400")
CONDITIONS: Final = (
    "plan_first beats carry_on", "plan_first beats carry_on by 50k on final_revenue", "steady: ruin_month > 2 years",
    "plan_first: ruined", "carry on beats harvest",
)  # fmt: skip
KEYS: Final = (
    "policies.steady.share=20%:60%:11", "acquisition.win_rate=0.1:0.3", "horizon=12", "events.0.size=-20%",
    "policies.0=null", "a.b.c={x: [1, 2]}", "policies.steady.share=1%:2%:99999999999999999999",
)  # fmt: skip


def target() -> Target:
    """Return the target."""
    scenario = load("presets/saas.yaml")
    specs = {spec.unit: spec for _, spec, _ in walk(Parameters())}.values()
    policies = tuple(scenario.policies)

    def value(text: str) -> None:
        for spec in specs:
            with suppress(QuantityError):
                read_value(text, spec, key="a.key", currency="GBP")
        with suppress(QuantityError):
            read_quantity(text)

    def claim(text: str) -> None:
        read = validate(text, months=60, policies=policies)
        evaluate(read.left, lambda _: 1.0)

    def override(text: str) -> None:
        key, _, written = text.partition("=")
        load("presets/saas.yaml", [(key, written)])

    readers: dict[bytes, tuple[Callable[[str], object], Sequence[str]]] = {
        b"q": (value, QUANTITIES),
        b"c": (claim, CLAIMS),
        b"n": (lambda text: look_up(text, key="--measure", months=60), ("npv", "cash at 24 months")),
        b"u": (lambda text: parse_until(text, scenario), TARGETS),
        b"w": (lambda text: parse_when(text, policies), CONDITIONS),
        b"o": (lambda text: axis(scenario, Over.parse(text)), KEYS),
        b"a": (lambda text: Aim.parse(text, policies), ("growing", "beats harvest")),
        b"s": (override, KEYS),
        b"p": (parse_answers, ("2,1,0,3,1,2,0,1,2,1",)),
    }
    kinds = list(readers)

    def attack(data: bytes) -> None:
        read, _ = readers.get(data[:1]) or readers[kinds[(data or b"\0")[0] % len(kinds)]]
        read(data[1:].decode(errors="replace"))

    return Target(attack, [kind + text.encode() for kind, (_, texts) in readers.items() for text in texts])
