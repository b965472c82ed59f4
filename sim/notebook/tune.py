"""Sliders over a scenario, in Jupyter."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import MissingPartError, UsageError
from sim.scenario.loading import load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.notebook.sliders import Sliders
    from sim.scenario import Scenario


def tune(
    scenario: Scenario | str | PathLike[str],
    *parameters: str,
    policies: Sequence[str] = (),
    measure: str = "yearly_revenue",
    replications: int = 1000,
    workers: int | None = None,
) -> Sliders:
    """Show sliders over a scenario, with fan, odds and cycle gain of one or two policies that follow them.

    >>> sliders = sim.tune("presets/saas.yaml", "acquisition.win_rate=10%:30%", replications=20, workers=1)
    >>> sliders.tuning.pair
    ('steady', 'carry_on')

    Parameters
    ----------
    scenario
        A scenario, or its file.
    parameters
        Dotted keys of numbers, each with a range of its own where one is given: `acquisition.win_rate=10%:30%`. The
        four with most influence when none are named.
    policies
        One or two to show; the baseline beside the first other policy with a share to turn when none are named.
    measure
        What is drawn.
    replications
        Of a picture at rest; while a slider moves, the first 200 of them are shown.
    workers
        Processes; as many as the machine has cores when None, none beside this one when 1.

    Raises
    ------
    MissingPartError
        When ipywidgets is not installed.
    UsageError
        When a number, a policy or the measure is unknown.
    """
    try:
        from sim.notebook.sliders import Sliders
    except ModuleNotFoundError as error:
        if error.name != "ipywidgets":
            raise
        raise MissingPartError("sim.tune needs ipywidgets: pip install 'cyclesim[notebook]'") from None
    from sim.notebook.live import Live
    from sim.notebook.tuning import tuning

    if replications < 1:
        raise UsageError(f"{replications} replications: a picture takes at least one")
    known = load(Path(scenario)) if isinstance(scenario, str | PathLike) else scenario
    return Sliders(
        tuning(known, parameters, policies=policies, measure=measure), Live(replications=replications, workers=workers)
    )
