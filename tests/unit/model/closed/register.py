"""Every closed form, in the order of the cycle, and what is said of it in the page."""

from __future__ import annotations

from functools import cache
from typing import Final

from tests.unit.model.closed import cash, cost, customers, loop, selling, talk
from tests.unit.model.closed.figures import Figure, Form

BARE: Final = """\
Off, unless a form says that it is live: capability (weights of benefit 0, no subscriptions), recessions and demand luck
(depth and noise 0), referrals, embedding, stock-outs, staff, tax, working capital, credit. Every rate from lead to win
is 1, and all links are cut but those named."""

FORMS: Final = (
    Form(
        name="Poisson leads, thinned",
        formula="kept ~ Poisson(λp), dropped ~ Poisson(λ(1 − p)), independent",
        source="Kingman 1993, Poisson Processes, colouring theorem",
        reduction="Live: `demand.leads` 50, `demand.mql_rate` .3; one month.",
        figures=selling.thinning,
    ),
    Form(
        name="Carried-over marketing (adstock)",
        formula="total / first month = 1 / (1 − λ), mean lag λ / (1 − λ)",
        source="Koyck 1954; Clarke 1976",
        reduction=(
            "Live: one channel with carry λ = .6; the link `marketing` replays today's spending, and a ten-thousandth "
            "more in month 1."
        ),
        figures=selling.carried_over,
    ),
    Form(
        name="Best spending on a concave response",
        formula="v df/dx = 1; straight start, f = rx/(h + x): x* = √(vrh) − h; power, f = a xᵇ: x* = (vab)^(1/(1−b))",
        source="Dorfman & Steiner 1954",
        reduction=(
            "Live: one channel without carry, constant churn; the link `marketing` replays one of 161 levels per lane; "
            "v = margin / churn per win, 60 months."
        ),
        figures=selling.best_spending,
    ),
    Form(
        name="Open opportunities",
        formula="L = λW, and L ~ Poisson(λW)",
        source="Little 1961; M/G/∞: Mirasol 1963",
        reduction="Live: 20 opportunities a month, three stages, mean cycle 90 days.",
        figures=selling.open_opportunities,
    ),
    Form(
        name="Steady additions, constant churn",
        formula=(
            "N_t = a/c + (N₀ − a/c)(1 − c)^t; N_t ~ Poisson + survivors of today. New customers don't leave in the "
            "month they come"
        ),
        source="immigration-death process; Little: a/c = 7 × 5",
        reduction="Live: `demand.leads` 7, `experience.monthly_churn` .2, one loyalty class.",
        figures=customers.steady_poisson,
    ),
    Form(
        name="Lifetime value",
        formula=(
            "first margin certain, at month's end: m / (1 + d − r) (as reported); at once: m(1 + d) / (1 + d − r);"
            " after the first renewal: mr / (1 + d − r)"
        ),
        source="Gupta & Lehmann 2003; Fader & Hardie 2012",
        reduction=(
            "Live: m = 10, r = .95, d = 1 % a month; a cohort of 100 referred customers is put in by replaying "
            "`referral`; what it brings in 250 months is discounted."
        ),
        figures=customers.lifetime_value,
    ),
    Form(
        name="Mixed loyalty (sBG)",
        formula="retention in year t = (β + t − 1) / (α + β + t − 1)",
        source="Fader & Hardie 2007",
        reduction=(
            "Live: four loyalty classes at α = .7, β = 2.3, `experience.churn_floor` 0; a cohort put in by replaying "
            "`referral`. Four classes are exact to seven years."
        ),
        figures=customers.mixed_loyalty,
    ),
    Form(
        name="Word of mouth alone",
        formula=(
            "q = f(q), f(z) = c / (1 − (1 − c) e^{ψ(z − 1)}), R = ψ(1 − c)/c; all descendants: mean 1/(1 − R), variance"
            " s²/(1 − R)³ per child"
        ),
        source="Harris 1963; Dwass 1969",
        reduction=(
            "Live: the link `referral`, churn c = .5, advocates as weighty as others; the first customers counted by "
            "lifecycle stage. A scenario with R ≥ 1 is refused; the engine below runs it."
        ),
        figures=talk.word_of_mouth,
    ),
    Form(
        name="Learning by doing",
        formula="c(Q) = c₁Q^−b, b = −log₂ PR; total c₁(Q₁^{1−b} − Q₀^{1−b}) / (1 − b)",
        source="Wright 1936; Dutton & Thomas 1984",
        reduction=(
            "Live: the link `learning`, one customer whose orders a demand shock multiplies, PR = .85, c₁ = 40. The "
            "engine prices a month's units at the end of it and measures against an industry that learns too; the "
            "industry is taken out, and lots of 200, 100, 50 a month are taken to nothing (Richardson)."
        ),
        figures=cost.learning,
    ),
    Form(
        name="Gain of the loop",
        formula="G = φm / (c·CAC), mean lag (1 − c)/c months after the month of spending",
        source="next-generation number: Diekmann, Heesterbeek & Metz 1990",
        reduction=(
            "Live: one unit of media money in month 10, replayed on the link `reinvestment`; a firm of ten million that"
            " has lost all but one customer, so that its response is a straight line. φ = .3, m = 2, c = .04, CAC = "
            "1/.084."
        ),
        figures=loop.gain,
    ),
    Form(
        name="Growth of the linear loop",
        formula=(
            "λ − 1 + c = (φm/CAC) Σ p_k λ^−k, p_k: decided k months after arrival (Euler–Lotka); quarterly budgets: "
            "eigenvalue of the three-month map; base marketing: Σ over last quarter's revenue and adstock"
        ),
        source="Lotka 1907; Euler 1760",
        reduction=(
            "Live: the link `reinvestment` (in the last line `marketing` instead), the same firm; policy: φ of last "
            "month's profit into media. λ: growth of customers a month over five years."
        ),
        figures=loop.growth,
    ),
    Form(
        name="Separatrix",
        formula="N* = φF / (φm − c·CAC)",
        source="fixed point of the line above with fixed cost F",
        reduction=(
            "As above with fixed cost F = 100. Firms of nine sizes start with an empty pipeline, which costs wc/λ of "
            "their size (w: share of sales decided a month late); the size that neither grows nor shrinks is "
            "interpolated."
        ),
        figures=loop.separatrix,
    ),
    Form(
        name="Plateau of a limited market",
        formula="N → M(1 − 1/G), G: gain in an empty market",
        source="Verhulst 1838; Kermack & McKendrick 1927",
        reduction=(
            "Live: the links `reinvestment` and `market_limit`; cheap leads (stated `demand.leads`), so that spending "
            "stays on the straight part of the response."
        ),
        figures=loop.plateau,
    ),
    Form(
        name="Gambler's ruin",
        formula="((q/p)^u − (q/p)^B) / (1 − (q/p)^B)",
        source="Feller 1968, XIV",
        reduction=(
            "Live: recessions that start with chance .48 and end with .52, so each month is good or bad by itself "
            "(`world.recession_volume` 1, depth .4 without spread); nobody leaves or comes; fixed cost such that cash "
            "moves one unit up or down. u = 4, B = 8."
        ),
        figures=cash.two_barriers,
    ),
    Form(
        name="Brownian ruin, looked at monthly",
        formula="Φ((−u − μT)/σ√T) + e^{−2μu/σ²} Φ((−u + μT)/σ√T), u → u + .5826σ",
        source="Siegmund 1985 for the correction",
        reduction=(
            "Live: `world.demand_noise` .05 without memory; nobody leaves or comes. Per month μ = .5, σ = 4, cash u = "
            "20, T = 60. A revenue that is lognormal, not normal, is part of what is tested."
        ),
        figures=cash.brownian,
    ),
)


@cache
def found(index: int) -> tuple[Figure, ...]:
    """Return the figures of a closed form; run once a session."""
    return FORMS[index].figures()
