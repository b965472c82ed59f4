"""What acts on what in the cycle: the causal graph, declared once, with the sign of every cause.

Drawn together are: cash and survival mode with profit, since cash is what profit leaves; tax, interest and the
service team, which follow what is drawn; customers' classes and stages with customers; the pipeline with wins;
sales people with the leads they work, whether revenue or the budget pays them. A stock that only feeds itself,
such as capability that wears, stands inside its node.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Node:
    """Something that acts or is acted on.

    Attributes
    ----------
    title
        Its name in words.
    step
        Step of the cycle, from 1 to 6, in which it stands; 0 for the world.
    """

    title: str
    step: int


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing acts on another.

    Attributes
    ----------
    source, target
        Names in `NODES`.
    sign
        1 when more of the source means more of the target than otherwise, -1 when it means less.
    link
        The link that carries it, a name in `sim.model.links.LINKS`; empty for causes that can't be switched.
    """

    source: str
    target: str
    sign: int
    link: str = ""


NODES: Final = {
    "budget": Node("budget", 1),
    "capability_cost": Node("cost of capability", 1),
    "capability_demand": Node("capability of demand", 2),
    "data": Node("data quality", 2),
    "marketing": Node("base marketing", 2),
    "market_left": Node("market left", 2),
    "referrals": Node("referrals", 2),
    "leads": Node("qualified leads", 2),
    "capability_acquisition": Node("capability of acquisition", 3),
    "sales_load": Node("sales load", 3),
    "wins": Node("wins", 3),
    "capability_experience": Node("capability of experience", 4),
    "service_load": Node("service load", 4),
    "customers": Node("customers", 4),
    "spending": Node("volume per customer", 4),
    "capability_supply": Node("capability of supply", 5),
    "volume": Node("volume", 5),
    "delay": Node("supply delay", 5),
    "learning": Node("learning cost factor", 5),
    "purchase_prices": Node("purchase prices", 5),
    "unit_cost": Node("unit cost", 5),
    "fixed_cost": Node("fixed cost", 5),
    "revenue": Node("revenue", 6),
    "gross_profit": Node("gross profit", 6),
    "sales_cost": Node("sales team", 6),
    "upkeep": Node("subscriptions and upkeep", 6),
    "profit": Node("profit and cash", 6),
    "rivals": Node("rivals' capability", 0),
}
"""All nodes by name, in the order of the steps."""

_BUILT: Final = tuple(f"capability_{step}" for step in ("demand", "acquisition", "experience", "supply"))

CAUSES: Final = (
    *(Cause("budget", capability, 1) for capability in _BUILT),
    Cause("budget", "data", 1),
    Cause("budget", "leads", 1),  # media and content
    Cause("budget", "service_load", -1),  # service people and self-service
    Cause("budget", "upkeep", 1),
    *(Cause("capability_cost", capability, -1) for capability in _BUILT),
    Cause("capability_cost", "upkeep", 1),
    *(Cause("rivals", capability, -1, "rivals") for capability in _BUILT[:3]),
    Cause("capability_demand", "leads", 1),
    Cause("data", "leads", 1, "data_decay"),
    Cause("marketing", "leads", 1, "marketing"),
    Cause("market_left", "leads", 1, "market_limit"),
    Cause("market_left", "referrals", 1, "market_limit"),
    Cause("leads", "wins", 1),
    Cause("leads", "sales_load", 1, "sales_load"),
    Cause("referrals", "wins", 1, "referral"),
    Cause("referrals", "sales_load", 1, "sales_load"),
    Cause("capability_acquisition", "wins", 1),
    Cause("capability_acquisition", "sales_load", -1, "sales_load"),
    Cause("capability_acquisition", "data", 1),  # a database that is used goes wrong less
    Cause("sales_load", "wins", -1, "sales_load"),
    Cause("wins", "customers", 1),
    Cause("capability_experience", "customers", 1),
    Cause("capability_experience", "spending", 1),
    Cause("capability_experience", "referrals", 1, "referral"),
    Cause("service_load", "customers", -1, "service_load"),
    Cause("service_load", "spending", -1, "service_load"),
    Cause("service_load", "referrals", -1, "referral"),
    Cause("customers", "service_load", 1, "service_load"),
    Cause("customers", "market_left", -1, "market_limit"),
    Cause("customers", "referrals", 1, "referral"),
    Cause("customers", "volume", 1),
    Cause("spending", "volume", 1),
    Cause("capability_supply", "spending", 1),  # fewer stock-outs
    Cause("capability_supply", "delay", -1, "supply_delay"),
    Cause("capability_supply", "unit_cost", -1),
    Cause("volume", "delay", 1, "supply_delay"),
    Cause("delay", "customers", -1, "supply_delay"),
    Cause("delay", "spending", -1, "supply_delay"),
    Cause("delay", "referrals", -1, "referral"),
    Cause("volume", "learning", -1, "learning"),
    Cause("learning", "unit_cost", 1, "learning"),
    Cause("volume", "purchase_prices", -1, "buying_power"),
    Cause("purchase_prices", "unit_cost", 1, "buying_power"),
    Cause("volume", "fixed_cost", 1, "fixed_cost"),
    Cause("volume", "revenue", 1),
    Cause("volume", "gross_profit", 1),
    Cause("unit_cost", "gross_profit", -1),
    Cause("revenue", "marketing", 1, "marketing"),
    Cause("revenue", "capability_cost", 1, "scale"),
    Cause("revenue", "sales_cost", 1),
    Cause("gross_profit", "profit", 1),
    Cause("fixed_cost", "profit", -1, "fixed_cost"),
    Cause("marketing", "profit", -1),
    Cause("sales_cost", "profit", -1),
    Cause("upkeep", "profit", -1),
    Cause("profit", "budget", 1, "reinvestment"),
)
"""All causes, in the order in which a month runs through them."""
