"""The page on common random numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from precision.measure import BATCHES, REPLICATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from precision.measure import Pair, Preset

PAIR: Final = ("plan_first", "carry_on")
SHOWN: Final = (
    ("NPV", "npv", ("share_40", "share_42"), "fixed share of 40 % and of 42 %"),
    ("NPV", "npv", PAIR, "plan first and carry on"),
    ("NPV", "npv", ("plan_first", "harvest"), "plan first and harvest"),
    ("revenue of the last year", "final_revenue", PAIR, "plan first and carry on"),
    ("closed or not", "ruined", PAIR, "plan first and carry on"),
    ("closed or not", "ruined", ("carry_on", "harvest"), "carry on and harvest"),
)
FIRM: Final = "b2b_services"

PAGE: Final = """# Common random numbers

Written by `python docs/replications.py`; do not edit.

## What it is

Two policies are compared under the same luck: replication 17 meets the same recessions, the same demand, the same
failed projects under the one as under the other. What is left between them is their doing. Without it, a policy could
look better because it was tried in better times. The technique is known as common random numbers (Kahn & Marshall
1953; Law 2015, chapter 11).

The gain is arithmetic. With A and B the outcomes of two policies,

```
Var(A − B) = Var(A) + Var(B) − 2 Cov(A, B)
```

and the same luck makes the covariance large. Independent luck makes it zero.

## How it is done: luck by name

A random number is not the next of a sequence. It is a function of its key:

```
u = uniform(seed, stream name, slot, month, replication)
```

The generator is Philox4x64-10, a counter-based one (Salmon and others 2011): the name and the seed make its key, the
rest its counter. Nobody has to keep a place in a sequence, so nothing that one policy does can shift the numbers of
another. Every draw is the quantile of its law at one such number ([the same luck](cycle.md#the-same-luck)): from the
same *u*, more leads never qualify fewer. The decision and what it was chosen over:
[0005, luck by name](../decisions/0005-luck-by-name.md).

So it holds by construction, not by care:

- Identical policies differ by exactly 0, in every replication.
- Swapping two policies turns every difference into its negative, exactly.
- Replication 17 is the same to the last bit in a run of 100 or of 100,000, in any order and in any number of processes.
- A new stream moves no other.

`tests/statistical/test_same_luck.py` holds this.

## What it brings, measured

Net present value of *plan first* less that of *carry on*, in shares of today's yearly revenue; {replications:,}
replications of each preset at its own seed. The factor is the variance of the difference with independent luck over
that with the same luck: so many times as many replications would be needed without it. Its 95 % interval is from a
jackknife over {batches} batches.

| preset | correlation | spread of the difference, same luck | independent luck | factor |
|---|---|---|---|---|
{presets}
The factor hangs on the pair and on the outcome. In `{firm}`:

| outcome | policies | correlation | factor |
|---|---|---|---|
{pairs}
The factors follow from a formula. Check by experiment, in `{firm}`: with *carry on* run at another seed, so that the
luck really is independent, the variance of the difference is {check:.3g} times that with the same luck; the formula
says {formula:.3g}.

## What weakens it, and what breaks it

- **Policies far apart.** The less two firms have in common, the less does their luck. Of the NPVs above, harvest
  against plan first gains least, two shares two points apart gain most.
- **Rare yes or no.** Whether a firm closes is decided by a few unlucky months; two policies share only part of them.
- **The end of a firm.** After one of two firms has closed, the other's luck has nothing to be compared with.
- **One luck for different things.** Two draws under one name in one month would be the same luck twice, so a stream
  has one use.
- **Laws that use a varying number of draws.** Rejection samplers, such as NumPy's for Poisson and binomial, take more
  or fewer numbers as the parameters move, so two policies fall out of step. Hence inversion only.
- **A shared sequence.** One extra draw under one policy shifts all later ones. Hence keys.
- **Different inputs.** Uncertain inputs are drawn once per replication, the same for every policy. Two scenarios with
  different beliefs share what they have in common: an input is drawn by its name.

The same luck sharpens differences. It does nothing for the level of one policy: an NPV is as uncertain as before
([how many replications](how-many-replications.md)). And since policies share their luck, their outcomes are not
independent: never compare two intervals for overlap, look at the interval of the difference.
"""


def page(presets: Mapping[str, Preset], other: Pair) -> str:
    """Return the page; `other` pairs one policy with the other under another seed."""
    firm = presets[FIRM]
    return PAGE.format(
        replications=REPLICATIONS,
        batches=BATCHES,
        presets="".join(preset_row(preset) for preset in presets.values()),
        pairs="".join(pair_row(firm, *shown) for shown in SHOWN),
        firm=FIRM,
        check=(other.spread / firm.pair("npv", PAIR).spread) ** 2,
        formula=firm.pair("npv", PAIR).factor,
    )


def preset_row(preset: Preset) -> str:
    """Return what the same luck brings in a preset."""
    pair = preset.pair("npv", PAIR)
    return (
        f"| `{preset.name}` | {pair.correlation:.2f} | {_percent(pair.spread)} | {_percent(pair.spread_apart)} "
        f"| {_factor(pair)} |\n"
    )


def pair_row(preset: Preset, words: str, outcome: str, policies: tuple[str, str], spoken: str) -> str:
    """Return what the same luck brings for an outcome of two policies."""
    pair = preset.pair(outcome, policies)
    return f"| {words} | {spoken} | {pair.correlation:.2f} | {_factor(pair)} |\n"


def _factor(pair: Pair) -> str:
    low, high = pair.factor_interval()
    return f"{pair.factor:.3g} [{low:.3g}, {high:.3g}]"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
