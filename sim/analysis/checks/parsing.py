"""Text to a claim: words and signs, then recursive descent along the grammar of `claims`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, NoReturn

from sim.analysis.checks.claims import COMPARISONS, MONTHS, SIZES, Claim, Expression, Minus, Name, Number, Operation
from sim.errors import Problem, ScenarioError

MOST: Final = 100
"""Words and signs of a claim; beyond them nobody can read it, and brackets in brackets would exhaust the stack."""

_TOKEN: Final = re.compile(
    r"(?P<number>\d[\d_,]*(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<name>[^\W\d]\w*)|(?P<sign>==~|==|<=|>=|[-<>+*/()%])"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a claim: `kind` is number, name, sign or end; `column` counts from 1."""

    kind: str
    text: str
    column: int


def parse(text: str, *, key: str = "check") -> Claim:
    """Read a claim.

    Parameters
    ----------
    text
        What the scenario says after `then:`.
    key
        Dotted key of the check, named in the message.

    Raises
    ------
    ScenarioError
        With the place, a caret and what was expected.
    """
    return _Parser(text, key).claim()


def parse_name(text: str, *, key: str) -> Name:
    """Read an outcome, or a measure at a month, on its own: `npv`, `cash at 24 months`.

    Raises
    ------
    ScenarioError
        With the place, a caret and what was expected.
    """
    return _Parser(text, key).only_name()


def refuse(text: str, key: str, problem: tuple[str, str], *, column: int, width: int = 1) -> NoReturn:
    """Raise the error of a claim: message and hint, with the caret at `column`."""
    message, hint = problem
    raise ScenarioError(
        f"the check {text!r} can't be read",
        (Problem(key, message, 1, column, key, hint, text, width),),
    )


def _tokens(text: str, key: str) -> list[Token]:
    found, place = [], 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        match = _TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            hint = _MONEY_HINT if unicodedata.category(text[place]) == "Sc" else _SIGNS_HINT
            refuse(text, key, (f"{text[place]!r} has no meaning here", hint), column=place + 1)
        found.append(Token(match.lastgroup, match.group(), place + 1))
        place = match.end()
        if len(found) > MOST:
            refuse(text, key, (f"more than {MOST} words and signs", "make several checks of it"), column=place)
    return [*found, Token("end", "", len(text) + 1)]


_SIGNS_HINT: Final = "allowed: names, numbers, %, + - * / ( ) and one of < <= > >= == ==~"
_MONEY_HINT: Final = "leave it out: amounts are in the currency of the scenario, such as 1m"


class _Parser:
    """Recursive descent, one method per line of the grammar."""

    def __init__(self, text: str, key: str) -> None:
        self.text = text
        self.key = key
        self.tokens = _tokens(text, key)
        self.place = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        token = self.next
        self.place += token.kind != "end"
        return token

    def take_if(self, *texts: str) -> Token | None:
        return self.take() if self.next.kind != "number" and self.next.text in texts else None

    def fail(self, message: str, hint: str = "") -> NoReturn:
        token = self.next
        refuse(self.text, self.key, (message, hint), column=token.column, width=len(token.text) or 1)

    def claim(self) -> Claim:
        """Read one whole comparison."""
        left = self.sum()
        comparison = self.take_if(*COMPARISONS)
        if comparison is None:
            self.fail(f"expected a comparison, found {self.shown()}", f"one of {' '.join(reversed(COMPARISONS))}")
        right = self.sum()
        if self.next.kind != "end":
            self.fail(f"expected the end of the check, found {self.shown()}", "one comparison a check")
        return Claim(self.text, left, comparison.text, right)

    def only_name(self) -> Name:
        """Read one name with its moment, and nothing else."""
        found = self.term() if self.next.kind == "name" else None
        if not isinstance(found, Name) or self.next.kind != "end":
            self.fail(
                f"expected an outcome or a measure at a month, found {self.shown()}", "such as 'cash at 24 months'"
            )
        return found

    def sum(self) -> Expression:
        """Read terms joined by + and -."""
        left = self.product()
        while sign := self.take_if("+", "-"):
            left = Operation(sign.text, left, self.product())
        return left

    def product(self) -> Expression:
        """Read factors joined by * and /."""
        left = self.signed()
        while sign := self.take_if("*", "/"):
            left = Operation(sign.text, left, self.signed())
        return left

    def signed(self) -> Expression:
        """Read a factor with its signs."""
        turned = False
        while self.take_if("-"):
            turned = not turned
        return Minus(self.term()) if turned else self.term()

    def term(self) -> Expression:
        """Read a number, a name with its moment, or a bracket."""
        if self.next.kind == "number":
            value = self.number()
            size = self.take_if(*SIZES)
            return Number(value * SIZES[size.text]) if size else Number(value / 100.0 if self.take_if("%") else value)
        if self.next.kind == "name" and self.next.text != "at":
            name = self.take()
            return Name(name.text, self.moment() if self.take_if("at") else None, name.column)
        if not self.take_if("("):
            self.fail(f"expected a measure, an outcome or a number, found {self.shown()}")
        inside = self.sum()
        if not self.take_if(")"):
            self.fail(f"expected ')', found {self.shown()}")
        return inside

    def moment(self) -> float:
        """Read the month after `at`."""
        if word := self.take_if("start", "end"):
            return 0.0 if word.text == "start" else float("inf")
        if self.next.kind != "number":
            self.fail(f"expected a month after 'at', found {self.shown()}", "such as 'at 24 months' or 'at 2 years'")
        number_token = self.next
        value = self.number()
        unit = self.take_if(*MONTHS)
        month = value * MONTHS[unit.text] if unit else value
        if not month.is_integer():  # nor is infinity
            self.place = self.tokens.index(number_token)
            self.fail(f"{number_token.text} {unit.text if unit else 'months'} is not a whole month")
        return month

    def number(self) -> float:
        return float(self.take().text.replace("_", "").replace(",", ""))

    def shown(self) -> str:
        return "the end" if self.next.kind == "end" else repr(self.next.text)
