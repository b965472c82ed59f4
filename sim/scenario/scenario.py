"""The scenario itself: everything a run needs, read and checked, never changed in place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any

from sim.errors import Problem, UsageError
from sim.model.parameters import Parameters
from sim.scenario.complete import SECTIONS, origins, resolved
from sim.scenario.events import read_events
from sim.scenario.homes import group_of, homes
from sim.scenario.meaning import as_numbers
from sim.scenario.merge import overridden
from sim.scenario.policies import policy_names, read_baseline, read_policies
from sim.scenario.reading import Passport, Reading
from sim.scenario.refusing import contradictions, raise_errors
from sim.scenario.relations import Check, Correlation, read_checks, read_correlations
from sim.scenario.settings import SETTINGS, read_settings
from sim.scenario.source import Place, Source
from sim.scenario.tree import Fields, node_of
from sim.scenario.writing import to_yaml

if TYPE_CHECKING:
    from sim.model.decisions import Policy
    from sim.model.events import Event
    from sim.scenario.distributions import Distribution


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Scenario:
    """The world we assume, the policies to compare in it, and how to run them.

    >>> scenario = sim.load("presets/saas.yaml")
    >>> scenario.vary({"policies.steady.share": "50%"}).policies["steady"].share
    0.5

    In `parameters`, `policies` and `events` an uncertain value holds the median of its belief.

    Attributes
    ----------
    name, description, currency, start
        For people; `start` is the calendar month of month 1, such as 2026-01.
    horizon
        Months.
    replications, seed
        How often, and which luck.
    baseline
        Policy that differences are taken from.
    parameters
        The model's parameters.
    uncertain
        Belief by dotted key; a key of a whole per-step parameter means one belief for all five steps.
    correlations
        (key, key, rank correlation).
    policies
        Rule with settings, by name, in the order of the file.
    events, checks
        In the order of the file.
    passports
        Source and confidence by dotted key.
    document
        The resolved document as plain Python: values as written, defaults filled in.
    origins
        (file, line) by dotted key; `DEFAULT` where no file sets it.
    warnings
        What is legal yet looks like a slip.
    """

    name: str
    description: str
    currency: str
    start: str
    horizon: int
    replications: int
    seed: int
    baseline: str
    parameters: Parameters
    uncertain: Mapping[str, Distribution]
    correlations: tuple[Correlation, ...]
    policies: Mapping[str, Policy]
    events: tuple[Event, ...]
    checks: tuple[Check, ...]
    passports: Mapping[str, Passport]
    document: Mapping[str, Any] = field(repr=False)
    origins: Mapping[str, tuple[str, int]] = field(repr=False)
    warnings: tuple[Problem, ...] = field(repr=False)
    tree: Fields = field(repr=False)

    def vary(self, changes: Mapping[str, Any]) -> Scenario:
        """Return this scenario with some dotted keys changed, read and checked anew.

        Parameters
        ----------
        changes
            Number, text such as `18% to 30%`, or plain lists and mappings by key; None removes.

        Raises
        ------
        ScenarioError
            When a key is unknown or a value not allowed.
        UsageError
            When they are no mapping by dotted keys.
        """
        if not _by_key(changes):
            raise UsageError(f"vary takes values by key, such as {{'policies.steady.share': 0.5}}, not {changes!r}")
        tree = self.tree
        for key, value in changes.items():
            source = Source.of(f"{key}={value}", name="vary")
            tree = overridden(tree, key, node_of(value, source), Place(source, 1, 1, max(1, len(key))))
        return assemble(tree, stem=self.name)

    @property
    def hash(self) -> str:
        """SHA-256 of everything that changes numbers, the seed and the number of replications excluded."""
        from hashlib import sha256

        return sha256(json.dumps(self.meaning(), sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    def dump(self) -> str:
        """Return the resolved scenario as YAML, which loads back to an equal scenario."""
        return to_yaml(self.document)

    def __repr__(self) -> str:
        """Return a line for a console; `dump` has everything."""
        size = f"{self.horizon:,} months from {self.start}; uncertain inputs: {len(self.uncertain)}"
        return f"Scenario {self.name}: {', '.join(self.policies)}; {size}; seed {self.seed}"

    def _repr_html_(self) -> str:
        from sim.scenario.page import page

        return page(self)

    def __eq__(self, other: object) -> bool:
        """Return whether two scenarios say the same; where they say it does not matter."""
        return self.document == other.document if isinstance(other, Scenario) else NotImplemented

    def __hash__(self) -> int:
        """Return a hash that agrees with equality."""
        return hash((self.name, self.hash))

    def meaning(self) -> dict[str, Any]:
        """Return everything that changes numbers as plain Python, the seed and the number of replications excluded."""
        policies = {name: [type(policy).__name__, as_numbers(policy)] for name, policy in self.policies.items()}
        return {
            "start": self.start,
            "horizon": self.horizon,
            "baseline": self.baseline,
            "parameters": as_numbers(self.parameters),
            "uncertain": {key: [belief.family, *belief.arguments] for key, belief in self.uncertain.items()},
            "correlations": sorted([*sorted(pair[:2]), pair[2]] for pair in self.correlations),
            "policies": policies,
            "events": [as_numbers(event) for event in self.events],
        }


def _by_key(changes: object) -> bool:
    return isinstance(changes, Mapping) and all(isinstance(key, str) for key in changes)


def assemble(tree: Fields, *, stem: str, problems: tuple[Problem, ...] = ()) -> Scenario:
    """Return the scenario that a merged tree describes.

    Parameters
    ----------
    tree
        All layers merged.
    stem
        Name of a scenario that has none.
    problems
        What is already known to be wrong with the form of the files.

    Raises
    ------
    ScenarioError
        With everything that is wrong.
    """
    reading = Reading(problems=list(problems), homes=homes())
    groups = [f.name for f in fields(Parameters)]
    reading.unknown(tree, (*SETTINGS, *groups, *SECTIONS), "")
    settings = read_settings(reading, tree, stem=stem)
    parameters = Parameters(**{name: group_of(reading, tree, name) for name in groups})
    events = read_events(reading, tree.get("events"), horizon=settings.horizon)
    policies = read_policies(reading, tree)
    baseline = read_baseline(reading, tree, policies)
    correlations = read_correlations(reading, tree.get("correlations"))
    checks = read_checks(reading, tree.get("checks"), policy_names(tree))
    raise_errors(reading, tree)
    contradictions(reading, tree, parameters)
    raise_errors(reading, tree)
    document = resolved(tree, {**asdict(settings), "baseline": baseline})
    return Scenario(
        name=settings.name,
        description=settings.description,
        currency=settings.currency,
        start=settings.start,
        horizon=settings.horizon,
        replications=settings.replications,
        seed=settings.seed,
        baseline=baseline,
        parameters=parameters,
        uncertain=reading.uncertain,
        correlations=correlations,
        policies=policies,
        events=events,
        checks=checks,
        passports=reading.passports,
        document=document,
        origins=origins(tree, document),
        warnings=tuple(reading.problems),
        tree=tree,
    )
