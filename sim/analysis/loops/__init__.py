"""Loops that Matter: which feedback loops move a system, from its series and equations.

Link scores follow Schoenberg, Davidsen & Eberlein (2020) and, for flows into stocks, Schoenberg, Hayward &
Eberlein (2023); three conventions that published tools differ in can be chosen, see `Conventions`.
"""

from sim.analysis.loops.changes import Changes, Conventions, changes
from sim.analysis.loops.circuits import MOST_CIRCUITS, circuits
from sim.analysis.loops.components import partition_of
from sim.analysis.loops.elasticity import Elasticity, elasticity, jacobian
from sim.analysis.loops.ensemble import averaged, row_weights
from sim.analysis.loops.score import LoopScores, dominant, link_score, loop_scores, path_score
from sim.analysis.loops.strongest import strongest_loops
from sim.analysis.loops.system import Equation, Stock, System

__all__ = [
    "MOST_CIRCUITS",
    "Changes",
    "Conventions",
    "Elasticity",
    "Equation",
    "LoopScores",
    "Stock",
    "System",
    "averaged",
    "changes",
    "circuits",
    "dominant",
    "elasticity",
    "jacobian",
    "link_score",
    "loop_scores",
    "partition_of",
    "path_score",
    "row_weights",
    "strongest_loops",
]
