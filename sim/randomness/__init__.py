"""Randomness by name: (seed, stream, slot, month, replication) gives one uniform, and one uniform gives one draw."""

from sim.randomness.streams import ExpectedStreams, KeyedStreams, Streams
from sim.randomness.uniforms import KeyedUniforms

__all__ = ["ExpectedStreams", "KeyedStreams", "KeyedUniforms", "Streams"]
