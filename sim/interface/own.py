"""Questions about the firm's own figures, each answered by the command of the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Unpack

from sim.errors import UsageError
from sim.interface.answer import Answer
from sim.interface.subject import Subject, asked, given, known, one_of
from sim.studies.source import Asked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.calibration.found import Calibration
    from sim.analysis.forecasting.backtest import Backtest
    from sim.analysis.forecasting.outlook import Outlook
    from sim.analysis.tracking.tracking import Tracking
    from sim.experiment.progress import Progress
    from sim.interface.figures import Columns, Data, Fitted, Followed


def calibrate(
    subject: Subject,
    data: Data,
    *,
    fit: Sequence[str] = (),
    gain: Literal["tell", "skip"] = "tell",
    seed: int | None = None,
    progress: Progress | None = None,
    **columns: Unpack[Columns],
) -> Answer[Calibration]:
    """Say what the firm's own months tell about the uncertain inputs of a scenario, and what they can't tell apart.

    `answer.scenario` is the scenario with what the figures say in place of what was believed.

    >>> import pandas as pd
    >>> months = pd.period_range("2009-12", periods=7, freq="M")
    >>> sales = pd.DataFrame({"revenue": [1_052e3, 714e3, 622e3, 858e3, 719e3, 744e3, 770e3]}, index=months)
    >>> answer = sim.calibrate("online_retailer.yaml", sales, fit=["business.cost_of_sales"], gain="skip")
    >>> answer.found.posterior.keys
    ('business.cost_of_sales',)

    Parameters
    ----------
    subject
        A scenario, or its file.
    data
        A CSV file, or a DataFrame: a row a month; the months are a column or the index.
    fit
        `KEY`, or `KEY=LOW to HIGH` with a prior where the scenario has none; all that is uncertain when empty.
    gain
        `skip` does not say what the cycle gains, which takes most of the time.
    seed
        Which luck; the scenario's when None.
    progress
        Called after every piece of work.
    columns
        `mapping` (measure by column, where names do not say), `policy` (what the firm did, else the baseline).

    Raises
    ------
    CyclesimError
        When the figures or the scenario can't be used, with everything that is wrong; or nothing is to be fitted.
    """
    from sim.interface.figures import Columns, entries, table
    from sim.report.calibrate import Data, Wish
    from sim.report.calibrate import calibrate as told

    known(columns, Columns)
    one_of("gain", gain, "tell", "skip")
    if isinstance(fit, str):
        raise UsageError(f"fit takes a list of keys: fit=[{fit!r}]")
    mapping = entries(columns)
    wish = Wish(policy=columns.get("policy", ""), fitted=tuple(fit), gain=gain)
    figures = Data(file=table(data, mapping), mapping=mapping)
    return Answer(told(given(subject), figures, wish, _with(seed), progress=progress))


def track(
    subject: Subject,
    data: Data,
    measure: str = "npv",
    *,
    above: float | None = None,
    below: float | None = None,
    **how: Unpack[Followed],
) -> Answer[Tracking]:
    """Say whether the firm's own figures are on the track of a run, and how its odds have moved.

    >>> answer = sim.track("tipping_point.yaml", "figures/steady_firm.csv", policy="steady", replications=200)
    >>> answer.found.alarm.off_track
    False

    Parameters
    ----------
    subject
        A run or a scenario.
    data
        A CSV file, or a DataFrame: a row a month; the months are a column or the index.
    measure
        Outcome that has a target.
    above, below
        The target, one of the two or none: reached at this value or more, or at this value or less.
    how
        `mapping`, `policy` (what the firm did, else the baseline), `use` (measures that count), `noise` (error of
        measurement, 0.05); of a scenario also `replications`, `seed`, `workers`, `progress`.

    Raises
    ------
    CyclesimError
        When the run or the figures can't be used, or share no month; or there are two targets.
    """
    from sim.interface.figures import Followed, books
    from sim.report.track import target
    from sim.report.track import track as told

    if above is not None and below is not None:
        raise UsageError("give one target: above=VALUE or below=VALUE")
    goal = target(measure, above, below)
    return Answer(told(given(subject), books(data, how), asked(how, Followed), goal=goal, progress=how.get("progress")))


def forecast(subject: Subject, data: Data, *, months: int = 12, **how: Unpack[Fitted]) -> Answer[Outlook]:
    """Forecast the firm's next months from a scenario that is fitted to its figures.

    >>> import pandas as pd
    >>> months = pd.period_range("2009-12", periods=7, freq="M")
    >>> sales = pd.DataFrame({"revenue": [1_052e3, 714e3, 622e3, 858e3, 719e3, 744e3, 770e3]}, index=months)
    >>> answer = sim.forecast("online_retailer.yaml", sales, months=2)
    >>> answer.tables["forecast"].query("measure == 'revenue'")["month"].tolist()
    ['2010-07', '2010-08']

    Parameters
    ----------
    subject
        A scenario, or its file.
    data
        A CSV file, or a DataFrame: a row a month; the months are a column or the index.
    months
        How many after the last figure, 120 at most.
    how
        `mapping`, `policy` (what the firm did, else the baseline), `use` (measures that count), `noise` (error of
        measurement, 0.05), `seed`.

    Raises
    ------
    CyclesimError
        When the scenario or the figures can't be used.
    """
    from sim.interface.figures import Fitted, books
    from sim.report.forecast import forecast as told

    known(how, Fitted)
    return Answer(told(given(subject), books(data, how), months, _with(how.get("seed"))))


def backtest(
    subject: Subject,
    data: Data,
    *,
    first: int | None = None,
    every: int = 1,
    months: int = 12,
    progress: Progress | None = None,
    **how: Unpack[Fitted],
) -> Answer[Backtest]:
    """Forecast the firm's own past, and score that beside naive methods.

    >>> import pandas as pd
    >>> months = pd.period_range("2009-12", periods=7, freq="M")
    >>> sales = pd.DataFrame({"revenue": [1_052e3, 714e3, 622e3, 858e3, 719e3, 744e3, 770e3]}, index=months)
    >>> answer = sim.backtest("online_retailer.yaml", sales, first=6, months=1)
    >>> answer.found.starts
    (6,)

    Parameters
    ----------
    subject
        A scenario, or its file.
    data
        A CSV file, or a DataFrame: a row a month; the months are a column or the index.
    first
        Months before the first forecast; two thirds of all when None.
    every
        Months from one forecast to the next.
    months
        Months ahead, at most.
    progress
        Called after every forecast.
    how
        `mapping`, `policy` (what the firm did, else the baseline), `use` (measures that count), `noise` (error of
        measurement, 0.05), `seed`.

    Raises
    ------
    CyclesimError
        When the scenario or the figures can't be used, or there are too few months.
    """
    from sim.interface.figures import Fitted, books
    from sim.report.backtest import Folds
    from sim.report.backtest import backtest as told

    known(how, Fitted)
    folds = Folds(first=first, every=every, months=months)
    return Answer(told(given(subject), books(data, how), folds, _with(how.get("seed")), progress=progress))


def _with(seed: int | None) -> Asked:
    return Asked(seed=seed, workers=1)
