"""Firms whose inputs are known, and what calibrating them to their figures finds."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sim.analysis.calibration.normals import points
from sim.analysis.calibration.observed import MEASURES, Observed
from sim.analysis.calibration.posterior import LEARNT, SHARE
from sim.scenario import load
from sim.studies.calibration.cells import label_of
from sim.studies.calibration.firm import firm_of
from sim.studies.calibration.fitting import misfit
from sim.studies.calibration.gains import answers_of, belief_of_gain
from sim.studies.calibration.telling import telling
from sim.studies.calibration.waves import posterior

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sim.analysis.calibration.observed import Array
    from sim.studies.calibration.firm import Firm

Flags = NDArray[np.bool_]
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
LEADS, MQL, WIN = "demand.leads", "demand.mql_rate", "acquisition.win_rate"
"""New customers follow the product of these: two are tied where leads are counted, all where they are not."""
BLIND: Final = tuple(name for name in MEASURES if name != "leads")
TIED: Final = {
    MEASURES: {frozenset((MQL, WIN))},
    BLIND: {frozenset((LEADS, MQL)), frozenset((LEADS, WIN)), frozenset((MQL, WIN))},
}

LUCKS: Final = 2048
_POINTS: Final = 1024
_NARROW: Final = (1 - SHARE) / 2


@dataclass(frozen=True, slots=True)
class Firms:
    """A sample of firms: its name, seeds of their inputs and, from there on, of their luck, and which of the points."""

    name: str
    drawn: int
    luck: int
    numbers: Sequence[int]


FIRST: Final = Firms("first", 1, 5000, range(20))
SECOND: Final = Firms("second", 4711, 91_000, range(10))
FRESH: Final = Firms("fresh", 8209, 300_000, range(48))
CLOSED: Final = Firms("closed", 5501, 700_000, (41, 76, 113, 175, 204, 228, 420, 428))
"""The first firms of their seed that close within the months."""


@dataclass(frozen=True, slots=True)
class Case:
    """One calibrated firm.

    Attributes
    ----------
    below
        Share of the belief below the truth, by input.
    ratio
        Spread after over before, by input.
    pairs
        Inputs named as tied.
    aside
        Measures left out.
    months
        Months of figures: those before the firm closed.
    gain, low, high
        The gain at the true inputs, and the belief's 90 % interval of it; NaN where it was not asked for.
    """

    below: tuple[float, ...]
    ratio: tuple[float, ...]
    pairs: tuple[tuple[str, str], ...]
    aside: tuple[str, ...]
    months: int
    gain: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")

    @property
    def inside(self) -> Flags:
        """Which inputs lie within their intervals."""
        return np.array([_NARROW <= share <= 1 - _NARROW for share in self.below])

    @property
    def known(self) -> Flags:
        """Which inputs are identified: less than half of the spread before is left."""
        return np.asarray(np.array(self.ratio) < LEARNT)

    @property
    def named(self) -> set[frozenset[str]]:
        """Pairs named as tied."""
        return {frozenset(pair) for pair in self.pairs}


def calibrated(firms: Firms, number: int, measures: tuple[str, ...]) -> Case:
    """Simulate one firm, calibrate it to its figures, and compare with the truth."""
    months = tuple(label_of(12 * 2026 + month) for month in range(MONTHS))
    empty = Observed(f"firm {number}", months, {}, {})
    scenario = load("presets/b2b_services.yaml").vary(BELIEFS)
    prior = firm_of(scenario, empty, policy=POLICY)
    truth = points(len(prior.keys), _POINTS, firms.drawn)[:, number]
    firm = replace(prior, scenario=replace(prior.scenario, seed=firms.luck + number))
    whole = replace(empty, values=figures(firm, truth, measures))
    data = whole.part(0, whole.lived)
    prior = firm_of(scenario, data, policy=POLICY)
    after = posterior(prior, data)
    case = Case(
        below=tuple((after.scores < truth).mean(axis=0).tolist()),
        ratio=tuple(after.ratio.tolist()),
        pairs=tuple(pair.keys for pair in telling(misfit(prior, data), after).pairs),
        aside=after.aside,
        months=len(data),
    )
    if measures != MEASURES:
        return case
    answers, belief = answers_of(firm, np.repeat(truth[:, None], LUCKS, axis=1)), belief_of_gain(prior, after.scores)
    return replace(case, gain=float(np.nanmean(answers)), low=belief.low, high=belief.high) if belief else case


def figures(firm: Firm, truth: Array, measures: tuple[str, ...]) -> dict[str, Array]:
    """Return the months that a firm with these inputs shows under its luck."""
    lived = firm.lived(truth[:, None], np.zeros(1, np.int64))[:, :, 0]
    return {name: lived[MEASURES.index(name)] for name in measures}


def cases(firms: Firms, measures: tuple[str, ...], folder: Path | None) -> list[Case]:
    """Calibrate the firms of a sample that the folder does not have."""
    kept = folder / f"{firms.name}{'' if measures == MEASURES else '-blind'}.jsonl" if folder else None
    done = [Case(**json.loads(line)) for line in kept.read_text().splitlines()] if kept and kept.exists() else []
    for number in firms.numbers[len(done) :]:
        done.append(calibrated(firms, number, measures))
        print(firms.name, number, done[-1], file=sys.stderr, flush=True)
        if kept:
            with kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(done[-1])) + "\n")
    return done
