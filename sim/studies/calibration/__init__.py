"""Holding a scenario against the firm's monthly figures."""
