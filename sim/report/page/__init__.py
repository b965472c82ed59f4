"""The web page of a run: one closed file."""
