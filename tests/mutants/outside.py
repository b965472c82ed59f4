"""Faults outside the six steps: the world, links, policies, luck, the layout of a run."""

from __future__ import annotations

from typing import Final

from tests.mutants.mutant import Mutant

_WORLD = "sim/model/world.py"
_TURNS = "tests/unit/model/test_world.py"
_SWITCHES = "tests/unit/model/test_switches.py"
_RULES = "tests/unit/policies/test_rules.py"
_UNIFORMS = "tests/unit/randomness/test_uniforms.py"
_DESIGN = "tests/unit/experiment/test_design.py"
_TALLY = "tests/unit/experiment/test_tally.py"
_SAME_LUCK = "tests/contracts/test_luck.py"

MUTANTS: Final = (
    Mutant(
        "recessions on top",
        "The average decade is worse than today by its recessions.",
        _WORLD,
        "slump = self._mean_depth * self._share",
        "slump = 0 * self._share",
        (_TURNS,),
    ),
    Mutant(
        "luck with a drift",
        "Lognormal luck lifts the mean by half its variance.",
        _WORLD,
        "asarray(0.5 * w.demand_noise * w.demand_noise) if self.streams.whole",
        "0.0 if self.streams.whole",
        (_TURNS,),
    ),
    Mutant(
        "luck that piles up",
        "The firm's own luck grows wider from month to month.",
        _WORLD,
        "w.demand_noise * np.sqrt(1 - w.demand_memory * w.demand_memory)",
        "w.demand_noise",
        (_TURNS,),
    ),
    Mutant(
        "a new recession every month",
        "The depth of a recession is drawn anew each month.",
        _WORLD,
        "np.where(starts > 0, self._draw_depth(month), self.depth)",
        "self._draw_depth(month)",
        (_TURNS,),
    ),
    Mutant(
        "season a month late",
        "January's demand comes in February.",
        _WORLD,
        "self.start_month - 2 + month",
        "self.start_month - 3 + month",
        (_TURNS,),
    ),
    Mutant(
        "frozen links thaw",
        "A frozen link follows what it carries.",
        "sim/model/links.py",
        "if month < switch.since or name not in self._held:",
        "if name in LINKS:",
        (_SWITCHES,),
    ),
    Mutant(
        "switched a month late",
        "A link is cut the month after the study says.",
        "sim/model/links.py",
        "        if month < switch.since:\n            return live",
        "        if month <= switch.since:\n            return live",
        (_SWITCHES,),
    ),
    Mutant(
        "budgets blind to cash",
        "A share of profit is spent whatever the cash: the loop loses its brake.",
        "sim/model/decisions.py",
        "np.maximum(0.0, seen.profit) * ramp",
        "np.maximum(0.0, seen.profit)",
        ("tests/unit/policies/test_affordable.py",),
    ),
    Mutant(
        "share paid twice",
        "Owners are paid the share that is reinvested as well.",
        "sim/policies/__init__.py",
        "left = 1.0 - asarray(keep)",
        "left = np.ones_like(keep)",
        (_RULES,),
    ),
    Mutant(
        "harvest that sows",
        "Harvest pays for upkeep, and so is no longer what every policy is compared with.",
        "sim/policies/harvest.py",
        "np.zeros(seen.lanes), keep",
        "np.minimum(seen.required_maintenance, seen.cash), keep",
        (_RULES,),
    ),
    Mutant(
        "expanding at a loss",
        "Staged growth goes on although it does not pay.",
        "sim/policies/staged.py",
        "progress * pays",
        "progress",
        (_RULES,),
    ),
    Mutant(
        "counter-cyclical with the cycle",
        "Investment is cut in a recession by the rule that should raise it.",
        "sim/policies/counter_cyclical.py",
        "self.share + (self.downturn_share - self.share) * seen.downturn",
        "self.downturn_share + (self.share - self.downturn_share) * seen.downturn",
        (_RULES,),
    ),
    Mutant(
        "policy in the stream key",
        "Each policy meets luck of its own, and differences between policies are mostly chance.",
        "sim/experiment/block.py",
        "np.tile(luck, len(policies))",
        "luck[0] + np.arange(len(luck) * len(policies))",
        (_SAME_LUCK,),
    ),
    Mutant(
        "inputs in the wrong lanes",
        "An uncertain input takes other values under each policy.",
        "sim/experiment/block.py",
        "np.tile(value, len(policies))",
        "np.repeat(value, len(policies))",
        (_SAME_LUCK,),
    ),
    Mutant(
        "always January",
        "Every firm starts in January, whatever its scenario says.",
        "sim/experiment/block.py",
        "start_month=int(scenario.start[5:7])",
        "start_month=1",
        (_SAME_LUCK,),
    ),
    Mutant(
        "another firm's opening",
        "Where firms come again, each but the first opens with the books of another.",
        "sim/model/setup.py",
        "np.tile(value, lanes // firms)",
        "np.repeat(value, lanes // firms, axis=-1)",
        ("tests/unit/model/test_opening.py",),
    ),
    Mutant(
        "another policy's firm",
        "Every policy opens with the firms of the first, even where they are its own.",
        "sim/model/setup.py",
        "        return setup.lanes\n",
        "        return each\n",
        ("tests/unit/model/test_opening.py",),
    ),
    Mutant(
        "unknown counts as known",
        "Months in which a figure is unknown count as if it were known, and pull its mean down.",
        "sim/experiment/tally.py",
        "np.count_nonzero(~np.isnan(own[unknown]), axis=-1)",
        "own.shape[-1]",
        (_TALLY,),
    ),
    Mutant(
        "kept months of a neighbour",
        "The months that are kept of a piece are those of the replications before it.",
        "sim/experiment/tally.py",
        "months[:, month] = own[:, : piece.kept]",
        "months[:, month] = figures[:, : piece.kept]",
        (_TALLY,),
    ),
    Mutant(
        "inputs by place in the block",
        "A replication's uncertain inputs depend on the block it runs in.",
        "sim/experiment/design.py",
        "[first - start : end - start]",
        "[: end - first]",
        (_DESIGN,),
    ),
    Mutant(
        "correlations left out",
        "Inputs that should move together do not.",
        "sim/experiment/design.py",
        "places |= dict(zip(group, placed, strict=True))",
        "del placed",
        (_DESIGN,),
    ),
    Mutant(
        "the same luck every month",
        "A stream gives one number for ever.",
        "sim/randomness/uniforms.py",
        "month &= _WORD",
        "month = 0",
        (_UNIFORMS,),
    ),
    Mutant(
        "one luck for every stream",
        "All streams of a seed give the same numbers.",
        "sim/randomness/uniforms.py",
        "name.encode()",
        'b"any"',
        (_UNIFORMS,),
    ),
    Mutant(
        "failures for successes",
        "Where most succeed, the count of failures is returned.",
        "sim/randomness/inversion.py",
        "return trials - _quantile(",
        "return _quantile(",
        ("tests/unit/randomness/test_inversion.py::test_certain_and_impossible_draws",),
    ),
)
