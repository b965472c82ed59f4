"""Every figure of a run draws, or says why there is nothing to draw."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

import pytest
from matplotlib.figure import Figure

import sim
from sim.charts.gallery import FIGURES

if TYPE_CHECKING:
    from collections.abc import Mapping

METHODS = ["cash", *FIGURES]
SHARES = {f"policies.share_{share}": {"rule": "fixed_share", "share": f"{share}%"} for share in range(10, 100, 10)}
CASES: Mapping[str, tuple[dict[str, Any], set[str]]] = {
    "one policy": ({"policies.steady": None, "policies.harvest": None}, {"difference"}),
    "twelve policies": (SHARES, set()),
    "one month": ({"horizon": 1}, set()),
    "all ruined": ({"events": [{"month": 2, "kind": "demand_shock", "size": "-99%"}]}, set()),
}
"""What differs, and the figures that have nothing to draw then."""


def test_every_figure_of_the_gallery_is_listed(results: sim.Results) -> None:
    assert dir(results.plot) == sorted(METHODS)


def test_a_figure_that_does_not_exist_is_answered_with_the_nearest(results: sim.Results) -> None:
    with pytest.raises(AttributeError, match="Did you mean 'ruin'"):
        _ = results.plot.ruins


def test_plots_can_be_copied(results: sim.Results) -> None:
    assert copy(results.plot).results is results.plot.results


@pytest.mark.parametrize("case", CASES)
def test_every_figure_draws(case: str, scenario: sim.Scenario) -> None:
    changes, empty = CASES[case]
    results = sim.run(scenario.vary(changes), replications=40)
    for name in METHODS:
        if name in empty:
            with pytest.raises(sim.CyclesimError, match="nothing to draw"):
                getattr(results.plot, name)()
        else:
            assert isinstance(getattr(results.plot, name)(), Figure), name


def test_without_months_what_needs_them_says_so(scenario: sim.Scenario) -> None:
    results = sim.run(scenario, replications=40, paths="none")
    for name in ("fan", "cash", "cash_reinvestment"):
        with pytest.raises(sim.CyclesimError, match="kept no months"):
            getattr(results.plot, name)()
    assert isinstance(results.plot.ruin(), Figure)


def test_a_measure_that_does_not_exist_is_named(results: sim.Results) -> None:
    with pytest.raises(sim.CyclesimError, match="Did you mean 'cash'"):
        results.plot.fan("csah")


def test_an_answer_has_the_figures_of_its_command(results: sim.Results) -> None:
    answer = results.compare()
    assert dir(answer.plot) == ["forest", "regret"]
    assert isinstance(answer.plot.forest(), Figure)
    with pytest.raises(AttributeError, match="Did you mean 'forest'"):
        answer.plot.forrest()


def test_a_notebook_is_shown_a_picture(results: sim.Results) -> None:
    figure: Any = results.plot.ruin()
    assert figure._repr_png_().startswith(b"\x89PNG")
