"""What each fit sees of the record, and that the time split sees nothing later."""

import numpy as np
import polars as pl
import pytest

from analysis.estimation import standing as program
from analysis.estimation import write
from analysis.estimation.counts import seen as tables
from analysis.estimation.counts.exposure import MeasuredModel, exposure, measured
from analysis.estimation.counts.flows import fit, problem
from analysis.estimation.counts.rounds import DAMPING, _updated, first_appeal
from analysis.estimation.counts.seen import BEFORE, FULL, SPLIT, Seen
from analysis.estimation.counts.shapes import START, estimated, responses
from analysis.observation.register import recorded
from analysis.recorded import country_totals
from analysis.recorded import counts as recorded_counts
from analysis.recorded import load as load_table
from analysis.validation.patterns.cells import LAENDER
from scenarios import load
from simulation.past import load_events
from simulation.run import History, cached_world


@pytest.fixture(scope="module")
def run():
    """One history and its register."""
    truth, world = load("history").model_copy(update={"until": 2014}), cached_world("germany")
    model = MeasuredModel(truth, world, 9000)
    model.measure()
    while model.year <= 2014:
        model.step()
    return truth, world, recorded(History(truth, world, 9000, model, {})), model.rates


def measurement(run, seen):
    _, world, register, rates = run
    return measured(seen.rows(register), world, rates, 100.0, seen)


def events(seen):
    return [e for e in load_events() if estimated(e) and e.date.year <= seen.until]


def other_later_ties(name):
    """The record as if everything after 1986, and all that has no year, had come otherwise."""
    table = load_table(name)
    if name != "rgre2015_links_by_year":
        return table
    late = (pl.col("year") > 1986) | (pl.col("year_is_default") == 1)
    kept = table.filter(~late)
    changed = table.filter(late).with_columns(count=pl.col("count") * 3 + 1)
    return pl.concat([kept, changed.filter(pl.col("country") != "FR")])


def test_split_is_the_default_and_full_sees_all_tables():
    assert Seen() == SPLIT
    assert SPLIT.until == 1996
    assert len(SPLIT.laender) == 7
    assert set(FULL.laender) == set(LAENDER)
    assert len(FULL.laender) == 12
    assert SPLIT.cells == FULL.cells == 52
    assert BEFORE.cells == len(range(1946, 1987))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"until": 2001}, "expected a year from 1946 to 1996"),
        ({"until": 1986, "undated": False}, "hold undated ties"),
    ],
)
def test_what_cannot_be_fitted_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        Seen(**wrong)


def test_rows_by_land_of_all_twelve():
    world = cached_world("germany")
    table = load_table("rgre2015_links_by_land").filter(pl.col("country").is_in(world.groups))
    counts = tables.observed_by_land(world, FULL)
    assert counts.sum() == table["count"].sum()
    bavaria = tables.observed_by_land(world, SPLIT)[SPLIT.laender.index("DE-BY")]
    assert counts[FULL.laender.index("DE-BY")].tolist() == bavaria.tolist()


def test_dated_rows_alone_are_counted_until_1986():
    world = cached_world("germany")
    table = load_table("rgre2015_links_by_year")
    known = table.filter(pl.col("year").is_between(1946, 1986), pl.col("year_is_default") == 0)
    abroad = known.filter(pl.col("country").is_in(world.groups))
    assert tables.observed(world, BEFORE).sum() == abroad["count"].sum()
    assert tables.observed_by_land(world, BEFORE).shape == (0, len(world.groups))
    by_form = dict(known.group_by("form").agg(pl.col("count").sum()).iter_rows())
    forms = [by_form[form] for form in ("contact", "friendship", "partnership")]
    assert tables.observed_forms(BEFORE).tolist() == forms
    districts = known.filter(pl.col("unit_type") == "county")["count"].sum()
    assert tables.observed_districts(BEFORE) == districts < tables.observed_districts(SPLIT)
    assert tables.first_links(SPLIT)["FR"] == dict(country_totals().iter_rows())["FR"]
    assert tables.first_links(BEFORE)["PS"] == 0.5


def estimates(run, seen):
    truth = run[0]
    found = measurement(run, seen)
    fitted = fit(truth, exposure(truth, found, seen), events(seen), responses(START))
    return fitted, _updated(truth, fitted, START, found, seen, DAMPING)


@pytest.mark.deep
def test_nothing_after_1986_leaks(run, monkeypatch):
    fitted, after = estimates(run, BEFORE)
    start = first_appeal(BEFORE)
    told_more = tables.observed(run[1], SPLIT)
    monkeypatch.setattr(tables, "load", other_later_ties)
    monkeypatch.setattr(recorded_counts, "load", other_later_ties)
    again, later = estimates(run, BEFORE)
    assert [(e.name, e.value, e.error) for e in again.estimates] == [
        (e.name, e.value, e.error) for e in fitted.estimates
    ]
    assert later == after
    assert first_appeal(BEFORE) == start
    assert not np.array_equal(tables.observed(run[1], SPLIT), told_more)


def test_what_later_tables_tell_is_not_matched(run):
    truth, found = run[0], measurement(run, BEFORE)
    fitted = fit(truth, exposure(truth, found, BEFORE), events(BEFORE), responses(START))
    after = _updated(truth, fitted, START, found, BEFORE, DAMPING)
    assert after.choice == truth.choice
    assert after.reunification == truth.reunification
    assert after.rate.district != truth.rate.district
    late = [e.id for e in load_events() if e.date.year > 1986 and estimated(e)]
    assert len(late) > 5
    assert not {f"events.{name}" for name in late} & {e.name for e in fitted.estimates}
    assert all(after.events[name].size == 0.0 for name in late)


def test_the_start_of_the_time_split_reads_no_table_without_years(monkeypatch):
    def refuse(*_):
        raise AssertionError("a table without years was read")

    monkeypatch.setattr(program, "forms", refuse)
    monkeypatch.setattr(program, "settled", refuse)
    links = write.read(write.LINKS)
    assert program.starting_before(links).rate.size == round(links["rate"]["values"]["size"], 4)
    with pytest.raises(AssertionError):
        program.starting(links)


def test_a_country_without_a_tie_is_drawn_to_the_others(run):
    fitted, _ = estimates(run, BEFORE)
    appeals = {e.name: e for e in fitted.estimates if e.name.startswith("appeal.")}
    mean = np.mean([e.value for e in appeals.values()])
    nobody = appeals["appeal.PS"]
    assert nobody.value == pytest.approx(mean, abs=2.0)
    assert nobody.error > 2 * appeals["appeal.FR"].error
    assert nobody.error < 4.0


def test_each_fit_lays_out_its_own_cells(run):
    truth, world = run[0], run[1]
    abroad = sum(country != "DE" for country in world.group_country)
    for seen in (SPLIT, FULL, BEFORE):
        found = measurement(run, seen)
        laid = problem(truth, exposure(truth, found, seen), events(seen), responses(START))
        misfits = [name for name in laid.names if name.startswith("misfit.")]
        assert len(misfits) == (abroad + len(seen.laender) if seen.laender else 0)
        assert len(laid.counts) <= abroad * (seen.cells + len(seen.laender))
        assert found.by_land.shape == (len(seen.laender), len(world.groups))
        assert laid.alike == (seen is BEFORE)


def test_the_default_fit_estimates_what_ships(run):
    truth, found = run[0], measurement(run, SPLIT)
    fitted = fit(truth, exposure(truth, found), events(SPLIT), responses(START))
    assert {e.name for e in fitted.estimates} == set(write.read(write.FLOWS)["estimates"])
