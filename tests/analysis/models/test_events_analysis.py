"""Event studies of material: the record, made registers, and what is refused."""

from functools import cache

import polars as pl
import pytest

from analysis.models.events import fit, recorded_events
from analysis.models.events.dated import beside, dated_events
from analysis.models.material import made
from analysis.models.results import Analysis, ModelError
from analysis.observation.register import RECORDED_SCHEMA
from simulation.run import cached_world
from simulation.tables import municipalities


@cache
def places() -> pl.DataFrame:
    return municipalities(cached_world("germany")).sort("id")


@cache
def record() -> Analysis:
    return recorded_events()


def register(per_year: dict[str, dict[int | None, int]]) -> pl.DataFrame:
    """A register with so many ties of each country and year, between different places."""
    home = places().filter(pl.col("country") == "DE")["id"].to_list()
    rows = []
    for country, years in per_year.items():
        away = places().filter(pl.col("country") == country)["id"].to_list()
        pairs = [(one, other) for other in away for one in home[: 4000 // len(away) + 1]]
        for year, number in years.items():
            for _ in range(number):
                a, b = pairs.pop()
                ends = (a, b, "DE", country) if a < b else (b, a, country, "DE")
                rows.append((*ends, year, year is None, "partnership"))
    return pl.DataFrame(rows, schema=RECORDED_SCHEMA, orient="row")


def flat(first: int, last: int, number: int) -> dict[int | None, int]:
    return dict.fromkeys(range(first, last + 1), number)


def test_the_record_gives_the_treaty_of_1963_and_the_fall_of_the_wall():
    found = record()
    assert found.model == "events"
    effects = found.table("effects")
    # France beside all others by hand from the shipped counts: a cross ratio of four sums
    treaty, wall = effects.row("elysee_1963"), effects.row("opening_1989")
    assert treaty.estimate == pytest.approx(0.33319, abs=1e-4)
    assert treaty.low < 0.0 < treaty.high
    assert wall.low > 1.0
    assert "youth_office_fr_1963" in treaty.note
    assert {table.name for table in found.tables} == {
        *("effects", "leads_lags", "joint", "interrupted", "negative_binomial", "placebos"),
    }
    assert effects.period == (1946, 1996)
    assert "916 ties of unknown year are left out." in found.notes
    tests = found.frames["tests"].filter(pl.col("test") == "effect")
    assert (tests["holm"] >= tests["p"]).all()
    assert (tests["hochberg"] <= tests["holm"] + 1e-12).all()


def test_the_cross_ratio_of_the_record_by_hand():
    from analysis.recorded import country_year

    table = country_year().filter(pl.col("year").is_between(1957, 1973))
    france = pl.col("country") == "FR"
    after = pl.col("year") >= 1963
    sums = [
        table.filter(side & time)["links"].sum()
        for side in (france, ~france)
        for time in (after, ~after)
    ]
    expected = pl.Series([sums[0] * sums[3] / (sums[1] * sums[2])]).log()[0]
    found = record().table("effects").row("elysee_1963").estimate
    assert found == pytest.approx(expected, abs=1e-9)


def test_a_register_is_studied_and_its_notes_say_what_was_left_out():
    ties = register(
        {
            "FR": {**flat(1957, 1962, 4), **flat(1963, 1973, 12), None: 3, 2005: 2},
            "GB": flat(1957, 1973, 6),
            "IT": flat(1957, 1973, 6),
            "NL": flat(1957, 1973, 6),
        }
    )
    found = fit(made(places(), [{"recorded": ties}], source="my register"))
    # 12 to 4 a year, while the others stay as they were
    assert found.table("effects").row("elysee_1963").estimate == pytest.approx(1.0986123, abs=1e-6)
    assert "3 ties of unknown year are left out." in found.notes
    assert found.table("effects").source == "my register"
    assert found.frames["events"].filter(event="elysee_1963")["after"][0] == 132


@pytest.mark.deep
def test_two_runs_are_pooled_without_p_values():
    runs = [
        {"recorded": register({"FR": {**flat(1957, 1962, 4), **flat(1963, 1973, n)}, "GB": base})}
        for n, base in ((8, flat(1957, 1973, 6)), (16, flat(1957, 1973, 6)))
    ]
    row = fit(made(places(), runs)).table("effects").row("elysee_1963")
    assert row.estimate == pytest.approx(1.0397208, abs=1e-6)  # mean of ln 2 and ln 4
    assert row.p is None
    assert row.between == pytest.approx(0.4901291, abs=1e-6)


def test_one_country_leaves_the_interrupted_series_alone():
    ties = register({"FR": {**flat(1957, 1962, 5), **flat(1963, 1973, 9)}})
    found = fit(made(places(), [{"recorded": ties}]))
    assert [table.name for table in found.tables] == ["interrupted"]
    assert any("no other country to compare with" in note for note in found.notes)


def test_a_register_without_years_is_refused():
    ties = register({"FR": {None: 60}, "PL": {None: 10}})
    with pytest.raises(ModelError, match=r"^mine: none of its 70 ties has a year, so no event"):
        fit(made(places(), [{"recorded": ties}], source="mine"))


def test_too_few_dated_ties_are_refused():
    ties = register({"FR": {1960: 10, 1970: 9, None: 60}})
    with pytest.raises(ModelError, match="19 of its ties were agreed from 1946 to 1996"):
        fit(made(places(), [{"recorded": ties}]))


def test_ties_that_no_event_touches_are_refused():
    ties = register({"FR": flat(1978, 1982, 10)})
    with pytest.raises(ModelError, match="no event between 1946 and 1996 can be told from its 50"):
        fit(made(places(), [{"recorded": ties}]))


def test_events_that_counts_cannot_tell_apart_stand_as_one():
    ids = [event.id for event in dated_events()]
    assert len(ids) == len(set(ids))
    assert "youth_office_fr_1963" not in ids
    assert "sponsorship_guidelines_1953" not in ids  # sponsorships take no search
    treaty = next(event for event in dated_events() if event.id == "elysee_1963")
    same, others = beside(treaty, 1957, 1973)
    assert "gera_saint_denis_1959" in same
    assert "warsaw_treaty_1970" in others
