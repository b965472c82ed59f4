"""How far apart two colours look, to people who see all of them and to people who don't."""

from __future__ import annotations

from typing import Final

import numpy as np
from matplotlib.colors import to_rgb

SIGHT: Final = {
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}
"""What linear light becomes without the red or the green kind of cone: Machado, Oliveira and Fernandes (2009),
https://doi.org/10.1109/TVCG.2009.113, severity 1."""
_XYZ: Final = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
"""Linear sRGB to CIE XYZ under D65 (IEC 61966-2-1), and below the white of it."""
_WHITE: Final = (0.95047, 1.0, 1.08883)
_KNEE: Final = 6.0 / 29.0


def distance(one: str, other: str) -> float:
    """Return the CIE76 distance of two colours under the kind of sight that tells them apart least."""
    return min(float(np.linalg.norm(_lab(one, sight) - _lab(other, sight))) for sight in SIGHT)


def _lab(colour: str, sight: str) -> np.ndarray:
    code = np.array(to_rgb(colour))
    light = np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 (IEC 61966-2-1)
    seen = np.clip(np.array(SIGHT[sight]) @ light, 0.0, 1.0)
    part = (np.array(_XYZ) @ seen) / np.array(_WHITE)
    x, y, z = np.where(part > _KNEE**3, np.cbrt(part), part / (3.0 * _KNEE**2) + 4.0 / 29.0)
    return np.array((116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)))
