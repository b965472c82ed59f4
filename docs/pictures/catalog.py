"""Which picture shows which claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pictures import planning, reinvesting, selling, valuing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pictures.canvas import Picture
    from tests.statistical.claims.statements import Claim, Found

DRAWN: Final[Mapping[int, Callable[[Claim, Found], Picture]]] = {
    1: reinvesting.harvest_or_reinvest,
    2: reinvesting.tipping_point,
    3: planning.planned_or_random,
    4: planning.simplify_then_automate,
    5: reinvesting.all_steps_together,
    6: reinvesting.shock_and_cash,
    7: selling.discount_in_a_downturn,
    8: planning.platform_project,
    9: selling.content_and_data,
    10: selling.self_service,
    11: valuing.before_and_after,
    12: planning.hosted_or_on_site,
    13: reinvesting.no_equilibrium,
    14: selling.volume_and_cost,
    15: planning.self_assessment,
    16: selling.workflow_embedding,
    17: valuing.five_points_of_retention,
    18: reinvesting.nothing_reinvested,
}
