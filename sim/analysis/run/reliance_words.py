"""What the best policy owes to the terminal value, as the sentences that follow the claim that it is the best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import listed, money, percent, sentence, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.run.reliance import Ratio, Reliance

MOST_NAMES: Final = 3
"""Policies named in a sentence; more are counted."""


def owed(found: Reliance | None, currency: str) -> str:
    """Say how much of what the best policy is worth is terminal value, and who would be best without it.

    Empty when no policy is the best beyond noise: then there is no claim that could hang on it.
    """
    if found is None:
        return ""
    name, order = spoken(found.best), _order(found, currency)
    if found.pays_nothing:
        return f"All that {name} is worth is terminal value: it pays its owners nothing before the horizon. " + (
            sentence(order)
        )
    if not found.share.known or found.share.value <= 0.0:
        return sentence(order)
    return f"Terminal value is {_within(found.share)} of what {name} is worth; {order}"


def _order(found: Reliance, currency: str) -> str:
    if found.behind is not None:
        low, high = (money(end, currency) for end in found.behind.ci95)
        ahead = f"{money(found.behind.mean, currency)} ahead (95% interval {low} to {high})"
        return f"without it {_named(found.without, 'or')} would be best, {ahead}{_lasting(found)}"
    name = spoken(found.best)
    if len(found.without) == 1:
        return f"{name} is the best without it as well"
    rest = [other for other in found.without if other != found.best]
    return f"without it {name} can't be told from {_named(rest, 'and')}"


def _lasting(found: Reliance) -> str:
    if found.lasting is None or not found.lasting.least.known:
        return ""
    least = _within(found.lasting.least)
    return f"; {spoken(found.best)} leads as long as terminal values are at least {least} of those computed"


def _named(names: Sequence[str], word: str) -> str:
    told = [spoken(name) for name in names[:MOST_NAMES]]
    rest = len(names) - len(told)
    return listed([*told, f"{rest} more"] if rest else told, word)


def _within(found: Ratio) -> str:
    low, high = (percent(end) for end in found.ci95)
    return f"{percent(found.value)} (95% interval {low} to {high})"
