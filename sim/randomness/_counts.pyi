from numpy import float64, int64, uint64
from numpy.typing import NDArray

def uniforms(key: NDArray[uint64], first: int, month: int, out: NDArray[float64]) -> None: ...
def counts(
    uniform: NDArray[float64],
    place: NDArray[int64] | None,
    n: NDArray[float64] | None,
    p: NDArray[float64],
    out: NDArray[float64],
) -> int: ...
