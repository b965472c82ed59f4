"""The answer of `optimize`: the best settings of policies while ruin stays below a limit."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sim.errors import UsageError
from sim.report.answer import Answer, plain
from sim.report.optimize_text import render
from sim.studies.optimise import PARETO, Wish, optimise
from sim.studies.source import Asked, is_run, name_of
from sim.studies.tunable import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    from matplotlib.figure import Figure

    from sim.analysis.tuning.tuned import Optimum, Tuned
    from sim.experiment.progress import Progress
    from sim.studies.source import Given

__all__ = ["Tuning", "optimize"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """What is to be tuned, as it is asked for.

    Attributes
    ----------
    ruin_below
        Limit on the chance of ruin.
    policies
        Names; all but the baseline when empty.
    tune
        `SETTING` or `SETTING=LO:HI`; those of the rules when empty.
    measure
        The outcome to make as high as possible.
    limits
        `one`, or `all` for the best under a row of further limits as well.
    """

    ruin_below: float
    policies: tuple[str, ...] = ()
    tune: tuple[str, ...] = ()
    measure: str = "npv"
    limits: Literal["one", "all"] = "one"

    def wish(self) -> Wish:
        """Return it as the study takes it.

        Raises
        ------
        UsageError
            When a setting can't be read.
        """
        return Wish(
            limit=self.ruin_below,
            policies=self.policies,
            wanted=tuple(Wanted.read(text) for text in self.tune),
            measure=self.measure,
            limits=PARETO if self.limits == "all" else (),
        )


def optimize(source: Given, tuning: Tuning, asked: Asked, *, progress: Progress | None = None) -> Answer:
    """Answer which settings of the policies of a scenario file are best.

    Raises
    ------
    CyclesimError
        When there is nothing to tune, the limit can't be shown, or the file can't be used.
    """
    if is_run(source):
        raise UsageError(f"{name_of(source)} is a finished run; tuning makes new ones, so it needs the scenario file")
    scenario = asked.scenario(source)
    found = optimise(scenario, tuning.wish(), workers=asked.workers, progress=progress)
    again = {one.policy: command(source, asked, one) for one in found.policies}
    return Answer(
        command="optimize",
        facts=found.facts,
        options=plain(tuning),
        text=render(found, again[found.best.policy]),
        content={**plain(found), "best": found.best.policy, "commands": again},
        tables=_tables(found),
        figures=_figures(found),
        scenario=scenario.dump(),
        found=found,
    )


def command(source: Given, asked: Asked, tuned: Tuned) -> str:
    """Return the command that runs the scenario with tuned settings, and so gives the same figures."""
    settings = dict(asked.overrides) | _settings(tuned)
    words = ["cyclesim", "run", source if isinstance(source, str) else "FILE"]
    words += [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
    for name, number in (("--replications", asked.replications), ("--seed", asked.seed)):
        words += [name, str(number)] if number is not None else []
    return shlex.join(words)


def _settings(tuned: Tuned) -> dict[str, str]:
    """Return tuned settings as the scenario file takes them, the parts of a split together."""
    plain_ones = {one.name: f"{one.best:.15g}" for one in tuned.settings if "." not in one.name}
    parts = {one.name: one.best for one in tuned.settings if "." in one.name}
    if parts:
        inside = ", ".join(f"{name.partition('.')[2]}: {value:.15g}" for name, value in parts.items())
        plain_ones["split"] = f"{{{inside}}}"
    return {f"policies.{tuned.policy}.{name}": value for name, value in plain_ones.items()}


def _tables(found: Optimum) -> dict[str, pd.DataFrame]:
    import pandas as pd

    tuned = [_row(one) for one in found.policies]
    settings = [
        {"policy": one.policy, "setting": each.name, "unit": each.unit, "yours": each.yours, "best": each.best,
         "lowest": each.searched[0], "highest": each.searched[1], "close_from": each.close[0],
         "close_to": each.close[1], "edge": each.edge}
        for one in found.policies for each in one.settings
    ]  # fmt: skip
    tables = {"tuned": pd.DataFrame(tuned), "settings": pd.DataFrame(settings)}
    if found.profile is not None:
        profile = zip(found.profile.at, found.profile.worth, strict=True)
        tables["profile"] = pd.DataFrame(
            [{found.profile.setting: at, "mean": w.mean, "low": w.ci95[0], "high": w.ci95[1],
              "ruin": w.ruin.probability, "ruin_low": w.ruin.ci95[0], "ruin_high": w.ruin.ci95[1]} for at, w in profile]
        )  # fmt: skip
    if found.frontier is not None:
        points = [
            {"limits": " ".join(f"{limit:g}" for limit in point.limits), **_row(point.tuned),
             "membership": point.membership}
            for point in found.frontier.points
        ]  # fmt: skip
        tables["frontier"] = pd.DataFrame(points)
    return tables


def _row(tuned: Tuned) -> dict[str, object]:
    worth, yours, baseline = tuned.worth, tuned.against_yours, tuned.against_baseline
    return {
        "policy": tuned.policy, "holds": tuned.holds, "mean": worth.mean, "low": worth.ci95[0], "high": worth.ci95[1],
        "ruin": worth.ruin.probability, "ruin_low": worth.ruin.ci95[0], "ruin_high": worth.ruin.ci95[1],
        "more_than_yours": yours.mean, "more_low": yours.ci95[0], "more_high": yours.ci95[1],
        "more_than_baseline": baseline.mean if baseline else None, "optimism": tuned.optimism.mean,
        **{f"setting {one.name}": one.best for one in tuned.settings},
    }  # fmt: skip


def _figures(found: Optimum) -> Mapping[str, Callable[[], Figure | None]]:
    def frontier() -> Figure | None:
        from sim.charts.frontier import frontier as draw

        return draw(found)

    def profile() -> Figure | None:
        from sim.charts.profile import profile as draw

        return draw(found)

    return {"frontier": frontier, "profile": profile}
