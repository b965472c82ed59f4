"""Pictures of the pages: drawn from measured values, the same bytes every time."""
