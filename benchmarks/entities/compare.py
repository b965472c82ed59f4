"""Compare single leads and customers with the engine at length, and write `docs/reference/entities.md`.

Run from the root of the project: `python -m benchmarks.entities.compare`. It takes some minutes on one core; the
sizes below can be made smaller to look round (`--lives 200 --engine 4096`), but then the page says other things.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.entities.agreement import ALPHA, MONTHS, READ_OUTS, Finding, compared, findings
from benchmarks.entities.case import Case
from benchmarks.entities.mutants import MUTANTS
from benchmarks.entities.record import MEASURES
from benchmarks.entities.samples import FIRMS, Sample, engine, entities, scenario_of
from benchmarks.entities.shortcuts import AsTheyLike, Cohort, Embedded, realised_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.entities.firm import Firm

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "reference" / "entities.md"
SEEDS: Final = {"lives": 12, "mutants": 6, "shortcuts": 21, "cohorts": 22}
NEVER_ENDING: Final = 600
"""Months after which nobody of a cohort pays anything that matters."""
HEAD: Final = """# Single leads and customers against counts

Written by `python -m benchmarks.entities.compare`; do not edit.

The engine works on counts. `benchmarks/entities` lives steps 3 and 4 once more with a SimPy process for every lead and
every customer, written from the pages before it was compared. What is held still, and how, is said in its docstring;
how the comparison went, in [decision 8](../decisions/0008-entities.md). A smaller one is in the test suite."""
SHORTCUTS: Final = """## What the engine leaves out, lived in full

Not a test: these are measured differences between the engine and lives it does not follow.

- *Embedded*: the firm `contract` with 30 % embedded customers; here each of them is known and leaves less often,
  there their share lowers everybody's hazard.
- *As they like*: the firm `orders`, nothing else moving; here customers order at any moment and may drop out after
  each order, there orders and drop-outs of a month are drawn apart, each with the right mean."""
VALUE: Final = """### Lifetime value, realised and computed

What new customers bring over their whole life, followed one by one and discounted by the page's convention, against
the engine's `clv` of a firm at rest (without service cost, which no customer has alone). The computed value takes
contract customers to pay in full from the start; for orders it does not count the one that won them, nor the rest of
their first month."""


def main() -> None:
    """Compare, and write the page."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--lives", type=int, default=4000, help="replications of single people")
    ask.add_argument("--engine", type=int, default=16384, help="replications of the engine")
    ask.add_argument("--mutants", type=int, default=600, help="replications of each mutant")
    sizes = ask.parse_args()
    counted = {firm: engine(scenario_of(firm), sizes.engine) for firm in FIRMS}
    parts = [HEAD]
    for firm in FIRMS:
        parts += firm_section(firm, sizes.lives, counted[firm])
    parts += mutant_section(sizes.mutants, counted)
    parts += [SHORTCUTS, "\n".join(shortcut_rows(sizes.lives, sizes.engine)), VALUE, "\n".join(value_rows(sizes.lives))]
    PAGE.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    print(PAGE)


def firm_section(firm: str, lives: int, theirs: Sample) -> Iterator[str]:
    """Compare one firm: heading, verdict, table."""
    ours = entities(Case.of(scenario_of(firm)), SEEDS["lives"], range(lives))
    found = findings(ours, theirs)
    yield f"## `{firm}`"
    yield verdict(found, ours.shape[0], theirs.shape[0])
    rows = ["| measure | " + " | ".join(f"month {month}" for month in MONTHS) + " | least p |", "|---" * 6 + "|"]
    for place, measure in enumerate(MEASURES):
        pairs = [f"{figures(ours[:, m - 1, place])} / {figures(theirs[:, m - 1, place])}" for m in MONTHS]
        least = min(finding.p for finding in found if finding.measure == measure)
        rows.append(f"| `{measure}` | {' | '.join(pairs)} | {least:.2g} |")
    yield "\n".join(rows)


def verdict(found: list[Finding], lives: int, counted: int) -> str:
    """Say how many tests there were and how many rejected, at several levels."""
    levels = ", ".join(f"{sum(f.p < level for f in found)} below {level:g}" for level in (0.05, 0.01, ALPHA))
    worst = min(found, key=lambda finding: finding.p)
    return (
        f"{lives:,} histories of single people (seed {SEEDS['lives']}) against {counted:,} of the engine (seed of the\n"
        f"scenario). Mean ± standard deviation, single people / engine. {len(found)} tests; p: {levels}.\n"
        f"The least, {worst.p:.2g}, is the {worst.test} of `{worst.measure}` in months {worst.months}."
    )


