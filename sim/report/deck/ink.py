"""Colours by their names in the theme, so that charts take those of the template; and the size of type in charts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sim.report.pack.plots.scale import Tone


TYPE: Final = 12.0
"""Points of what is written in charts."""
_FADING: Final = 0.73
"""How much saturation goes with lightness: themes lighten in HSL, where only that comes near a mix with white."""


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour of the theme.

    Attributes
    ----------
    scheme
        Its name there: `tx1`, `accent1`.
    light
        Share of white mixed in; negative for black.
    vivid
        Share of its saturation that is kept.
    """

    scheme: str
    light: float = 0.0
    vivid: float = 1.0

    def lighter(self, share: float) -> Ink:
        """Return the colour mixed with white, or with black where the share is negative."""
        return replace(self, light=share, vivid=1.0 - _FADING * max(0.0, share))

    def xml(self) -> str:
        """Return it as a fill."""
        keep = round(100_000 * (1.0 - abs(self.light)))
        off = f'<a:lumOff val="{100_000 - keep}"/>' if self.light > 0.0 else ""
        fade = f'<a:satMod val="{round(100_000 * self.vivid)}"/>' if self.vivid != 1.0 else ""
        shade = f'{fade}<a:lumMod val="{keep}"/>{off}' if self.light else fade
        return f'<a:solidFill><a:schemeClr val="{self.scheme}">{shade}</a:schemeClr></a:solidFill>'


TEXT: Final = Ink("tx1")
MUTED: Final = Ink("tx1", 0.35, 0.4)
FAINT: Final = Ink("bg1", -0.15)
LINE: Final = Ink("bg1", -0.5)
GOOD, BAD, PLAIN = Ink("accent1"), Ink("accent2"), Ink("accent3")
TONES: Final[dict[Tone, Ink]] = {"good": GOOD, "bad": BAD, "plain": PLAIN}


def written(tone: Tone) -> Ink:
    """Return the colour for text of a tone, darker than that for areas; grey text would be too light."""
    return MUTED if tone == "plain" else TONES[tone].lighter(-0.25)
