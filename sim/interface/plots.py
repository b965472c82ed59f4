"""The figures of a run: `results.plot.fan()` draws one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.analysis.checks.vocabulary import hint_for
from sim.analysis.run.summary import summarise
from sim.errors import UsageError
from sim.results import MEASURES

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

    from sim.results import Results


@dataclass(frozen=True, slots=True)
class Plots:
    """Draws a run's figures; each is a matplotlib figure, which a notebook shows and `savefig` keeps.

    Figures of the gallery (`sim.charts.gallery`) are drawn by their names; `dir(results.plot)` lists them.

    Attributes
    ----------
    results
        The run.
    """

    results: Results

    def fan(self, measure: str = "yearly_revenue") -> Figure:
        """Draw the 50, 80 and 95 % bands of a monthly measure, such as `cash`, under each policy.

        Raises
        ------
        UsageError
            When the measure is unknown, or the run kept no months.
        """
        from sim.charts.fan import fan

        if measure not in MEASURES:
            raise UsageError(f"no measure named {measure!r}. {hint_for(measure, list(MEASURES))}")
        if self.results.paths.empty:
            raise UsageError('the run kept no months, so there is no fan: leave out paths="none"')
        return fan(self.results, summarise(self.results), measure=measure)

    def cash(self) -> Figure:
        """Draw the 50, 80 and 95 % bands of cash under each policy.

        Raises
        ------
        UsageError
            When the run kept no months.
        """
        return self.fan("cash")

    def __getattr__(self, name: str) -> Callable[[], Figure]:
        """Return what draws a figure of the gallery.

        Raises
        ------
        AttributeError
            When there is no figure of this name.
        """
        if name.startswith("_") or name == "results":  # asked for by those who copy, before there is anything to draw
            raise AttributeError(name)
        from sim.charts.gallery import FIGURES

        if name not in FIGURES:
            raise AttributeError(f"no figure {name!r}. {hint_for(name, dir(self))}")
        return lambda: self._drawn(name)

    def __dir__(self) -> list[str]:
        """List the figures."""
        from sim.charts.gallery import FIGURES

        return sorted({"cash", *FIGURES})

    def _drawn(self, name: str) -> Figure:
        from sim.charts.gallery import FIGURES, FROM_PATHS

        if name in FROM_PATHS and self.results.paths.empty:
            raise UsageError(f'the run kept no months, so there is no {name}: leave out paths="none"')
        figure = FIGURES[name](self.results, summarise(self.results))
        if figure is None:
            raise UsageError(
                f"there is nothing to draw in {name}: one policy, or very few replications, are too little"
            )
        return figure
