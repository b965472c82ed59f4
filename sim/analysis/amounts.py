"""Money, shares and dates as a reader expects them: £1.24m, 3.1%, 2031."""

from __future__ import annotations

import math
from typing import Final

MINUS: Final = "\N{MINUS SIGN}"
SYMBOLS: Final = {"GBP": "£", "USD": "$", "EUR": "€"}
UNITS: Final = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e4, "k"), (0.0, ""))
"""From which size which suffix is used; thousands are spelled out up to 10,000."""
FACTORS: Final = {"tn": 1e12, "bn": 1e9, "m": 1e6, "k": 1e3, "": 1.0}
MISSING: Final = "n/a"
HUGE: Final = 1e15
MONTHS_A_YEAR: Final = 12
SHORTEST: Final = 4
"""Letters left of a run's name, at least."""


def symbol(currency: str) -> str:
    """Return what stands before an amount: a sign when the currency has a known one, else its code."""
    return SYMBOLS.get(currency, f"{currency} " if currency else "")


def suffix_for(size: float) -> str:
    """Return the suffix for amounts of this size: `k`, `m`, `bn`, `tn` or nothing."""
    return next(suffix for limit, suffix in UNITS if abs(size) >= limit)


def money(amount: float, currency: str) -> str:
    """Write an amount with three significant digits: £1.24m, −$38.2k, CHF 950."""
    if not math.isfinite(amount):
        return MISSING
    return f"{MINUS if _three(amount) < 0 else ''}{symbol(currency)}{_digits(abs(_three(amount)))}"


def signed_money(amount: float, currency: str) -> str:
    """Write a difference, always with its sign; nothing is ±."""
    if not math.isfinite(amount):
        return MISSING
    return ("+" if amount > 0 else "") + money(amount, currency)


def quantity(amount: float) -> str:
    """Write a number without currency the way `money` does."""
    return money(amount, "")


def amount(value: float, unit: str, currency: str) -> str:
    """Write a value of a column of the results by its unit: £1.24m, 3.1%, 36 months, 950."""
    kind = unit.partition("/")[0]
    if kind == "money":
        return money(value, currency)
    if kind == "share":
        return percent(value)
    return f"{quantity(value)} months" if kind == "months" and math.isfinite(value) else quantity(value)


def gap(value: float, unit: str, currency: str) -> str:
    """Write a difference of two such values without a plus; that of two shares in percentage points, `3.1 pp`."""
    if unit.partition("/")[0] != "share" or not math.isfinite(value):
        return amount(value, unit, currency)
    return f"{points(value).removeprefix('+')} pp"


def signed_amount(value: float, unit: str, currency: str) -> str:
    """Write a difference of two such values, always with its sign."""
    text = gap(value, unit, currency)
    return f"+{text}" if value > 0.0 and math.isfinite(value) else text


def points(difference: float) -> str:
    """Write a difference of two shares in percentage points, with its sign: one decimal, two digits below a tenth."""
    if not math.isfinite(difference):
        return MISSING
    size = 100.0 * difference
    text = f"{size:+.2g}" if 0.0 < abs(size) < 0.1 else f"{size:+.1f}"  # noqa: PLR2004 (what one decimal can't show)
    return "0.0" if float(text) == 0.0 else text.replace("-", MINUS)


def p_value(p: float) -> str:
    """Write a p value with two digits, never a false zero."""
    if not math.isfinite(p):
        return MISSING
    return "<0.001" if p < 0.001 else f"{p:.2g}" if p < 0.1 else f"{p:.2f}"  # noqa: PLR2004 (digits that matter)


def _three(amount: float) -> float:
    """Round to three digits first, so that 999,999 becomes 1.00m and not 1,000k."""
    return float(f"{amount:.3g}")


def _digits(size: float) -> str:
    if size >= HUGE or 0.0 < size < 0.001:  # noqa: PLR2004 (below a tenth of a penny only powers of ten are short)
        return f"{size:.2e}"
    suffix = suffix_for(size)
    scaled = size / FACTORS[suffix]
    if not suffix:
        return _plain(scaled)
    return f"{scaled:.{max(0, 2 - math.floor(math.log10(scaled)))}f}{suffix}"


def _plain(size: float) -> str:
    if size == round(size):
        return f"{size:,.0f}"
    return f"{size:,.{max(0, 2 - math.floor(math.log10(size)))}f}"


def percent(share: float) -> str:
    """Write a share: whole percent, one decimal below 10 % and above 99 %, never a false 0 % or 100 %."""
    if not math.isfinite(share):
        return MISSING
    if share in {0.0, 1.0}:
        return f"{share:.0%}"
    if 0.0 < share < 0.001:  # noqa: PLR2004 (what one decimal can't show)
        return "<0.1%"
    if 0.999 < share < 1.0:  # noqa: PLR2004 (the same at the other end)
        return ">99.9%"
    inner = 0.1 <= share <= 0.99  # noqa: PLR2004 (one decimal matters only near the ends)
    return f"{share:.{0 if inner else 1}%}".replace("-", MINUS)


def counted(count: int, thing: str) -> str:
    """Write a number of things: `1 path`, `2,000 paths`."""
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def extent(replications: int, months: int) -> str:
    """Write how much was simulated: `2,000 replications × 60 months`."""
    return f"{counted(replications, 'replication')} × {counted(months, 'month')}"


def spoken(name: str) -> str:
    """Return a policy's or measure's name for a sentence: `carry_on` reads `carry on`."""
    return " ".join(name.replace("_", " ").split()) or name


def brief(name: str, longest: int) -> str:
    """Shorten a long name: of `run: policy` the run, so that policies stay apart."""
    if len(name) <= longest:
        return name
    run, colon, policy = name.rpartition(": ")
    kept = longest - len(policy) - len("…: ")
    return f"{run[:kept]}…: {policy}" if colon and kept >= SHORTEST else f"{name[: longest - 1]}…"


def sentence(text: str) -> str:
    """Start with a capital letter."""
    return text[:1].upper() + text[1:]


def listed(names: list[str], word: str = "and") -> str:
    """Join names: `a`, `a and b`, `a, b and c`."""
    return f" {word} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
