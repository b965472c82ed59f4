"""Reads what `discover --when` is to look for.

    condition = policy "beats" policy {"by" amount | "on" outcome}
              | policy ":" outcome sign amount
              | policy ":" "ruined"
    sign      = "<" | "<=" | ">" | ">="

Policies may be written as in the scenario, or with spaces for underscores. Amounts are written as in scenarios.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn

from sim.analysis.discovering.when import SIGNS, When
from sim.errors import Problem, UsageError
from sim.hints import did_you_mean
from sim.results import OUTCOMES
from sim.scenario.quantities import MONTHS, QuantityError, read_quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

OPTION: Final = "--when"
EXAMPLES: Final = "such as 'plan_first beats carry_on', 'steady: final_revenue > 3m' or 'all_in: ruined'"
_ALLOWED: Final = {"money": ("plain", "money"), "share": ("plain", "percent"), "months": ("plain", "duration")}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the condition and where it starts, from 0."""

    whole: str
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.whole[self.start : self.end]

    def trimmed(self) -> _Piece:
        text = self.text
        start = self.start + len(text) - len(text.lstrip())
        return _Piece(self.whole, start, max(start, self.end - len(text) + len(text.rstrip())))

    def parted(self, pattern: str) -> tuple[_Piece, str, _Piece] | None:
        """Return what stands before and after the first match, and the match."""
        found = re.search(pattern, self.text, re.IGNORECASE)
        if found is None:
            return None
        before = _Piece(self.whole, self.start, self.start + found.start()).trimmed()
        return before, found.group().strip(), _Piece(self.whole, self.start + found.end(), self.end).trimmed()

    def refuse(self, message: str, hint: str = "") -> NoReturn:
        problem = Problem(OPTION, message, 1, self.start + 1, OPTION, hint, self.whole, max(1, self.end - self.start))
        raise UsageError(f"the condition {self.whole!r} can't be read", (problem,))


def parse(text: str, policies: Sequence[str]) -> When:
    """Read a condition.

    Parameters
    ----------
    policies
        Names of the scenario's policies.

    Raises
    ------
    UsageError
        With the place, a caret and what was expected.
    """
    whole = _Piece(text, 0, len(text)).trimmed()
    if found := whole.parted(r"(?<!\S)beats(?!\S)"):
        policy, _, rest = found
        return _duel(_policy(policy, policies), rest, policies)
    if found := whole.parted(":"):
        policy, _, rest = found
        return _target(_policy(policy, policies), rest)
    return _Piece(text, whole.end, whole.end).refuse("expected 'beats' and a policy, or ':' and an outcome", EXAMPLES)


def _duel(policy: str, rest: _Piece, policies: Sequence[str]) -> When:
    marks = _after_the_rival(rest, policies)
    ends = [*(rest.start + mark.start() for mark in marks), rest.end]
    rival = _Piece(rest.whole, rest.start, ends[0]).trimmed()
    against = _policy(rival, policies)
    if against == policy:
        rival.refuse("a policy can't beat itself", _named(policies))
    given: dict[str, _Piece] = {}
    for mark, end in zip(marks, ends[1:], strict=True):
        word = mark.group().lower()
        if word in given:
            _Piece(rest.whole, rest.start + mark.start(), rest.start + mark.end()).refuse(f"{word!r} is there twice")
        given[word] = _Piece(rest.whole, rest.start + mark.end(), end).trimmed()
    outcome = _outcome(given["on"]) if "on" in given else "npv"
    return When(policy, against, outcome, ">", _lead(given["by"], outcome) if "by" in given else 0.0)


def _lead(piece: _Piece, outcome: str) -> float:
    lead = _amount(piece, outcome)
    if lead < 0.0:
        piece.refuse("a lead can't be below zero", "Ask when the other policy beats this one.")
    return lead


def _after_the_rival(rest: _Piece, policies: Sequence[str]) -> list[re.Match[str]]:
    """Return every `by` and `on` that is no part of the rival's name, as it is of `carry on`."""
    marks = list(re.finditer(r"(?<!\S)(by|on)(?!\S)", rest.text, re.IGNORECASE))
    for place in range(len(marks), 0, -1):
        end = marks[place].start() if place < len(marks) else len(rest.text)
        if _meant(rest.text[:end], policies):
            return marks[place:]
    return marks


def _target(policy: str, rest: _Piece) -> When:
    if rest.text == "ruined":
        return When(policy, "", "ruined", ">", 0.0)
    found = rest.parted("|".join(SIGNS))
    if found is None:
        outcome = _outcome(rest)
        _Piece(rest.whole, rest.end, rest.end).refuse(f"expected < or > and a value after {outcome!r}", EXAMPLES)
    name, sign, value = found
    outcome = _outcome(name)
    if OUTCOMES[outcome].unit == "flag":
        _Piece(rest.whole, name.end, rest.end).trimmed().refuse(
            f"{outcome} is yes or no and has no value",
            f"Write '{policy}: {outcome}'; for living on, '{policy}: ruin_month > 24 months'.",
        )
    return When(policy, "", outcome, sign, _amount(value, outcome))


def _policy(piece: _Piece, policies: Sequence[str]) -> str:
    if not piece.text:
        piece.refuse("expected a policy", _named(policies))
    if name := _meant(piece.text, policies):
        return name
    return piece.refuse(f"no policy named {piece.text!r}", did_you_mean(piece.text, policies, what="Policies"))


def _meant(text: str, policies: Sequence[str]) -> str:
    """Return the policy of this name, else the one that is so called but for capitals and spaces, else nothing."""
    known = {"_".join(name.casefold().split()): name for name in policies}
    return text if text in policies else known.get("_".join(text.casefold().split()), "")


def _named(policies: Sequence[str]) -> str:
    return f"Policies: {', '.join(policies)}."


def _outcome(piece: _Piece) -> str:
    name = "_".join(piece.text.split()).lower()
    if name not in OUTCOMES:
        piece.refuse(
            f"no outcome named {piece.text!r}" if name else "expected an outcome",
            did_you_mean(name, OUTCOMES, what="Outcomes"),
        )
    return name


def _amount(piece: _Piece, outcome: str) -> float:
    unit = OUTCOMES[outcome].unit.partition("/")[0]
    try:
        found = read_quantity(piece.text)
    except QuantityError as error:
        piece.refuse(error.message if piece.text else "expected a value", error.hint)
    if found.kind not in _ALLOWED.get(unit, ("plain",)) or found.per:
        piece.refuse(f"{piece.text!r} is no value of {outcome}", f"{outcome}: {OUTCOMES[outcome].meaning}.")
    return found.number * MONTHS[found.unit] if found.kind == "duration" else found.number
