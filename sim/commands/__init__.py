"""The commands, each a few lines: read arguments, ask `sim.report`, hand on what it says. `cli.py` lists them.

Imports of what answers stay inside the commands, so that `--help` costs no more than click.
"""
