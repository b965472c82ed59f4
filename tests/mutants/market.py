"""Faults in steps 2 to 4: leads, sales, customers."""

from __future__ import annotations

from typing import Final

from tests.mutants.mutant import Mutant

_DEMAND = "sim/model/steps/demand.py"
_ACQUISITION = "sim/model/steps/acquisition.py"
_EXPERIENCE = "sim/model/steps/experience.py"
_LEADS = "tests/unit/model/test_demand.py"
_SALES = "tests/unit/model/test_acquisition.py"
_CUSTOMERS = "tests/unit/model/test_experience.py"
_LUCK = "tests/unit/model/test_luck.py"

MUTANTS: Final = (
    Mutant(
        "marketing a month late",
        "Base marketing follows the revenue of the quarter before last month.",
        _DEMAND,
        'b.history.mean("revenue", month - 1, 3)',
        'b.history.mean("revenue", month - 2, 3)',
        (_LEADS,),
    ),
    Mutant(
        "no carry-over",
        "Marketing is forgotten at the end of its month.",
        _DEMAND,
        "spend + channels.carry * firm.adstock",
        "spend",
        (_LEADS,),
    ),
    Mutant(
        "market without limit",
        "Customers won leave as many to win.",
        _DEMAND,
        "np.maximum(b.opening.market - b.firm.total_customers, 0.0) / self._left_today",
        "np.ones_like(b.opening.market)",
        (_LEADS,),
    ),
    Mutant(
        "referrals doubled",
        "Each customer brings two where the rate says one.",
        _DEMAND,
        '"referral", month, needed',
        '"referral", month, 2 * needed',
        (_LEADS,),
    ),
    Mutant(
        "leads without luck",
        "Leads are their mean: the noise of small numbers is gone.",
        _DEMAND,
        'b.streams.poisson("demand.leads", month, wanted)',
        "np.rint(wanted)",
        (_LUCK,),
    ),
    Mutant(
        "data without weight",
        "Good and bad customer data qualify as many leads.",
        _DEMAND,
        "* quality / self._quality_today",
        "",
        (_LEADS,),
    ),
    Mutant(
        "one luck for two decisions",
        "Who is accepted and who becomes an opportunity is the same draw.",
        _ACQUISITION,
        '"acquisition.opportunities"',
        '"acquisition.sql"',
        (f"{_LUCK}::test_no_name_is_drawn_from_twice_in_a_month",),
    ),
    Mutant(
        "sales capacity ignored",
        "A team drowned in leads wins as many and as fast.",
        _ACQUISITION,
        "np.maximum(work / np.maximum(capacity, 1e-12), 1.0)",
        "np.ones_like(work)",
        (_SALES,),
    ),
    Mutant(
        "parts of the whole",
        "Each part of a split is drawn with its chance among all parts, though some are gone: the last gets too many.",
        "sim/model/splitting.py",
        "room[part] = room[part - 1] - chances[part - 1]",
        "room[part] = 1.0",
        ("tests/unit/model/test_splitting.py",),
    ),
    Mutant(
        "arrivals on the first",
        "New opportunities move as if all had come on the first day of the month.",
        _ACQUISITION,
        '"acquisition.arrivals", month, arrivals, fresh)',
        '"acquisition.arrivals", month, arrivals, stay)',
        (_SALES,),
    ),
    Mutant(
        "dearer sells better",
        "The price elasticity of wins has the wrong sign.",
        _ACQUISITION,
        "** (a.price_elasticity * weight)",
        "** (-a.price_elasticity * weight)",
        (_SALES,),
    ),
    Mutant(
        "gains weigh more than losses",
        "A price cut moves customers more than a rise of the same size.",
        _ACQUISITION,
        "np.where(ratio > 1, a.loss_weight, 1.0)",
        "np.where(ratio < 1, a.loss_weight, 1.0)",
        (_SALES,),
    ),
    Mutant(
        "team hired at once",
        "The sales team follows revenue without a lag.",
        _ACQUISITION,
        "(wanted - b.firm.sales_team) / a.sales_hiring_lag",
        "(wanted - b.firm.sales_team)",
        (_SALES,),
    ),
    Mutant(
        "arrivals before churn",
        "New customers may leave in the month they come.",
        _EXPERIENCE,
        "churned = self._leave(month)\n",
        "self._welcome(month)\n        churned = self._leave(month)\n"
        '        b.flow.update(dict.fromkeys(("new_plain", "new_referred", "new_discounted"), 0 * churned))\n',
        ("tests/unit/model/test_month.py",),
    ),
    Mutant(
        "joy drives away",
        "Better experience makes more customers leave.",
        _EXPERIENCE,
        "np.exp(-e.churn_effect * firm.experience",
        "np.exp(e.churn_effect * firm.experience",
        (_CUSTOMERS,),
    ),
    Mutant(
        "churn without luck",
        "Exactly the expected customers leave: the spread of small customer bases is gone.",
        _EXPERIENCE,
        'b.streams.binomial("experience.churn", month, firm.customers.reshape(-1, lanes), chance)',
        "np.rint(firm.customers.reshape(-1, lanes) * chance)",
        (_LUCK,),
    ),
    Mutant(
        "service never strained",
        "Twice the customers per head are served as well.",
        _EXPERIENCE,
        "(need / np.maximum(capacity, 1e-6) - 1).clip(0.0, 10.0)",
        "0 * need",
        (_CUSTOMERS,),
    ),
    Mutant(
        "late goods please",
        "Longer lead times and stock-outs raise experience.",
        _EXPERIENCE,
        '* b.flow["strain"] - delay',
        '* b.flow["strain"] + delay',
        (_CUSTOMERS,),
    ),
    Mutant(
        "embedded leave alike",
        "Customers whose work runs through the firm's software leave as often as the others.",
        _EXPERIENCE,
        "power * b.world.churn * embedded",
        "power * b.world.churn",
        (_CUSTOMERS,),
    ),
    Mutant(
        "referred are ordinary",
        "Referred customers are no more loyal than others.",
        _EXPERIENCE,
        '"referred": o.referred',
        '"referred": o.classes.weight',
        (_CUSTOMERS,),
    ),
    Mutant(
        "loyalty classes of one size",
        "The few loyal customers are as many as the disloyal ones.",
        "sim/model/loyalty.py",
        "weights = vectors[:, 0, :] ** 2",
        "weights = np.ones_like(vectors[:, 0, :])",
        ("tests/unit/model/test_loyalty.py",),
    ),
    Mutant(
        "nobody leaves in the first month",
        "New customers without a contract neither order again nor leave before their first month is over.",
        "sim/model/loyalty.py",
        "first=0.5",
        "first=0.0",
        ("tests/unit/model/test_loyalty.py::test_new_customers_without_contract_have_half_a_month_to_leave",),
    ),
)
