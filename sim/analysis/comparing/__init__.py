"""Which policy, or which scenario, is better under the same luck, and how sure that is."""
