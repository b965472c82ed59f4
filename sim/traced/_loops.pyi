from numpy import float64, int64, ufunc, uint64
from numpy.typing import NDArray

def loop(ufunc: ufunc, types: bytes) -> tuple[int, int] | None: ...
def check(loops: NDArray[uint64], code: NDArray[int64], memory: NDArray[float64]) -> None: ...
def run(
    loops: NDArray[uint64],
    code: NDArray[int64],
    memory: NDArray[float64],
    stop: NDArray[int64],
    first: int,
    last: int,
) -> int: ...
