# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # Calibrate to your own figures: what do thirty months of books say about the inputs?
#
# A model that was never held against the firm's own months convinces nobody. Put your monthly figures into a CSV file,
# a row per month, a column per measure, and ask what they say. Here the firm is made up, so that we know what should
# come out: its true win rate is 30 %, and its `loyalty_alpha` 0.7.

# %%
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd

import sim

truth = sim.load("presets/saas.yaml").vary({"horizon": 30, "acquisition.win_rate": 0.30})
lived = sim.run(truth, replications=1).paths.query("policy == 'carry_on' and month > 0")
books = lived.pivot_table(index="month", columns="measure", values="p50")
books = books[["new_customers", "customers", "revenue", "leads", "churned"]].round(2)
books.index = pd.period_range(truth.start, periods=len(books), freq="M").astype(str)

kpi = Path(mkdtemp()) / "kpi.csv"
books.rename_axis("month").to_csv(kpi)
books.head()

# %% [markdown]
# What we believed before looking, as ranges:

# %%
belief = truth.vary({"acquisition.win_rate": "10% to 40%", "experience.loyalty_alpha": "0.3 to 1.5"})

# %% [markdown]
# Columns are found by their names. What comes back: where each input lies now, beside where it was believed to lie,
# and what cannot be told apart from these columns.

# %%
answer = sim.calibrate(belief, kpi)
answer

# %% [markdown]
# Believed before, and after the books:

# %%
answer.plot.parameters()
