"""What a claim comes to on the figures of one policy, and whether other luck could turn it."""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING, Final

from sim.analysis.checks.claims import Claim, Expression, Minus, Name, Number, Operation
from sim.results import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sim.outcomes import Array

ABOUT: Final = 0.05
"""`==~` holds within this share of the larger side."""

GROUPS: Final = 20
"""Parts of the replications that are left out in turn to see how far a claim moves."""

_LEVEL: Final = 0.95
_ORDERS: Final = ("<", "<=", ">", ">=")
_ARITHMETIC: Final[dict[str, Callable[[float, float], float]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
_COMPARE: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": lambda left, right: math.isclose(left, right, rel_tol=1e-9),
    "==~": lambda left, right: math.isclose(left, right, rel_tol=ABOUT),
}


def holds(claim: Claim, left: float, right: float) -> bool:
    """Tell whether a claim is so; a value that doesn't exist never holds."""
    return _COMPARE[claim.comparison](left, right)


def evaluate(of: Expression, named: Callable[[Name], float]) -> float:
    """Return the value of one side of a claim; NaN where it divides by nothing."""
    if isinstance(of, Number):
        return of.value
    if isinstance(of, Minus):
        return -evaluate(of.of, named)
    if isinstance(of, Operation):
        left, right = evaluate(of.left, named), evaluate(of.right, named)
        if of.sign == "/":
            return left / right if right else math.nan
        return _ARITHMETIC[of.sign](left, right)
    return named(of)


def names_in(of: Expression) -> list[Name]:
    """Return the names of one side, from left to right."""
    if isinstance(of, Name):
        return [of]
    if isinstance(of, Minus):
        return names_in(of.of)
    return [*names_in(of.left), *names_in(of.right)] if isinstance(of, Operation) else []


def typical(values: Array, unit: str) -> float:
    """Return the mean of what is known, NaN when nothing is; of a month the median, where never is later than any.

    The mean month of the few paths that get there would praise a policy under which most never do.
    """
    import numpy as np

    if unit == "months":
        return float(np.median(np.nan_to_num(values, nan=math.inf))) if len(values) else math.nan
    known = values[~np.isnan(values)]
    return float(np.mean(known)) if known.size else math.nan


def in_doubt(claim: Claim, column: Callable[[str], Array]) -> bool:
    """Tell whether a claim about outcomes is within noise: the other answer lies inside a 95 % interval.

    A share against a number goes by its Wilson interval; everything else by the jackknife, a twentieth of the
    replications left out in turn. Claims about months, equalities, and single replications are not judged.
    """
    names = [*names_in(claim.left), *names_in(claim.right)]
    judged = claim.comparison in _ORDERS and names and all(_has_mean(name) for name in names)
    if not judged:
        return False
    columns = {name.text: column(name.text) for name in names}
    share = _share_against_number(claim, columns)
    return _moves(claim, columns) if share is None else share


def _has_mean(name: Name) -> bool:
    return name.month is None and OUTCOMES[name.text].unit != "months"


def _share_against_number(claim: Claim, columns: Mapping[str, Array]) -> bool | None:
    import numpy as np

    from sim.analysis.intervals import wilson

    sides = (claim.left, claim.right)
    name = next((side for side in sides if isinstance(side, Name) and OUTCOMES[side.text].unit == "flag"), None)
    number = next((side for side in sides if isinstance(side, Number)), None)
    if name is None or number is None:
        return None
    values = columns[name.text]
    low, high = wilson(int(np.count_nonzero(values > 0.0)), len(values))
    return low <= number.value <= high


def _moves(claim: Claim, columns: Mapping[str, Array]) -> bool:
    import numpy as np
    from scipy.special import stdtrit

    count = min(map(len, columns.values()))
    groups = min(GROUPS, count)
    if groups < 2:  # noqa: PLR2004 (a spread needs two)
        return False
    turn = np.arange(count) % groups
    gaps = np.array(
        [_gap(claim, {key: values[turn != out] for key, values in columns.items()}) for out in range(groups)]
    )
    spread = math.sqrt((groups - 1) / groups * float(np.sum((gaps - gaps.mean()) ** 2)))
    return abs(_gap(claim, columns)) <= float(stdtrit(groups - 1, 0.5 + _LEVEL / 2.0)) * spread


def _gap(claim: Claim, columns: Mapping[str, Array]) -> float:
    def named(name: Name) -> float:
        return typical(columns[name.text], OUTCOMES[name.text].unit)

    return evaluate(claim.left, named) - evaluate(claim.right, named)
