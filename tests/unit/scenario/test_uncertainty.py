"""Beliefs as people write them, and what they turn into."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.parameters.spec import Spec
from sim.scenario.distributions import Distribution
from sim.scenario.quantities import QuantityError
from sim.scenario.uncertainty import read_value

SHARE = Spec(0.23, "share", 0, 1, "opportunities won", "test")
MONEY = Spec(1400, "money", 0, 1e9, "cash", "test")
DAYS = Spec(60, "days", 0.5, 720, "sales cycle", "test")
MONTHLY = Spec(0.02, "per month", 0, 0.99, "churn", "test")
MARGIN = Spec(0.1, "share", -1, 1, "margin", "test")
WHOLE = Spec(3, "months", 1, 12, "review", "test", whole=True)


def belief(text: str, spec: Spec = SHARE) -> Distribution:
    read = read_value(text, spec, key="group.key", currency="GBP")
    assert isinstance(read, Distribution)
    return read


@pytest.mark.parametrize(
    ("text", "spec", "low", "high"),
    [
        ("18% to 30%", SHARE, 0.18, 0.30),
        ("18 to 30%", SHARE, 0.18, 0.30),
        ("£100k to £200k", MONEY, 1e5, 2e5),
        ("100 to 200 GBP", MONEY, 100, 200),
        ("30 to 60 days", DAYS, 30, 60),
        ("1 month to 2 months", DAYS, 30.4375, 60.875),
        ("2 to 3.5% per month", MONTHLY, 0.02, 0.035),
        ("-5% to 15%", MARGIN, -0.05, 0.15),
    ],
)
def test_an_interval_holds_nine_tenths(text: str, spec: Spec, low: float, high: float) -> None:
    found = belief(text, spec)
    assert found.quantile(np.array([0.05, 0.95])) == pytest.approx([low, high], rel=1e-4)
    assert found.family == ("lognormal" if low > 0 else "normal")
    middle = math.sqrt(low * high) if low > 0 else (low + high) / 2
    assert found.median == pytest.approx(middle, rel=1e-6)
    assert text in found.describe()


@pytest.mark.parametrize(
    ("text", "quantiles"),
    [
        ("uniform(20%, 40%)", [0.21, 0.3, 0.39]),
        (
            "triangular(10%, 20%, 40%)",
            [0.1 + math.sqrt(0.05 * 0.03), 0.4 - math.sqrt(0.5 * 0.06), 0.4 - math.sqrt(0.05 * 0.06)],
        ),
        ("pert(0%, 50%, 100%)", [0.189256, 0.5, 0.810744]),
        ("beta(1, 1)", [0.05, 0.5, 0.95]),
        ("beta(a=1, b=1)", [0.05, 0.5, 0.95]),
        ("normal(50%, 10%)", [0.5 - 0.16448536, 0.5, 0.5 + 0.16448536]),
        ("normal(mean=50%, sd=10%)", [0.5 - 0.16448536, 0.5, 0.5 + 0.16448536]),
        ("lognormal(20%, 0.1)", [0.2 * math.exp(-0.16448536), 0.2, 0.2 * math.exp(0.16448536)]),
        ("discrete(10%:0.3, 20%:0.7)", [0.1, 0.2, 0.2]),
        ("discrete(20%:70%, 10%:30%)", [0.1, 0.2, 0.2]),
    ],
)
def test_families_against_their_formulas(text: str, quantiles: list[float]) -> None:
    found = belief(text)
    assert found.quantile(np.array([0.05, 0.5, 0.95])) == pytest.approx(quantiles, abs=2e-6)


def test_beta_by_mean_and_sd() -> None:
    found = belief("beta(mean=20%, sd=5%)")
    a, b = found.arguments
    assert a / (a + b) == pytest.approx(0.2)
    assert math.sqrt(a * b / ((a + b) ** 2 * (a + b + 1))) == pytest.approx(0.05)


BELIEFS = [
    ("80% to 99%", SHARE),
    ("-5% to 15%", MARGIN),
    ("uniform(20%, 40%)", SHARE),
    ("triangular(10%, 10%, 40%)", SHARE),
    ("triangular(10%, 40%, 40%)", SHARE),
    ("pert(10%, 20%, 40%)", SHARE),
    ("beta(0.4, 0.7)", SHARE),
    ("beta(400, 900)", SHARE),
    ("beta(9, 0.5)", MONTHLY),
    ("normal(20%, 30%)", SHARE),
    ("normal(3%, 10%)", MONTHLY),
    ("lognormal(60 days, 2)", DAYS),
    ("discrete(10%:0.3, 20%:0.2, 30%:0.5)", SHARE),
]


@pytest.mark.parametrize(("text", "spec"), BELIEFS)
def test_samples_rise_and_stay_in_range(text: str, spec: Spec) -> None:
    values = belief(text, spec).quantile(np.linspace(0, 1, 2001))
    assert np.all(np.diff(values) >= 0)
    assert values[0] >= spec.low
    assert values[-1] <= spec.high


@pytest.mark.parametrize(("text", "spec"), BELIEFS)
def test_the_median_without_scipy_is_the_quantile_of_one_half(text: str, spec: Spec) -> None:
    found = belief(text, spec)
    assert found.median == pytest.approx(found.quantile(np.array([0.5]))[0], rel=1e-9, abs=1e-12)


@given(a=st.floats(0.05, 500), b=st.floats(0.05, 500))
def test_the_median_of_any_beta_agrees_with_scipy(a: float, b: float) -> None:
    found = Distribution("beta", (a, b), 0, 1)
    assert found.median == pytest.approx(found.quantile(np.array([0.5]))[0], rel=1e-6, abs=1e-9)


def test_cutting_keeps_the_shape_inside() -> None:
    cut, whole = belief("normal(20%, 30%)"), Distribution("normal", (0.2, 0.3))
    assert cut.cut == pytest.approx(0.2525 + 0.0038, abs=1e-3)
    inside = cut.quantile(np.array([0.25, 0.75]))
    shares = np.searchsorted(whole.quantile(np.linspace(1e-6, 1 - 1e-6, 200_001)), [0, *inside, 1]) / 200_001
    assert (shares[2] - shares[1]) / (shares[3] - shares[0]) == pytest.approx(0.5, abs=1e-3)


def test_a_certain_value_stays_a_number() -> None:
    assert read_value("23%", SHARE, key="k", currency="GBP") == 0.23
    assert belief("18% to 30%").describe() == "18% to 30%, lognormal"
    assert Distribution("uniform", (1, 2)).describe() == "uniform(1, 2)"


@pytest.mark.parametrize(
    ("text", "spec", "said", "hint"),
    [
        ("30% to 18%", SHARE, "low end must come first", "A below B"),
        ("18% to 18%", SHARE, "low end must come first", "A below B"),
        ("18% to 130%", SHARE, "outside its range", "0% to 100%"),
        ("18% to 30", SHARE, "outside its range", "Did you mean 30%?"),
        ("0.18 to 30%", SHARE, "is the % meant for both?", "0.18% to 30%"),
        ("1.2 to 3m", MONEY, "is the size meant for both?", "twice"),
        ("2 to 3", WHOLE, "can't be uncertain", "1 to 12 months"),
        ("lognorml(1, 2)", SHARE, "is not a distribution", "Did you mean 'lognormal'?"),
        ("gamma(1, 2)", SHARE, "is not a distribution", "triangular"),
        ("uniform(40%, 20%)", SHARE, "must rise", "low"),
        ("triangular(10%, 50%, 40%)", SHARE, "must rise", "mode"),
        ("triangular(10%, 40%)", SHARE, "needs 3 numbers", ""),
        ("uniform(200,000, 300,000)", MONEY, "needs 2 numbers", "250_000"),
        ("uniform(lo=1, high=2)", MONEY, "needs 2 numbers", ""),
        ("uniform(20%, 60 days)", SHARE, "is a duration", "percentage"),
        ("uniform(20%, 120%)", SHARE, "outside its range", "0% to 100%"),
        ("triangular(10%, 20%", SHARE, "has no closing ')'", "in quotes"),
        ("uniform(10%, 20%) or so", SHARE, "is not a distribution", "nothing after"),
        ("normal(20%, 0%)", SHARE, "sd must be above 0", ""),
        ("normal(2%, 1% per year)", MONTHLY, "can't be converted", "per month"),
        ("lognormal(0%, 1)", SHARE, "must be above 0", "normal"),
        ("lognormal(20%, 3 days)", SHARE, "without unit", ""),
        ("beta(20%, 5%)", SHARE, "two shapes", "beta(mean="),
        ("beta(0, 5)", SHARE, "must be above 0", "beta(mean="),
        ("beta(mean=50%, sd=60%)", SHARE, "no beta distribution", "sd below"),
        ("beta(mean=50%, sd=0.001%)", SHARE, "too small", "plain number"),
        ("beta(2, 3)", MONEY, "between 0 and 1", "pert"),
        ("discrete(10%:0.3, 20%:0.6)", SHARE, "add up to 0.9", "discrete("),
        ("discrete(10%, 20%)", SHARE, "no pair", "discrete("),
        ("discrete(10%:1.5, 20%:-0.5)", SHARE, "negative", "1"),
        ("x" * 500, SHARE, "too long", "quote"),
    ],
)
def test_says_what_is_wrong_with_a_belief(text: str, spec: Spec, said: str, hint: str) -> None:
    with pytest.raises(QuantityError) as caught:
        read_value(text, spec, key="group.key", currency="GBP")
    assert said in caught.value.message
    assert hint in caught.value.hint


@given(st.text(max_size=40))
def test_any_text_is_a_number_a_belief_or_an_error(text: str) -> None:
    try:
        read = read_value(text, MARGIN, key="group.key", currency="GBP")
    except QuantityError:
        return
    middle = read.median if isinstance(read, Distribution) else read
    assert -1 <= middle <= 1


@given(st.text(alphabet="0123456789.,%()-+ eEtokmdays£$/_:=pernulgiftabs", max_size=40))
def test_any_text_made_of_the_right_letters_too(text: str) -> None:
    try:
        read = read_value(text, MONEY, key="group.key", currency="GBP")
    except QuantityError:
        return
    middle = read.median if isinstance(read, Distribution) else read
    assert 0 <= middle <= 1e9
