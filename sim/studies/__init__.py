"""Questions that need new runs: what drives an outcome, what is worth knowing, which settings are best."""
