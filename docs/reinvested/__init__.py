"""Measurements of what reinvesting everything is worth, and of when it stops winning."""
