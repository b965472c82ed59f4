"""What growth money goes to under each rule: shares by step, weights of kinds of work by step."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from benchmarks.twin.opening import STEPS
from benchmarks.twin.sight import gains

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.twin.sight import Sight

KINDS = ("simplify", "automate", "train", "content", "data", "media", "people", "planning")
OFFERS = {
    "plans": ("simplify", "automate", "train", "planning"),
    "demand": ("simplify", "automate", "train", "content", "data", "media"),
    "acquisition": ("simplify", "automate", "train", "data", "people"),
    "experience": ("simplify", "automate", "train", "people"),
    "supply": ("simplify", "automate", "train"),
}
FASHIONABLE = ("automate", "train", "content", "media", "people")
EVEN_STEPS = [0.2] * 5
Weights = dict[str, float]


Work = tuple[list[float], list[Weights]]


def split_of(own: dict[str, Any]) -> list[float]:
    """Return the shares of steps that a rule lays down."""
    return [float(getattr(own["split"], step)) for step in STEPS]


def _weights(own: dict[str, Any]) -> Weights:
    return {kind: float(own[kind]) for kind in KINDS}


def as_said(_sight: Sight, own: dict[str, Any]) -> Work:
    """Return steps and kinds as the rule's settings say, even where they say nothing."""
    if "split" not in own:
        return EVEN_STEPS, [dict.fromkeys(KINDS, 1.0)] * 5
    return split_of(own), [_weights(own)] * 5


def _marketing(_sight: Sight, own: dict[str, Any]) -> Work:
    weights = {**dict.fromkeys(KINDS, 0.0), "media": float(own["media"]), "content": float(own["content"])}
    return [0.0, 1.0, 0.0, 0.0, 0.0], [weights] * 5


def _technology_first(sight: Sight, own: dict[str, Any]) -> Work:
    weights, kinds = _weights(own), []
    both = weights["simplify"] + weights["automate"]
    for t in sight.firm.capability.t:
        first = t < own["automated"]
        kinds.append({**weights, "automate": both if first else 0.0, "simplify": 0.0 if first else both})
    return split_of(own), kinds


def _plan_first(sight: Sight, own: dict[str, Any]) -> Work:
    weights, kinds, steps = _weights(own), [], split_of(own)
    both, whole = weights["simplify"] + weights["automate"], sum(weights.values())
    studying = sight.firm.capability.plan < own["understood"]
    if studying:
        steps = [part * (1.0 - own["study"]) for part in steps]
        steps[0] += own["study"]
        weights = {**weights, "planning": weights["planning"] + 10.0 * whole, "data": weights["data"] + whole}
    for s in sight.firm.capability.s:
        first = s < own["simplified"]
        kinds.append({**weights, "simplify": both if first else 0.0, "automate": 0.0 if first else both})
    return steps, kinds


def _follow_work(sight: Sight, own: dict[str, Any]) -> Work:
    _steps, kinds = as_said(sight, own)
    found = [max(0.0, g) for g in gains(sight.firm)]
    if sum(found) <= 0.0:
        return split_of(own), kinds
    steps = [(1.0 - own["focus"]) * g / sum(found) for g in found]
    steps[found.index(max(found))] += own["focus"]
    return steps, kinds


def fashion(quarter: int) -> tuple[int, str]:
    """Return the step and the kind of work in fashion in a quarter."""
    digest = blake2b(f"fashion of quarter {quarter}".encode(), digest_size=16).digest()
    step = int.from_bytes(digest[:8], "little") % 5
    offered = [kind for kind in FASHIONABLE if kind in OFFERS[STEPS[step]]]
    return step, offered[int.from_bytes(digest[8:], "little") % len(offered)]


def _random_acts(sight: Sight, own: dict[str, Any]) -> Work:
    step, kind = fashion(sight.quarter)
    craze, weights = float(own["craze"]), _weights(own)
    steps = [(1.0 - craze) * part for part in split_of(own)]
    steps[step] += craze
    total = sum(weights.values())
    kinds = {name: (1.0 - craze) * weight / max(1e-12, total) for name, weight in weights.items()}
    kinds[kind] += craze
    return steps, [kinds] * 5


EMPHASES: dict[str, Callable[[Sight, dict[str, Any]], Work]] = {
    "marketing_only": _marketing,
    "technology_first": _technology_first,
    "plan_first": _plan_first,
    "follow_the_gain": _follow_work,
    "random_acts": _random_acts,
}
