"""What capability is worth: the benefit of simple processes and used technology."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Array, asarray

if TYPE_CHECKING:
    from sim.model.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Benefit:
    """The benefit function `B = b_T TA + b_S S + b_TS TA S - h TA (1 - S)` with normalised weights.

    Attributes
    ----------
    paved
        What used technology is worth over chaos, `b_T - h`: paving a cow path may do harm.
    joint
        What it is worth more over simple processes, `b_TS + h`.
    simplicity
        What simple processes are worth alone, `b_S`.
    """

    paved: Array
    joint: Array
    simplicity: Array

    @classmethod
    def of(cls, p: Parameters) -> Benefit:
        """Return the benefit function of a parameter set, weights normalised to sum 1."""
        c = p.capability
        total = np.maximum(asarray(c.technology_weight + c.simplicity_weight + c.joint_weight), 1e-12)
        return cls(
            paved=asarray(c.technology_weight / total - c.paving_harm),
            joint=asarray(c.joint_weight / total + c.paving_harm),
            simplicity=c.simplicity_weight / total,
        )

    def value(self, quality: Array, technology: Array, adoption: Array) -> Array:
        """Return B for stocks of shape (5, lanes), or (lanes,) for one step."""
        used = technology * adoption
        return asarray(used * (self.paved + self.joint * quality) + self.simplicity * quality)

    def slope_quality(self, technology: Array, adoption: Array) -> Array:
        """Return dB/dS."""
        return asarray(self.simplicity + self.joint * technology * adoption)

    def slope_technology(self, quality: Array, adoption: Array) -> Array:
        """Return dB/dT."""
        return asarray(adoption * (self.paved + self.joint * quality))
