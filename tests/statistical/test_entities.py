"""Single leads and customers, each a process of its own, add up to what the engine does with counts.

Steps 3 and 4 only; what is held still, and how, is said in `benchmarks/entities/__init__.py`. Fixed seeds, alpha 1e-4 a
test; a firm is compared in 221 tests, so that a deliberate change of seed raises a false alarm once in twenty times
(two firms). The longer run, and mutants that need more months to show, are in `docs/reference/entities.md`.
"""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.entities.agreement import ALPHA, READ_OUTS, Finding, findings, pooled_chi2
from benchmarks.entities.case import Case
from benchmarks.entities.luck import Luck
from benchmarks.entities.mutants import MUTANTS
from benchmarks.entities.samples import FIRMS, Sample, engine, entities, scenario_of

SEED = 11
LIVES = {"contract": 500, "orders": 300}
ENGINE_REPLICATIONS = 4096
MUTANT_SEED, MUTANT_LIVES = 5, 250
SHORT = [name for name, mutant in MUTANTS.items() if mutant.months <= 36 and name != "data ignored"]


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    return {firm: Case.of(scenario_of(firm)) for firm in FIRMS}


@pytest.fixture(scope="module")
def counted() -> dict[str, Sample]:
    """Return the engine's sample of both firms."""
    return {firm: engine(scenario_of(firm), ENGINE_REPLICATIONS) for firm in FIRMS}


def told(found: list[Finding]) -> str:
    return f"entities' seed {SEED}:\n" + "\n".join(map(str, sorted(found, key=lambda finding: finding.p)))


@pytest.mark.parametrize("firm", FIRMS)
def test_single_people_add_up_to_the_engine(firm: str, cases: dict[str, Case], counted: dict[str, Sample]) -> None:
    found = findings(entities(cases[firm], SEED, range(LIVES[firm])), counted[firm])
    assert len(found) > 200
    assert not [finding for finding in found if finding.differs], told(found[:10])


@pytest.mark.parametrize("name", SHORT)
def test_a_fault_is_caught_in_what_is_counted(name: str, cases: dict[str, Case], counted: dict[str, Sample]) -> None:
    mutant = MUTANTS[name]
    broken = entities(mutant.case(cases[mutant.firm]), MUTANT_SEED, range(MUTANT_LIVES), mutant.kind)
    found = findings(broken, counted[mutant.firm][:, : mutant.months])
    assert [finding for finding in found if finding.differs and finding.measure not in READ_OUTS], told(found)


def test_dropped_noise_is_seen_by_the_variance_alone(cases: dict[str, Case], counted: dict[str, Sample]) -> None:
    mutant = MUTANTS["deterministic churn"]
    broken = entities(mutant.case(cases["contract"]), MUTANT_SEED, range(MUTANT_LIVES), mutant.kind)
    found = findings(broken, counted["contract"][:, : mutant.months])
    by_test = {finding.test: finding for finding in found if (finding.measure, finding.months) == ("customers", "12")}
    assert by_test["variance"].differs
    assert not by_test["mean"].differs


def test_pooled_chi2_rejects_as_often_as_it_says() -> None:
    luck, level = Luck(3, 0), 0.05
    pairs = ([[luck.poisson(3) for _ in range(size)] for size in (200, 400)] for _ in range(600))
    rejected = np.mean([pooled_chi2(np.array(ours), np.array(theirs))[1] < level for ours, theirs in pairs])
    # 600 trials: standard error .009; four of them either way.
    assert rejected == pytest.approx(level, abs=0.036)
    assert level > ALPHA
