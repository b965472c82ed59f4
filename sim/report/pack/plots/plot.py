"""Every kind of figure there is."""

from __future__ import annotations

from sim.report.pack.plots.curves import Curves
from sim.report.pack.plots.fan import Fan
from sim.report.pack.plots.map import Map
from sim.report.pack.plots.picture import Picture
from sim.report.pack.plots.ranges import Ranges
from sim.report.pack.plots.scatter import Scatter
from sim.report.pack.plots.tornado import Tornado
from sim.report.pack.plots.waterfall import Waterfall

Plot = Fan | Curves | Ranges | Tornado | Waterfall | Scatter | Map | Picture
