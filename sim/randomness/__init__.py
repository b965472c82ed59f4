"""Randomness by name: (seed, stream, slot, month, replication) gives one uniform, and one uniform gives one draw."""

from sim.randomness.expected import ExpectedStreams
from sim.randomness.keyed import KeyedStreams
from sim.randomness.streams import Streams
from sim.randomness.uniforms import KeyedUniforms

__all__ = ["ExpectedStreams", "KeyedStreams", "KeyedUniforms", "Streams"]
