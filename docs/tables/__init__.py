"""Tables of the reference pages: parameters with their sources, and what a source is worth."""
