# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # Calibrate to your own figures: what do eighteen months of books say about the inputs?
#
# A model that was never held against the firm's own months convinces nobody. Bring your monthly figures, a row per
# month, a column per measure, and ask what they say. Here the firm is made up, so that we know what should come out:
# its true win rate is 30 %, and its `loyalty_alpha` 0.7.
#
# *Takes about 15 seconds on two cores, with `pip install 'cyclesim[notebook]'`.*

# %%
import pandas as pd

import sim

truth = sim.load("presets/saas.yaml").vary({"horizon": 18, "acquisition.win_rate": 0.30})
lived = sim.run(truth, replications=1).paths.query("policy == 'carry_on' and month > 0")
books = lived.pivot_table(index="month", columns="measure", values="p50")
books = books[["new_customers", "customers", "revenue", "leads", "churned"]].round(2)
books.index = pd.period_range(truth.start, periods=len(books), freq="M")
books.head()

# %% [markdown]
# The name of a CSV file does as well. What we believed before looking, as ranges:

# %%
belief = truth.vary({"acquisition.win_rate": "10% to 40%", "experience.loyalty_alpha": "0.3 to 1.5"})

# %% [markdown]
# Columns are found by their names; `mapping={"Umsatz": "revenue"}` says what others are. What comes back: where each
# input lies now, beside where it was believed to lie, and what cannot be told apart from these columns. Without
# `gain="skip"`, which saves half of the time, also what the cycle gains.

# %%
answer = sim.calibrate(belief, books, gain="skip")
answer

# %% [markdown]
# Believed before, and after the books:

# %%
answer.plot.parameters()

# %% [markdown]
# The scenario with what the books say in place of what was believed, each range with its source. Ask it anything:

# %%
after = answer.scenario
after

# %%
sim.odds(after.vary({"horizon": 24}), "npv", above=1_500_000, replications=100)
