"""What becomes of money put in, step by step, under every policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sim.analysis.amounts import money, quantity, signed_money
from sim.analysis.cycle.carrying import chain
from sim.analysis.cycle.turn_titles import PUT_IN, steps_title, whole
from sim.charts import lettering, rows
from sim.charts.page import CONTENT, Dress, Words, footer, new_page, same_luck
from sim.charts.panels import title_of
from sim.charts.style import FAINT, INK, LABEL, LINE, MUTED, NOTE, house_style
from sim.charts.turn_rows import colour_of, titles, widest, write_names

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.analysis.cycle.explanation import Explanation, Turn
    from sim.charts.page import Page

HEADS: Final = (
    ("Put in", ""), ("Qualified", "leads"), ("Customers", ""), ("Customer-", "months"), ("Gross", "profit"),
    ("With", "savings"), ("Profit", ""), ("To", "reinvest"), ("Later", "closings"), ("In all", ""),
)  # fmt: skip
ARROW: Final = "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
CHAIN: Final = 8
"""Columns up to the end of the chain; what follows is added."""
LOST: Final = "not identified"


def gain_steps(found: Explanation, *, dress: Dress = Dress.PAGE) -> Figure:
    """Draw a row per policy: what a thousand becomes after each step."""
    turns, names = found.turns, titles(found.turns)
    with house_style():
        left = widest(names, rows.NAME_ROOM)
        high = (len(turns) + 0.1) * rows.ROW
        page = new_page(_words(found), rows.HEAD_HEIGHT + high, dress)
        grey = [title_of(found.facts.baseline)] if len(turns) > 1 else []
        write_names(page, names, room=rows.NAME_ROOM, grey=grey)
        step = (CONTENT - left) / len(HEADS)
        for place, head in enumerate(HEADS):
            cells = [(_texts(turn, found.facts.currency)[place], _look(turn, place)) for turn in turns]
            _column(page, left + (place + 1) * step, head, cells)
            if 0 < place < CHAIN:
                _arrow(page, left + place * step, len(turns))
        _rules(page, len(turns))
    return page.figure


def _column(page: Page, right: float, head: tuple[str, str], cells: list[tuple[str, dict[str, Any]]]) -> None:
    top = rows.HEAD_HEIGHT - lettering.height(LABEL)
    lines = [line for line in head if line]
    for number, line in enumerate(reversed(lines)):
        page.text(right, top - number * lettering.height(LABEL), line, fontsize=LABEL, color=MUTED, ha="right",
                  va="center_baseline")  # fmt: skip
    for row, (text, look) in enumerate(cells):
        usual: dict[str, Any] = {"fontsize": LABEL, "ha": "right", "va": "center_baseline"} | look
        page.text(right, rows.HEAD_HEIGHT + (row + 0.5) * rows.ROW, text, **usual)


def _arrow(page: Page, place: float, count: int) -> None:
    for row in range(count):
        page.text(place + 0.13, rows.HEAD_HEIGHT + (row + 0.5) * rows.ROW, ARROW, fontsize=LABEL + 2.0, color=LINE,
                  ha="left", va="center_baseline")  # fmt: skip


def _rules(page: Page, count: int) -> None:
    axes = page.axes(0.0, rows.HEAD_HEIGHT, CONTENT, count * rows.ROW)
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(count, 0.0)
    axes.axis("off")
    axes.set_zorder(-1.0)
    for row in range(count + 1):
        axes.plot([0.0, 1.0], [row, row], color=FAINT, linewidth=0.8)


def _look(turn: Turn, place: int) -> dict[str, Any]:
    if place == len(HEADS) - 1:
        return {"color": colour_of(turn), "fontweight": "bold"}
    lost = 0 < place < CHAIN and not turn.waterfall.factors[place - 1].identified
    faint = lost or (place == CHAIN and not turn.spiral.gain.survival.side)
    return {"color": MUTED if faint else INK, "fontsize": NOTE if lost else LABEL}


def _texts(turn: Turn, currency: str) -> list[str]:
    """Return what stands in the row; from the first step that is not identified on, nothing can be told."""
    amounts = chain(turn, PUT_IN)
    shown = [quantity(amount) for amount in amounts[:3]] + [money(amount, currency) for amount in amounts[3:]]
    known = [factor.identified for factor in turn.waterfall.factors]
    lost = known.index(False) if False in known else len(shown)
    told = [*shown[:lost], *([LOST] if lost < len(shown) else []), *([""] * (len(shown) - lost - 1))]
    later = PUT_IN * turn.spiral.gain.survival.value
    return [money(PUT_IN, currency), *told, signed_money(later, currency), money(whole(turn), currency)]


def _words(found: Explanation) -> Words:
    push = found.turns[0].spiral.gain.push
    subtitle = (
        f"What {money(PUT_IN, found.facts.currency)} more, put in once in month {push.month}, become within "
        f"{push.window} months, later budgets held; {same_luck(found.facts)}"
    )
    notes = (
        "With savings: lower cost and better prices on all customers included. Profit: after staff, fixed cost, tax. "
        "Up to here, means of paths whose month of closing stays what it was; later closings: what the others add. In "
        "all: blue, surely more than was put in; orange, surely less; grey, within noise."
    )
    return Words(steps_title(found), subtitle, footer(found.facts, notes))
