"""The small language of `--until`: `npv ±2% and best decided`.

    until  = target {"and" target}
    target = "best" ("decided" | width)
           | name "-" name [of] width [of]
           | name ":" name width
           | name width
    of     = (":" | "of") name
    width  = ("±" | "+-" | "+/-") quantity

A name is a policy, or an outcome; `A - B` is the mean of paired differences, of NPV unless said otherwise. Quantities
are written as in scenario files. A per cent is a part of the mean, and for shares a point.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NoReturn

from sim.analysis.stopping.targets import RANKED, SHARES, Best, Target, Width
from sim.errors import Problem, UsageError
from sim.hints import nearest
from sim.results import OUTCOMES
from sim.scenario.quantities import SYMBOLS, Quantity, QuantityError, read_quantity

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sim.scenario import Scenario

_TOKEN: Final = re.compile(
    r"(?P<width>(?:±|\+/?-)[^±:]*?)(?=\s*(?::|\b(?:and|of)\b|$))|(?P<name>[^\W\d](?:[\w-]*\w)?)|(?P<sign>[-−–:])"
)
_SIGN: Final = re.compile(r"(?:±|\+/?-)\s*")
_SAMPLES: Final = "such as 'npv ±2%', 'A - B ±50k', 'A: ruined ±1%', 'best decided', or several joined by 'and'"


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of the text: `kind` is width, name, sign or end; `column` counts from 1."""

    kind: str
    text: str
    column: int

    @property
    def end(self) -> int:
        return self.column + len(self.text) - 1


def parse(text: str, scenario: Scenario, *, key: str = "until") -> tuple[Target, ...]:
    """Read what a run of a scenario is to go on for.

    Parameters
    ----------
    text
        Targets joined by `and`.
    scenario
        Its policies are known, and amounts in another currency than its own are refused.
    key
        Named in the message.

    Raises
    ------
    UsageError
        With the place, a caret and what was expected.
    """
    return _Parser(_Source(text, key), tuple(scenario.policies), scenario.currency).until()


@dataclass(frozen=True, slots=True)
class _Source:
    """The text, and who is named when something is wrong with it."""

    text: str
    key: str

    def refuse(self, message: str, hint: str, *, column: int, width: int) -> NoReturn:
        raise UsageError(
            f"{self.key} {self.text!r} can't be read",
            (Problem(self.key, message, 1, column, self.key, hint, self.text, max(1, width)),),
        )

    def tokens(self) -> list[_Token]:
        found, place = [], 0
        while place < len(self.text):
            match = _TOKEN.match(self.text, place)
            if self.text[place].isspace():
                place += 1
            elif match is None or match.lastgroup is None:
                self.refuse(f"{self.text[place]!r} has no meaning here", _SAMPLES, column=place + 1, width=1)
            else:
                found.append(_Token(match.lastgroup, match.group(), place + 1))
                place = match.end()
        return [*found, _Token("end", "", len(self.text) + 1)]


