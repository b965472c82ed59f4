# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # First steps: should this firm put its profit back into digital?
#
# A scenario says what the firm is like, what is uncertain, and which policies to compare. Here is one that travels
# with cyclesim: a giftware wholesaler with 6,000 customers. What the notebook asks: which policy leaves its owners
# better off, and how sure is that?
#
# *Takes about 10 seconds on two cores, with `pip install 'cyclesim[notebook]'`.*

# %%
import sim

scenario = sim.load("online_retailer.yaml")
list(scenario.policies)

# %% [markdown]
# Every policy lives through the same luck: the same recessions, the same customers who say yes. So a difference
# between two policies is the policies' own. Three hundred replications take a few seconds.

# %%
results = sim.run(scenario, replications=300)
results

# %% [markdown]
# Where each policy leads, month by month. The bands hold 50, 80 and 95 % of the paths.

# %%
results.plot.fan()

# %% [markdown]
# Which one is best? `compare` takes differences replication by replication and says how sure it is; it names no
# winner where there is none.

# %%
results.compare()

# %% [markdown]
# Every replication is a row of `results.outcomes`, a pandas frame to go on with. What each policy is worth in one
# replication of twenty or fewer, in the middle, and in one of twenty or more, in millions of pounds:

# %%
worth = results.outcomes.groupby("policy")["npv"].quantile([0.05, 0.5, 0.95]).unstack()
(worth / 1e6).round(2)

# %% [markdown]
# What a column is measured in and means, `results.units` says:

# %%
results.units.query("name in ['npv', 'ruined', 'growth']")

# %% [markdown]
# A board asks for odds: how likely is it that the owners' stake is worth three million or more?

# %%
results.odds("npv", above=3_000_000)

# %% [markdown]
# What if the margin were at the low end of what we believe? `vary` gives a new scenario; the old one stays as it was.

# %%
lean = scenario.vary({"business.operating_margin": "6%", "correlations": []})
sim.odds(lean, "npv", above=3_000_000, replications=300)
