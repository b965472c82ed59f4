"""How precise results are: what the same luck brings, how many replications an answer needs."""
