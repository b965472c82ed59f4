"""Shares of named loops over replications, with bands and the hand-over of the lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.loops.ensemble import averaged, row_weights
from sim.analysis.loops.score import link_score, path_score
from sim.analysis.loops.shares import Family, Handover, PolicyLoops

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sim.analysis.intervals import Interval
    from sim.analysis.loops.changes import Changes
    from sim.analysis.loops.shares import NamedLoop
    from sim.analysis.loops.system import Edge
    from sim.outcomes import Array

_REVENUE: Final = ("volume", "revenue")
_BAND: Final = (0.025, 0.975)


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved under one policy, as recorded.

    Attributes
    ----------
    policy
        Its name.
    months
        Ends of the windows, shape (months,).
    links
        Changes along every link, arrays of shape (months, replications); 0 where the firm is closed.
    alive
        Whether the firm lives, of the same shape.
    """

    policy: str
    months: NDArray[np.int64]
    links: Mapping[Edge, Changes]
    alive: NDArray[np.bool_]


def policy_loops(moved: Moved, loops: Sequence[NamedLoop], seed: int) -> PolicyLoops:
    """Score the loops under one policy, with bands from resampled replications."""
    whole = {edge: averaged(change) for edge, change in moved.links.items()}
    links = {edge: link_score(change) for edge, change in whole.items()}
    weights = row_weights(seed, "loops:bootstrap", moved.alive.shape[1])
    drawn = {edge: link_score(averaged(change, weights)) for edge, change in moved.links.items()}
    shares, bands = _shares(links, loops), _shares(drawn, loops)
    names = dict.fromkeys((loop.family, loop.sign) for loop in loops)
    families = [_family(name, sign, _of(loops, name), (shares, bands)) for name, sign in names]
    together = np.array([loop.sign > 0 for loop in loops])
    reinforcing = _family("reinforcing", 1, together, (shares, bands))
    lead = _lead(shares[..., None])[:, 0]
    return PolicyLoops(
        policy=moved.policy,
        months=moved.months,
        shares=shares,
        families=tuple(sorted(families, key=lambda family: -float(np.nansum(family.share)))),
        reinforcing=reinforcing,
        handover=_handover(lead, _lead(bands), moved.months),
        rising=whole[_REVENUE].target,
        rising_ci95=_interval(averaged(moved.links[_REVENUE], weights).target.mean(axis=0)),
        links=links,
        told=_told(whole),
        alive=moved.alive.sum(axis=1),
    )


def _shares(links: Mapping[Edge, Array], loops: Sequence[NamedLoop]) -> Array:
    """Return relative loop scores; all loops of the cycle pass through one partition."""
    scores = np.stack([path_score(links, (*loop.nodes, loop.nodes[0])) for loop in loops])
    total = np.abs(scores).sum(axis=0)
    return np.where(total > 0, scores / np.where(total > 0, total, 1.0), np.nan)


def _of(loops: Sequence[NamedLoop], family: str) -> NDArray[np.bool_]:
    return np.array([loop.family == family for loop in loops])


def _family(name: str, sign: int, members: NDArray[np.bool_], found: tuple[Array, Array]) -> Family:
    share, drawn = (np.abs(values[members]).sum(axis=0) for values in found)
    low, high = _quantiles(drawn)
    return Family(name, sign, share, low, high)


def _quantiles(drawn: Array) -> tuple[Array, Array]:
    """Return the band over draws, the last axis; NaN where a draw does not move."""
    low, high = np.quantile(drawn, _BAND, axis=-1)
    return np.asarray(low), np.asarray(high)


def _lead(shares: Array) -> Array:
    """Return by how much reinforcing loops lead, shape (months, draws)."""
    return np.asarray(np.nansum(shares, axis=0))


def _handover(lead: Array, drawn: Array, months: NDArray[np.int64]) -> Handover | None:
    place = _last_change(lead)
    if place is None:
        return None
    to = int(np.sign(lead[-1]))
    found = [(at, np.sign(path[-1])) for path in drawn.T if (at := _last_change(path)) is not None]
    same = [float(months[at]) for at, sign in found if sign == to]
    return Handover(int(months[place]), to, _interval(np.array(same)), len(same) / drawn.shape[1])


def _interval(drawn: Array) -> Interval:
    low, high = np.quantile(drawn, _BAND) if len(drawn) else (np.nan, np.nan)
    return float(low), float(high)


def _last_change(lead: Array) -> int | None:
    """Return the first place of the last run of one sign; None when there is but one run, or nothing moves last."""
    signs = np.sign(lead)
    other = np.flatnonzero(signs != signs[-1])
    return int(other[-1]) + 1 if len(other) and signs[-1] != 0 else None


def _told(whole: Mapping[Edge, Changes]) -> dict[str, Array]:
    """Return the part of each node's change that its causes explain; NaN where it stands still."""
    parts: dict[str, Array] = {}
    targets: dict[str, Array] = {}
    for (_, target), change in whole.items():
        parts[target] = parts.get(target, np.zeros_like(change.part)) + change.part
        targets[target] = change.target
    return {
        name: np.where(targets[name] != 0, parts[name] / np.where(targets[name] != 0, targets[name], 1.0), np.nan)
        for name in parts
    }
