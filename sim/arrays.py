"""The array that numbers are kept in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
"""Real numbers, of the shape that is said where it is used."""
