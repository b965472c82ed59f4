"""Which inputs drive an outcome: one at a time, elementary effects, shares of the variance."""
