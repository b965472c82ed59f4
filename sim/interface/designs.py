"""Questions that need new runs of a scenario, each answered by the command of the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Unpack, overload

from sim.interface.answer import Answer
from sim.interface.subject import How, Subject, asked, given, one_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.sweep.tipping import Curve
    from sim.analysis.sweep.tipping_map import Map
    from sim.analysis.tuning.tuned import Optimum
    from sim.studies.sensitivity import Found


@overload
def sweep(
    subject: Subject, over: str, *, outcome: str = "growing", **how: Unpack[How]
) -> Answer[tuple[Curve, ...]]: ...


@overload
def sweep(subject: Subject, over: tuple[str, str], *, outcome: str = "growing", **how: Unpack[How]) -> Answer[Map]: ...


def sweep(
    subject: Subject, over: str | tuple[str, str], *, outcome: str = "growing", **how: Unpack[How]
) -> Answer[tuple[Curve, ...]] | Answer[Map]:
    """Say where the odds tip as one or two keys of a scenario change.

    >>> scenario = sim.load("online_retailer.yaml").vary({"horizon": "24 months"})
    >>> answer = sim.sweep(scenario, "policies.steady.share=20%:60%:5", replications=64)
    >>> answer.found[0].policy
    'steady'

    Parameters
    ----------
    subject
        A scenario, or its file.
    over
        A key and its values as `KEY=LOW:HIGH:COUNT`: a curve per policy. Two of them: a map.
    outcome
        `growing`, `survives` or `beats POLICY`.
    how
        `replications`, `seed`, `policies`, `workers`, `progress`.

    Raises
    ------
    CyclesimError
        When a key, its range, a policy or the outcome is unknown.
    """
    from sim.report.sweep import sweep as told

    keys = [over] if isinstance(over, str) else list(over)
    return Answer(told(given(subject), keys, asked(how), outcome=outcome, progress=how.get("progress")))


def sensitivity(
    subject: Subject,
    *,
    method: Literal["tornado", "morris", "sobol"] = "tornado",
    of: str = "",
    measure: str = "npv",
    base: int | None = None,
    **how: Unpack[How],
) -> Answer[Found]:
    """Say which uncertain inputs drive an outcome, or the difference of two policies, and how much is luck.

    >>> scenario = sim.load("online_retailer.yaml").vary({"horizon": "24 months"})
    >>> answer = sim.sensitivity(scenario, of="steady - carry_on", replications=20)
    >>> answer.found.subject.policies
    ('steady', 'carry_on')

    Parameters
    ----------
    subject
        A scenario, or its file.
    method
        One input at a time, screening, or shares of the variance. `morris` needs the extra `sensitivity`.
    of
        `A - B`, or `A`; the best policy's lead when empty.
    measure
        Outcome to explain.
    base
        Paths of `morris`, 256 by default; rows of `sobol`, 4,096 by default.
    how
        `replications` (of a tornado), `seed`, `workers`, `progress`.

    Raises
    ------
    CyclesimError
        When a name is unknown, nothing is uncertain, or the extra is not installed.
    """
    from sim.report.sensitivity import Question
    from sim.report.sensitivity import sensitivity as told

    one_of("method", method, "tornado", "morris", "sobol")
    question = Question(method=method, of=of, measure=measure, size=base)
    return Answer(told(given(subject), question, asked(how), progress=how.get("progress")))


def optimise(
    subject: Subject,
    *,
    ruin_below: float,
    tune: Sequence[str] = (),
    measure: str = "npv",
    limits: Literal["one", "all"] = "one",
    **how: Unpack[How],
) -> Answer[Optimum]:
    """Find the best settings of policies while ruin stays below a limit.

    >>> scenario = sim.load("online_retailer.yaml").vary({"horizon": "12 months"})
    >>> answer = sim.optimise(scenario, ruin_below=0.1, policies=["steady"], replications=200)
    >>> [setting.name for setting in answer.found.best.settings]
    ['share']

    Parameters
    ----------
    subject
        A scenario, or its file.
    ruin_below
        Limit on the chance of ruin, a share such as 0.05.
    tune
        `SETTING` or `SETTING=LO:HI`; those of the rules when empty.
    measure
        Outcome to make as high as possible.
    limits
        `all` for the best under limits from 0.5 % to 20 % as well: value against ruin.
    how
        `replications`, `seed`, `workers`, `progress`; `policies` are those that are tuned, all but the baseline when
        left out.

    Raises
    ------
    CyclesimError
        When there is nothing to tune, or the limit can't be shown.
    """
    from sim.report.optimize import Tuning, optimize

    one_of("limits", limits, "one", "all")
    wanted = asked(how)
    tuning = Tuning(ruin_below=ruin_below, policies=wanted.policies, tune=tuple(tune), measure=measure, limits=limits)
    return Answer(optimize(given(subject), tuning, asked({**how, "policies": ()}), progress=how.get("progress")))
