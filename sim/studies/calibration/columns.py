"""Which column of a file is which measure: by name, by a synonym, or as the user says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sim.analysis.calibration.observed import MEASURES
from sim.errors import UsageError
from sim.hints import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MONTH: Final = "month"

SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    MONTH: ("date", "period", "year_month", "monat", "datum", "mois", "mes"),
    "customers": ("total_customers", "customer_base", "clients", "accounts", "subscribers", "kunden", "clientes"),
    "new_customers": ("customers_new", "customers_won", "won_customers", "new_clients", "neukunden", "neue_kunden"),
    "active_customers": ("customers_active", "active", "buyers", "active_clients", "aktive_kunden"),
    "churned": ("churned_customers", "lost_customers", "customers_lost", "cancellations", "abgang", "verlorene_kunden"),
    "orders": ("order_count", "number_of_orders", "orders_placed", "invoices", "bestellungen", "auftraege",
               "commandes", "pedidos"),
    "revenue": ("sales", "turnover", "net_sales", "total_revenue", "umsatz", "erloes", "chiffre_d_affaires",
                "ventas"),
    "leads": ("lead_count", "new_leads", "enquiries", "inquiries", "anfragen"),
    "marketing_spend": ("marketing", "ad_spend", "advertising", "marketing_cost", "marketing_costs", "werbung",
                        "marketingausgaben"),
    "unit_cost": ("cost_per_unit", "cost_per_order", "unit_costs", "stueckkosten"),
    "cash": ("cash_balance", "bank_balance", "cash_at_bank", "liquidity", "kasse", "kassenbestand"),
}  # fmt: skip
"""Other names under which the books have a measure."""

_BY_NAME: Final = {name: measure for measure, names in SYNONYMS.items() for name in (measure, *names)}
_PLAIN: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e"})


def measure_of(column: str) -> str:
    """Return the measure, or `month`, that a column's name stands for; empty when it stands for none."""
    return _BY_NAME.get(_simple(column), "")


def hint_for(column: str) -> str:
    """Return what to write for a column that nobody knows."""
    near = nearest(_simple(column), _BY_NAME)
    return f'Did you mean {_BY_NAME[near]}? Write --map "{column}={_BY_NAME[near]}".' if near else ""


def read_mapping(entries: Sequence[str], columns: Sequence[str]) -> dict[str, str]:
    """Return the measure by column from entries such as `Umsatz=revenue`.

    Raises
    ------
    UsageError
        When an entry names a column or a measure that does not exist, or a column twice.
    """
    found: dict[str, str] = {}
    for entry in entries:
        column, equals, measure = (part.strip() for part in entry.rpartition("="))
        if not (equals and column and measure):
            raise UsageError(f"--map {entry!r} is not COLUMN=MEASURE, such as Umsatz=revenue")
        if column not in columns:
            raise UsageError(f"--map: no column {column!r} in the file. {did_you_mean(column, columns)}".strip())
        if measure not in (MONTH, *MEASURES):
            hint = did_you_mean(measure, (MONTH, *MEASURES), what="Measures")
            raise UsageError(f"--map: no measure named {measure!r}. {hint}")
        if column in found:
            raise UsageError(f"--map names column {column!r} twice")
        found[column] = measure
    return found


def _simple(column: str) -> str:
    """Return a name in small letters, with underscores for whatever is no letter or digit."""
    return re.sub(r"[^a-z0-9]+", "_", column.strip().lower().translate(_PLAIN)).strip("_")
