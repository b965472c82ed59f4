"""The design of a tornado: each input at its P10 and its P90, the others at their medians, always the same luck."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.sensitivity.tornado import Level, Runs, Tornado, tornado
from sim.analysis.subject import level_text

if TYPE_CHECKING:
    from sim.studies.study import Study

ENDS: Final = (0.1, 0.9)
"""Probabilities at which an input is looked at."""


def one_at_a_time(study: Study, replications: int) -> Tornado:
    """Simulate the base and both ends of every input under the same replications of luck.

    An input that is tied to others takes them along to their conditional medians.
    """
    factors, inputs = study.inputs.singles, study.inputs
    middles = {key: belief.median for key, belief in inputs.beliefs.items()}
    settings = [middles, *({**middles, **inputs.moved(key, end)} for end in ENDS for key in inputs.beliefs)]
    values = {key: np.repeat([setting[key] for setting in settings], replications) for key in middles}
    luck = np.tile(np.arange(replications, dtype=np.int64), len(settings))
    rows = study.outcome(luck, values).reshape(len(settings), replications)
    count, currency = len(factors), study.subject.currency
    levels = []
    for place, key in enumerate(inputs.beliefs, start=1):
        ends = (settings[place][key], settings[count + place][key])
        low, high = (Level(value, level_text(value, inputs.unit(key), currency)) for value in ends)
        levels.append((low, high))
    tied = [factor for factor in inputs.factors if factor.tied]
    runs = Runs(rows[0], rows[1 : count + 1], rows[count + 1 :], levels, tied)
    return tornado(study.subject, factors, runs, lanes=rows.size * len(study.subject.policies))
