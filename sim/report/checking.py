"""Check scenario files: everything that is wrong with every one of them, before anything runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.analysis.checks.checks import validate
from sim.errors import CyclesimError, Problem, ScenarioError
from sim.scenario import load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of checking files.

    Attributes
    ----------
    good
        The scenarios that can run, by file name.
    warnings
        What is legal yet looks like a slip.
    error
        Everything that is wrong, as one error; None when all files are good.
    """

    good: tuple[tuple[str, Scenario], ...]
    warnings: tuple[Problem, ...]
    error: CyclesimError | None

    def as_json(self) -> dict[str, Any]:
        """Return what `check --json` prints when all is well."""
        return {
            "files": [{"file": name, **_size(scenario)} for name, scenario in self.good],
            "warnings": [warning.as_dict() for warning in self.warnings],
        }

    def as_text(self) -> str:
        """Return one line per good file."""
        return "\n".join(f"{name}: good ({_sizes(scenario)})" for name, scenario in self.good)


def check(files: Sequence[str]) -> Checked:
    """Read files as scenarios and collect all problems of all of them."""
    good: list[tuple[str, Scenario]] = []
    errors: list[CyclesimError] = []
    for name in files:
        try:
            scenario = load(name)
            validate_claims(scenario, file=name)
            good.append((name, scenario))
        except CyclesimError as error:
            errors.append(error)
    warnings = tuple(warning for _, scenario in good for warning in scenario.warnings)
    return Checked(tuple(good), warnings, _joined(errors))


def validate_claims(scenario: Scenario, *, file: str) -> None:
    """Check that every statement under `checks` can be judged.

    Raises
    ------
    ScenarioError
        With the line of each that can't.
    """
    problems: list[Problem] = []
    for index, check in enumerate(scenario.checks):
        try:
            validate(check.then, key=f"checks.{index}.then", months=scenario.horizon, policies=scenario.policies)
        except ScenarioError as error:
            problems += [_placed(problem, scenario, check.then) for problem in error.problems]
    if problems:
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        msg = f"{count} in {file}"
        raise ScenarioError(msg, tuple(problems))


def _placed(problem: Problem, scenario: Scenario, claim: str) -> Problem:
    """Move the caret from the claim to the line of the file that holds it, where there is one."""
    keys = (problem.key, problem.key.removesuffix(".then"), "checks")
    file, line = next((scenario.origins[key] for key in keys if key in scenario.origins), ("", 0))
    try:
        text = Path(file).read_text(encoding="utf-8-sig").splitlines()[line - 1]
    except (OSError, IndexError):
        return problem
    found = text.find(claim)
    if line < 1 or found < 0:
        return replace(problem, file=file, line=max(line, 0), excerpt=claim.strip())
    return replace(problem, file=file, line=line, column=found + problem.column, excerpt=text)


def _joined(errors: list[CyclesimError]) -> CyclesimError | None:
    """Return several errors as one, of the kind of the first."""
    if len(errors) < 2:  # noqa: PLR2004 (nothing to join)
        return errors[0] if errors else None
    message = "; ".join(error.message for error in errors)
    return type(errors[0])(message, tuple(problem for error in errors for problem in error.problems))


def _size(scenario: Scenario) -> dict[str, int]:
    return {
        "policies": len(scenario.policies),
        "replications": scenario.replications,
        "months": scenario.horizon,
        "uncertain": len(scenario.uncertain),
    }


def _sizes(scenario: Scenario) -> str:
    return ", ".join(f"{count:,} {name if count != 1 else _SINGULAR[name]}" for name, count in _size(scenario).items())


_SINGULAR = {"policies": "policy", "replications": "replication", "months": "month", "uncertain": "uncertain"}
