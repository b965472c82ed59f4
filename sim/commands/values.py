"""What the value of an option may be, beside what click knows."""

from __future__ import annotations

from typing import Any

import click


class Setting(click.ParamType[tuple[str, str]]):
    """A scenario key and its value, `KEY=VALUE`."""

    name = "KEY=VALUE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """Split at the first equals sign."""
        key, equals, text = str(value).partition("=")
        if not (equals and key.strip()):
            self.fail(f"{value!r} is not KEY=VALUE, such as acquisition.win_rate=25%", param, ctx)
        return key.strip(), text


class Amount(click.ParamType[float]):
    """A number as people write it: `3.2m`, `5%`, `250_000`, `2 years`."""

    name = "VALUE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read sizes and percent; durations in months, as results have them."""
        from sim.scenario.quantities import MONTHS, QuantityError, read_quantity

        if isinstance(value, float):
            return value
        try:
            read = read_quantity(str(value))
            return read.number * MONTHS[read.unit] if read.kind == "duration" else read.number
        except QuantityError as error:
            self.fail(f"{error.message}. {error.hint}".strip(), param, ctx)


class Formats(click.ParamType[tuple[str, ...]]):
    """Formats of a report, with commas between them."""

    name = "FORMAT,..."

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Split at commas; each counts once."""
        from sim.report.document import FORMS

        asked = dict.fromkeys(text.strip().lower() for text in str(value).split(","))
        for form in asked:
            if form not in FORMS:
                self.fail(f"{form!r} is no format of a report; there are {', '.join(FORMS)}", param, ctx)
        return tuple(asked)
