"""How cells look: one format per kind of value, so that a number says what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sim.analysis.amounts import symbol

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

    from sim.report.tables.table import Kind

INK, MUTED, FAINT, HEAD = "#1B2130", "#59626F", "#DDE1E6", "#EEF1F4"
"""The colours of charts, and a tint for headings."""
FONT: Final = "Calibri"
_SHARE: Final = "[=0]0%;[<0.001]0.000%;0.0%"
"""One decimal, yet never a false zero."""
_HUGE: Final = 1e15
"""From here on an amount is written as a power of ten."""
_DIGITS: Final = ((1_000.0, "#,##0"), (1.0, "#,##0.00"), (0.01, "0.0000"), (0.0, "0.00E+00"))
"""From which size of a column's largest amount which number of digits is enough."""
_FORMATS: Final[dict[str, str]] = {
    "share": _SHARE,
    "points": "+0.0%;-0.0%;0.0%",
    "count": "#,##0.0",
    "score": "0.0",
    "ratio": "#,##0.0##",
    "months": "#,##0.0",
    "number": "0",
    "p": "[=0]0;[<0.001]0.0E+00;0.000",
    "text": "@",
}


def number_format(kind: Kind, size: float, currency: str) -> str:
    """Return the number format of a kind of value.

    Parameters
    ----------
    kind
        How values are written.
    size
        The largest of the values that are written alike.
    currency
        Code of the currency.
    """
    if kind != "money":
        large = kind in {"count", "ratio"} and size >= _HUGE
        return "0.00E+00" if large else _FORMATS.get(kind, "General")
    digits = next((form for least, form in _DIGITS if size >= least), "0")
    digits = "0.00E+00" if size >= _HUGE else "#,##0" if size == 0.0 else digits
    sign = sign_of(currency)
    return f"{sign}{digits};-{sign}{digits}"


def sign_of(currency: str) -> str:
    """Return what a number format has before an amount: quoted text, or nothing."""
    sign = symbol(currency).replace('"', "")
    return f'"{sign}"' if sign else ""


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook, currency: str) -> None:
        self._book, self._currency = book, currency
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def number(self, kind: Kind, size: float) -> Format:
        """Return the format of a number."""
        return self._format(num_format=number_format(kind, size, self._currency), valign="top")

    @property
    def text(self) -> Format:
        """Text in a table."""
        return self._format(num_format="@", valign="top", text_wrap=True)

    @property
    def quoted(self) -> Format:
        """Text that looks like a formula."""
        return self._format(num_format="@", valign="top", text_wrap=True, quote_prefix=True)

    def heading(self, kind: Kind) -> Format:
        """Return the format of a column's heading, on the side of its values."""
        side = "left" if kind == "text" else "right"
        return self._format(
            bold=True, bg_color=HEAD, bottom=1, bottom_color=MUTED, text_wrap=True, valign="bottom", align=side
        )

    @property
    def title(self) -> Format:
        """Title of a sheet."""
        return self._format(bold=True, font_size=16)

    @property
    def part(self) -> Format:
        """Title of a table."""
        return self._format(bold=True, font_size=12, valign="bottom")

    @property
    def sentence(self) -> Format:
        """A finding."""
        return self._format(font_size=12, text_wrap=True, valign="top")

    @property
    def note(self) -> Format:
        """What to know before reading."""
        return self._format(font_color=MUTED, text_wrap=True, valign="top")

    @property
    def label(self) -> Format:
        """What stands before a fact."""
        return self._format(font_color=MUTED, valign="top")

    @property
    def fact(self) -> Format:
        """A fact of the run."""
        return self._format(align="left", text_wrap=True, valign="top")

    def _format(self, **properties: Any) -> Format:  # noqa: ANN401 (properties of a format)
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": FONT, "font_color": INK, **properties})
        return self._made[key]
