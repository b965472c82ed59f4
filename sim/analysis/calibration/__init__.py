"""A scenario held against the firm's own months: what was observed, what fits, what the data leave open."""
