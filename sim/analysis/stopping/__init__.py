"""Whether a run has come as far as it was asked to."""
