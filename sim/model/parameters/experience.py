"""Step 4: how long customers stay, what they spend, whom they bring."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.model.parameters.spec import Value, parameter, structure


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """Loyalty classes, lifecycle stages, service, referral, embedding."""

    loyalty_alpha: Value = parameter(
        0.70,
        unit="ratio",
        low=0.05,
        high=50,
        meaning="alpha of the Beta distribution of yearly churn (contract)",
        source="Fader & Hardie 2007: .668-.704",
    )
    loyalty_beta: Value = parameter(
        2.3,
        unit="ratio",
        low=0.05,
        high=200,
        meaning="beta of the Beta distribution of yearly churn (contract)",
        source="Fader & Hardie 2007: 1.182 (regular) to 3.806 (high end); between: judgement",
    )
    loyalty_classes: int = structure(
        4, meaning="loyalty classes (Gauss-Jacobi nodes; K nodes are exact to 2K-1 contract years)",
        source="methods", low=1, high=12,
    )  # fmt: skip
    order_rate_shape: Value = parameter(
        0.6814,
        unit="ratio",
        low=0.05,
        high=50,
        meaning="r of the Gamma distribution of order rates (orders)",
        source="own BG/NBD fit, UCI Online Retail II",
    )
    order_rate_scale: Value = parameter(
        13.03,
        unit="weeks",
        low=0.05,
        high=1000,
        meaning="alpha of the Gamma distribution of order rates (orders)",
        source="own BG/NBD fit, UCI Online Retail II",
    )
    dropout_alpha: Value = parameter(
        0.1112,
        unit="ratio",
        low=0.01,
        high=50,
        meaning="a of the Beta distribution of dropout per order (orders)",
        source="own BG/NBD fit, UCI Online Retail II",
    )
    dropout_beta: Value = parameter(
        1.798,
        unit="ratio",
        low=0.01,
        high=200,
        meaning="b of the Beta distribution of dropout per order (orders)",
        source="own BG/NBD fit, UCI Online Retail II",
    )
    order_rate_classes: int = structure(
        3, meaning="nodes of the order-rate distribution (orders)", source="methods", low=1, high=12
    )
    dropout_classes: int = structure(
        3, meaning="nodes of the dropout distribution (orders)", source="methods", low=1, high=12
    )
    monthly_churn: Value = parameter(
        math.nan,
        unit="per month",
        low=0,
        high=0.99,
        meaning="churn of today's customer base a month; left out, it follows from the loyalty classes",
        source="scenario",
    )
    churn_floor: Value = parameter(
        0.03,
        unit="per year",
        low=0,
        high=0.99,
        meaning="churn that no loyalty protects from: firms close, people move",
        source="judgement; without it sBG customers with alpha below 1 live for ever",
    )
    churn_recession: Value = parameter(
        1.0, unit="ratio", low=0, high=20, meaning="rise of the churn hazard in recession, x depth", source="judgement"
    )
    onboarding_time: Value = parameter(
        1.5, unit="months", low=0.1, high=24, meaning="mean months of onboarding", source="judgement"
    )
    onboarding_revenue: Value = parameter(
        0.7,
        unit="share",
        low=0,
        high=1,
        meaning="revenue of an onboarding customer relative to full",
        source="judgement",
    )
    adopting_time: Value = parameter(
        9.0, unit="months", low=0.1, high=120, meaning="mean months from onboarded to loyal", source="judgement"
    )
    advocacy_time: Value = parameter(
        36.0, unit="months", low=0.1, high=600, meaning="mean months from loyal to advocate", source="judgement"
    )
    advocate_weight: Value = parameter(
        3.0,
        unit="ratio",
        low=1,
        high=100,
        meaning="referrals of an advocate relative to a loyal customer",
        source="judgement",
    )
    referral_rate: Value = parameter(
        0.03,
        unit="per year",
        low=0,
        high=20,
        meaning="new customers referred per customer and year, today",
        source=".02-.2, judgement; referrals are 10-30 % of new customers",
    )
    referred_value: Value = parameter(
        1.16,
        unit="ratio",
        low=1,
        high=3,
        meaning="lifetime value of a referred customer relative to others",
        source="Schmitt, Skiera & Van den Bulte 2011: at least +16 %, with 18 % less churn",
    )
    churn_effect: Value = parameter(
        0.50,
        unit="ratio",
        low=0,
        high=5,
        meaning="log fall of the churn hazard per unit of experience",
        source="judgement",
    )
    price_churn: Value = parameter(
        0.3,
        unit="ratio",
        low=0,
        high=5,
        meaning="rise of the churn hazard per log fall in what the price does to wins: present customers are less free",
        source="judgement",
    )
    order_value_effect: Value = parameter(
        0.08,
        unit="ratio",
        low=0,
        high=5,
        meaning="log gain of spending per customer per unit of experience: larger orders and cross-sell",
        source="judgement: 0-16 % at full improvement",
    )
    referral_effect: Value = parameter(
        0.80, unit="ratio", low=0, high=5, meaning="log gain of referrals per unit of experience", source="judgement"
    )
    onboarding_effect: Value = parameter(
        0.5,
        unit="ratio",
        low=0,
        high=5,
        meaning="log shortening of onboarding per unit of own benefit gained",
        source="judgement",
    )
    load_effect: Value = parameter(
        0.3,
        unit="ratio",
        low=0,
        high=5,
        meaning="experience lost per unit of service load above capacity",
        source="judgement",
    )
    lead_time_effect: Value = parameter(
        0.1, unit="ratio", low=0, high=5, meaning="experience lost per doubling of supply lead time", source="judgement"
    )
    stockout_effect: Value = parameter(
        1.0, unit="ratio", low=0, high=20, meaning="experience lost per unit of extra stock-outs", source="judgement"
    )
    deflection: Value = parameter(
        0.5,
        unit="share",
        low=0,
        high=0.9,
        meaning="service contacts that self-service takes over when step 4 is fully automated and adopted",
        source="20-50 %; founding documents: doubles the customers per head",
    )
    service_hiring_lag: Value = parameter(
        6.0, unit="months", low=1, high=60, meaning="months in which service staff follows the need", source="judgement"
    )
    embedded_share: Value = parameter(
        0.10,
        unit="share",
        low=0,
        high=1,
        meaning="customers whose work runs through the firm's software today",
        source="judgement",
    )
    embedding_rate: Value = parameter(
        0.02,
        unit="per month",
        low=0,
        high=1,
        meaning="further customers embedded in a month per unit of used technology gained in step 4",
        source="judgement",
    )
    embedding_churn: Value = parameter(
        0.6, unit="ratio", low=0, high=1, meaning="churn of embedded customers relative to others", source="judgement"
    )
    embedding_shield: Value = parameter(
        0.5,
        unit="share",
        low=0,
        high=1,
        meaning="share of rivals' progress that embedded customers do not notice",
        source="judgement; founding documents: a workflow owner wins before evaluation starts",
    )
    nps: Value = parameter(
        30.0, unit="ratio", low=-99, high=99, meaning="net promoter score today, in points", source="judgement"
    )
    nps_slope: Value = parameter(
        50.0,
        unit="ratio",
        low=0,
        high=1000,
        meaning="points of NPS per unit of experience near today's score",
        source="founding documents' example: +25 points",
    )
    order_value_cv: Value = parameter(
        0.0,
        unit="ratio",
        low=0,
        high=10,
        meaning="spread of single order values, sd over mean",
        source="0 for contracts; 1.11 from the Gamma-Gamma fit, UCI Online Retail II",
    )
