# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # Why does it spiral? How one budget feeds the next, and why another runs down
#
# Money put into the firm comes back as profit, and part of that profit is put in again. If a lap returns more than it
# took, the cycle feeds itself; if less, it runs down. The number that says which is the cycle gain. What the notebook
# asks: which way does the cycle of a software firm turn, and which step turns it?
#
# *Takes about 10 seconds on two cores, with `pip install 'cyclesim[notebook]'`.*

# %%
import sim

scenario = sim.load("presets/saas.yaml").vary({"horizon": 48})
pair = ["steady", "harvest"]

# %% [markdown]
# `explain` pushes a little money into the firm in month 1, holds every later budget where it was, and watches what
# comes back. The gain is what the policy would reinvest of it. Without `loops="leave out"` it also says what each loop
# of the cycle adds and moves, which takes longer.

# %%
why = sim.explain(scenario, policies=pair, replications=40, loops="leave out")
why

# %% [markdown]
# Which step carries the money? From left to right, what a thousand put in has become after one more step.

# %%
why.plot.gain_steps()

# %% [markdown]
# One firm's life, told month by month: the replication that ends in the worst tenth. What happened, and why?

# %%
sim.replay(scenario, "steady", percentile=10, replications=30)
