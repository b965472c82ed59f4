"""What each figure draws is what the tables say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.text import Text

from sim.analysis.amounts import money
from sim.analysis.intervals import wilson
from sim.charts.cash_reinvestment import BUFFER, cash_reinvestment
from sim.charts.curves import curves
from sim.charts.difference import difference
from sim.charts.distribution import distribution
from sim.charts.dumbbell import dumbbell
from sim.charts.fan import fan
from sim.charts.ruin import LEAST, ruin
from sim.charts.spaghetti import spaghetti
from sim.charts.style import BLUE, FATES, MUTED, ORANGE
from tests.unit.analysis.synthetic import ends_of
from tests.unit.charts.runs import artists, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def line(figure: Figure, gid: str, number: int = 0) -> Line2D:
    found = artists(figure, gid)[number]
    assert isinstance(found, Line2D)
    return found


def colour(of: Line2D) -> str:
    return to_hex(of.get_color())


class TestFan:
    def test_medians_are_the_tables(self) -> None:
        results, summary = run("five")
        figure = fan(results, summary)
        for number, name in enumerate(results.facts.policies):
            expected = curves(results.paths, name, "yearly_revenue", averaged=1)["p50"]
            assert line(figure, "median", number).get_ydata() == pytest.approx(expected)

    def test_bands_nest_in_every_panel(self) -> None:
        figure = fan(*run("five"))
        for gid in ("p025 to p975", "p10 to p90", "p25 to p75"):
            assert len(artists(figure, gid)) == 5
        axes = figure.axes[2]
        heights = [band.get_paths()[0].get_extents().height for band in axes.collections]
        assert heights == sorted(heights, reverse=True)

    @pytest.mark.parametrize("draw", [fan, cash_reinvestment])
    def test_bands_of_some_paths_only_are_called_so(
        self, draw: Callable[..., Figure], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        results, summary = run("five")
        assert not any("Bands and medians" in text for text in texts(draw(results, summary)))
        monkeypatch.setattr("sim.results.BAND_PATHS", 50)
        assert any("Bands and medians: the first 50 paths." in text for text in texts(draw(results, summary)))

    def test_all_panels_share_one_scale_from_zero(self) -> None:
        figure = fan(*run("twelve"))
        assert len({axes.get_ylim() for axes in figure.axes}) == 1
        assert figure.axes[0].get_ylim()[0] == 0.0

    def test_the_ends_are_labelled_in_money_and_odds(self) -> None:
        results, summary = run("five")
        found = texts(fan(results, summary))
        end = curves(results.paths, "plan_first", "yearly_revenue", averaged=1)
        assert money(end.last("p975"), "GBP") in found
        assert money(end.last("p50"), "GBP") in found
        assert found.count("1 in 40 above") == 5

    def test_the_head_says_the_share_that_ends_lower_and_the_regime(self) -> None:
        results, summary = run("five")
        share = summary["harvest"].ending_lower.probability
        assert f"{share:.0%} of paths end lower (shrinking)" in texts(fan(results, summary))

    def test_colours_follow_the_direction_of_most_paths(self) -> None:
        results, summary = run("five")
        figure = fan(results, summary)
        colours = dict(zip(results.facts.policies, (colour(line(figure, "median", n)) for n in range(5)), strict=True))
        assert colours["harvest"] == ORANGE.lower()
        assert colours["plan_first"] == BLUE.lower()

    def test_labels_that_read_alike_are_written_once(self) -> None:
        """Everyone closes: every quantile ends at nothing, and only the median says so."""
        found = texts(fan(*run("broke")))
        assert found.count("median") == 2
        assert "1 in 10 above" not in found

    def test_other_measures(self) -> None:
        figure = fan(*run("two"), measure="customers")
        assert figure.get_label() == "Customers under each policy"
        assert figure.axes[0].get_ylim()[0] == 0.0

    def test_monthly_flows_are_averaged_over_a_year(self) -> None:
        results, summary = run("two")
        figure = fan(results, summary, measure="revenue")
        expected = curves(results.paths, "harvest", "revenue", averaged=12)["p50"]
        assert line(figure, "median").get_ydata() == pytest.approx(expected)
        assert any("Revenue a month, average of the last 12 months" in text for text in texts(figure))

    def test_policies_keep_their_order(self) -> None:
        results, summary = run("five")
        found = texts(fan(results, summary))
        heads = [found.index(name) for name in ("Carry on", "Harvest", "Plan first", "All in", "Steady")]
        assert heads == sorted(heads)


class TestSpaghetti:
    def test_paths_are_the_samples(self) -> None:
        results, summary = run("five")
        figure = spaghetti(results, summary)
        drawn = artists(figure, "paths")[0]
        assert isinstance(drawn, LineCollection)
        segments = drawn.get_segments()
        assert len(segments) == 250
        rows = results.samples.query("policy == 'carry_on' and replication == 3").sort_values("month")
        assert segments[3][-1][1] == pytest.approx(rows["yearly_revenue"].iloc[-1])

    def test_colour_is_what_becomes_of_the_path(self) -> None:
        results, summary = run("five")
        drawn = artists(spaghetti(results, summary), "paths")[3]
        assert isinstance(drawn, LineCollection)
        growth = results.outcomes.query("policy == 'all_in' and ruined == 0").set_index("replication")["growth"]
        for replication in (growth.index[growth > 0.01][0], growth.index[growth < -0.01][0]):
            name = "growing" if growth[replication] > 0 else "shrinking"
            assert to_hex(np.asarray(drawn.get_colors())[replication]) == FATES[name].lower()

    def test_shares_count_every_replication(self) -> None:
        results, summary = run("five")
        found = texts(spaghetti(results, summary))
        assert f"{summary['plan_first'].regime.growing.probability:.0%}" in found
        assert any("250 of them drawn" in text for text in found)

    def test_many_policies_share_the_paths(self) -> None:
        drawn = artists(spaghetti(*run("twelve")), "paths")
        assert sum(len(one.get_segments()) for one in drawn if isinstance(one, LineCollection)) <= 1500

    def test_cut_paths_are_counted(self) -> None:
        figure = spaghetti(*run("five"))
        top = figure.axes[0].get_ylim()[1]
        drawn = [one for one in artists(figure, "paths") if isinstance(one, LineCollection)]
        above = sum(segment[:, 1].max() > top for one in drawn for segment in one.get_segments())
        assert any(f"{above} paths cut off at the top" in text for text in texts(figure))


class TestRuin:
    def test_curve_and_band_are_counts_and_wilson(self) -> None:
        results, summary = run("five")
        figure = ruin(results, summary)
        months = results.outcomes.query("policy == 'all_in'")["ruin_month"]
        curve = line(figure, "all_in")
        for month in (0, 60, 119):
            assert np.asarray(curve.get_ydata())[month] == pytest.approx((months <= month).mean())
        band = artists(figure, "all_in band")[0].get_paths()[0].get_extents()  # type: ignore[attr-defined]
        assert band.y1 == pytest.approx(wilson(int(months.notna().sum()), 400)[1])
        assert band.x0 == months.min()

    def test_no_ruin_says_what_it_allows_for(self) -> None:
        figure = ruin(*run("two"))
        bound = wilson(0, 80)[1]
        assert line(figure, "no ruin bound").get_ydata() == pytest.approx([bound, bound])
        assert any(
            f"No ruin in 80 replications under harvest and plan first: at most {bound:.1%}" in text
            for text in texts(figure)
        )
        assert figure.axes[0].get_ylim()[1] >= LEAST

    def test_certain_ruin_reaches_one(self) -> None:
        figure = ruin(*run("broke"))
        assert np.asarray(line(figure, "harvest").get_ydata())[-1] == 1.0
        assert "100%" in texts(figure)

    def test_curves_of_one_colour_differ_in_their_dashes(self) -> None:
        results, summary = run("often ruined")
        figure = ruin(results, summary)
        found = [line(figure, name) for name in results.facts.policies[:4]]
        assert len({colour(curve) for curve in found}) == 1
        assert len({str(vars(curve)["_unscaled_dash_pattern"]) for curve in found}) == 4


class TestDumbbell:
    def test_dots_are_the_quantiles(self) -> None:
        results, summary = run("five")
        figure = dumbbell(results, summary)
        outcomes = results.outcomes.query("policy == 'plan_first'")["npv"]
        for column, p in enumerate((0.1, 0.5, 0.9)):
            dot = line(figure, "plan_first", column)
            assert dot.get_xdata() == pytest.approx([outcomes.quantile(p)])

    def test_columns_share_one_scale(self) -> None:
        figure = dumbbell(*run("twelve"))
        spans = [axes.get_xlim()[1] - axes.get_xlim()[0] for axes in figure.axes]
        assert spans == pytest.approx([spans[0]] * 3)

    def test_colour_only_beyond_noise(self) -> None:
        results, summary = run("five")
        figure = dumbbell(results, summary)
        assert colour(line(figure, "plan_first", 1)) == BLUE.lower()
        assert colour(line(figure, "harvest", 1)) == ORANGE.lower()
        assert colour(line(figure, "steady", 1)) == MUTED.lower()

    def test_values_and_differences_are_written(self) -> None:
        results, summary = run("five")
        found = texts(dumbbell(results, summary))
        npv = summary["plan_first"].npv
        assert money(npv.p50, "GBP") in found
        assert f"+{money(npv.p50 - summary.baseline.npv.p50, 'GBP')}" in found


class TestCashReinvestment:
    def test_one_scale_per_row(self) -> None:
        figure = cash_reinvestment(*run("twelve"))
        assert len({axes.get_ylim() for axes in figure.axes[::2]}) == 1
        assert len({axes.get_ylim() for axes in figure.axes[1::2]}) == 1
        assert len(figure.axes) == 24

    def test_cash_is_not_averaged_and_reinvestment_is(self) -> None:
        results, summary = run("five")
        figure = cash_reinvestment(results, summary)
        for number, (measure, averaged) in enumerate((("cash", 1), ("reinvested", 12))):
            expected = curves(results.paths, "carry_on", measure, averaged=averaged)["p50"]
            assert line(figure, "median", number).get_ydata() == pytest.approx(expected)

    def test_the_buffer_is_drawn_when_a_run_has_it(self) -> None:
        results, summary = run("two")
        assert artists(cash_reinvestment(results, summary), "buffer") == []
        paths = results.paths
        extra = paths[paths["measure"] == "cash"].assign(measure=BUFFER)
        richer = type(results)(results.facts, results.ends, pd.concat([extra, paths]), results.samples)
        assert len(artists(cash_reinvestment(richer, summary), "buffer")) == 2


class TestDifference:
    def test_intervals_are_the_paired_ones(self) -> None:
        results, summary = run("five")
        figure = difference(results, summary)
        assert figure is not None
        against = summary["steady"].against_baseline
        assert against is not None
        assert line(figure, "steady interval").get_xdata() == pytest.approx(against.npv.ci95)

    def test_the_best_stands_first(self) -> None:
        figure = difference(*run("five"))
        assert figure is not None
        rows = {name: np.asarray(line(figure, name).get_ydata())[0] for name in ("plan_first", "steady", "harvest")}
        assert rows["plan_first"] < rows["steady"] < rows["harvest"]

    def test_nothing_to_compare(self) -> None:
        assert difference(*run("one")) is None

    def test_noise_is_grey(self) -> None:
        figure = difference(*run("all the same"))
        assert figure is not None
        assert colour(line(figure, "steady")) == MUTED.lower()


class TestDistribution:
    def test_hills_have_equal_areas(self) -> None:
        figure = distribution(*run("five"))
        assert figure is not None
        areas = []
        for row, name in enumerate(("carry_on", "harvest", "plan_first")):
            x, y = (np.asarray(part, dtype=float) for part in line(figure, name).get_data())
            areas.append(float(np.trapezoid(row + 0.5 - y, x)))
        assert areas == pytest.approx([areas[0]] * 3, rel=0.05)

    def test_two_modes_show(self) -> None:
        results, summary = run("five")
        outcomes = results.outcomes.copy()
        outcomes["npv"] = np.where(outcomes["replication"] % 2 == 0, 1.0, 9.0) + 0.001 * outcomes["replication"]
        figure = distribution(type(results)(results.facts, ends_of(outcomes), results.paths, results.samples), summary)
        assert figure is not None
        y = -np.asarray(line(figure, "harvest").get_ydata(), dtype=float)
        peaks = (y[1:-1] > y[:-2]) & (y[1:-1] >= y[2:])
        assert peaks.sum() == 2

    @pytest.mark.parametrize("case", ["one replication", "nothing known"])
    def test_no_shape_is_invented(self, case: str) -> None:
        assert distribution(*run(case)) is None
