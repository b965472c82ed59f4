"""What happened in one path: notes in plain words, spells, and the months that are told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.analysis.path.happening import KINDS, Happening, Note, in_words
from sim.analysis.path.happenings import happenings
from sim.analysis.path.spells import Spell, changed, spells
from sim.analysis.path.story import dated, sentence_of, story
from sim.results import MEASURES

if TYPE_CHECKING:
    from pathlib import Path

    from sim.analysis.intervals import Array

MONTHS = 48


def series(**changes: Array) -> dict[str, Array]:
    """Return a firm in which nothing ever changes, but for these measures."""
    steady = {name: np.zeros(MONTHS + 1) for name in MEASURES}
    steady |= {
        "leads": np.full(MONTHS + 1, 100.0),
        "yearly_revenue": np.full(MONTHS + 1, 1e6),
        "customers": np.full(MONTHS + 1, 200.0),
        "cash": np.full(MONTHS + 1, 1e5),
        "cash_buffer": np.full(MONTHS + 1, 9e4),
        "reinvested": np.full(MONTHS + 1, 5e3),
        "distributed": np.full(MONTHS + 1, 1e3),
    }
    return steady | changes


def told(*notes: Note, **changes: Array) -> dict[int, list[str]]:
    """Return what is told of each month."""
    found = happenings(series(**changes), notes, "USD")
    return {one.month: [other.what for other in found if other.month == one.month] for one in found}


def stepped(before: float, after: float, month: int) -> Array:
    """Return a figure that changes once."""
    return np.where(np.arange(MONTHS + 1) < month, before, after)


def test_every_kind_of_note_that_the_engine_writes_has_its_words(root: Path) -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in (root / "sim" / "model").rglob("*.py"))
    kinds = set(re.findall(r'ledger\.note\([^"]*?"\w+", "([^"]+)"', code))
    assert kinds == set(KINDS), "a note without words, or words without a note"


def test_notes_in_words() -> None:
    def words(what: str, amount: float) -> tuple[str, int]:
        found = in_words(Note(3, "world", what, amount), "USD", 1e6)
        return found.what, found.weight

    assert words("a recession starts; depth", 0.21) == ("recession starts, 21% deep", 3)
    assert words("survival mode starts at days of cash", 0.8) == ("survival mode starts with 1 day of cash", 3)
    assert words("demand_shock: now at", 0.4) == ("demand 60% below normal", 3)
    assert words("demand_shock: now at", 1.0) == ("demand shock over", 3)
    assert words("cash_injection: now at", 5e4) == ("cash injection: $50.0k", 3)
    assert words("staff_exit: now at", 0.3) == ("staff exit: 30%", 3)
    assert words("money lost on initiatives that fail", 100.0)[1] == 0
    assert words("money lost on initiatives that fail", 6e3) == ("failed initiatives cost $6,000", 1)
    assert words("pigeons arrive", 12.0) == ("pigeons arrive 12", 2)


def test_a_spell_needs_more_to_start_than_to_go_on() -> None:
    level = np.array([0.0, 3.0, 1.5, 3.0, 0.5, 1.5, 3.0])
    assert spells(level > 2.0, level < 1.0) == (Spell(1, 4), Spell(6, None))
    assert spells(level > 2.0, level <= 2.0) != spells(level > 2.0, level < 1.0)  # one threshold flutters


def test_change_on_the_year_before() -> None:
    found = changed(np.array([0.0, 2.0, 3.0, 3.0]), 1)
    np.testing.assert_allclose(found, [0.0, 0.0, 0.5, 0.0])
    assert not changed(np.ones(3), 12).any()


def test_nothing_is_told_of_a_firm_in_which_nothing_changes() -> None:
    assert told() == {1: ["owners are paid for the first time"]}


def test_sales_that_fall_and_stop_falling() -> None:
    found = told(yearly_revenue=stepped(1e6, 0.7e6, 20), leads=stepped(100.0, 50.0, 20))
    assert found[20] == ["yearly revenue down 30% on the year before"]
    assert found[21] == ["leads down 33% on the year before"]
    assert found[32] == ["yearly revenue stops falling"]
    assert found[34] == ["leads stop falling"]


def test_cash_credit_survival_and_owners() -> None:
    month = np.arange(MONTHS + 1)
    flag = ((month >= 10) & (month < 16)).astype(float)
    found = told(cash=1e5 - 5e4 * flag, debt=1e4 * flag, survival_mode=flag, distributed=stepped(0.0, 1e3, 26))
    assert found[10] == ["cash below the buffer ($50.0k of $90.0k)", "credit line drawn (up to $10.0k)"]
    assert found[16] == ["cash buffer full again", "credit repaid", "survival mode ends"]
    assert found[26] == ["owners are paid for the first time"]
    assert told(distributed=stepped(1e3, 0.0, 5))[5] == ["owners are paid nothing any more"]


def test_budget_and_terms() -> None:
    prices = Note(24, "supply", "purchase prices agreed, relative to today", 0.9)
    discount = Note(6, "plans", "review: broadcast a discount of", 0.05)
    found = told(discount, discount, prices, reinvested=stepped(5e3, 0.0, 30))
    assert found[6] == ["a discount of 5.0% for all"]
    assert found[24] == ["purchase prices agreed at 90% of today's"]
    assert found[30] == ["digital budget cut to $3,330 a month, 33% less than a year before"]


def test_capability_that_stalls_and_customers_that_peak() -> None:
    month = np.arange(MONTHS + 1, dtype=float)
    level = np.minimum(month, 20.0) / 100.0
    adoption = {f"adoption_{step}": level for step in ("plans", "demand", "acquisition", "experience", "supply")}
    found = told(**adoption, customers=200.0 + np.minimum(month, 48.0 - month))
    assert found[24] == ["customers peak at 224"]
    assert found[32] == ["adoption stalls at 20%"]


def test_nothing_happens_after_the_firm_has_closed() -> None:
    found = told(closed=stepped(0.0, 1.0, 15), customers=stepped(200.0, 0.0, 15), yearly_revenue=stepped(1e6, 0.0, 15))
    assert max(found) < 15


def one(month: int, what: str, weight: int = 2, step: str = "plans") -> Happening:
    return Happening(month, step, what, 1.0, weight)  # type: ignore[arg-type] # an int that is one of the weights


def test_the_weightiest_months_are_told_and_new_kinds_first() -> None:
    happened = [one(month, "budget cut again") for month in range(1, 60)]
    happened += [one(70, "recession starts, 5% deep", 3, "world"), one(71, "adoption stalls"), one(9, "detail", 1)]
    found = story(happened, lines=10)
    assert len(found.told) == 10
    assert {70, 71, 1} <= {month for month, _ in found.told}
    assert found.untold == len(happened) - sum(len(each) for _, each in found.told)
    assert [month for month, _ in found.told] == sorted(month for month, _ in found.told)
    assert story([one(3, "a release", 0)]).told == ()


@pytest.mark.parametrize(("start", "date"), [("2026-01", "month 14 (Feb 2027)"), ("someday", "month 14")])
def test_a_line_has_its_date_and_the_order_of_the_month(start: str, date: str) -> None:
    assert dated(14, start) == date
    ((month, happened),) = story([one(14, "cash low", step="reinvestment"), one(14, "recession", step="world")]).told
    assert sentence_of(month, happened, start) == f"{date}: recession; cash low"
