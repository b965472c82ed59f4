"""Within which limits of the inputs something happens more often than elsewhere."""
