"""The run folder: written as a whole or not at all, read back only when it is what was written."""

from sim.archive.manifest import Manifest, read_manifest
from sim.archive.names import folder_name
from sim.archive.read import read_run
from sim.archive.write import write_run

__all__ = ["Manifest", "folder_name", "read_manifest", "read_run", "write_run"]
