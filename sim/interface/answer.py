"""An answer in Python: sentences, tables, figures, and the frozen result behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sim.errors import UsageError
from sim.hints import meant
from sim.interface.page import answer_page, plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    from matplotlib.figure import Figure

    from sim.report.answer import Answer as Told
    from sim.results import RunFacts
    from sim.scenario import Scenario

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of an answer: `answer.plot.forest()` draws one, `dir(answer.plot)` lists them.

    Attributes
    ----------
    by_name
        What draws each.
    """

    by_name: Mapping[str, Callable[[], Figure | None]]

    def __getattr__(self, name: str) -> Callable[[], Figure]:
        """Return what draws a figure.

        Raises
        ------
        AttributeError
            When there is no figure of this name.
        """
        if name.startswith("_") or name == "by_name" or name not in self.by_name:
            hint = meant(name, self.by_name)
            raise AttributeError(f"no figure {name!r}; there are {', '.join(self.by_name)}.{hint}")

        def draw() -> Figure:
            figure = self.by_name[name]()
            if figure is None:
                raise UsageError(f"there is nothing to draw in {name}: the policies don't differ, or nothing is known")
            return figure

        return draw

    def __dir__(self) -> list[str]:
        """List the figures."""
        return sorted(self.by_name)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Answer(Generic[F]):
    """What a question brought; a notebook shows the sentences, the table and the run.

    The figures are those that the command of the same name gives.

    Attributes
    ----------
    told
        The answer as the command line has it.
    """

    told: Told

    @property
    def found(self) -> F:
        """The frozen result of the analysis: every number, with its interval."""
        found: F = self.told.found
        return found

    @property
    def headline(self) -> str:
        """What was found, in a sentence or a few."""
        return " ".join(self.text.split("\n\n", maxsplit=1)[0].split())

    @property
    def text(self) -> str:
        """What the command prints, without its codes for bold and dim."""
        return plain_text(self.told.text)

    @property
    def facts(self) -> RunFacts:
        """What identifies the run that it rests on."""
        return self.told.facts

    @property
    def scenario(self) -> Scenario:
        """The scenario that it rests on, resolved; after `calibrate`, with what the figures say in it.

        Raises
        ------
        UsageError
            When it rests on several.
        """
        from sim.scenario.loading import load_resolved

        if not self.told.scenario:
            raise UsageError(f"there is no one scenario behind this {self.told.command}")
        return load_resolved(self.told.scenario, name=f"the scenario of {self.told.command}")

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """The tables that the command writes, by name."""
        return self.told.tables

    @property
    def content(self) -> Mapping[str, Any]:
        """What the command prints with `--json`, as plain Python; NaN is None."""
        from sim.report.answer import plain

        content: Mapping[str, Any] = plain(self.told.content)
        return content

    @property
    def plot(self) -> Figures:
        """The figures, each drawn when it is called: `answer.plot.forest()`."""
        return Figures(self.told.figures)

    def __str__(self) -> str:
        """Return what the command prints."""
        return self.text

    def __repr__(self) -> str:
        """Return what the command prints, which is what a console is for."""
        return self.text

    def _repr_html_(self) -> str:
        return answer_page(self.told)
