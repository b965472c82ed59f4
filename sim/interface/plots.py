"""The figures of a run: `results.plot.fan()` draws one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.analysis.summary import summarise
from sim.analysis.vocabulary import nearest
from sim.errors import UsageError
from sim.results import MEASURES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.results import Results


@dataclass(frozen=True, slots=True)
class Plots:
    """Draws a run's figures; each is a matplotlib figure, which a notebook shows and `savefig` keeps.

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
            raise UsageError(f"no measure named {measure!r}. {nearest(measure, list(MEASURES))}")
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

    def spaghetti(self) -> Figure:
        """Draw single paths of revenue, coloured by how they end."""
        return self._drawn("spaghetti")

    def ruin(self) -> Figure:
        """Draw the chance of having closed, by month."""
        return self._drawn("ruin")

    def dumbbell(self) -> Figure:
        """Draw what each policy is worth, from bad to good paths, beside its risk."""
        return self._drawn("dumbbell")

    def cash_reinvestment(self) -> Figure:
        """Draw cash beside reinvestment over time.

        Raises
        ------
        UsageError
            When the run kept no months.
        """
        return self._drawn("cash_reinvestment")

    def difference(self) -> Figure:
        """Draw the paired difference of NPV from the baseline, path by path.

        Raises
        ------
        UsageError
            When there is one policy.
        """
        return self._drawn("difference")

    def distribution(self) -> Figure:
        """Draw how NPV is spread under each policy.

        Raises
        ------
        UsageError
            When there is nothing to spread.
        """
        return self._drawn("distribution")

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
