"""The model's months followed once, and replayed as a straight line of row operations."""
