from typing import TypeAlias

from numpy import float64, int64, uint64
from numpy.typing import NDArray

Luck: TypeAlias = NDArray[float64] | tuple[NDArray[uint64], int, NDArray[int64]]

def uniforms(key: NDArray[uint64], first: int, month: int, out: NDArray[float64]) -> None: ...
def counts(
    luck: Luck,
    place: NDArray[int64] | None,
    n: NDArray[float64] | None,
    p: NDArray[float64],
    out: NDArray[float64],
) -> int: ...
def split(
    luck: Luck,
    place: NDArray[int64] | None,
    n: NDArray[float64],
    p: NDArray[float64],
    out: NDArray[float64],
) -> int: ...
def loops() -> tuple[int, int]: ...
