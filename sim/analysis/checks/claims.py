"""The small language of reality checks: `technology at 24 months < technology at 0`.

    claim   = sum comparison sum
    sum     = product {("+" | "-") product}
    product = signed {("*" | "/") signed}
    signed  = "-" signed | term
    term    = number ["%" | size] | name ["at" moment] | "(" sum ")"
    size    = "k" | "m" | "bn" | "tn"
    moment  = number ["months" | "years"] | "start" | "end"

A name is an outcome, or, with `at`, a monthly measure; `technology`, `process_quality` and `adoption`
mean the average over the five steps. Numbers may carry `,` or `_` between thousands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

COMPARISONS: Final = ("==~", "==", "<=", ">=", "<", ">")
"""`==~` means within 5 % of the larger side; `==` means equal but for rounding."""

MONTHS: Final = {"month": 1.0, "months": 1.0, "year": 12.0, "years": 12.0}

SIZES: Final = {"k": 1e3, "m": 1e6, "bn": 1e9, "tn": 1e12}
"""300k is 300,000."""


@dataclass(frozen=True, slots=True)
class Number:
    """A literal; 30 % is 0.3."""

    value: float


@dataclass(frozen=True, slots=True)
class Name:
    """An outcome, or a measure at a month; `month` is None without `at` and infinite for `at end`."""

    text: str
    month: float | None
    column: int


@dataclass(frozen=True, slots=True)
class Minus:
    """A sum with its sign turned."""

    of: Expression


@dataclass(frozen=True, slots=True)
class Operation:
    """Two terms and the sign between them."""

    sign: str
    left: Expression
    right: Expression


Expression = Number | Name | Minus | Operation


@dataclass(frozen=True, slots=True)
class Claim:
    """A parsed claim."""

    text: str
    left: Expression
    comparison: str
    right: Expression
