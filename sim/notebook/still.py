"""What a notebook shows of sliders where no kernel runs, such as on a web page: where they stood, and their picture."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_SAID: Final = (
    "<p style='margin:.4em 0'><i>The sliders as they stood. In Jupyter they move, and the picture with them.</i></p>"
)
_CHOICE: Final = "<span style='margin-right:1.5em'>{} <b>{}</b></span>"
_SLIDER: Final = (
    "<label style='display:block;margin:.3em 0'><span style='display:inline-block;min-width:18em'>{}</span> "
    "<input type='range' disabled min='{:g}' max='{:g}' step='any' value='{:g}'> {}</label>"
)


def still(choices: Iterable[Any], sliders: Iterable[Any], picture: str) -> str:
    """Return HTML that needs nobody behind it.

    Parameters
    ----------
    choices, sliders
        Widgets as they stand.
    picture
        As HTML.
    """
    chosen = "".join(_CHOICE.format(escape(one.description), escape(one.label)) for one in choices)
    return "".join([_SAID, f"<p style='margin:.4em 0'>{chosen}</p>", *map(_slider, sliders), picture])


def _slider(one: Any) -> str:  # noqa: ANN401 (ipywidgets ships no types)
    value = format(one.value, one.readout_format)
    return _SLIDER.format(escape(one.description), one.min, one.max, one.value, value)
