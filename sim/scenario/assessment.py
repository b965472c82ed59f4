"""The ten-question self-assessment: how digital a firm is today, and where its capabilities start.

Two questions for each of the five steps that hold capability, answered 0 to 3. Under 15 points a firm is not
mature enough to drive growth; under 5 it is at risk against its competitors (founding documents, claim 1.15).
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from sim.errors import UsageError
from sim.results import STEPS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ANSWERS: Final = ("no", "in parts", "mostly", "yes, and we measure it")
"""What the points 0 to 3 mean."""

MATURE: Final = 15
SAFE: Final = 5
"""Points from which a firm counts as mature, and as not at risk."""

QUESTIONS: Final = (
    "We know our processes, and fix those that matter most to customers before we buy technology",
    "We have a written digital plan with owners, dates and figures that we look at every month",
    "Our campaigns follow a path we designed: who the buyer is, what each stage needs, what content serves it",
    "Website, e-mail and customer data work together, and the data is kept right",
    "Marketing and sales share one definition of a good lead and one way of following it up",
    "Everyone in sales works from the customer database, every day",
    "Onboarding and service were redesigned from the customer's side, not only from ours",
    "Customers can buy, ask and get help online without waiting for us",
    "Ordering, stock and suppliers run by simple, agreed rules",
    "Orders, stock and accounts are kept by software that talks to each other",
)
"""For each step in the order of `STEPS`: one question on its processes, one on technology in use."""

PROCESS_QUALITY: Final = (0.15, 0.30, 0.50, 0.70)
TECHNOLOGY: Final = (0.10, 0.25, 0.45, 0.65)
ADOPTION: Final = (0.40, 0.52, 0.68, 0.85)
PLAN_QUALITY: Final = (0.15, 0.35, 0.55, 0.75)
DATA_QUALITY: Final = (0.60, 0.75, 0.85, 0.95)
"""What 0 to 3 points mean as a starting value. Judgement, fixed so that the average of 1 and 2 points, the firm on
the border of maturity, starts where the model's defaults are."""


@dataclass(frozen=True, slots=True)
class Band:
    """Where a score puts a firm."""

    name: str
    meaning: str


AT_RISK: Final = Band("at risk", f"under {SAFE} points a firm is at risk against its competitors")
IMMATURE: Final = Band("immature", f"under {MATURE} points digital is not mature enough to drive growth")
ABLE: Final = Band("mature", f"from {MATURE} points digital is mature enough to drive growth")


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the ten answers say.

    Attributes
    ----------
    answers
        Points per question, 0 to 3.
    score
        Their sum, 0 to 30.
    band
        Where the score puts the firm.
    steps
        Points per step, 0 to 6.
    capabilities
        Starting values by dotted scenario key.
    """

    answers: tuple[int, ...]
    score: int
    band: Band
    steps: Mapping[str, int]
    capabilities: Mapping[str, float]

    @property
    def weakest(self) -> tuple[str, ...]:
        """The steps with the fewest points."""
        least = min(self.steps.values())
        return tuple(step for step, points in self.steps.items() if points == least)

    def as_json(self) -> dict[str, Any]:
        """Return the assessment as `assess --json` prints it."""
        return {
            "answers": list(self.answers),
            "score": self.score,
            "of": 3 * len(QUESTIONS),
            "band": self.band.name,
            "meaning": self.band.meaning,
            "steps": dict(self.steps),
            "weakest": list(self.weakest),
            "capabilities": dict(self.capabilities),
        }

    def as_text(self) -> str:
        """Return what `assess` prints: YAML to paste, with the verdict as comments."""
        return (
            f"# Score {self.score} of {3 * len(QUESTIONS)}, {self.band.name}: {self.band.meaning}.\n"
            f"# Weakest: {', '.join(self.weakest)}. Starting capabilities to paste into a scenario:\n"
            f"{self.as_yaml()}"
        ).rstrip("\n")

    def as_yaml(self) -> str:
        """Return the starting capabilities to paste into a scenario."""
        groups: dict[str, list[str]] = {}
        for group in ("process_quality", "technology", "adoption"):
            values = ", ".join(f"{step}: {self.capabilities[f'capability.{group}.{step}']:.2f}" for step in STEPS)
            groups.setdefault("capability", []).append(f"  {group}: {{{values}}}")
        for key in ("plans.plan_quality", "demand.data_quality"):
            group, name = key.split(".")
            groups.setdefault(group, []).append(f"  {name}: {self.capabilities[key]:.2f}")
        return "\n".join("\n".join([f"{group}:", *lines]) for group, lines in groups.items()) + "\n"


def assess(answers: Sequence[int]) -> Assessment:
    """Return what ten answers say.

    Raises
    ------
    UsageError
        When there are not ten answers from 0 to 3.
    """
    if len(answers) != len(QUESTIONS) or not all(0 <= answer < len(ANSWERS) for answer in answers):
        raise _unusable(", ".join(str(answer) for answer in answers), len(answers))
    score = sum(answers)
    steps = {step: answers[2 * index] + answers[2 * index + 1] for index, step in enumerate(STEPS)}
    return Assessment(
        answers=tuple(answers),
        score=score,
        band=AT_RISK if score < SAFE else IMMATURE if score < MATURE else ABLE,
        steps=MappingProxyType(steps),
        capabilities=MappingProxyType(_capabilities(answers)),
    )


def parse(text: str) -> tuple[int, ...]:
    """Return the answers in a text such as `2,1,0,3,1,2,0,1,2,1`.

    Raises
    ------
    UsageError
        When there are not ten whole numbers.
    """
    parts = [part.strip() for part in text.split(",")]
    try:
        return tuple(int(part) for part in parts)
    except ValueError:
        raise _unusable(text, len(parts)) from None


def _capabilities(answers: Sequence[int]) -> dict[str, float]:
    values: dict[str, float] = {}
    for index, step in enumerate(STEPS):
        process, technology = answers[2 * index], answers[2 * index + 1]
        values[f"capability.process_quality.{step}"] = PROCESS_QUALITY[process]
        values[f"capability.technology.{step}"] = TECHNOLOGY[technology]
        values[f"capability.adoption.{step}"] = ADOPTION[technology]
    return values | {"plans.plan_quality": PLAN_QUALITY[answers[1]], "demand.data_quality": DATA_QUALITY[answers[3]]}


def _unusable(found: str, count: int) -> UsageError:
    return UsageError(
        f"the assessment needs {len(QUESTIONS)} whole numbers from 0 to {len(ANSWERS) - 1}, "
        f"such as 2,1,0,3,1,2,0,1,2,1; found {count}: {found}"
    )
