"""Where the odds tip as one or two keys of a scenario change."""
