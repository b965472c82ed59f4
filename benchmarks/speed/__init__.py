"""How fast the engine is: against the blind twin, at every size, from a cold start.

`python -m benchmarks.speed` measures and writes `docs/reference/speed.md`; `--quick` takes a minute or two and only
prints; `--only contest` prints one part. Everything is measured in fresh processes, in rounds that alternate between
what is compared; a ratio is the median of the ratios of single rounds, so that a machine that slows down for a while
slows down both sides.
"""
