"""Joint fit of the expected flows to the data: soft-L1 least squares with the prior as further residuals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.calibration.fit import Fit
from sim.analysis.calibration.normals import points
from sim.analysis.calibration.observed import MEASURES
from sim.analysis.calibration.scales import scaled
from sim.studies.calibration.seen import money_of, months_seen
from sim.studies.saltelli import whole_seed

if TYPE_CHECKING:
    from sim.analysis.calibration.observed import Observed
    from sim.arrays import Array
    from sim.studies.calibration.firm import Firm

TRIED: Final = 64
"""Places of the prior that are looked at first."""
STARTS: Final = 3
"""The best of them from which the fit descends."""
_STEPS: Final = 15
_NUDGE: Final = 0.02
"""Step of the slopes, in standard deviations of the prior."""
_LIMIT: Final = 4.5
"""Standard deviations of the prior beyond which no fit is looked for."""
_LUCKS: Final = 256
_SAME: Final = 0.01


@dataclass(slots=True)
class Misfit:
    """Residuals of many candidates at once, and their slopes from the same batch.

    Attributes
    ----------
    noise
        Standard deviation of luck by measure and month on the scale of the fit, as many figures as are independent
        counted: shape (measures, months).
    """

    firm: Firm
    observed: Observed
    money: float
    noise: Array
    _seen: dict[bytes, tuple[Array, Array]] = field(default_factory=dict)

    def residuals(self, scores: Array) -> Array:
        """Return residuals of candidates (parameters, lanes), shape (residuals, lanes), the prior's last."""
        figures = self.firm.expected(scores)
        parts = [
            ((self._scaled(name, figures[MEASURES.index(name)]) - self._data(name)[:, None])
             / self.noise[MEASURES.index(name)][:, None])[seen]
            for name, seen in months_seen(self.observed).items()
        ]  # fmt: skip
        left = np.nan_to_num(np.concatenate([*parts, scores]), nan=1e3, posinf=1e3, neginf=-1e3)
        return np.asarray(left)

    def at(self, scores: Array) -> Array:
        """Return the residuals of one candidate."""
        return self._both(scores)[0]

    def slopes(self, scores: Array) -> Array:
        """Return their slopes, shape (residuals, parameters)."""
        return self._both(scores)[1]

    def _both(self, scores: Array) -> tuple[Array, Array]:
        key = scores.tobytes()
        if key not in self._seen:
            steps = _NUDGE * np.eye(len(scores))
            found = self.residuals(scores[:, None] + np.hstack([np.zeros((len(scores), 1)), steps, -steps]))
            up, down = found[:, 1 : 1 + len(scores)], found[:, 1 + len(scores) :]
            self._seen[key] = found[:, 0], (up - down) / (2 * _NUDGE)
        return self._seen[key]

    def _scaled(self, name: str, figures: Array) -> Array:
        return np.asarray(scaled(name, figures, self.money))

    def _data(self, name: str) -> Array:
        return self._scaled(name, self.observed.values[name])


def misfit(firm: Firm, observed: Observed) -> Misfit:
    """Return the residuals of a firm against data, in units of luck."""
    money, count = money_of(observed, firm), len(firm.keys)
    lived = firm.lived(np.zeros((count, _LUCKS)), np.arange(_LUCKS))
    noise = np.stack([_noise(scaled(name, lived[row], money)) for row, name in enumerate(MEASURES)])
    return Misfit(firm, observed, money, noise)


def _noise(own: Array) -> Array:
    """Return the luck of a measure by month, larger where one month is like the next, shape (months,)."""
    spread = np.std(own, axis=1)
    standard = (own - own.mean(axis=1, keepdims=True)) / np.maximum(spread, 1e-12)[:, None]
    alike = float(np.clip(np.mean(standard[1:] * standard[:-1]), 0.0, 0.98)) if len(own) > 1 else 0.0
    counted = max(1.0 / len(own), (1 - alike) / (1 + alike))
    return np.asarray(np.maximum(spread, 1e-3) / np.sqrt(counted))


def fit(firm: Firm, observed: Observed, against: Misfit | None = None, *, start: Array | None = None) -> Fit:
    """Fit the parameters of a firm to data, from several starts, the scores of `start` among those tried."""
    from scipy.optimize import least_squares

    against, count = against or misfit(firm, observed), len(firm.keys)
    seed = whole_seed(firm.scenario.seed, "calibrate:starts") % 2**31
    first = np.zeros(count) if start is None else start
    tried = np.hstack([np.zeros((count, 1)), first[:, None], points(count, TRIED, seed)])
    costs = np.sum(np.log1p(against.residuals(tried) ** 2), axis=0)
    found = [
        least_squares(
            against.at,
            np.clip(tried[:, place], 0.1 - _LIMIT, _LIMIT - 0.1),
            jac=against.slopes,
            bounds=(-_LIMIT, _LIMIT),
            loss="soft_l1",
            max_nfev=_STEPS,
            xtol=1e-4,
            ftol=1e-5,
        )
        for place in np.argsort(costs, kind="stable")[:STARTS]
    ]
    best = min(found, key=lambda one: float(one.cost))
    return _fit(against, np.asarray(best.x), [float(one.cost) for one in found])


def _fit(against: Misfit, scores: Array, costs: list[float]) -> Fit:
    firm, observed = against.firm, against.observed
    figures = firm.expected(scores[:, None])[:, :, 0]
    left, place, errors = against.at(scores), 0, {}
    for name, seen in months_seen(observed).items():
        size = int(seen.sum())
        errors[name] = float(np.sqrt(np.mean(left[place : place + size] ** 2)))
        place += size
    return Fit(
        keys=firm.keys,
        values={key: float(value[0]) for key, value in firm.values(scores[:, None]).items()},
        scores=scores,
        expected=dict(zip(MEASURES, figures, strict=True)),
        errors=errors,
        cost=min(costs),
        starts=len(costs),
        agreed=sum(cost <= min(costs) * (1 + _SAME) + _SAME for cost in costs),
    )