class _Parser:
    """Recursive descent, one method per line of the grammar."""

    def __init__(self, source: _Source, policies: Sequence[str], currency: str) -> None:
        self.source, self.policies, self.currency = source, policies, currency
        self.tokens, self.place = source.tokens(), 0

    @property
    def next(self) -> _Token:
        return self.tokens[self.place]

    def take(self) -> _Token:
        token = self.next
        self.place += token.kind != "end"
        return token

    def take_if(self, *texts: str) -> _Token | None:
        return self.take() if self.next.text in texts else None

    def fail(self, message: str, hint: str = "", *, at: _Token | None = None) -> NoReturn:
        token = at or self.next
        self.source.refuse(message, hint, column=token.column, width=len(token.text))

    def until(self) -> tuple[Target, ...]:
        """Read all targets."""
        found = [self.target()]
        while self.take_if("and"):
            found.append(self.target())
        if self.next.kind != "end":
            self.fail(f"expected 'and' or the end, found {self.next.text!r}")
        return tuple(found)

    def target(self) -> Target:
        """Read one target."""
        start = self.place
        if self.next.kind != "name":
            what = "the end" if self.next.kind == "end" else repr(self.next.text)
            self.fail(f"expected a target, found {what}", _SAMPLES)
        first, after = self.take(), self.next
        if first.text == "best" and (after.text == "decided" or after.kind == "width"):
            return self.best(start)
        if self.take_if("-", "−", "–"):
            return self.difference(start, first)
        if self.take_if(":"):
            policy = self.known(first, self.policies, "policy")
            return self.width(start, self.known(self.take(), OUTCOMES, "outcome"), policy)
        return self.width(start, self.known(first, OUTCOMES, "outcome"))

    def best(self, start: int) -> Best:
        """Read what follows `best`."""
        if len(self.policies) < 2:  # noqa: PLR2004 (nobody to be better than)
            self.fail(
                "'best' needs two policies or more", f"this run has only {self.policies[0]}", at=self.tokens[start]
            )
        if self.take_if("decided"):
            return Best(self.said(start), 0.0)
        half, part_of = self.half(*self.size(), RANKED)
        if part_of == "mean":
            self.fail("the zone of 'best' is an amount of money", "such as 'best ±50k'", at=self.tokens[self.place - 1])
        return Best(self.said(start), half)

    def difference(self, start: int, first: _Token) -> Width:
        """Read what follows `A -`."""
        one = self.known(first, self.policies, "policy")
        other = self.known(second := self.take(), self.policies, "policy")
        if one == other:
            self.fail(f"{one} less itself is nothing", at=second)
        outcome, sized = self.of(), self.size()
        outcome = outcome or self.of() or RANKED
        half, part_of = self.half(*sized, outcome)
        return Width(self.said(start), outcome, one, other, half, part_of)

    def of(self) -> str:
        """Read the outcome after `:` or `of`, if there is one."""
        return self.known(self.take(), OUTCOMES, "outcome") if self.take_if(":", "of") else ""

    def width(self, start: int, outcome: str, policy: str = "") -> Width:
        """Read the half width of an outcome."""
        half, part_of = self.half(*self.size(), outcome)
        return Width(self.said(start), outcome, policy, "", half, part_of)

    def size(self) -> tuple[_Token, Quantity]:
        """Read ± and a quantity."""
        token = self.take()
        if token.kind != "width":
            found = "the end" if token.kind == "end" else repr(token.text)
            self.fail(f"expected ± and a size, found {found}", "such as ±2% or ±50k; +- will do for ±", at=token)
        try:
            return token, read_quantity(_SIGN.sub("", token.text, count=1))
        except QuantityError as error:
            self.fail(error.message, error.hint, at=token)

    def half(self, token: _Token, size: Quantity, outcome: str) -> tuple[float, Literal["unit", "mean"]]:
        """Return the half width of an outcome, and what it is given in."""
        share = OUTCOMES[outcome].unit in SHARES
        if size.number <= 0.0:
            self.fail("a half width is more than 0", at=token)
        if size.per or size.kind == "duration" or (size.kind == "money" and not self.is_money(size, outcome)):
            unit = OUTCOMES[outcome].unit.replace("money", self.currency or "money")
            self.fail(f"{token.text!r} is no width of {outcome}", f"its unit is {unit}; or write a per cent", at=token)
        if share and size.number >= 1.0:
            self.fail(f"{outcome} is a share, below 1", f"did you mean ±{size.number:g}%?", at=token)
        return size.number, "mean" if size.kind == "percent" and not share else "unit"

    def is_money(self, size: Quantity, outcome: str) -> bool:
        """Tell whether an amount is in the unit of the outcome, and in the currency of the scenario."""
        own = not self.currency or self.currency in SYMBOLS.get(size.unit, (size.unit,))
        return own and OUTCOMES[outcome].unit == "money"

    def known(self, token: _Token, names: Collection[str], kind: str) -> str:
        """Return a name that exists."""
        if token.kind != "name":
            self.fail(f"expected the name of {_a(kind)}, found {token.text or 'the end'!r}", at=token)
        if token.text not in names:
            self.fail(f"no {kind} named {token.text!r}", self.hint(token.text, names), at=token)
        return token.text

    def hint(self, name: str, names: Collection[str]) -> str:
        """Return what may have been meant by a name that does not exist."""
        cuts = [place for place, letter in enumerate(name) if letter == "-"]
        for one, other in ((name[:cut], name[cut + 1 :]) for cut in cuts):
            if one in self.policies and other in self.policies:
                return f"put spaces round the minus: {one} - {other}"
        if name in self.policies:
            return f"it is a policy: write '{name}: npv ±2%', or two policies, 'A - B ±50k'"
        if name == "best":
            return "write 'best decided' or 'best ±50k'"
        near = nearest(name, names)
        return f"did you mean {near}?" if near else f"there are {', '.join(names)}"

    def said(self, start: int) -> str:
        """Return the target as written."""
        first, last = self.tokens[start], self.tokens[self.place - 1]
        return self.source.text[first.column - 1 : last.end].strip()


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
