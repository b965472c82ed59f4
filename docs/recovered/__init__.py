"""Whether calibrated ranges hold the truth, on firms whose inputs are known."""
