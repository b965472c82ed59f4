"""What every policy must keep, whoever wrote it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

import numpy as np

from sim.errors import UsageError
from sim.model.decisions import Decision, affordable
from sim.model.parameters.spec import UNITS, PerStep, Spec
from sim.policies.rules import checked
from sim.results import STEPS
from sim.testing.broken import BrokenContractError, require
from sim.testing.firms import LANES, any_firms, arrays, healthy_firms, some_of
from sim.testing.sound import ROUNDING, require_equal, require_sound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.arrays import Array
    from sim.model.decisions import Observation
    from sim.policies import Rule

FIRMS: Final = 25
"""Batches of firms that a rule decides for, each of another quarter."""
AGAIN: Final = 5
"""How often a rule is asked the same."""
WIDEST: Final = 100.0
"""Largest value that a setting without end is tried with."""


class PolicyContract:
    """Tests that a rule must pass; extend it, name your class as `kind`, and let pytest find it.

    Attributes
    ----------
    kind
        The class of the rule.
    """

    kind: ClassVar[type[Rule]]

    def test_settings_are_declared(self) -> None:
        """A frozen class with a sentence, every setting with default, unit, range, meaning and source."""
        try:
            checked(_name(self.kind), self.kind)
        except UsageError as error:
            raise BrokenContractError(error.message) from error
        require(kept=_said(self.kind), otherwise=f"{self.kind.__name__} has no docstring that says what it does")
        for item in fields(self.kind):
            _require_declared(
                f"{self.kind.__name__}.{item.name}", item.metadata["spec"], getattr(self.kind(), item.name)
            )

    def test_a_decision_is_sound_for_any_firm(self) -> None:
        """Right shapes, nothing missing or negative, shares of the steps that sum to one, for firms of all kinds."""
        for quarter in range(FIRMS):
            require_sound(self._decided(any_firms(quarter, quarter)), LANES)
        require_sound(self._decided(healthy_firms()), LANES)

    def test_a_firm_is_decided_for_by_its_own_figures(self) -> None:
        """Alone, among others, or in another order: the same decision."""
        seen = any_firms(3)
        together = self._decided(seen)
        choices: list[slice | NDArray[np.intp]] = [slice(0, 1), slice(7, 20), np.arange(LANES)[::-3]]
        for lanes in choices:
            apart = self._decided(some_of(seen, lanes))
            require_equal(
                arrays(together, lanes), arrays(apart, slice(None)), "differs when a firm is decided for among others"
            )

    def test_what_is_seen_is_left_alone(self) -> None:
        """Figures are neither changed nor handed out again."""
        seen, twin = any_firms(5), any_firms(5)
        given_out = arrays(self._decided(seen))
        require_equal(arrays(seen), arrays(twin), "was changed by decide, which may only look at it")
        for name, value in given_out.items():
            shared = [figure for figure, own in arrays(seen).items() if np.shares_memory(own, value)]
            require(kept=not shared, otherwise=f"{name} is the array {', '.join(shared)} itself; return a new one")
            require(kept=value.flags.writeable, otherwise=f"{name} can't be written to; return an array of its own")

    def test_the_same_figures_give_the_same_decision(self) -> None:
        """No luck of its own, and no memory: neither of earlier decisions nor of other firms."""
        for quarter in (0, 6, 40):
            seen = any_firms(6, quarter)
            first = arrays(deepcopy(self._decided(seen)))
            for other in range(AGAIN):
                policy = self.kind()
                policy.decide(any_firms(other, quarter + other))
                message = "differs when the same is asked again: a rule has neither luck nor memory of its own"
                require_equal(first, arrays(policy.decide(seen)), message)

    def test_settings_may_differ_from_firm_to_firm(self) -> None:
        """A setting may be uncertain, so that every lane has another value of it: use np.where, not if."""
        seen, odd = any_firms(4), np.arange(LANES) % 2 == 1
        ends = dict(self._ends())
        low, high = (self.kind(**{name: pair[end] for name, pair in ends.items()}) for end in (0, 1))
        mixed = self.kind(**{name: np.where(odd, pair[1], pair[0]) for name, pair in ends.items()})
        decision = _asked(mixed, seen)
        require_sound(decision, LANES)
        for start, policy in enumerate((low, high)):
            lanes = slice(start, None, 2)
            alone = arrays(_asked(policy, seen), lanes)
            require_equal(alone, arrays(decision, lanes), "differs when settings differ from firm to firm")

    def test_the_budget_keeps_the_rules_of_cash(self) -> None:
        """Never more than the whole profit and spare cash afford, and nothing where there is neither."""
        for seed in range(FIRMS):
            seen = any_firms(seed, seed)
            nothing = np.zeros(LANES)
            poor = replace(seen, profit=-np.abs(seen.profit), hold=nothing, excess_use=nothing)
            require(
                kept=(self._decided(poor).amount == 0).all(),
                otherwise="amount is above zero without profit, hold or spare cash; use affordable(seen, share)",
            )
            require(
                kept=(self._decided(seen).amount <= affordable(seen, 1.0) * (1 + ROUNDING)).all(),
                otherwise="amount is more than affordable(seen, 1), the whole profit and spare cash",
            )

    def test_payout_and_discount_are_obeyed(self) -> None:
        """What a scenario sets for the owners is the most they get, and the price cut is the one it sets."""
        payout, discount = 0.25, 0.1
        decision = _asked(self.kind(payout=payout, discount=discount), healthy_firms())
        require(kept=(decision.payout <= payout).all(), otherwise="payout is more than the setting payout")
        require(kept=(decision.discount == discount).all(), otherwise="discount is not the setting discount")

    def test_a_split_may_leave_steps_out(self) -> None:
        """All growth money may go to one step."""
        if "split" in {item.name for item in fields(self.kind)}:
            only = PerStep(**{step: float(step == "supply") for step in STEPS})
            split: dict[str, Any] = {"split": only}
            require_sound(_asked(self.kind(**split), any_firms(9)), LANES)

    def _decided(self, seen: Observation) -> Decision:
        return _asked(self.kind(), seen)

    def _ends(self) -> Iterator[tuple[str, tuple[float, float]]]:
        for item in fields(self.kind):
            spec: Spec = item.metadata["spec"]
            if "per_step" not in item.metadata:
                yield item.name, (max(spec.low, -WIDEST), min(spec.high, WIDEST))


CLAUSES: Final = tuple(name for name in vars(PolicyContract) if name.startswith("test_"))
"""Names of the tests, the declaration first: without it the others mean little."""


def check_policy(kind: type[Rule]) -> None:
    """Run the whole contract on a rule's class.

    Raises
    ------
    BrokenContractError
        With a sentence for each part that is not kept.
    """
    contract = type(f"Contract{kind.__name__}", (PolicyContract,), {"kind": kind})()
    broken: list[str] = []
    for clause in CLAUSES:
        try:
            getattr(contract, clause)()
        except BrokenContractError as error:
            broken.append(str(error))
            if clause == CLAUSES[0]:
                break
    if broken:
        raise BrokenContractError.of(kind.__name__, list(dict.fromkeys(broken)))


def _asked(policy: Rule, seen: Observation) -> Decision:
    try:
        decision = policy.decide(seen)
    except Exception as error:
        what = f"decide fails for {seen.lanes} firms: {type(error).__name__}: {error}"
        raise BrokenContractError(what) from error
    require(kept=isinstance(decision, Decision), otherwise="decide returns no Decision")
    return decision


def _require_declared(key: str, spec: Spec, default: Any) -> None:  # noqa: ANN401 (a number, or one per step)
    require(kept=spec.unit in UNITS, otherwise=f"{key} has the unit {spec.unit!r}; there are {', '.join(UNITS)}")
    require(kept=spec.meaning.strip(), otherwise=f"{key} does not say what it means")
    require(kept=spec.source.strip(), otherwise=f"{key} does not say where its default comes from; `judgement` will do")
    values: list[Array] = [getattr(default, step) for step in STEPS] if isinstance(default, PerStep) else [default]
    for value in values:
        inside = spec.low <= float(value) <= spec.high or (spec.optional and np.isnan(value))
        require(kept=inside, otherwise=f"{key} is {float(value):g} by default, outside its range")


def _said(kind: type) -> bool:
    """Tell whether somebody wrote a docstring; a dataclass without one gets its signature."""
    said = (vars(kind).get("__doc__") or "").strip()
    return bool(said) and not said.startswith(f"{kind.__name__}(")


def _name(kind: type) -> str:
    """Return a name that a rule could have in scenario files."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in kind.__name__).strip("_") or "rule"
