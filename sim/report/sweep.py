"""The answer of `sweep`: where the odds tip as one or two keys change, and how far today is from there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import counted
from sim.analysis.sweep.aim import Aim
from sim.errors import UsageError
from sim.experiment.run import facts_of, only
from sim.report.answer import Answer, plain
from sim.report.sweep_curve import curves_told
from sim.report.sweep_map import map_told
from sim.studies import sweep as study
from sim.studies.ground import Swept
from sim.studies.over import Over, axis
from sim.studies.source import is_run, name_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.sweep.axis import Axis
    from sim.experiment.progress import Progress
    from sim.scenario import Scenario
    from sim.studies.source import Asked, Given

CURVE_LANES: Final = 40_000
MAP_LANES: Final = 90_000
"""Lanes simulated when nobody says how many replications: a map of 21 by 21 then takes less than a minute on two
cores."""
FEWEST: Final = 64
MOST: Final = 2000


def sweep(
    file: Given,
    over: Sequence[str],
    asked: Asked,
    *,
    outcome: str = "growing",
    progress: Progress | None = None,
) -> Answer:
    """Answer where the odds of an outcome tip.

    Parameters
    ----------
    file
        A scenario.
    over
        One key or two, each as `KEY=LOW:HIGH:COUNT`.
    asked
        How it is run; without a number of replications, as many as take less than a minute.
    outcome
        `growing`, `survives` or `beats POLICY`.
    progress
        Told how far it is.

    Raises
    ------
    CyclesimError
        When a key, its range, a policy or the outcome is unknown, or the file can't be used.
    """
    if is_run(file):
        raise UsageError(
            f"{name_of(file)} is a finished run; a sweep needs the scenario file, to simulate other values"
        )
    if len(over) not in {1, 2}:
        raise UsageError("a sweep takes one key or two: --over KEY=LOW:HIGH:COUNT, at most twice")
    scenario = replace(asked, policies=()).scenario(file)
    axes = [axis(scenario, Over.parse(text)) for text in over]
    if len({one.key for one in axes}) != len(axes):
        raise UsageError(f"{axes[0].key} is swept twice; name two keys")
    aim = Aim.parse(outcome, tuple(scenario.policies))
    policies = _policies(scenario, axes, asked.policies, aim)
    scenario = _sized(scenario, axes, len(policies), asked.replications)
    swept = Swept(scenario=scenario, policies=policies, aim=aim, workers=asked.workers)
    facts = facts_of(scenario)
    if len(axes) == 1:
        told = curves_told(swept, study.curves(swept, axes[0], progress=progress), facts)
    else:
        told = map_told(swept, study.plane(swept, *axes, progress=progress), facts)
    ranges = {one.key: [one.low, one.high, len(one.values)] for one in axes}
    options = {"over": ranges, "outcome": plain(aim), "policies": policies}
    return Answer(command="sweep", facts=facts, options=options, scenario=scenario.dump(), **told)


def _policies(scenario: Scenario, axes: list[Axis], names: tuple[str, ...], aim: Aim) -> tuple[str, ...]:
    """Return the policies to describe: those asked for, else those that the keys move, else all or the first."""
    for name in names:
        if name not in scenario.policies:
            only(scenario, (name,))  # which says what is wrong
    owners = list(dict.fromkeys(one.key.split(".")[1] for one in axes if one.key.startswith("policies.")))
    if len(owners) > 1:
        raise UsageError(f"the two keys belong to two policies, {' and '.join(owners)}; a map is of one policy")
    if owners and set(names) - set(owners):
        raise UsageError(f"{axes[0].key} moves {owners[0]} only; leave --policy out")
    if len(axes) > 1 and len(names) > 1:
        raise UsageError("a map is of one policy; give --policy once")
    found = names or tuple(owners) or tuple(name for name in scenario.policies if name != aim.rival)
    if not found or (aim.rival and aim.rival in found):
        raise UsageError(f"{aim.rival} can't beat itself; name another policy")
    if len(axes) == 1 or len(found) == 1:
        return found
    return (next((name for name in found if name != scenario.baseline), found[0]),)


def _sized(scenario: Scenario, axes: list[Axis], policies: int, replications: int | None) -> Scenario:
    """Return the scenario with as many replications as are asked for, or as take less than a minute."""
    if replications is not None:
        if replications < study.ALLOWED:
            raise UsageError(f"{counted(replications, 'replication')} can't tell: {study.ALLOWED} or more are needed")
        return scenario
    budget = CURVE_LANES if len(axes) == 1 else MAP_LANES
    cells = int(np.prod([len(one.values) for one in axes])) * policies
    most = max(FEWEST, min(MOST, budget // cells))
    return scenario.vary({"replications": min(scenario.replications, most)})