def figures(sample: Sample) -> str:
    """Return mean and standard deviation, the latter without the dust of adding up equal figures."""
    return f"{sample.mean():.4g} ± {round(float(sample.std(ddof=1)), 9):.3g}"


def mutant_section(lives: int, counted: dict[str, Sample]) -> Iterator[str]:
    """Compare every mutant, and say what gave it away most clearly among what is counted."""
    cases = {firm: Case.of(scenario_of(firm)) for firm in FIRMS}
    rows = ["| fault | firm | months | rejected | most clearly by | p |", "|---|---|--:|--:|---|--:|"]
    caught = 0
    for mutant in MUTANTS.values():
        broken = entities(mutant.case(cases[mutant.firm]), SEEDS["mutants"], range(lives), mutant.kind)
        found = findings(broken, counted[mutant.firm][:, : mutant.months])
        worst = min((f for f in found if f.measure not in READ_OUTS), key=lambda finding: finding.p)
        rejected = sum(finding.differs for finding in found)
        caught += worst.differs
        by = f"{worst.test} of `{worst.measure}`, {worst.months}"
        rows.append(f"| {mutant.fault} | {mutant.firm} | {mutant.months} | {rejected} | {by} | {worst.p:.1g} |")
    yield "## Faults it catches"
    yield (
        f"One fault each in the single people, {lives:,} histories (seed {SEEDS['mutants']}); {caught} of\n"
        f"{len(MUTANTS)} caught at alpha 1e-4 in what is counted, read-outs (`cx_index`, `crm_use`, `clv`) aside."
    )
    yield "\n".join(rows)


def shortcut_rows(lives: int, counted: int) -> Iterator[str]:
    """Measure what following customers in full would change."""
    embedded: dict[str, object] = {"experience.embedded_share": "30%", "experience.embedding_shield": "0%"}
    still: dict[str, object] = {"events": [], "experience.load_effect": 0}
    runs: tuple[tuple[str, str, dict[str, object], type[Firm], tuple[str, ...]], ...] = (
        ("embedded", "contract", embedded, Embedded, ("customers", "churned")),
        ("as they like", "orders", still, AsTheyLike, ("customers", "churned", "active_customers", "orders")),
    )
    yield "| lives | measure | month | single people | engine | difference of means | z |"
    yield "|---|---|--:|--:|--:|--:|--:|"
    for name, firm, changes, kind, measures in runs:
        scenario = scenario_of(firm).vary(changes)
        ours = entities(Case.of(scenario), SEEDS["shortcuts"], range(lives), kind)
        theirs = engine(scenario, counted)
        for measure in measures:
            for month in MONTHS[1:]:
                pair = [sample[:, month - 1, MEASURES.index(measure)] for sample in (ours, theirs)]
                yield f"| {name} | `{measure}` | {month} | {shortcut(measure, month, *pair)} |"


def shortcut(measure: str, month: int, ours: Sample, theirs: Sample) -> str:
    """Return the cells of one comparison."""
    z = next(found.statistic for found in compared(measure, str(month), ours, theirs) if found.test == "mean")
    return f"{figures(ours)} | {figures(theirs)} | {ours.mean() / theirs.mean() - 1:+.1%} | {z:+.1f}"


def value_rows(cohorts: int) -> Iterator[str]:
    """Compare realised with computed lifetime value."""
    yield "| firm | customers followed | realised | standard error | computed | realised / computed |"
    yield "|---|--:|--:|--:|--:|--:|"
    for firm in FIRMS:
        rest = {"events": [], "experience.load_effect": 0, "business.service_share": "0%"}
        scenario = scenario_of(firm).vary({**rest, "horizon": f"{NEVER_ENDING} months"})
        case = Case.of(scenario)
        demanded = entities(case, SEEDS["cohorts"], range(cohorts), Cohort)[:, :, MEASURES.index("demanded")]
        realised, error = realised_value(case, np.asarray(demanded))
        computed = float(engine(scenario.vary({"horizon": "1 month"}), 1)[0, 0, MEASURES.index("clv")])
        followed = cohorts * round(float(case.parameters.business.customers))
        yield f"| {firm} | {followed:,} | {realised:.0f} | {error:.1f} | {computed:.0f} | {realised / computed:.3f} |"


if __name__ == "__main__":
    main()
