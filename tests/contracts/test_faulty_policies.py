"""Each fault that a rule can have breaks the contract, and the sentence says which."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pytest

from sim.model.parameters.spec import Spec, Value, parameter
from sim.policies import Decision, Growing, Observation, affordable
from sim.testing import BrokenContractError, check_policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.arrays import Array
    from sim.policies import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound(Growing):
    """Reinvests a share of profit."""

    share: Value = parameter(0.4, unit="share", low=0, high=1, meaning="share reinvested", source="judgement")

    def decide(self, seen: Observation) -> Decision:
        """Spend the share."""
        return self.growth(seen, affordable(seen, self.share), keep=self.share)


def deciding(decide: Callable[[Sound, Observation], Decision]) -> type[Rule]:
    """Return the sound rule with another way to decide."""
    body = {"decide": decide, "__doc__": "Reinvests somehow.", "__module__": __name__}
    return dataclass(frozen=True, kw_only=True)(type("Faulty", (Sound,), body))


def spending(amount: Callable[[Sound, Observation], Array]) -> type[Rule]:
    """Return the sound rule with another budget."""
    return deciding(lambda self, seen: self.growth(seen, amount(self, seen), keep=0.4))


def decided(change: Callable[[Decision, Observation], Decision]) -> type[Rule]:
    """Return the sound rule with something changed in what it decides."""
    return deciding(lambda self, seen: change(Sound.decide(self, seen), seen))


def sound(self: Sound, seen: Observation) -> Array:
    """Return the budget of the sound rule."""
    return affordable(seen, self.share)


def _writes_into_what_it_sees(self: Sound, seen: Observation) -> Decision:
    seen.cash[:] = np.maximum(seen.cash, 0.0)
    return Sound.decide(self, seen)


def _if_instead_of_where(self: Sound, seen: Observation) -> Array:
    return sound(self, seen) if seen.profit > 0 else 0.0 * sound(self, seen)


def _share_by_if(self: Sound, seen: Observation) -> Array:
    return affordable(seen, 0.8 if np.mean(self.share) > 0.5 else 0.1)


def _remembers(self: Sound, seen: Observation) -> Array:
    Memory.calls.append(seen.quarter)
    return sound(self, seen) / (1.0 + len(Memory.calls))


def _guesses(self: Sound, seen: Observation) -> Array:
    return sound(self, seen) * os.urandom(1)[0] / 255.0


class Memory:
    """What a rule should not have."""

    calls: ClassVar[list[int]] = []


FAULTS: dict[str, tuple[type[Rule], str]] = {
    "spends more than the profit": (spending(lambda _, seen: affordable(seen, 1.5)), "more than affordable"),
    "spends without profit": (spending(lambda _, seen: np.minimum(5.0, affordable(seen, 1) + 1)), "without profit"),
    "shares that don't sum to one": (decided(lambda d, _: replace(d, steps=0.9 * d.steps)), "don't sum to 1"),
    "no number where revenue is nothing": (
        decided(lambda d, s: replace(d, amount=np.where(s.revenue > 0, d.amount, np.nan))),
        "missing or infinite",
    ),
    "a negative budget": (spending(lambda _, seen: np.minimum(seen.profit, 0.0)), "negative"),
    "a price cut above the whole price": (decided(lambda d, _: replace(d, discount=d.discount + 2)), "above 1"),
    "a discount of its own": (decided(lambda d, _: replace(d, discount=d.discount + 0.05)), "not the setting discount"),
    "owners get more than is set": (
        decided(lambda d, _: replace(d, payout=np.minimum(1.0, 2 * d.payout))),
        "more than the setting payout",
    ),
    "the mean over firms": (
        spending(lambda self, s: sound(self, s) * (s.profit > s.profit.mean())),
        "differs when a firm is decided for among others",
    ),
    "needs many firms": (spending(lambda self, s: sound(self, s) * (s.profit[1] < 1e9)), "fails for 1 firms"),
    "if instead of where": (spending(_if_instead_of_where), "fails for 40 firms: ValueError"),
    "one number for all": (decided(lambda d, _: replace(d, amount=np.zeros(1))), "has shape"),
    "whole numbers": (decided(lambda d, _: replace(d, amount=d.amount.astype(int))), "no array of float64"),
    "no decision": (deciding(lambda _self, _seen: None), "returns no Decision"),  # type: ignore[arg-type,return-value]
    "writes into what it sees": (deciding(_writes_into_what_it_sees), "may only look at it"),
    "hands out what it sees": (decided(lambda d, s: replace(d, maintain_first=s.plan_quality)), "is the array"),
    "a frozen array": (
        decided(lambda d, s: replace(d, maintain_first=np.broadcast_to(1.0, (s.lanes,)))),
        "can't be written to",
    ),
    "luck of its own": (spending(_guesses), "neither luck nor memory"),
    "a memory": (spending(_remembers), "neither luck nor memory"),
    "one setting for all firms": (spending(_share_by_if), "differs when settings differ"),
}


def test_the_rule_without_a_fault_keeps_the_contract() -> None:
    check_policy(Sound)
    check_policy(spending(sound))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_and_named(fault: str) -> None:
    kind, told = FAULTS[fault]
    with pytest.raises(BrokenContractError, match=told):
        check_policy(kind)


def declared(**changes: object) -> type[Rule]:
    """Return the sound rule whose setting is declared otherwise."""
    spec = replace(fields(Sound)[-1].metadata["spec"], **changes)
    body = {
        "share": field(default=spec.default, metadata={"spec": spec}),
        "__annotations__": {"share": "Value"},
        "__doc__": "Reinvests a share.",
        "__module__": __name__,
    }
    return dataclass(frozen=True, kw_only=True)(type("Declared", (Sound,), body))


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (type("Bare", (Sound,), {"__doc__": "Says nothing."}), "put @dataclass"),
        (dataclass(frozen=True, kw_only=True)(type("Silent", (Sound,), {"__doc__": ""})), "no docstring"),
        (declared(unit="per cent"), "has the unit 'per cent'"),
        (declared(meaning=" "), "does not say what it means"),
        (declared(source=""), "does not say where its default comes from"),
        (declared(default=1.4), "outside its range"),
        (
            dataclass(frozen=True, kw_only=True)(
                type("Loose", (Sound,), {"more": 1.0, "__annotations__": {"more": float}})
            ),
            "has no unit",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_setting_that_is_badly_declared_is_named(kind: type[Rule], told: str) -> None:
    with pytest.raises(BrokenContractError, match=told):
        check_policy(kind)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(BrokenContractError) as caught:
        check_policy(decided(lambda d, _: replace(d, amount=2 * d.amount + 1, discount=d.discount + 0.05)))
    assert "Faulty breaks its contract:" in str(caught.value)
    assert str(caught.value).count("\n- ") >= 2


def test_a_declared_setting_is_a_spec() -> None:
    assert isinstance(fields(declared())[-1].metadata["spec"], Spec)
    check_policy(declared())
