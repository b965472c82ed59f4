"""The six steps, one SimPy process each."""
