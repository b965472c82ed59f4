"""Several runs side by side: who shares whose luck, and what each policy is called."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.comparing.alternatives import Alternatives
from sim.errors import UsageError
from sim.hints import meant

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sim.analysis.intervals import Array
    from sim.results import Results, RunFacts
    from sim.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Told:
    """Results to compare, and the scenario they came from; without one nothing is known of their inputs."""

    results: Results
    scenario: Scenario | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """Runs under the same luck.

    Attributes
    ----------
    told
        The runs.
    labels
        A name for each, the scenario's, made unique.
    policies
        Of each run, those that count.
    names
        What they are called in the comparison: their own name where only one run has it, else `label: policy`.
    """

    told: tuple[Told, ...]
    labels: tuple[str, ...]
    policies: tuple[tuple[str, ...], ...]
    names: tuple[tuple[str, ...], ...]

    @property
    def facts(self) -> list[RunFacts]:
        """What identifies each run."""
        return [one.results.facts for one in self.told]

    @property
    def replications(self) -> int:
        """Replications that every run has."""
        return min(facts.replications for facts in self.facts)

    @property
    def alike(self) -> bool:
        """Whether several runs have the same policies, so that they are futures of the same choice."""
        return len(self.told) > 1 and len({frozenset(names) for names in self.policies}) == 1

    def alternatives(self, measure: str) -> Alternatives:
        """Return every policy of every run, an outcome and who closed."""
        every = tuple(name for names in self.names for name in names)
        return Alternatives(every, measure, self._stacked(measure), self._stacked("ruined") > 0.0)

    def _stacked(self, outcome: str) -> Array:
        rows = []
        for one, policies in zip(self.told, self.policies, strict=True):
            column = one.results.ends.column(outcome)
            rows += [column[name][: self.replications] for name in policies]
        return np.stack(rows)

    def baseline(self, wanted: str | None) -> str:
        """Return the alternative that is subtracted: as asked, or the first run's baseline.

        Raises
        ------
        UsageError
            When it is unknown, or several alternatives have its name.
        """
        every = [name for names in self.names for name in names]
        if wanted in every:
            return str(wanted)
        own = wanted if wanted is not None else self.facts[0].baseline
        for policies, names in zip(self.policies, self.names, strict=True):
            if own in policies:
                return names[policies.index(own)]
        if wanted is None:
            return every[0]
        raise UsageError(unknown("policy", wanted, every))

    def together(self, baseline: str) -> RunFacts:
        """Return the facts of all of them as of one run."""
        first, *others = self.facts
        names = tuple(name for each in self.names for name in each)
        rules = tuple(
            facts.rules[facts.policies.index(name)]
            for facts, policies in zip(self.facts, self.policies, strict=True)
            for name in policies
        )
        joined = "".join(f"{facts.scenario_hash}{facts.months}" for facts in self.facts)
        return replace(
            first,
            scenario=" and ".join(dict.fromkeys(facts.scenario for facts in self.facts)),
            scenario_hash=hashlib.sha256(joined.encode()).hexdigest() if others else first.scenario_hash,
            replications=self.replications,
            policies=names,
            rules=rules,
            baseline=baseline,
            engine="".join(dict.fromkeys(facts.engine for facts in self.facts)),
        )

    def notes(self) -> list[str]:
        """Say where the runs differ in what a comparison takes for granted."""
        facts, found = self.facts, list[str]()
        if len(facts) > 1:
            each = ", ".join(f"{label} {one.run_id}" for label, one in zip(self.labels, facts, strict=True))
            found.append(f"Sources: {each}")
        counts, months = {one.replications for one in facts}, {one.months for one in facts}
        if len(counts) > 1:
            found.append(f"The first {min(counts):,} replications of every run count: that is all one of them has")
        if len(months) > 1:
            each = ", ".join(f"{label} {one.months}" for label, one in zip(self.labels, facts, strict=True))
            found.append(f"The horizons differ ({each} months): part of every difference is mere time")
        if len({one.engine for one in facts if one.engine}) > 1:
            found.append("The runs were computed by different versions: part of a difference may be the program's")
        return found


def side_by_side(told: Sequence[Told], policies: Sequence[str] = ()) -> Sources:
    """Put runs side by side.

    Parameters
    ----------
    told
        At least one run.
    policies
        Names of the policies that count; all when empty.

    Raises
    ------
    UsageError
        When the runs do not share their luck or their currency, or a policy is unknown.
    """
    facts = [one.results.facts for one in told]
    labels = _labels([one.scenario for one in facts])
    _refuse_strangers(facts, labels)
    for name in policies:
        every = list(dict.fromkeys(policy for one in facts for policy in one.policies))
        if name not in every:
            raise UsageError(unknown("policy", name, every))
    kept = [tuple(name for name in one.policies if not policies or name in policies) for one in facts]
    often = Counter(name for names in kept for name in names)
    called = [
        tuple(name if often[name] == 1 else f"{label}: {name}" for name in names)
        for label, names in zip(labels, kept, strict=True)
    ]
    return Sources(tuple(told), labels, tuple(kept), tuple(called))


def _labels(scenarios: Sequence[str]) -> tuple[str, ...]:
    """Make the scenarios' names unique by a number, in front where shortening leaves it."""
    seen: Counter[str] = Counter()
    labels = []
    for name in scenarios:
        seen[name] += 1
        labels.append(name if seen[name] == 1 else f"({seen[name]}) {name}")
    return tuple(labels)


def _refuse_strangers(facts: Sequence[RunFacts], labels: Sequence[str]) -> None:
    """Refuse runs that can't be compared pair by pair."""
    for what, values, remedy in (
        ("seeds", [one.seed for one in facts], "their luck can't be paired: run all of them with the same --seed"),
        ("currencies", [one.currency for one in facts], "convert the amounts of one scenario file and run it again"),
    ):
        if len(set(values)) > 1:
            each = ", ".join(f"{label}: {value}" for label, value in zip(labels, values, strict=True))
            raise UsageError(f"the sources have different {what} ({each}); {remedy}")


def unknown(what: str, name: str, names: Collection[str]) -> str:
    """Say that there is no such name, which there are, and which may have been meant."""
    return f"no {what} named '{name}'; there are {', '.join(names)}.{meant(name, names)}"
