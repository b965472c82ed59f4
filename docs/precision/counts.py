"""The page on how many replications an answer needs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from precision import stopping
from precision.luck import FIRM, PAIR
from precision.measure import LEAST, LOW_END, REPLICATIONS, for_mean, for_quantile, for_share
from sim.analysis.intervals import t_interval
from sim.analysis.stopping import targets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from precision.measure import Preset

HALVES: Final = (0.05, 0.02, 0.01)
SIZES: Final = (125, 500, 2000)

PAGE: Final = """# How many replications

Written by `python docs/replications.py`; do not edit.

## Every figure is an estimate

A simulated mean is the mean of the histories that happened to be drawn. Other histories would give another. So every
figure comes with an interval: a t interval for means and mean differences, Wilson's for shares of replications such as
the chance of ruin, order statistics for quantiles. They say how far the figure may be from what infinitely many
replications *of this model* would give. They say nothing about how far the model is from the firm
([limits](limits.md)): a narrow interval round a wrong assumption is still wrong.

Replications are independent, each a whole life of the firm from today to the horizon, so there is no warm-up and no
batching: n values, their standard deviation s, and

```
standard error = s / √n,      95 % interval = mean ± t(n − 1) × s / √n
```

Uncertain inputs are stratified by hundreds of replications (Latin hypercubes), which makes intervals a little wider
than they need be, never narrower.

## The square root

Four times as many replications halve an interval; a hundred times as many bring one more digit. Half widths of the
95 % interval of the mean difference in NPV, *plan first* less *carry on*, `{firm}`, of today's yearly revenue:

| replications | half width | half width × √n |
|---|---|---|
{root}
The last column stays about the same: that is the square root at work.

## Replications for a given precision

From {replications:,} replications of each preset, ten years. Money is in shares of today's yearly revenue; *±* is the
half width of the 95 % interval. Never take fewer than {least}: they do not tell their own spread.

**Difference in NPV**, plan first less carry on, under [the same luck](common-random-numbers.md), and what independent
luck would need:

| preset | spread | ± 5 % | ± 2 % | ± 1 % | ± 1 %, independent luck |
|---|---|---|---|---|---|
{differences}
**Chance of ruin** within ten years:

| preset | policy | chance | ± 5 points | ± 2 points | ± 1 point |
|---|---|---|---|---|---|
{ruins}
**A bad outcome**: the NPV that one firm in twenty stays below, under plan first. It needs more than a mean, since only
the few replications near it count:

| preset | fifth percentile | ± 5 % | ± 2 % | ± 1 % |
|---|---|---|---|---|
{quantiles}
The default of 1,000 replications places differences between policies within a few per cent of a year's revenue and a
chance of ruin within about three points. For a chance near zero ask the other way round: if none of n replications is
ruined, the chance is still up to about 3.8 / n (Wilson, 95 %).

## Fixed ahead, or stop when it is good enough

Either take the number ahead (`replications`): run a pilot of 200, read the spread off its interval, take
n = (1.96 s / wanted half width)². Since replication 17 is always the same, the pilot is the beginning of the full run:
nothing is thrown away and nothing changes under the reader's hands. Or say how good is good enough, and let the run
stop there: `run --until "npv ±2%"` ([how it judges](../reference/until.md)).

Stopping when the interval looks narrow is a procedure of its own, and its intervals can be wrong. Measured on
{studies:,} simulated studies each, true chance of ruin {chance}:

| way | wanted | intervals that hold the truth | replications, mean |
|---|---|---|---|
| number fixed ahead, Wilson | ± {half} | {fixed} |
| `--until "ruined ±2%"`: from {first:,} on, looking every {every}, Wilson | ± {half} | {blocks} |
| `--until "ruined ±1%"` | ± {narrow} | {narrow_blocks} |
| from {eager_first} on, looking every time, t interval | ± {half} | {eager} |

The last way stops early whenever chance has shown no ruin yet, and then calls it certain. `--until` starts late, looks
seldom, and judges a chance by Wilson's interval, which never calls it certain.

Worse is to look until a difference is *clear*. Two policies that do not differ look different at some time to
{clear} of those who look every {look} replications up to {longest:,} ({looks} looks) and stop when the 95 %
interval leaves out zero; it should be 5 %. `--until "best decided"` shares the 5 % out over its looks: it called one
of two equal policies the best in {decided} of the studies.

## Many policies

With k policies compared to one, some 95 % interval misses more often than one in twenty. Differences that a decision
hangs on deserve a higher level (99 % for five or so), or fewer candidates. The best of many equal policies also looks
better than it is; measure the winner again at a fresh seed.
"""


def page(presets: Mapping[str, Preset]) -> str:
    """Return the page."""
    return PAGE.format(
        firm=FIRM,
        replications=REPLICATIONS,
        least=LEAST,
        root="".join(_root_row(presets[FIRM], n) for n in SIZES),
        differences="".join(difference_row(preset) for preset in presets.values()),
        ruins="".join(_ruin_row(preset, policy) for preset in presets.values() for policy in ("plan_first", "harvest")),
        quantiles="".join(_quantile_row(preset) for preset in presets.values()),
        studies=stopping.STUDIES,
        chance=_percent(stopping.CHANCE),
        half=_percent(stopping.HALF),
        fixed=_kept(stopping.fixed(for_share(stopping.CHANCE, stopping.HALF))),
        blocks=_kept(stopping.until(stopping.HALF)),
        narrow=_percent(stopping.NARROW),
        narrow_blocks=_kept(stopping.until(stopping.NARROW)),
        decided=_percent(stopping.best_decided(), 1),
        eager=_kept(stopping.eager()),
        first=targets.FIRST,
        every=targets.EVERY,
        eager_first=stopping.EAGER,
        clear=_percent(stopping.until_clear()),
        look=stopping.LOOK,
        looks=stopping.looks(),
        longest=stopping.LONGEST,
    )


def _kept(kept: stopping.Kept) -> str:
    return f"{_percent(kept.coverage, 1)} | {kept.replications:,.0f}"


def _percent(share: float, digits: int = 0) -> str:
    return f"{100 * share:.{digits}f} %".replace("-", "−")


def _root_row(preset: Preset, n: int) -> str:
    pair = preset.pair("npv", PAIR)
    low, high = t_interval((pair.first - pair.second)[:n])
    half = (high - low) / 2
    return f"| {n:,} | {_percent(half, 1)} | {_percent(half * math.sqrt(n))} |\n"


def difference_row(preset: Preset) -> str:
    """Return how many replications a difference in NPV needs."""
    pair = preset.pair("npv", PAIR)
    needs = " | ".join(f"{for_mean(pair.spread, half):,}" for half in HALVES)
    return f"| `{preset.name}` | {_percent(pair.spread)} | {needs} | {for_mean(pair.spread_apart, HALVES[-1]):,} |\n"


def _ruin_row(preset: Preset, policy: str) -> str:
    share = float(preset.ends["ruined", policy].mean())
    needs = " | ".join(f"{for_share(share, half):,}" for half in HALVES)
    return f"| `{preset.name}` | {policy.replace('_', ' ')} | {_percent(share, 1)} | {needs} |\n"


def _quantile_row(preset: Preset) -> str:
    values = preset.ends["npv", PAIR[0]]
    needs = " | ".join(f"{for_quantile(values, half):,}" for half in HALVES)
    return f"| `{preset.name}` | {_percent(float(np.quantile(values, LOW_END)))} | {needs} |\n"
