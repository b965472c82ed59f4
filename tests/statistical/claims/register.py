"""The eighteen claims, in order."""

from __future__ import annotations

from functools import cache
from typing import Final

from tests.statistical.claims import planning, reinvesting, selling, valuing
from tests.statistical.claims.statements import Claim, Found

CLAIMS: Final = (
    Claim(
        1,
        "Harvesting pays the owners more early, reinvesting pays them more later.",
        "founding documents 6.1",
        "c01_harvest_or_reinvest",
        reinvesting.harvest_or_reinvest,
        "In this firm most of the difference comes through content and customer data, which upkeep keeps alive. "
        "Without what these two do, ten years are too short for processes and technology to pay the owners back.",
    ),
    Claim(
        2,
        "A tipping point exists: below some reinvested share, plan quality or cash the same firm turns vicious.",
        "founding documents 6.2, 6.3",
        "c02_tipping_point",
        reinvesting.tipping_point,
        "Plan quality and cash tip a firm only where the other two leave it in the balance.",
    ),
    Claim(
        3,
        "Planned investment beats random acts of investment at equal spend; part of the gap is repeat spend.",
        "founding documents 1.1, 1.2",
        "c03_planned_or_random",
        planning.planned_or_random,
        "The part that repeats make is small. A planner repeats less, but loses more by each repeat: take repeats away "
        "from both, and the gap stays as it is.",
    ),
    Claim(
        4,
        "At equal spend, simplifying and then automating beats simplifying only, which beats automating only.",
        "founding documents 1.5–1.8; Dorgan & Dowdy 2004",
        "c04_simplify_then_automate",
        planning.simplify_then_automate,
        "The first half needs money for both. Returns to simplifying do not fall in the model, so until processes are "
        "as simple as they get, money simplifies to better effect than it automates, and technology wears out faster. "
        "At twice the upkeep simplifying only is still a little ahead after ten years. What simplifying only can no "
        "longer spend, about a tenth of the budget, goes back to cash, which NPV counts.",
    ),
    Claim(
        5,
        "Working on all steps together gains more than the sum of working on each alone.",
        "founding documents 6.1; follows from the product of leads, wins, lifetimes and margins",
        "c05_all_steps_together",
        reinvesting.all_steps_together,
        "The surplus is a twentieth to a fifth of the gain. In the small manufacturer, with long contracts and a "
        "small market, it cannot be told from nothing.",
    ),
    Claim(
        6,
        "Nine months of 35 % less demand turn a firm with 12 days of cash vicious far more often than one with 60; a "
        "cash injection at month 24 wins part of it back.",
        "founding documents 6.2, 6.3; JPMorgan Chase Institute 2016",
        "c06_shock_and_cash",
        reinvesting.shock_and_cash,
        "The small manufacturer shows no such difference: with a thin margin, 12 days of cash hurt it without any "
        "shock, and long contracts carry it through one.",
    ),
    Claim(
        7,
        "Broadcast discounts in a downturn bring more wins now, a lower realised price and a lower NPV later.",
        "founding documents 4.11, 4.12; Kalyanaram & Winer 1995; Lewis 2006",
        "c07_discount_in_a_downturn",
        selling.discount_in_a_downturn,
        "A discount that ends leaves the price itself unharmed: customers remember the lower price and buy less.",
    ),
    Claim(
        8,
        "A large platform project of two years starves customer-facing work: revenue and position are lost.",
        "founding documents 1.13",
        "c08_platform_project",
        planning.platform_project,
    ),
    Claim(
        9,
        "Content reuse lowers the cost of a lead; data left alone loses 22.5 % a year, and lead quality with it.",
        "founding documents 2.2, 2.8 (MarketingSherpa)",
        "c09_content_and_data",
        selling.content_and_data,
    ),
    Claim(
        10,
        "Self-service that takes over half of the contacts lets the same staff carry twice the customers, and "
        "customer experience does not fall.",
        "founding documents 4.2",
        "c10_self_service",
        selling.self_service,
        "Half is the top of the range that is seen in practice (.20–.50).",
    ),
    Claim(
        11,
        "The before/after example: retention 70 to 80 %, conversion 2 to 3.5 %, order value 50 to 58, NPS +20 to +45: "
        "what it is worth, and what may be paid for it.",
        "founding documents 4.6 (an illustration, not a measurement)",
        "c11_before_and_after",
        valuing.before_and_after,
        "Retention is that of the whole customer base: new customers leave faster, old ones more slowly.",
    ),
    Claim(
        12,
        "Hosted or on-site: which is cheaper over five years depends on subscription inflation.",
        "founding documents 1.22; Vertice 2023; own arithmetic",
        "c12_hosted_or_on_site",
        planning.hosted_or_on_site,
        "Money is not discounted here; discounting favours the subscription.",
    ),
    Claim(
        13,
        "There is no equilibrium in the short run; in the long run the market limit ends growth.",
        "founding documents 6.2",
        "c13_no_equilibrium",
        reinvesting.no_equilibrium,
    ),
    Claim(
        14,
        "Volume lowers unit cost with no supply-chain investment at all.",
        "founding documents 5.1; Dutton & Thomas 1984; UCI Online Retail",
        "c14_volume_and_cost",
        selling.volume_and_cost,
    ),
    Claim(
        15,
        "The ten-question self-assessment (0–3 each; under 15 immature, under 5 at risk) sets the starting "
        "capabilities.",
        "founding documents 1.15",
        "c15_self_assessment",
        planning.self_assessment,
        "What the bands promise does not come out: the opening gives every firm today's sales and margin whatever its "
        "score, so a low score means more room to improve and less upkeep, not a worse place among rivals. Compare "
        "firms by their own figures, not by the score alone.",
    ),
    Claim(
        16,
        "Workflow embedding: fewer customers look around and fewer leave; a rival who embeds first does the reverse.",
        "founding documents 3.8, 4.10",
        "c16_workflow_embedding",
        selling.workflow_embedding,
        "The firm's own effect is small: few customers are embedded within five years at the default rate.",
    ),
    Claim(
        17,
        "Five points more retention raise cumulative profit by 25–85 %; firm value reacts most to retention, then to "
        "margin, then to acquisition cost.",
        "Reichheld & Sasser 1990; Gupta, Lehmann & Stuart 2004",
        "c17_five_points_of_retention",
        valuing.five_points_of_retention,
        "Elasticities of NPV are larger than the published ones of customer value (5, 1, .1), since fixed cost levers "
        "them. Without terminal value margin comes level with retention.",
    ),
    Claim(
        18,
        "With reinvestment cut to zero, technology halves in about 1.7 years; what it brings falls more slowly.",
        "BEA depreciation of computers and software",
        "c18_nothing_reinvested",
        reinvesting.nothing_reinvested,
    ),
)
"""Every claim, with its scenario and its measurement."""


@cache
def found(number: int) -> Found:
    """Return what is measured for a claim; measured once a session."""
    return CLAIMS[number - 1].found()
