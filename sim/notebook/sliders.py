"""The sliders, pickers and buttons around a picture; whatever they show is worked out elsewhere."""

from __future__ import annotations

import asyncio
import math
from concurrent.futures import BrokenExecutor
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any, Final

import ipywidgets as widgets

from sim.analysis.amounts import sentence, spoken
from sim.errors import CyclesimError
from sim.notebook.knobs import restated
from sim.notebook.picture import Span, picture, span_of
from sim.notebook.still import still
from sim.notebook.telling import told
from sim.notebook.write_back import write_back
from sim.scenario.loading import load

if TYPE_CHECKING:
    from pathlib import Path

    from sim.notebook.knobs import Knob
    from sim.notebook.live import Live
    from sim.notebook.seen import Seen
    from sim.notebook.tuning import Tuning

_WIDE: Final = {"description_width": "230px"}
_PAGE: Final = '<div style="font-family:sans-serif;font-size:12px;line-height:1.5;max-width:900px">{}</div>'
_ALONE: Final = "no other"
_ROW: Final = widgets.Layout(width="520px")


class Sliders(widgets.VBox):  # type: ignore[misc] # ipywidgets ships no types
    """Sliders over a scenario with a live picture.

    Parameters
    ----------
    tuning
        Where they start.
    live
        Who looks.
    """

    def __init__(self, tuning: Tuning, live: Live) -> None:
        self.tuning, self._live = tuning, live
        self._pinned: Seen | None = None
        self._span: Span | None = None
        self._resting: asyncio.Task[None] | None = None
        self._quiet = False
        self._sliders = {knob.key: self._slider(knob) for knob in tuning.knobs}
        self._pickers = self._picking()
        self._measure = self._choice("Measure", tuning.measures, tuning.measure)
        self._picture, self._note = widgets.HTML(), widgets.HTML()
        self._buttons = self._pressing()
        self.seen = live.whole(tuning)
        super().__init__(
            [
                widgets.HBox([*self._pickers, self._measure]),
                *self._sliders.values(),
                widgets.HBox([*self._buttons.values(), self._note]),
                self._picture,
            ]
        )
        self._show(self.seen)
        self._rest(None)

    @property
    def scenario(self) -> Any:  # noqa: ANN401 (a scenario)
        """The scenario as it is tuned."""
        return self.tuning.varied

    def turn(self, key: str, value: float) -> None:
        """Turn a slider as a hand would, to a value in the unit of the parameter: 0.28 for 28%.

        Raises
        ------
        UsageError
            When there is no such slider.
        """
        there = self.tuning.turned(key, value)
        self._place(there)
        self._go(there)

    async def _settle(self, toward: tuple[str, int] | None) -> None:
        try:
            await self._live.at_rest(self.tuning, toward, self._show)
        except BrokenExecutor:
            self._say("A worker process was ended from outside; move a slider to go on with new ones.")
        except CyclesimError as error:
            self._say(error.message)

    def pin(self) -> None:
        """Hold this setting, and compare what comes next with it."""
        self._pinned = self.seen
        self._show(self.seen)

    def unpin(self) -> None:
        """Forget the pinned setting."""
        self._pinned = self._span = None
        self._show(self.seen)

    def reset(self) -> None:
        """Put every slider back to what the scenario says."""
        self._place(self.tuning.back())
        self._go(self.tuning.back())

    def write_back(self) -> Path:
        """Write what was turned into the scenario's file, comments kept, and go on from there; return the file.

        Raises
        ------
        CyclesimError
            When it can't be written, with the reason.
        """
        path, written = write_back(self.tuning), self.tuning.written
        scenario = load(path)
        knobs = tuple(restated(scenario, knob) for knob in self.tuning.knobs)
        self._go(replace(self.tuning, scenario=scenario, knobs=knobs, moved={}))
        self._say(f"{path.name} now says {', '.join(f'{key}: {text}' for key, text in written.items())}.")
        return path

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:  # noqa: ANN401
        """Return the widget, and for where it can't live a picture of it."""
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["text/html"] = still([*self._pickers, self._measure], self._sliders.values(), self._picture.value)
        return bundle

    def _slider(self, knob: Knob) -> Any:  # noqa: ANN401 (a widget)
        """Return the slider of a knob, in percent where people read percent."""
        scale = 100.0 if knob.percent else 1.0
        decimals = max(0, -math.floor(math.log10(knob.step * scale) + 1e-9))
        made = widgets.FloatSlider(
            value=min(max(knob.start, knob.low), knob.high) * scale,
            min=knob.low * scale,
            max=knob.high * scale,
            step=knob.step * scale,
            description=knob.label(self.tuning.scenario.currency),
            tooltip=f"{knob.key}: {knob.meaning}. The scenario says {knob.stated or 'nothing'}.",
            readout_format=f".{decimals}f",
            style=_WIDE,
            layout=_ROW,
        )
        made.observe(lambda change: self._turn(knob, change["new"] / scale), "value")
        return made

    def _picking(self) -> tuple[Any, Any]:
        names, pair = tuple(self.tuning.scenario.policies), self.tuning.pair
        first = self._choice("Policy", names, pair[0])
        return first, self._choice("beside", (*names, _ALONE), pair[1] if len(pair) > 1 else _ALONE)

    def _choice(self, label: str, options: tuple[str, ...], value: str) -> Any:  # noqa: ANN401
        named = [(option if option == _ALONE else sentence(spoken(option)), option) for option in options]
        made = widgets.Dropdown(options=named, value=value, description=label)
        made.observe(self._pick, "value")
        return made

    def _pressing(self) -> dict[str, Any]:
        """Return the buttons by name."""
        hints = {
            "Pin": "hold this setting and compare what comes next with it",
            "Unpin": "forget the pinned setting",
            "Reset": "put every slider back to what the scenario says",
            "Write back": "write what you turned into your scenario file, comments kept",
        }
        actions = (self.pin, self.unpin, self.reset, self._write)
        made = {}
        for (label, hint), action in zip(hints.items(), actions, strict=True):
            made[label] = widgets.Button(description=label, tooltip=hint, layout=widgets.Layout(width="100px"))
            made[label].on_click(lambda _, action=action: action())
        return made

    def _turn(self, knob: Knob, value: float) -> None:
        if self._quiet:
            return
        before = self.tuning.moved.get(knob.key, knob.start)
        self._go(self.tuning.turned(knob.key, value), (knob.key, 1 if value >= before else -1))

    def _pick(self, _: object) -> None:
        if self._quiet:
            return
        names = [picker.value for picker in self._pickers if picker.value != _ALONE]
        for key, slider in self._sliders.items():  # what nobody looks at has nothing to show
            slider.disabled = key.startswith("policies.") and key.split(".")[1] not in names
        self._span = None
        self._go(self.tuning.with_pair(*names).with_measure(self._measure.value))

    def _go(self, tuning: Tuning, toward: tuple[str, int] | None = None) -> None:
        """Show another setting, at once and then at rest; where it is no possible firm, say why and stay."""
        try:
            now = self._live.now(tuning)
        except CyclesimError as error:
            self._say(error.problems[0].message if error.problems else error.message)
            return
        self.tuning = tuning
        self._say("")
        self._show(now)
        self._rest(toward)

    def _show(self, now: Seen) -> None:
        if now.tuning is not self.tuning and now.tuning != self.tuning:
            return  # the hand has moved on
        self.seen = now
        pinned = self._pinned
        shown = (now, pinned) if pinned is not None and _same_measure(now, pinned) else (now,)
        span = span_of(*shown)
        self._span = span if self._span is None else self._span.around(span)  # an axis that jumps hides what moves
        drawn = picture(now, self._span, shown[1] if len(shown) > 1 else None)
        self._picture.value = _PAGE.format(drawn + told(now, pinned))

    def _rest(self, toward: tuple[str, int] | None) -> None:
        """See to what is shown when the slider rests; at once where nobody waits for events, as in a script."""
        if self._resting is not None:
            self._resting.cancel()
        waiting = self._settle(toward)
        try:
            self._resting = asyncio.get_running_loop().create_task(waiting)
        except RuntimeError:
            asyncio.run(waiting)

    def _place(self, tuning: Tuning) -> None:
        """Put the sliders where a setting has them, without anybody looking."""
        self._quiet = True
        for knob in tuning.knobs:
            value = tuning.moved.get(knob.key, knob.start)
            self._sliders[knob.key].value = value * (100.0 if knob.percent else 1.0)
        self._quiet = False

    def _write(self) -> None:
        try:
            self.write_back()
        except CyclesimError as error:
            self._say(str(error))

    def _say(self, text: str) -> None:
        self._note.value = f"<span style='white-space:pre-wrap'>{escape(text)}</span>"


def _same_measure(now: Seen, pinned: Seen) -> bool:
    return now.tuning.measure in pinned.look.measures
