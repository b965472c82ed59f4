"""Waves of simulated firms that close in on the data: each learns what the data say, the next looks closer there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.stats import chi2

from sim.analysis.calibration.features import features
from sim.analysis.calibration.likelihood import likelihood
from sim.analysis.calibration.normals import factor, moments, points
from sim.analysis.calibration.observed import MEASURES
from sim.analysis.calibration.posterior import Posterior
from sim.analysis.calibration.sampling import Sample, sample
from sim.analysis.calibration.summary import BEYOND, learn
from sim.errors import ScenarioError
from sim.studies.calibration.believable import unbelievable
from sim.studies.calibration.firm import by_measure
from sim.studies.calibration.robust import robust
from sim.studies.calibration.seen import money_of, months_seen
from sim.studies.inputs import name_of
from sim.studies.saltelli import whole_seed

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.analysis.calibration.likelihood import Likelihood
    from sim.analysis.calibration.observed import Observed
    from sim.arrays import Array
    from sim.studies.calibration.firm import Firm

LANES: Final = 4096
"""Simulated firms of a wave; a power of two, as Sobol points need it."""
WAVES: Final = 3
PARTICLES: Final = 4096
_CANDIDATES: Final = 8192
_WIDER: Final = 2.0
"""Variance of a wave's firms over that of the belief so far, up to the prior's."""
_STRANGE: Final = 0.999
"""Probability, were the model true, that the data lie nearer than what counts as strange."""
_TRUSTED, _EDGE = 3.0, 0.2
"""Own scores beyond which a wave's surface is not trusted, since hardly a firm was there, and how sharp the edge is."""
_REMEMBERED: Final = 0.25
"""Part of a misfit that the next wave still reckons with: one that later waves don't bear out is forgotten."""
_SETTLED: Final = 1.5
"""Own scores of the belief's middle below which a wave's firms were where the data are."""
_SEEDS: Final = 2**31


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is simulated.

    Attributes
    ----------
    lanes
        Firms of a wave, a power of two.
    waves
        How many.
    done
        Told the number of lanes after every wave.
    """

    lanes: int = LANES
    waves: int = WAVES
    done: Callable[[int], None] = lambda _: None


@dataclass(frozen=True, slots=True)
class _Wave:
    """Where the firms of a wave lie, and what was learnt from them; scores are mean + root @ own."""

    mean: Array
    root: Array
    surface: Likelihood
    seen: Array
    oddest: float

    def scores(self, own: Array) -> Array:
        return np.asarray(self.mean[:, None] + self.root @ own)

    def log(self, own: Array) -> Array:
        """Return the log posterior up to a constant at the wave's own scores; hardly any where no firm was."""
        beyond = np.sum((np.maximum(np.abs(own) - _TRUSTED, 0.0) / _EDGE) ** 2, axis=0)
        prior = np.sum(self.scores(own) ** 2, axis=0)
        return np.asarray(self.surface.log(self.seen, own) - 0.5 * (prior + beyond))

    def start(self) -> tuple[Array, Array]:
        """Return mean and covariance where the surface is taken as flat."""
        slope, precision = self.surface.slope, self.surface.precision
        covariance = np.linalg.inv(slope.T @ precision @ slope + self.root.T @ self.root)
        pull = slope.T @ precision @ (self.seen - self.surface.level) - self.root.T @ self.mean
        return np.clip(covariance @ pull, -_TRUSTED, _TRUSTED), np.asarray(covariance)

    def sampled(self, seed: int) -> Sample:
        return sample(self.log, self.start(), _CANDIDATES, seed)

    def distance(self, found: Sample) -> float:
        """Return how far the data lie from what the wave's belief produces, in standard deviations of luck."""
        middle = moments(found.scores, found.weights)[0]
        return float(self.surface.distance(self.seen, middle[:, None])[0])


