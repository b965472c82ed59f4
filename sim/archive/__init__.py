"""The run folder: written as a whole or not at all, read back only when it is what was written."""

from sim.archive.manifest import Manifest, read_manifest
from sim.archive.names import folder_name
from sim.archive.pieces import FreshPieces, PieceFolder
from sim.archive.read import read_run
from sim.archive.single import write_file
from sim.archive.write import drafting, write_answer, write_run

__all__ = [
    "FreshPieces",
    "Manifest",
    "PieceFolder",
    "drafting",
    "folder_name",
    "read_manifest",
    "read_run",
    "write_answer",
    "write_file",
    "write_run",
]
