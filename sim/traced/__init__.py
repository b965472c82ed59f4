"""The months as a straight line of operations: followed once with symbols, then done again and again with numbers.

The equations stand in the model and nowhere else. `tracing` lets the cycle turn with symbols in place of arrays and so
learns what it does to every lane; `program` leaves out what no figure needs and lays the rest out; `replay` does it,
with NumPy's own loops, so that every figure is the engine's to the last bit.
"""
