"""Pieces of runs kept between runs: one file each, named by the address of its content, proved by a checksum.

Writers never wait for one another: a file appears whole or not at all, and two writers of one address write the same.
What is damaged counts as absent and is written anew.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.archive.disk import abandoned, reason
from sim.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

FOLDER: Final = ".pieces"
"""Where pieces lie inside the folder of all runs."""

MOST: Final = 4 * 2**30
"""Bytes of pieces that are kept; the ones used longest ago go first."""

_MAGIC: Final = b"cyclesim piece 1\n"
_SUFFIX: Final = ".piece"


class PieceFolder:
    """Pieces in a folder.

    Parameters
    ----------
    folder
        Made when the first piece is kept.
    """

    def __init__(self, folder: str | Path) -> None:
        self._folder = Path(folder)

    def has(self, key: str) -> bool:
        """Say whether something is kept under a key."""
        return self._file(key).is_file()

    def get(self, key: str) -> dict[str, NDArray[Any]] | None:
        """Return the arrays under a key; None where there are none, or they are damaged."""
        path = self._file(key)
        try:
            found = _unpack(path.read_bytes())
        except OSError:
            return None
        if found is not None:
            with suppress(OSError):  # a piece of another user is as good
                path.touch()
        return found

    def put(self, key: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Keep arrays under a key.

        Raises
        ------
        UsageError
            When the folder can't be written: no permission, disk full.
        """
        path = self._file(key)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            if not path.parent.is_dir():
                path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(_pack(arrays))
            draft.replace(path)
        except OSError as error:
            draft.unlink(missing_ok=True)
            msg = (
                f"{self._folder}: can't keep a piece of the run: {reason(error)}. What was kept before is untouched: "
                "make room and continue with --resume, or name another folder with --out"
            )
            raise UsageError(msg) from error

    def trim(self, most: int = MOST) -> None:
        """Remove the pieces used longest ago until the rest takes no more than `most` bytes, and drafts left behind."""
        room = most
        for _, size, path in sorted(self._kept(), reverse=True):
            room -= size
            if room < 0:
                with suppress(OSError):
                    path.unlink()
        for draft in abandoned(self._folder.glob(f"*/.*{_SUFFIX}.*")):
            with suppress(OSError):
                draft.unlink()

    def _kept(self) -> Iterator[tuple[float, int, Path]]:
        """Yield when each piece was last used, its bytes, and its file; another run may be trimming too."""
        for path in self._folder.glob(f"*/*{_SUFFIX}"):
            with suppress(FileNotFoundError):
                facts = path.stat()
                yield facts.st_mtime, facts.st_size, path

    def _file(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}{_SUFFIX}"


class FreshPieces(PieceFolder):
    """Pieces that are kept for later but never looked for, those put by itself apart: every number is computed anew."""

    def __init__(self, folder: str | Path) -> None:
        super().__init__(folder)
        self._own: set[str] = set()

    def has(self, key: str) -> bool:
        """Say whether it has put something under a key itself."""
        return key in self._own and super().has(key)

    def put(self, key: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Keep arrays under a key; see `PieceFolder.put`."""
        super().put(key, arrays)
        self._own.add(key)


def _pack(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return magic, checksum, then compressed: a line that names the arrays, and their bytes."""
    import pyarrow as pa

    head = json.dumps([[name, value.dtype.str, value.shape] for name, value in arrays.items()]).encode() + b"\n"
    body = head + b"".join(np.ascontiguousarray(value).tobytes() for value in arrays.values())
    packed: bytes = pa.compress(body, codec="zstd", asbytes=True)
    rest = len(body).to_bytes(8, "little") + packed
    return _MAGIC + hashlib.sha256(rest).digest() + rest


def _unpack(content: bytes) -> dict[str, NDArray[Any]] | None:
    """Return the arrays, or None unless every byte is as it was written."""
    import pyarrow as pa

    start = len(_MAGIC) + 32
    rest = content[start:]
    if not content.startswith(_MAGIC) or hashlib.sha256(rest).digest() != content[len(_MAGIC) : start]:
        return None
    body = pa.decompress(rest[8:], decompressed_size=int.from_bytes(rest[:8], "little"), codec="zstd", asbytes=True)
    head, _, data = body.partition(b"\n")
    arrays, place = {}, 0
    for name, dtype, shape in json.loads(head):
        kind = np.dtype(dtype)
        size = int(np.prod(shape)) * kind.itemsize
        arrays[name] = np.frombuffer(data[place : place + size], kind).reshape(shape)
        place += size
    return arrays
