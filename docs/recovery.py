"""Are calibrated parameters right? Twenty firms whose parameters are known, 48 months of their figures, calibrated.

    python docs/recovery.py [FIRMS] [all] [blind] [gain] [fresh]

Prints the table of docs/explanation/recovery.md: how often 90 % intervals hold the truth, for parameters that the data
identify, and for the cycle gain; and whether parameters that can't be told apart are named.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.calibration.normals import points
from sim.analysis.calibration.observed import MEASURES, Observed
from sim.analysis.intervals import chance
from sim.scenario import load
from sim.studies.calibration.cells import label_of
from sim.studies.calibration.firm import firm_of
from sim.studies.calibration.fitting import misfit
from sim.studies.calibration.gains import answers_of, belief_of_gain
from sim.studies.calibration.telling import telling
from sim.studies.calibration.waves import posterior

if TYPE_CHECKING:
    from sim.analysis.calibration.gain import GainBelief
    from sim.analysis.calibration.identifiability import Identifiability
    from sim.analysis.calibration.posterior import Posterior
    from sim.arrays import Array
    from sim.scenario import Scenario
    from sim.studies.calibration.firm import Firm

MONTHS: Final = 48
POLICY: Final = "steady"
BELIEFS: Final = {
    "business.customers": "150 to 350",
    "business.price": "1000 to 1900",
    "business.cost_of_sales": "42% to 56%",
    "business.marketing_share": "2.5% to 5%",
    "demand.leads": "200 to 420",
    "demand.mql_rate": "20% to 45%",
    "acquisition.win_rate": "15% to 32%",
    "experience.loyalty_beta": "1.4 to 3.8",
    "world.demand_noise": "8% to 30%",
}
CHAIN: Final = ("demand.leads", "demand.mql_rate", "acquisition.win_rate")
"""Customers won follow the product of these: two are tied where leads are counted, all where they are not."""

_TRUE_LUCKS: Final = 2048
_OWN, _FRESH = (1, 5000), (4711, 91_000)
"""Seeds of the true inputs and, from there on, of the firms' luck; the fresh ones were looked at once, at the end."""


@dataclass(frozen=True, slots=True)
class Case:
    """One firm, calibrated: its true scores and gain, and what was found."""

    truth: Array
    gain: float
    after: Posterior
    told: Identifiability
    belief: GainBelief | None


def main() -> None:
    """Calibrate the firms and print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    scenario = load("presets/b2b_services.yaml").vary(BELIEFS)
    if "all" in wanted():
        cases = [_case(scenario, number, MEASURES) for number in range(count)]
        _report(f"{count} firms, {MONTHS} months, all ten measures", cases, {frozenset(CHAIN[1:])})
    if "blind" in wanted():
        fewer = tuple(name for name in MEASURES if name != "leads")
        cases = [_case(scenario, number, fewer) for number in range(count)]
        pairs = {frozenset(pair) for pair in (CHAIN[:2], CHAIN[1:], (CHAIN[0], CHAIN[2]))}
        _report(f"{count} firms, {MONTHS} months, without leads", cases, pairs)


def wanted() -> list[str]:
    """Return which parts are asked for; all unless some are named."""
    return sys.argv[2:] or ["all", "blind", "gain"]


def _case(scenario: Scenario, number: int, measures: tuple[str, ...]) -> Case:
    months = tuple(label_of(12 * 2026 + month) for month in range(MONTHS))
    empty = Observed(f"firm {number}", months, {}, {})
    prior = firm_of(scenario, empty, policy=POLICY)
    drawn, luck = _FRESH if "fresh" in wanted() else _OWN
    truth = points(len(prior.keys), 64, drawn)[:, number]
    firm = replace(prior, scenario=replace(prior.scenario, seed=luck + number))
    data = replace(empty, values=_figures(firm, truth, measures))
    after = posterior(prior, data)
    told = telling(misfit(prior, data), after)
    if measures != MEASURES or "gain" not in wanted():
        return Case(truth, float("nan"), after, told, None)
    answers = answers_of(firm, np.repeat(truth[:, None], _TRUE_LUCKS, axis=1))
    case = Case(truth, float(np.nanmean(answers)), after, told, belief_of_gain(prior, after.scores))
    print(number, _inside(case).astype(int), f"{case.gain:.2f}", case.belief, file=sys.stderr, flush=True)
    return case


def _figures(firm: Firm, truth: Array, measures: tuple[str, ...]) -> dict[str, Array]:
    lived = firm.lived(truth[:, None], np.zeros(1, np.int64))[:, :, 0]
    return {name: lived[MEASURES.index(name)] for name in measures}


def _inside(case: Case) -> Array:
    low, high = np.quantile(case.after.scores, [0.05, 0.95], axis=0)
    return np.asarray((low <= case.truth) & (case.truth <= high))


def _report(title: str, cases: list[Case], tied: set[frozenset[str]]) -> None:
    keys = cases[0].after.keys
    inside, ratio = (
        np.array([_inside(case) for case in cases]),
        np.array([case.after.ratio for case in cases]),
    )
    print(f"\n{title}\n\n| parameter | spread after / before | truth inside 90 % |\n|---|---|---|")
    for column, key in enumerate(keys):
        print(f"| `{key}` | {ratio[:, column].mean():.2f} | {inside[:, column].sum()} of {len(cases)} |")
    known = np.array([[key in case.after.identified for key in keys] for case in cases])
    print(f"| identified ones | | {_share(inside[known])} |\n| all | | {_share(inside)} |")
    beliefs = [(case.gain, case.belief) for case in cases if case.belief]
    if beliefs:
        held = np.array([belief.low <= gain <= belief.high for gain, belief in beliefs])
        print(f"| cycle gain | | {_share(held)} |")
    named = [{frozenset(pair.keys) for pair in case.told.pairs} for case in cases]
    print(f"\nTied pairs named in {sum(tied <= one for one in named)} of {len(cases)}; "
          f"another pair named in {sum(bool(one - tied) for one in named)}.")  # fmt: skip


def _share(held: Array) -> str:
    found = chance(held.ravel().astype(bool))
    low, high = found.ci95
    return f"{held.sum()} of {held.size}, {found.probability:.1%} ({low:.1%} to {high:.1%})"


if __name__ == "__main__":
    main()
