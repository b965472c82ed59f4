"""Step 4: experience. Customers stay or leave, order, become loyal and talk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Array, anywhere, asarray
from sim.model.decisions import STEP_INDEX
from sim.model.lifetime import ENDLESS
from sim.model.splitting import remaining_chances
from sim.model.sums import by_first, by_lane

if TYPE_CHECKING:
    from sim.model.batch import Batch

_EXPERIENCE = STEP_INDEX["experience"]
_UTMOST = 20.0
"""Best and worst experience, far beyond any firm's: exponentials of it stay finite."""
_NEVER = 1e-300
"""Chance to stay that stands for none."""
_ALIKE = 1e-3
"""Spread of order values below which all orders are taken as alike."""


@dataclass(slots=True)
class Experience:
    """Step 4 of the cycle."""

    batch: Batch
    _used_today: Array = field(init=False)
    _embedding_today: Array = field(init=False)
    _staying: Array = field(init=False)
    _classes: dict[str, Array] = field(init=False)
    _relief_today: Array = field(init=False)
    _nps: tuple[Array, Array] = field(init=False)
    _discount: Array = field(init=False)
    _sizes_differ: bool = field(init=False)

    def __post_init__(self) -> None:
        """Work out what does not change."""
        b, o, c, e = self.batch, self.batch.opening, self.batch.parameters.capability, self.batch.parameters.experience
        self._used_today = asarray(c.technology.experience * c.adoption.experience)
        self._embedding_today = self._embedding_kept()
        self._staying = np.log(np.maximum(1 - o.classes.hazard, _NEVER))
        weights = {"plain": o.classes.weight, "referred": o.referred, "discounted": o.discounted}
        self._classes = {origin: remaining_chances(weight)[:-1] for origin, weight in weights.items()}
        self._relief_today = np.maximum(1 - (1 - e.embedding_churn) * e.embedded_share, 1e-6)
        start = np.clip(e.nps / 100, -0.99, 0.99)
        self._nps = np.arctanh(start), asarray(e.nps_slope / 100 / (1 - start * start))
        self._discount = asarray((1 + b.parameters.reinvestment.discount_rate) ** (1 / 12))
        self._sizes_differ = bool(np.any(e.order_value_cv))

    def act(self, month: int) -> None:
        """Let customers leave, move on, arrive and order."""
        b = self.batch
        self._serve(month)
        self._feel(month)
        if b.parameters.business.kind == "orders":
            self._draw_orders(month)  # before leaving: such customers drop out after an order
        churned = self._leave(month)
        self._move_on(month)
        self._embed(month, churned)
        self._welcome(month)
        self._order(month)
        b.flow["clv"] = self._lifetime_value()

    def _serve(self, month: int) -> None:
        """Let service staff follow the need; self-service takes part of it."""
        b, e, firm = self.batch, self.batch.parameters.experience, self.batch.firm
        used = firm.technology[_EXPERIENCE] * firm.adoption[_EXPERIENCE]
        need = (
            firm.total_customers
            / b.parameters.business.customers
            * (1 - e.deflection * used)
            / (1 - e.deflection * self._used_today)
        )
        firm.service_staff = firm.service_staff + (need - firm.service_staff) / e.service_hiring_lag
        base = b.parameters.business.service_share * b.opening.revenue
        capacity = firm.service_staff + b.flow["service_people"] / np.maximum(base, 1e-12)
        strain = (need / np.maximum(capacity, 1e-6) - 1).clip(0.0, 10.0)
        b.flow["service_spend"] = base * firm.service_staff * firm.alive
        b.flow["strain"] = b.links.read("service_load", month, strain, neutral=0.0)

    def _feel(self, month: int) -> None:
        """Set customer experience relative to rivals and to today, log scale."""
        b, e = self.batch, self.batch.parameters.experience
        late = np.log2(np.maximum(b.firm.lead_time, 1e-6))
        missed = b.firm.stockouts - b.parameters.supply.stockout_rate
        delay = e.lead_time_effect * late + e.stockout_effect * missed
        delay = b.links.read("supply_delay", month, delay, neutral=0.0)
        felt = b.flow["relative"][_EXPERIENCE] - e.load_effect * b.flow["strain"] - delay
        b.firm.experience = felt.clip(-_UTMOST, _UTMOST)
        b.flow["cx_index"] = b.firm.experience
        start, slope = self._nps
        b.flow["nps"] = 100 * np.tanh(start + slope * b.firm.experience) * b.firm.alive

    def _leave(self, month: int) -> Array:
        """Draw who leaves, by class and stage; return them."""
        b, firm = self.batch, self.batch.firm
        before = firm.total_customers
        hazard = self._hazard(before)
        classes, stages, lanes = firm.customers.shape
        chance = np.broadcast_to(hazard[:, None], firm.customers.shape).reshape(-1, lanes)
        gone = b.streams.binomial("experience.churn", month, firm.customers.reshape(-1, lanes), chance)
        b.flow["hazard"] = hazard
        firm.customers = firm.customers - gone.reshape(classes, stages, lanes)
        b.flow["churned"] = by_lane(gone)
        b.flow["churn_rate"] = b.flow["churned"] / np.maximum(before, 1.0)
        return asarray(b.flow["churned"])

    def _hazard(self, customers: Array) -> Array:
        """Return this month's churn hazard per class, shape (classes, lanes), in a base of so many customers."""
        b, e, firm = self.batch, self.batch.parameters.experience, self.batch.firm
        share = (firm.embedded / np.maximum(customers, 1.0)).clip(0.0, 1.0)
        embedded = (1 - (1 - e.embedding_churn) * share) / self._relief_today
        # The power of price as an exponential: one with everything else that acts on churn.
        power = np.exp(-e.churn_effect * firm.experience - e.price_churn * np.log(b.flow["appeal"]))
        power = power * b.world.churn * embedded
        if b.parameters.business.kind == "orders":
            # Customers without a contract drop out after an order: no orders, no drop-out.
            power = power * b.world.activity
        return asarray(1 - np.exp(power * self._staying))

    def _move_on(self, month: int) -> None:
        """Draw who moves to the next lifecycle stage."""
        b, firm = self.batch, self.batch.firm
        faster = b.opening.progress.copy()
        quick = np.exp(b.parameters.experience.onboarding_effect * b.flow["own"][_EXPERIENCE])
        faster[0] = 1 - (1 - faster[0]) ** quick
        classes, _, lanes = firm.customers.shape
        stay = firm.customers[:, :3].reshape(-1, lanes)
        chance = np.broadcast_to(faster[None], (classes, 3, lanes)).reshape(-1, lanes)
        moved = b.streams.binomial("experience.progress", month, stay, chance).reshape(classes, 3, lanes)
        firm.customers[:, :3] -= moved
        firm.customers[:, 1:] += moved

    def _embed(self, month: int, churned: Array) -> None:
        """Draw whose work comes to run through the firm's software, and who of them left."""
        b, e, firm = self.batch, self.batch.parameters.experience, self.batch.firm
        customers = firm.total_customers
        share = (firm.embedded / np.maximum(customers + churned, 1.0)).clip(0.0, 1.0)
        leaving = (b.flow["churn_rate"] * self._embedded_churn(share)).clip(0.0, 1.0)
        lost = b.streams.binomial("experience.embedded_lost", month, firm.embedded, leaving)
        gained = firm.technology[_EXPERIENCE] * firm.adoption[_EXPERIENCE] - self._used_today
        chance = self._embedding_today + e.embedding_rate * gained
        free = np.maximum(customers - (firm.embedded - lost), 0.0)
        won = b.streams.binomial("experience.embedded_won", month, free, chance.clip(0.0, 1.0))
        firm.embedded = np.minimum(firm.embedded - lost + won, customers)

    def _embedded_churn(self, share: Array) -> Array:
        """Return churn of embedded customers relative to the average customer."""
        ratio = asarray(self.batch.parameters.experience.embedding_churn)
        return asarray(ratio / np.maximum(1 - (1 - ratio) * share, 1e-6))

    def _embedding_kept(self) -> Array:
        """Return the monthly chance to become embedded that keeps today's embedded share."""
        b, share = self.batch, asarray(self.batch.parameters.experience.embedded_share)
        churn = b.opening.churned / b.parameters.business.customers
        lost = share * churn * self._embedded_churn(share)
        return asarray(lost / np.maximum(1 - share, 1e-6))

    def _welcome(self, month: int) -> None:
        """Draw the loyalty class of every new customer; they start with onboarding."""
        b, firm = self.batch, self.batch.firm
        fresh = (
            self._classed(month, "plain", b.flow["new_plain"])
            + self._classed(month, "referred", b.flow["new_referred"])
            + self._classed(month, "discounted", b.flow["new_discounted"])
        )
        if b.parameters.business.kind == "orders":
            fresh = self._first_month(month, fresh)
        firm.customers[:, 0] += fresh
        b.flow["new_customers"] = b.flow["wins"]
        b.flow["customers"] = firm.total_customers

    def _first_month(self, month: int, fresh: Array) -> Array:
        """Draw what new customers order again and who leaves before the month is over; return who stays, by class."""
        b, made = self.batch, self.batch.opening.classes
        _, orders = self._ordering(month, "first_", fresh, made.first * made.orders * b.world.activity)
        chance = 1 - (1 - b.flow["hazard"]) ** made.first
        gone = b.streams.binomial("experience.first_churn", month, fresh, chance)
        b.flow["orders"] = b.flow["orders"] + orders
        b.flow["churned"] = b.flow["churned"] + by_lane(gone)
        return asarray(fresh - gone)

    def _classed(self, month: int, origin: str, count: Array) -> Array:
        """Split new customers over classes, shape (classes, lanes)."""
        if not anywhere(count):
            return np.zeros_like(self._staying)
        return self.batch.streams.split(f"experience.class_{origin}", month, count, self._classes[origin])

    def _order(self, month: int) -> None:
        """Set the volume that this month's orders ask for; onboarding customers of a contract ask for less."""
        b, e = self.batch, self.batch.parameters.experience
        spending = np.exp(e.order_value_effect * b.firm.experience)
        if b.parameters.business.kind == "contract":
            b.flow["orders"] = b.flow["active_customers"] = b.flow["customers"]
            unpaid = (1 - e.onboarding_revenue) * by_lane(b.firm.customers[:, 0])
            volume = (b.flow["customers"] - unpaid) * b.world.activity
        else:
            volume = b.flow["orders"]
        b.flow["demanded"] = volume * spending * self._order_sizes(month)

    def _draw_orders(self, month: int) -> None:
        """Draw who orders this month and how often; a new customer's first order is the win itself."""
        b = self.batch
        rate = b.opening.classes.orders * b.world.activity
        active, orders = self._ordering(month, "", by_first(b.firm.customers), rate)
        b.flow["active_customers"] = active + b.flow["wins"]
        b.flow["orders"] = orders + b.flow["wins"]

    def _ordering(self, month: int, who: str, waiting: Array, rate: Array) -> tuple[Array, Array]:
        """Draw customers who order and their orders; customers and orders per customer by class, both given so."""
        some = -np.expm1(-rate)
        active = self.batch.streams.binomial(f"experience.{who}active", month, waiting, some)
        further = np.maximum(0.0, rate / np.maximum(some, 1e-12) - 1)
        more = self.batch.streams.poisson(f"experience.{who}further_orders", month, active * further)
        ordering = by_lane(active)
        return ordering, ordering + by_lane(more)

    def _order_sizes(self, month: int) -> Array:
        """Draw the mean size of this month's orders relative to the usual one."""
        b = self.batch
        spread = b.parameters.experience.order_value_cv
        if not self._sizes_differ:
            return np.ones_like(spread)
        spread = np.where(spread > _ALIKE, spread, 0.0)
        shape = np.maximum(b.flow["orders"], 1.0) / np.where(spread > 0, spread, 1.0) ** 2
        return np.where(spread > 0, b.streams.gamma("experience.order_sizes", month, shape, 1 / shape), 1.0)

    def _lifetime_value(self) -> Array:
        """Return the value of a customer won now: first margin certain, paid at month end, today's rates for ever."""
        b, p = self.batch, self.batch.parameters
        customers = b.flow["customers"]
        price = p.business.price * b.flow["price"] * np.exp(p.experience.order_value_effect * b.firm.experience)
        each = b.opening.classes.orders * (price - b.flow["unit_cost"])
        serving = b.flow["service_spend"] / np.maximum(customers, 1.0)
        lost = self._discount - 1 + self._hazard(customers)
        value = by_lane(b.opening.classes.weight * (each - serving) / np.maximum(lost, ENDLESS))
        return asarray(value * b.firm.alive)
