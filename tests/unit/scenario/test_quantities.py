"""Quantities as people write them."""

from __future__ import annotations

import pytest

from sim.model.parameters.spec import Spec
from sim.scenario.quantities import QuantityError, number_in


def spec(unit: str, low: float, high: float, *, default: float = 0.23) -> Spec:
    return Spec(default, unit, low, high, "what it means", "test")


SHARE = spec("share", 0, 1)
MONEY = spec("money", 0, 1e9, default=1400)
DAYS = spec("days", 0.5, 720, default=60)
MONTHLY = spec("per month", 0, 0.99, default=0.02)
YEARLY = spec("per year", 0, 0.999, default=0.33)
GROWTH = Spec(0.05, "per year", -0.5, 1, "what it means", "test", compounds="growth")
INTENSITY = spec("per month", 0, 20, default=1)
COUNT = spec("count", 1, 1e7, default=220)
WHOLE = Spec(3, "months", 1, 12, "months between reviews", "test", whole=True)


def read(text: str, of: Spec) -> float:
    return number_in(text, of, key="group.key", currency="GBP")


@pytest.mark.parametrize(
    ("text", "of", "number"),
    [
        ("18%", SHARE, 0.18),
        ("18 percent", SHARE, 0.18),
        (".18", SHARE, 0.18),
        ("1e-1", SHARE, 0.1),
        ("£489", MONEY, 489),
        ("GBP 489", MONEY, 489),
        ("489 GBP", MONEY, 489),
        ("£1.2m", MONEY, 1_200_000),
        ("30k", MONEY, 30_000),
        ("2 million", MONEY, 2_000_000),
        ("250_000", MONEY, 250_000),
        ("1,250,000.5", MONEY, 1_250_000.5),
        ("60 days", DAYS, 60),
        ("60d", DAYS, 60),
        ("1 month", DAYS, 30.4375),
        ("3 weeks", DAYS, 21),
        ("1.5 years", DAYS, 547.875),
        ("1 quarter", WHOLE, 3),
        ("2% per month", MONTHLY, 0.02),
        ("2%/month", MONTHLY, 0.02),
        ("2% a month", MONTHLY, 0.02),
        ("20% per year", MONTHLY, 1 - 0.8 ** (1 / 12)),
        ("2% per month", YEARLY, 1 - 0.98**12),
        ("1% per month", GROWTH, 1.01**12 - 1),
        ("12 per year", INTENSITY, 1),
        ("2k", COUNT, 2000),
        ("220", COUNT, 220),
    ],
)
def test_is_read_in_the_unit_of_the_parameter(text: str, of: Spec, number: float) -> None:
    assert read(text, of) == pytest.approx(number, rel=1e-12)


def test_minus_signs_of_every_kind() -> None:
    elasticity = spec("ratio", -10, 0, default=-2.6)
    assert [read(text, elasticity) for text in ("-2.6", "\u22122.6", "- 2.6")] == [-2.6] * 3
    assert read("-£5", spec("money", -10, 10, default=1)) == read("£-5", spec("money", -10, 10, default=1)) == -5


@pytest.mark.parametrize(
    ("text", "of", "said", "hint"),
    [
        ("60 days", SHARE, "is a share; '60 days' is a duration", "Write a percentage such as 23%"),
        ("£5", SHARE, "is an amount of money", "percentage"),
        ("23", SHARE, "outside its range", "Did you mean 23%? Allowed: 0% to 100%."),
        ("140%", SHARE, "outside its range", "Allowed: 0% to 100%."),
        ("2", MONTHLY, "outside its range", "Did you mean 2%?"),
        ("5%", DAYS, "is a duration in days; '5%' is a percentage", "60 days"),
        ("12m", DAYS, "is a size", "60 days"),
        ("0", DAYS, "outside its range", "0.5 to 720 days"),
        ("£320 per month", MONEY, "is a rate", "what it means"),
        ("$5", MONEY, "not in GBP", "set `currency:`"),
        ("20%", COUNT, "is a count", "220"),
        ("2.5", WHOLE, "must be a whole number", "1 to 12 months"),
        ("nan", SHARE, "not a number the model can use", "finite"),
        (".inf", MONEY, "not a number the model can use", "finite"),
        ("1e999", MONEY, "too large", "finite"),
        ("2,5", DAYS, "is not a number", "point: 2.5"),
        ("18-30%", SHARE, "is not a number", "'A to B'"),
        ("12 apples", MONEY, "'apples' is not a unit", "Units:"),
        ("2% per fortnight", MONTHLY, "is not a period", "week"),
        ("triangular(1, 2", MONEY, "is not a number", "in quotes"),
        ("yes", SHARE, "is not a number", ""),
    ],
)
def test_says_what_is_wrong_and_what_to_write(text: str, of: Spec, said: str, hint: str) -> None:
    with pytest.raises(QuantityError) as caught:
        read(text, of)
    assert said in caught.value.message
    assert hint in caught.value.hint
