# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # A thousand scenarios on a cluster: when is it right to keep reinvesting?
#
# Where inputs are uncertain, every replication is a scenario of its own: other values of all that is uncertain, and
# other luck. A thousand of them take seconds here; a million is work for a cluster. What changes is one argument. What
# the notebook asks: in which of a thousand futures does reinvesting beat carrying on?
#
# *Takes about 20 seconds on two cores, with `pip install 'cyclesim[notebook,cluster]'`.*

# %%
from distributed import LocalCluster

import sim

scenario = sim.load("online_retailer.yaml").vary({"horizon": 18})
cluster = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)

# %% [markdown]
# Two workers on this machine stand in for a cluster. The address of any Dask scheduler does: `tcp://10.0.0.5:8786`.

# %%
results = sim.run(
    scenario,
    replications=1_000,
    workers=cluster.scheduler_address,
    paths="none",
)
cluster.close()
results

# %% [markdown]
# The numbers are those of one process, bit for bit:

# %%
alone = sim.run(scenario, replications=100, paths="none")
results.outcomes.query("replication < 100").reset_index(drop=True).equals(alone.outcomes)

# %% [markdown]
# In which of the thousand does reinvesting beat carrying on? `discover` looks for a sentence that holds: within these
# limits of the inputs, mostly yes.

# %%
results.discover("steady beats carry_on")
