"""What a run gives back: every measure and outcome with unit and meaning, and the frozen results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from sim.analysis.stopping.targets import Stopped
    from sim.outcomes import Outcomes

STEPS: Final = ("plans", "demand", "acquisition", "experience", "supply")
"""The five steps that hold capability, in the order of the month; step 6 is reinvestment."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the results.

    Attributes
    ----------
    unit
        `money`, `money/month`, `count`, `count/month`, `share`, `points`, `months`, `flag`, `ratio`, `share/year`.
    meaning
        One sentence that a finance reader understands.
    called
        What a sentence calls it; empty where the key itself reads well, with spaces for underscores.
    """

    unit: str
    meaning: str
    called: str = ""


def _per_step(name: str, meaning: str) -> dict[str, Column]:
    return {f"{name}_{step}": Column("share", meaning.format(step=step)) for step in STEPS}


MEASURES: Final[Mapping[str, Column]] = {
    "revenue": Column("money/month", "sales of the month, after discounts"),
    "yearly_revenue": Column("money", "sales of the last twelve months: free of seasons, smoother than a month"),
    "gross_profit": Column("money/month", "revenue less the cost of what was sold"),
    "profit": Column("money/month", "operating profit after committed spending, interest and tax, before reinvestment"),
    "cash": Column("money", "cash at the end of the month"),
    "cash_buffer": Column("money", "cash the firm wants to hold: its days of the month's outflow"),
    "debt": Column("money", "credit line drawn at the end of the month"),
    "customers": Column("count", "customers at the end of the month"),
    "active_customers": Column("count/month", "customers who ordered or paid in the month"),
    "new_customers": Column("count/month", "customers won in the month, referred ones included"),
    "churned": Column("count/month", "customers lost in the month"),
    "orders": Column("count/month", "orders placed, or subscriptions paid, in the month"),
    "order_value": Column("money", "revenue per order"),
    "leads": Column("count/month", "leads from marketing and organic reach in the month"),
    "mql": Column("count/month", "marketing-qualified leads of the month", "marketing-qualified leads"),
    "sql": Column("count/month", "sales-qualified leads of the month, referrals included", "sales-qualified leads"),
    "opportunities": Column("count/month", "opportunities that entered the sales pipeline in the month"),
    "wins": Column("count/month", "opportunities won in the month"),
    "losses": Column("count/month", "opportunities lost in the month"),
    "pipeline": Column("count", "open opportunities at the end of the month"),
    "marketing_spend": Column("money/month", "base marketing plus growth media and content spending"),
    "sales_spend": Column("money/month", "cost of the sales team"),
    "cac": Column(
        "money", "marketing and sales spending per new customer over the trailing twelve months", "acquisition cost"
    ),
    "clv": Column(
        "money",
        "computed lifetime value of a customer won now: first margin certain, paid at month end",
        "lifetime value",
    ),
    "nps": Column(
        "points", "net promoter score, a read-out of customer experience, never a cause", "net promoter score"
    ),
    "referral_leads": Column("count/month", "leads that customers brought in the month"),
    "lead_quality": Column("share", "lead quality D^.6 O^.2 P^.2"),
    "cx_index": Column(
        "ratio", "customer experience relative to rivals and to month 0, log scale", "customer experience"
    ),
    "demanded": Column("count/month", "units customers asked for"),
    "volume": Column("count/month", "units delivered"),
    "lost_volume": Column(
        "count/month", "units lost to more stock-outs than at month 0; negative when there are fewer"
    ),
    "stockouts": Column("share", "demand lost to stock-outs"),
    "unit_cost": Column("money", "cost of one unit of volume"),
    "fixed_cost": Column("money/month", "fixed cost of the month"),
    "lead_time": Column("ratio", "supply lead time relative to month 0"),
    "subscriptions": Column("money/month", "software subscriptions and upkeep of owned systems"),
    "reinvested": Column("money/month", "maintenance and growth spending on digital capability"),
    "maintenance": Column("money/month", "the part of reinvestment that keeps capability where it is"),
    "required_maintenance": Column("money/month", "what keeping every capability where it is would cost"),
    "wasted": Column("money/month", "reinvestment lost to random acts and failed initiatives"),
    "repeated": Column("money/month", "reinvestment spent again, for nothing, on what was wasted the quarter before"),
    "distributed": Column("money/month", "cash paid to the owners"),
    "injected": Column("money/month", "cash put in by the owners through an event"),
    "cash_lost": Column("money/month", "cash lost to a one-off event"),
    "tax_saved": Column("money/month", "tax that reinvestment saved this month"),
    "written_off": Column(
        "money/month", "what creditors and owners lost at closure, net of what it owned and paid out"
    ),
    "working_capital": Column("money", "receivables and stock less payables"),
    **_per_step("process_quality", "how far the processes of {step} are simplified (S)"),
    **_per_step("technology", "how far {step} is automated (T)"),
    **_per_step("adoption", "how far staff use the technology of {step} (A)"),
    "plan_quality": Column("share", "how good and how fresh the digital plan is"),
    "data_quality": Column("share", "share of customer data that is right"),
    "content": Column("ratio", "usable content relative to month 0"),
    "crm_use": Column("share", "share of sales work recorded in the customer database", "CRM use"),
    "embedded_customers": Column("count", "customers whose daily work runs through the firm's software"),
    "rival_capability": Column("share", "digital capability of the rivals"),
    "recession": Column("share", "1 in a recession month, 0 otherwise"),
    "survival_mode": Column("flag", "1 while cash is too short for anything but staying alive"),
    "closed": Column("flag", "1 once the firm has closed"),
}
"""Monthly measures; month 0 is the opening position, its flows those of the steady state."""

OUTCOMES: Final[Mapping[str, Column]] = {
    "npv": Column("money", "discounted distributions less owners' cash put in, with terminal value", "NPV"),
    "npv_without_terminal_value": Column(
        "money", "discounted distributions less owners' cash put in", "NPV without terminal value"
    ),
    "terminal_value": Column("money", "discounted value of the firm at the horizon: going concern, cash, less debt"),
    "final_revenue": Column("money", "revenue of the last twelve months"),
    "cumulative_revenue": Column("money", "revenue over the horizon"),
    "cumulative_profit": Column("money", "profit before reinvestment over the horizon"),
    "cumulative_reinvested": Column("money", "reinvestment over the horizon"),
    "distributions": Column("money", "cash paid to the owners over the horizon, undiscounted"),
    "peak_funding": Column("money", "largest debt drawn plus owners' cash put in"),
    "lowest_cash": Column("money", "lowest month-end cash"),
    "ruined": Column("flag", "1 when the firm closed within the horizon", "chance of ruin"),
    "ruin_month": Column("months", "month of closing; missing when the firm lived", "month of closing"),
    "payback_month": Column("months", "first month from which the owners are ahead of harvest for good; else missing"),
    "cac": Column("money", "marketing and sales spending per new customer over the horizon", "acquisition cost"),
    "clv": Column("money", "computed lifetime value of a customer won in the last month", "lifetime value"),
    "clv_to_cac": Column("ratio", "lifetime value over acquisition cost", "lifetime value over acquisition cost"),
    "customers": Column("count", "customers at the horizon"),
    "nps": Column("points", "net promoter score at the horizon", "net promoter score"),
    "unit_cost": Column("money", "unit cost at the horizon"),
    "growth": Column("share/year", "yearly growth of revenue from the opening year to the last year", "yearly growth"),
}
"""One number per policy and replication."""


def called(name: str) -> str:
    """Return what a sentence calls an outcome, a measure, or a measure at a month: `npv` reads `NPV`."""
    key, at, month = name.partition(" at ")
    column = OUTCOMES.get(key) or MEASURES.get(key)
    return f"{(column and column.called) or key.replace('_', ' ')}{at}{month}"


QUANTILES: Final = (0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975)
"""Quantiles of every measure kept by month in the paths table."""

QUANTILE_NAMES: Final = ("p025", "p05", "p10", "p25", "p50", "p75", "p90", "p95", "p975")
"""What each of `QUANTILES` is called in tables."""

PATH_COLUMNS: Final = ("policy", "month", "measure", "mean", *QUANTILE_NAMES)

GROWING: Final = 0.01
"""A replication grows when revenue rises by more than this a year (share per year); it shrinks below the negative."""

BAND_PATHS: Final = 2000
"""Replications that quantiles by month come from, where not all months are kept (the first ones, so they are unbiased):
enough to place a 5 % quantile within half a percentage point, one standard error."""

SAMPLE_PATHS: Final = 250
"""Replications whose single paths are kept for drawing (the first ones, so the sample is unbiased)."""

SAMPLE_MEASURES: Final = ("revenue", "yearly_revenue", "cash", "profit", "customers", "reinvested")


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What identifies a run: everything that its numbers depend on, and nothing else."""

    scenario: str
    scenario_hash: str
    currency: str
    seed: int
    replications: int
    months: int
    start: str
    policies: tuple[str, ...]
    rules: tuple[str, ...]
    baseline: str
    engine: str = ""
    """Checksum of the code and the libraries that computed the numbers; empty for runs older than it."""

    @property
    def run_id(self) -> str:
        """Name of the run: the same inputs give the same name."""
        return f"{self.scenario_hash[:8]}-s{self.seed}-n{self.replications}"

    @property
    def lanes(self) -> int:
        """Policies times replications."""
        return len(self.policies) * self.replications


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """The frozen answer of a run.

    Attributes
    ----------
    facts
        What identifies the run.
    ends
        How every replication ended, a column at a time.
    paths
        A row per policy, month and measure with the columns of `PATH_COLUMNS`.
    samples
        A row per policy, replication and month with the columns of `SAMPLE_MEASURES`,
        for the first `SAMPLE_PATHS` replications.
    replications
        With `paths="all"`: a row per policy, replication and month with every measure; else None.
    stopped
        With `until=…`: when the run stopped and what was reached; else, and in a run read back, None.
    """

    facts: RunFacts
    ends: Outcomes
    paths: pd.DataFrame
    samples: pd.DataFrame
    replications: pd.DataFrame | None = None
    stopped: Stopped | None = None

    @property
    def outcomes(self) -> pd.DataFrame:
        """A row per policy and replication: `policy`, `replication`, then one column per name in `OUTCOMES`.

        Made when first asked for; it takes 8 bytes a number. `ends` gives one column at a time.
        """
        return self.ends.frame

    @property
    def band_paths(self) -> int:
        """Number of replications that the quantiles of `paths` come from; its means come from all."""
        count = self.facts.replications
        return count if self.replications is not None else min(BAND_PATHS, count)
