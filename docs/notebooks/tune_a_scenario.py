# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # Tune a scenario: how far would one number move the answer?
#
# Nobody knows a win rate to the percent. Move a slider and see at once whether it matters. Start from a file of your
# own, so that what you find can be written back to it.
#
# *Takes about 15 seconds on two cores, with `pip install 'cyclesim[notebook]'`.*

# %%
from pathlib import Path
from tempfile import mkdtemp

import sim

shop = Path(mkdtemp()) / "shop.yaml"
text = """\
extends: presets/b2b_services.yaml
name: shop
horizon: 60 months
acquisition:
  win_rate: 18% to 30%   # sales says a quarter, the CRM says less
experience: {referral_rate: {value: 3% per year, source: survey 2025, confidence: low}}
"""
written = shop.write_text(text)

# %% [markdown]
# Sliders for two numbers; without names, `tune` takes the four that move the result most. Click a handle and use the
# arrow keys. While it moves you see the first 200 replications, at rest all of them, then the cycle gain. The line
# below the table says how many you look at.

# %%
sliders = sim.tune(
    shop,
    "acquisition.win_rate",
    "experience.referral_rate",
    policies=("steady", "carry_on"),
)
sliders

# %% [markdown]
# `Pin` holds a setting: it stays in the picture as dashed lines, and every later setting is compared with it under
# the same luck. `Write back` puts what you turned into the file and leaves the rest, comments too, as it is.
#
# What the hand does can be written down as well, so that a notebook can be run again:

# %%
sliders.turn("acquisition.win_rate", 0.28)
sim.compare(sliders.scenario, policies=["steady", "carry_on"], replications=200)

# %%
sliders.write_back()
print(shop.read_text())
