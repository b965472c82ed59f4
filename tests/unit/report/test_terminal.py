"""The terminal summary fits its terminal and says what the run says."""

from __future__ import annotations

import re

import pytest

from sim.analysis.amounts import quantity
from sim.analysis.run.summary import Summary, summarise
from sim.report.terminal import render
from tests.unit.analysis.synthetic import FIVE, Shape, made_up

CODES = re.compile(r"\x1b\[\d+m")


@pytest.fixture(scope="module")
def summary() -> Summary:
    return summarise(made_up({**FIVE, "counter_cyclical": Shape(trend=0.03)}))


def plain(summary: Summary, width: int = 80) -> list[str]:
    return CODES.sub("", render(summary, width=width)).splitlines()


@pytest.mark.parametrize("width", [80, 100, 120])
def test_no_line_is_wider_than_the_terminal(summary: Summary, width: int) -> None:
    assert max(len(line) for line in plain(summary, width)) <= width


def test_every_policy_has_its_figures(summary: Summary) -> None:
    lines = plain(summary)
    for policy in summary.policies:
        if len(policy.name) <= 14:
            row = next(line for line in lines if line.startswith(f"{policy.name} "))
            assert quantity(policy.npv.mean) in row


def test_a_long_name_is_broken_so_that_it_can_be_put_together_again(summary: Summary) -> None:
    lines = plain(summary)
    top = next(index for index, line in enumerate(lines) if line.startswith("counter_"))
    assert lines[top].split()[0] + lines[top + 1].split()[0] == "counter_cyclical"


def test_the_figures_stand_in_columns(summary: Summary) -> None:
    lines = plain(summary)
    start = next(index for index, line in enumerate(lines) if line.startswith("policy"))
    rows = lines[start : start + 2 * (len(summary.policies) + 1) : 2]
    ruin = rows[0].index("ruin") + len("ruin")
    assert all(row[ruin - 1] == "%" and row[ruin] == " " for row in rows[1:])


def test_codes_are_closed_on_their_line(summary: Summary) -> None:
    for line in render(summary, width=80).splitlines():
        codes = CODES.findall(line)
        assert codes in ([], [codes[0] if codes else "", "\x1b[0m"])


def test_a_single_policy_is_compared_with_nothing() -> None:
    text = "\n".join(plain(summarise(made_up({"steady": Shape()}, replications=20))))
    assert "against" not in text
    assert "20 replications" in text
