"""A second, plain implementation of the six-step cycle, written from the documentation by someone blind to the first.

One SimPy environment per replication, one process per step, floats and whole numbers, NumPy's ordinary samplers. It
shares no equation with `sim.model`; it reads scenarios with `sim.scenario` and gives back measures and outcomes as
`sim.results` names them, so that both can be compared in distribution.
"""
