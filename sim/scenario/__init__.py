"""Scenario files: read, checked, explained, varied, written back."""

from sim.scenario.distributions import Distribution
from sim.scenario.json_schema import schema
from sim.scenario.loading import load
from sim.scenario.reading import Passport
from sim.scenario.relations import Check
from sim.scenario.scenario import Scenario
from sim.scenario.shipped import presets

__all__ = ["Check", "Distribution", "Passport", "Scenario", "load", "presets", "schema"]
