"""Questions that a scenario or a finished run answers, each by the command of the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Unpack

from sim.errors import UsageError
from sim.interface.answer import Answer
from sim.interface.subject import How, Subject, asked, given, one_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.comparing.comparison import Comparison
    from sim.analysis.cycle.explanation import Explanation
    from sim.analysis.discovering.discovery import Discovery
    from sim.analysis.inputs.information import Information
    from sim.analysis.run.odds import Reach
    from sim.studies.replay import Path as Lived


def compare(
    *subjects: Subject, baseline: str | None = None, measure: str = "npv", **how: Unpack[How]
) -> Answer[Comparison]:
    """Say which policy is best, how sure that is, and what a wrong choice costs.

    >>> scenario = sim.load("online_retailer.yaml").vary({"horizon": "24 months"})
    >>> answer = sim.compare(scenario, replications=50)
    >>> answer.found.baseline, len(answer.found.policies)
    ('carry_on', 5)

    Parameters
    ----------
    subjects
        One or more scenarios or runs, of one seed.
    baseline
        The policy that is subtracted; the first scenario's when None.
    measure
        An outcome, as in `sim.results.OUTCOMES`.
    how
        `replications`, `seed`, `policies`, `workers`, `progress`.

    Raises
    ------
    CyclesimError
        When a name is unknown, or they can't be compared.
    """
    from sim.report.compare import compare as told

    if not subjects:
        raise UsageError("nothing to compare: name a scenario or a run")
    sources = [given(subject) for subject in subjects]
    return Answer(told(sources, asked(how), baseline=baseline, measure=measure, progress=how.get("progress")))


def odds(
    subject: Subject,
    measure: str = "npv",
    *,
    above: float | None = None,
    below: float | None = None,
    **how: Unpack[How],
) -> Answer[Reach]:
    """Say how likely each policy reaches a target.

    >>> scenario = sim.load("online_retailer.yaml").vary({"horizon": "24 months"})
    >>> answer = sim.odds(scenario, "cash at 24 months", below=0, replications=50)
    >>> answer.found["harvest"].reached.trials
    50

    Parameters
    ----------
    subject
        A scenario or a run.
    measure
        An outcome, or a monthly measure at a month, such as `cash at 24 months`.
    above, below
        The target, one of the two: reached at this value or more, or at this value or less.
    how
        `replications`, `seed`, `policies`, `workers`, `progress`.

    Raises
    ------
    CyclesimError
        When the measure is unknown, or there is no target or there are two.
    """
    from sim.report.odds import Target
    from sim.report.odds import odds as told

    targets: list[Target] = [Target(measure, "above", above)] if above is not None else []
    targets += [Target(measure, "below", below)] if below is not None else []
    if len(targets) != 1:
        raise UsageError("give one target: above=VALUE or below=VALUE")
    return Answer(told(given(subject), targets[0], asked(how), progress=how.get("progress")))


def explain(
    subject: Subject,
    *,
    months: Sequence[int] = (1,),
    loops: Literal["tell", "leave out"] = "tell",
    **how: Unpack[How],
) -> Answer[Explanation]:
    """Say which way the cycle turns, how sure that is, and which step carries it.

    >>> scenario = sim.load("online_retailer.yaml").vary({"horizon": "24 months"})
    >>> answer = sim.explain(scenario, replications=20, policies=["carry_on"], loops="leave out")
    >>> [turn.policy for turn in answer.found.turns]
    ['carry_on']

    Parameters
    ----------
    subject
        A scenario or a run.
    months
        When to push money in; the first is told step by step.
    loops
        `leave out` does not say what each loop adds and moves, which takes most of the time.
    how
        `replications`, `seed`, `policies`, `workers`, `progress`.

    Raises
    ------
    CyclesimError
        When a name is unknown, or a month is beyond the horizon.
    """
    from sim.report.explain import Wish, deep
    from sim.report.explain import explain as told

    one_of("loops", loops, "tell", "leave out")
    wish = deep(tuple(months)) if loops == "tell" else Wish(months=tuple(months))
    return Answer(told(given(subject), wish, asked(how), progress=how.get("progress")))


def replay(
    subject: Subject,
    policy: str | None = None,
    *,
    percentile: float | None = None,
    replication: int | None = None,
    measure: str = "npv",
    **how: Unpack[How],
) -> Answer[Lived]:
    """Tell what happened in one path, month by month.

    >>> scenario = sim.load("online_retailer.yaml").vary({"horizon": "24 months"})
    >>> answer = sim.replay(scenario, "harvest", replication=3, replications=20)
    >>> answer.found.standing.replication
    3

    Parameters
    ----------
    subject
        A scenario or a run.
    policy
        Whose path; the baseline's when None.
    percentile
        The path nearest to it by outcome; 50 when neither it nor a replication is named.
    replication
        This path, counted from 0.
    measure
        Outcome that paths are ranked by.
    how
        `replications`, `seed`, `workers`, `progress`.

    Raises
    ------
    CyclesimError
        When a name is unknown, or there is no such path.
    """
    from sim.report.replay import Wish
    from sim.report.replay import replay as told

    if percentile is not None and replication is not None:
        raise UsageError("give percentile or replication, not both")
    at = 50.0 if percentile is None else percentile
    if not 0.0 <= at <= 100.0:  # noqa: PLR2004 (percent)
        raise UsageError(f"percentile lies between 0 and 100, not at {at:g}")
    wish = Wish(policy=policy, replication=replication, percentile=at, measure=measure)
    return Answer(told(given(subject), wish, asked(how), progress=how.get("progress")))


def discover(subject: Subject, when: str, **how: Unpack[How]) -> Answer[Discovery]:
    """Say within which limits of the uncertain inputs something happens.

    >>> scenario = sim.load("online_retailer.yaml").vary({"horizon": "24 months"})
    >>> answer = sim.discover(scenario, "steady beats carry_on", replications=400)
    >>> answer.found.base.trials
    200

    Parameters
    ----------
    subject
        A scenario or a run.
    when
        What is to happen: `A beats B`, `A beats B by 50k on final_revenue`, `A: ruined`.
    how
        `replications`, `seed`, `policies`, `workers`, `progress`.

    Raises
    ------
    CyclesimError
        When the condition can't be read, nothing is uncertain, or there are too few replications.
    """
    from sim.report.discover import discover as told

    return Answer(told(given(subject), when, asked(how), progress=how.get("progress")))


def worth(subject: Subject, measure: str = "npv", **how: Unpack[How]) -> Answer[Information]:
    """Say what it is worth to know each uncertain input before choosing.

    >>> scenario = sim.load("online_retailer.yaml").vary({"horizon": "24 months"})
    >>> answer = sim.worth(scenario, replications=400)
    >>> answer.found.replications
    400

    Parameters
    ----------
    subject
        A scenario or a run.
    measure
        Outcome in money that policies are chosen by.
    how
        `replications`, `seed`, `policies`, `workers`, `progress`.

    Raises
    ------
    CyclesimError
        When the outcome is no money, nothing is uncertain, or there are too few replications.
    """
    from sim.report.worth import worth as told

    return Answer(told(given(subject), measure, asked(how), progress=how.get("progress")))
