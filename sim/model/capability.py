"""What capability is worth: the benefit of simple processes and used technology."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sim.model.parameters import Parameters
    from sim.model.parameters.spec import Array


@dataclass(frozen=True, slots=True)
class Benefit:
    """The benefit function `B = b_T TA + b_S S + b_TS TA S - h TA (1 - S)` with normalised weights."""

    technology: Array
    simplicity: Array
    joint: Array
    harm: Array

    @classmethod
    def of(cls, p: Parameters) -> Benefit:
        """Return the benefit function of a parameter set, weights normalised to sum 1."""
        c = p.capability
        total = np.maximum(np.asarray(c.technology_weight + c.simplicity_weight + c.joint_weight), 1e-12)
        return cls(
            c.technology_weight / total, c.simplicity_weight / total, c.joint_weight / total, np.asarray(c.paving_harm)
        )

    def value(self, quality: Array, technology: Array, adoption: Array) -> Array:
        """Return B for stocks of shape (5, lanes)."""
        used = technology * adoption
        return np.asarray(
            self.technology * used
            + self.simplicity * quality
            + self.joint * used * quality
            - self.harm * used * (1 - quality)
        )

    def slope_quality(self, technology: Array, adoption: Array) -> Array:
        """Return dB/dS."""
        return np.asarray(self.simplicity + (self.joint + self.harm) * technology * adoption)

    def slope_technology(self, quality: Array, adoption: Array) -> Array:
        """Return dB/dT."""
        return np.asarray(adoption * (self.technology + self.joint * quality - self.harm * (1 - quality)))