def posterior(firm: Firm, observed: Observed, effort: Effort | None = None) -> Posterior:
    """Return the belief about the firm's parameters after the data.

    Waves go on, up to twice as many as asked for, while the belief still moves away from where the last firms were, or
    the data lie farther from it than luck explains. Where no firm of the prior shows figures that hang together as the
    data do, simulated firms teach nothing about them: the belief is then that of the robust fit.

    Raises
    ------
    ScenarioError
        When hardly any draw of the inputs makes a possible firm, or none of them shows anything like the data.
    """
    effort, count = effort or Effort(), len(firm.keys)
    aside = unbelievable(firm, observed)
    observed = observed.only(tuple(name for name in observed.measures if name not in aside))
    seed = whole_seed(firm.scenario.seed, "calibrate:points") % _SEEDS
    place, farthest, oddest = (np.zeros(count), np.eye(count)), 0.0, 0.0
    for turn in range(2 * effort.waves):
        wave = _wave(firm, observed, place, turn, effort.lanes)
        oddest = oddest if turn else wave.oddest
        if oddest > BEYOND:
            return _posterior(firm, robust(firm, observed, PARTICLES), aside=aside, oddest=oddest, waves=turn + 1)
        wave, found, distance = _believed(wave, seed + 100 * turn, farthest)
        farthest = max(_REMEMBERED * farthest, distance if turn else 0.0)  # the first surface is too coarse to tell
        mean, covariance = moments(wave.scores(found.scores), found.weights)
        place = mean, _widened(covariance)
        effort.done(effort.lanes)
        settled = np.abs(moments(found.scores, found.weights)[0]).max() < _SETTLED
        if turn + 1 >= effort.waves and settled and not _strange(farthest, count):
            break
    scores = wave.scores(found.drawn(PARTICLES))
    after = _posterior(firm, scores, aside=aside, oddest=oddest, waves=turn + 1)
    return replace(after, effective=found.effective, distance=farthest, strange=_strange(farthest, count))


def _believed(wave: _Wave, seed: int, farthest: float) -> tuple[_Wave, Sample, float]:
    """Return a wave, the belief after it, and how far the data lie from what it produces.

    Where that is farther than luck explains, in this wave or one before, something in the data is not in the model.
    The belief is then widened as if luck were so much larger, as a dispersion is estimated from what a fit leaves.
    """
    found, count = wave.sampled(seed), len(wave.seen)
    distance = wave.distance(found)
    if _strange(max(distance, farthest), count):
        wave = replace(wave, surface=wave.surface.looser(max(distance, farthest) ** 2 / count))
        found = wave.sampled(seed + 50)
    return wave, found, distance


def _strange(distance: float, count: int) -> bool:
    return bool(distance**2 > chi2.ppf(_STRANGE, count))


def _wave(firm: Firm, observed: Observed, place: tuple[Array, Array], turn: int, lanes: int) -> _Wave:
    mean, root, count = place[0], factor(place[1]), len(firm.keys)
    own = points(count, lanes, (whole_seed(firm.scenario.seed, "calibrate:firms") + turn) % _SEEDS)
    luck = np.arange(turn * lanes, (turn + 1) * lanes)
    lived = firm.lived(mean[:, None] + root @ own, luck)
    shown = features(by_measure(lived, MEASURES, observed.measures), months_seen(observed), money_of(observed, firm))
    fine = np.isfinite(shown).all(axis=1)
    if np.mean(fine) < 0.5:  # noqa: PLR2004 (half)
        raise ScenarioError("most draws of the fitted inputs make an impossible firm: narrow their ranges")
    shown, own = shown[fine], own[:, fine]
    series = {name: observed.values[name][:, None] for name in observed.measures}
    data = features(series, months_seen(observed), money_of(observed, firm))
    summary = learn(shown, own, data[0])
    return _Wave(mean, root, likelihood(own, summary.of(shown)), summary.of(data)[:, 0], summary.oddest)


def _widened(covariance: Array) -> Array:
    """Return a covariance of which every direction is wider, but not beyond the prior."""
    sizes, axes = np.linalg.eigh(covariance)
    return np.asarray((axes * np.minimum(_WIDER * sizes, np.maximum(sizes, 1.0))) @ axes.T)


def _posterior(firm: Firm, scores: Array, *, aside: tuple[str, ...], oddest: float, waves: int) -> Posterior:
    seed = whole_seed(firm.scenario.seed, "calibrate:prior") % _SEEDS
    before = points(len(firm.keys), PARTICLES, seed)
    return Posterior(
        keys=firm.keys,
        names=tuple(name_of(firm.scenario, key) for key in firm.keys),
        values=np.stack(list(firm.values(scores).values()), axis=1),
        prior=np.stack(list(firm.values(before).values()), axis=1),
        scores=scores.T.copy(),
        effective=float(PARTICLES),
        waves=waves,
        distance=oddest,
        strange=oddest > BEYOND,
        aside=aside,
        oddest=oddest,
    )
