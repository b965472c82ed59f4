"""The text of docs/explanation/recovery.md around what was counted."""

from typing import Final

TEXT: Final = """# Recovery

Written by `python docs/recovery.py`; do not edit. Do calibrated ranges hold the truth? Firms on contracts
(`presets/b2b_services.yaml`, policy `steady`), their nine inputs drawn from the prior, {months} months of their
figures simulated under luck of another seed and calibrated. A 90 % interval should hold the truth nine times in ten.
An input counts as identified in a firm when less than half of its spread before is left.

{firms} firms in three samples, all of them told:

- **First**, {first}: looked at while `calibrate` was made, so that they flatter.
- **Second**, {second}: looked at once it was done. One of them closed, which led to a repair (below).
- **Fresh**, {fresh}: drawn after that, with seeds never used before. These are the ones to rely on. None of them
  closed, so that the repair does not touch them.

## All ten measures

How often the 90 % interval held the truth, with 95 % intervals of the shares (Wilson).

| input, where identified | first | second | fresh | fresh, share | all three, share |
|---|---|---|---|---|---|
{identified}
{sums}

- **Wanted:** 84 to 96 % of identified inputs. Of the fresh firms {wanted}. Inputs of a firm share its luck; as many
  independent inputs as those are worth give {clustered}.
- **The gain's** interval (wanted: 80 % or more) holds the mean over {lucks:,} lucks at the true inputs in {gain}
  of the fresh firms, in {gain_all} of all.
- **Tied inputs.** The rates of marketing-qualified leads and of wins are tied: no measure counts what lies between
  them. They are named so in {named} of the fresh firms, in {named_all} of all;
  another pair is named in {other} of all. Of tied inputs only the product is known: their own intervals are hardly
  narrower than the prior's, and held {rates} of the fresh firms' truths.

## Without leads

The same firms without the column of leads: three inputs are tied, each with each.

| input, where identified | first | fresh | fresh, share |
|---|---|---|---|
{blind}

All three pairs are named in {blind_named} of the fresh firms, in {blind_first} of the first.

## Firms that close

Figures of a closed firm are zeros that no open firm shows. They used to be taken for figures like others: of the
{closed} first firms of a further seed that close within {months} months, 12 of 18 identified inputs were held, and
the tied pair was named in 2. Months from the closing on are left out now, and told: of the same firms
{closed_share} of the identified inputs are held, and the pair is named in {closed_named}. The firm by which that was
found is not among them. About one firm in fifty of this prior closes.

## What this does not show

- Firms whose scenario is wrong in what is fixed; other kinds of firm; fewer months.
- In {strangers} of the {firms} firms a measure was left out as unlike any firm of the prior, though the firm was drawn
  from it: {looked:,} firms are looked at, and a rarer one is beyond them. What the measure would have told is then
  not known, and its input's range is wide, or off.
- Ranges may be too narrow where luck was rare: a deep recession of the second sample's sixth firm put the truth of its
  leads 6.7 standard deviations off.
- The summaries are learnt from the same simulated firms as their scatter, which makes ranges slightly too narrow:
  with 192 features and 4,096 firms of a linear model whose answer is known, 90 % intervals hold 88 %
  (`tests/unit/analysis/calibration/test_enough_firms.py`). The fresh firms do not show it.
"""
