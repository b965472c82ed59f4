"""The text of docs/explanation/reinvesting-everything.md around what was measured."""

TEXT = """# Why does reinvesting everything win?

Written by `python docs/reinvesting.py`; do not edit. `scenarios/online_retailer.yaml`, seed 7, the same luck
everywhere, {replications} replications ({half} for what is searched along an assumption). Brackets are 95 %
intervals.

On the retailer and on most presets *all in* has the highest net present value. Of the retailer the tool says:

> {told}.

Four explanations offer themselves: the terminal value, the horizon, a preset that is too kind, or the model. In
short: the formula is not to blame, the worth lies beyond the horizon all the same, and it rests on effects of
capability that are judged, not measured, and that carry margins past what small firms report. **Do not show the
first sentence without the second, nor either without the table of margins.**

## Is it the terminal value?

It decides the order, as it must: a policy that pays nothing out before the horizon is worth what stands there then.
But does the formula flatter it? It takes last year's profit less the upkeep of capability, for ever, with growth of
2 % a year at most. The test is to do what the formula supposes: end all growth spending at the horizon, keep up
what there is, and pay out the rest for {after} years. Shares of today's yearly revenue:

| horizon | policy | NPV by the formula | NPV when paid out | difference |
|---|---|---|---|---|
{paid_out}

At five years the formula gives all in too little, since work under way still pays, and carrying on too much, since
its decline speeds up. At ten it is a little too kind to all in. The lead over carrying on is twice as wide at five
years when really paid out, and the same at ten. Reinvesting everything *for a while* and then paying out is what
the figures describe; no owner would reinvest everything for ever, and the policy that does so is overtaken in the
end:

| horizon in months | best | best without terminal value | all in leads from this share of terminal values on |
|---|---|---|---|
{horizons}

## When does it stop winning?

The value of each assumption, the others as they are, at which all in is no longer ahead of the best other policy
(mean NPV; linear between the values tried):

| assumption | today | the lead ends at |
|---|---|---|
{flips}

The first line reads as a return: what is reinvested beyond the other policies earns about that much a year in this
model. Owners who ask for 15 % take it; those of whom Pepperdine (2019) reports, private equity at 21 to 37 %, may
not. On `presets/small_manufacturer.yaml` all in has no clear lead at 60 months, and is behind at 36 (400
replications).

## Why does the money earn so much?

| policy | year | revenue, times year 1 | profit, of revenue | less upkeep | cost of sales | fixed cost | reinvested, of profit | of revenue |
|---|---|---|---|---|---|---|---|---|
{years}

Profit is after tax and before reinvestment; *less upkeep* is what a firm that stops growing would report. Reported
net margins of small firms lie between 2 % and 12 %, of shops between 3 % and 4 % (Sageworks 2013–2017). All in
comes to the top of that range in five years and leaves it in ten, and in the model nobody takes the margin away:

- **Falling returns.** The last step of a process costs what the first did, and all five steps reach the frontier
  together. There are brakes: change beyond what the firm can digest yields by its root, at most 30 % of a process
  can be simplified in a year, waste and repeats grow with spending. They slow all in, they do not stop it.
- **Rivals' prices.** What is saved on cost stays in the margin. In a real trade some of it goes to customers.
- **Fixed cost** grows far less than revenue, so that every customer won raises the margin.
- **Cost of capability.** 1.8 % of a year's revenue per step was chosen so that plan first looks plausible ([what
  was tuned](../reference/behaviours.md)). Nothing was tuned at 100 % of profit, so the model is used there beyond
  where anybody looked.

Cash does not forbid it. The budget shrinks with cash below the buffer, so that less than all profit is spent, as
the table shows; ruin is no likelier than under carrying on. But the worst twentieth of paths ends lower than under
harvest.

## What to say

"In this model the firm is worth more the more it reinvests, for up to ten years and more. All of that gain is in
what the firm would be worth afterwards, and it needs margins that few such firms have: three times what shops
report, in five years." Then ask which is believed: the effects, the cost, the margin. Compare `plan_first` with the
others where payouts within the horizon count (`compare --measure npv_without_terminal_value`), and look at where
the lead ends:

```sh
cyclesim sweep scenarios/online_retailer.yaml --policy all_in --over reinvestment.discount_rate=15%:60%:10 --outcome "beats plan_first"
```
"""  # noqa: E501 (tables and commands stay on a line)
