"""One run's statistics: hand-computed on a few places, and the same cells as the record."""

import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.recorded import load
from analysis.validation import observed, summarise, targets
from analysis.validation.patterns.cells import PERIODS

PLACES = pl.DataFrame(
    [
        (1, "DE", "DE-BY", 3_000, "municipality", 48.0, 11.0),
        (2, "DE", "DE-BY", 4_000, "municipality", 49.0, 11.0),
        (3, "DE", "DE-TH", 12_000, "municipality", 51.0, 11.0),
        (4, "DE", "DE-SN", 12_000, "municipality", 51.0, 13.0),
        (5, "DE", "DE-NW", 300_000, "district", 51.0, 7.0),
        (6, "DE", "DE-BE", 3_400_000, "municipality", 52.5, 13.4),
        (7, "DE", "DE-BY", None, "municipality", 48.5, 11.0),
        (11, "FR", None, 1_000, "municipality", 48.0, 1.0),
        (12, "FR", None, 1_001, "municipality", 49.0, 1.0),
        (13, "FR", None, 9_000, "municipality", 50.0, 1.0),
        (14, "FR", None, 300_000, "district", 51.0, 1.0),
        (21, "PL", None, 5_000, "municipality", 52.0, 17.0),
        (31, "ZZ", None, 5_000, "municipality", 0.0, 0.0),
    ],
    schema={
        "id": pl.Int64,
        "country": pl.String,
        "land": pl.String,
        "population": pl.Int64,
        "level": pl.String,
        "lat": pl.Float64,
        "lon": pl.Float64,
    },
    orient="row",
)
TIES = (
    (1, 11, 1960, "partnership"),
    (1, 12, 1964, "partnership"),
    (1, 21, 1996, "contact"),
    (2, 12, 1997, "friendship"),
    (3, 13, 2000, "partnership"),  # the year of the filler: undated
    (4, 13, None, "contact"),  # Sachsen: in national counts only
    (5, 14, 2014, "partnership"),  # a district
    (6, 31, 1999, "partnership"),
    (7, 21, 2009, "partnership"),  # of unknown population
)


def recorded_of(ties, swapped=()):
    """Recorded ties of a run; those whose number is in `swapped` have the German end as b."""
    country = dict(PLACES.select("id", "country").iter_rows())
    rows = []
    for i, (home, away, year, form) in enumerate(ties):
        a, b = (away, home) if i in swapped else (home, away)
        rows.append((a, b, country[a], country[b], year, year is None, form))
    return pl.DataFrame(
        rows,
        schema={
            "a": pl.Int64,
            "b": pl.Int64,
            "country_a": pl.String,
            "country_b": pl.String,
            "year": pl.Int32,
            "year_is_default": pl.Boolean,
            "form": pl.String,
        },
        orient="row",
    )


def values(summary, pattern):
    """Cells of a pattern that are not zero or null."""
    rows = summary.filter(pl.col("pattern") == pattern).select("cell", "value").iter_rows()
    return {cell: value for cell, value in rows if value}


@pytest.fixture(scope="module")
def summary():
    return summarise(recorded_of(TIES), PLACES)


# ------------------------------------------------------------------------ by hand


def test_counts(summary):
    assert values(summary, "total") == {"all": 9}
    assert values(summary, "countries") == {"FR": 6, "PL": 2, "elsewhere": 1}
    assert values(summary, "forms") == {"partnership": 6, "friendship": 1, "contact": 2}
    assert values(summary, "units") == {"municipality": 8, "county": 1}


def test_dated_counts_leave_out_unknown_years_and_2000(summary):
    assert values(summary, "dated") == {
        "FR|1960-64": 2,
        "PL|1995-96": 1,
        "FR|1997-99": 1,
        "elsewhere|1997-99": 1,
        "PL|2005-09": 1,
        "FR|2010-14": 1,
    }
    assert values(summary, "dated_all") == {
        "1960-64": 2,
        "1995-96": 1,
        "1997-99": 2,
        "2005-09": 1,
        "2010-14": 1,
    }
    assert values(summary, "undated") == {"partnership": 1, "contact": 1}


def test_degree_counts_municipalities_of_the_twelve_laender_only(summary):
    assert values(summary, "degree") == {"0": 6305 - 5, "1": 4, "3": 1}


def test_many_ties_share_a_cell():
    ties = [(1, 11, 1960, "contact")] * 10 + [(2, 12, 1960, "contact")] * 15
    assert values(summarise(recorded_of(ties), PLACES), "degree") == {
        "0": 6303,
        "10-14": 1,
        "15+": 1,
    }


def test_shares_divide_by_the_places_of_the_record(summary):
    assert values(summary, "linked_by_size") == {
        "2000-4999": pytest.approx(2 / 1591),
        "10000-19999": pytest.approx(1 / 672),
        "500000+": pytest.approx(1 / 10),
    }
    assert values(summary, "ties_by_size") == {"2000-4999": 2, "10000-19999": 1, "500000+": 1}
    assert values(summary, "linked_by_land") == {
        "DE-BY": pytest.approx(3 / 2056),
        "DE-TH": pytest.approx(1 / 849),
        "DE-BE": 1,
    }
    assert values(summary, "french_ties_by_land") == {
        "DE-BY": pytest.approx(2 / 2056),
        "DE-TH": pytest.approx(1 / 849),
    }


def test_a_share_never_exceeds_one():
    many = pl.concat(
        [PLACES, PLACES.filter(pl.col("id") == 6).with_columns(id=pl.lit(99).cast(int))]
    )
    ties = recorded_of([(6, 11, 1990, "contact")])
    twin = ties.with_columns(a=pl.lit(99, dtype=pl.Int64))
    both = summarise(pl.concat([ties, twin]), many)
    assert values(both, "linked_by_land") == {"DE-BE": 1.0}


def test_berlin_is_in_neither_half(summary):
    assert values(summary, "east_west_linked") == {
        "west|2000-4999": pytest.approx(2 / 1286),
        "east|10000-19999": pytest.approx(1 / 101),
    }
    assert values(summary, "east_west_ties") == {"west|2000-4999": 2, "east|10000-19999": 1}


def test_laender(summary):
    assert values(summary, "ties_by_land") == {"DE-BY": 5, "DE-TH": 1, "DE-NW": 1, "DE-BE": 1}
    assert values(summary, "ties_by_land_country") == {
        "DE-BY|FR": 3,
        "DE-BY|PL": 2,
        "DE-TH|FR": 1,
        "DE-NW|FR": 1,
        "DE-BE|other": 1,
    }


def test_a_french_commune_counts_once_and_by_its_own_classes(summary):
    assert values(summary, "french") == {
        "501-1000": pytest.approx(1 / 6598),
        "1001-2000": pytest.approx(1 / 4527),
        "5001-10000": pytest.approx(1 / 1213),
    }


def great_circle(lat, lon, lat2, lon2):
    lat, lon, lat2, lon2 = map(math.radians, (lat, lon, lat2, lon2))
    cosine = math.sin(lat) * math.sin(lat2)
    cosine += math.cos(lat) * math.cos(lat2) * math.cos(lon - lon2)
    return 6371.0088 * math.acos(cosine)


def test_quantiles_of_distance_are_linear_between_ties(summary):
    km = sorted(
        [
            great_circle(48, 11, 48, 1),
            great_circle(48, 11, 49, 1),
            great_circle(49, 11, 49, 1),
            great_circle(51, 11, 50, 1),
        ]
    )
    found = values(summary, "distance")
    assert found["FR|p50"] == pytest.approx((km[1] + km[2]) / 2)
    assert found["FR|p10"] == pytest.approx(km[0] + 0.3 * (km[1] - km[0]))
    assert found["FR|p90"] == pytest.approx(km[2] + 0.7 * (km[3] - km[2]))
    assert not any(cell.startswith("GB") for cell in found)


def test_likeness_in_size(summary):
    home = [math.log(x) for x in (3000, 3000, 4000, 12000)]
    away = [math.log(x) for x in (1000, 1001, 1001, 9000)]
    mean = sum(home) / 4, sum(away) / 4
    pairs = [(h - mean[0], a - mean[1]) for h, a in zip(home, away, strict=True)]
    corr = sum(h * a for h, a in pairs) / math.sqrt(
        sum(h * h for h, _ in pairs) * sum(a * a for _, a in pairs)
    )
    found = values(summary, "likeness")
    assert found["FR|corr_ln_pop"] == pytest.approx(corr)
    assert found["FR|median_pop_ratio"] == pytest.approx(
        math.exp((math.log(3) + math.log(3000 / 1001)) / 2), rel=1e-3
    )
    assert found["FR|share_within_factor2"] == pytest.approx(1 / 4)
    # one Polish tie has two known sizes: 3,000 and 5,000
    assert found["PL|median_pop_ratio"] == pytest.approx(5 / 3)
    assert found["PL|share_within_factor2"] == 1
    assert "PL|corr_ln_pop" not in found


def test_exactly_double_is_within_a_factor_of_two():
    places = PLACES.with_columns(
        population=pl.when(pl.col("id") == 11).then(6_000).otherwise("population")
    )
    found = summarise(recorded_of([(1, 11, 1960, "contact")]), places)
    assert values(found, "likeness")["FR|share_within_factor2"] == 1


def test_inner_german_contracts_in_force():
    ties = pl.DataFrame(
        {
            "a": [1, 2, 3, 1, 3, 3, 6, 1],
            "b": [3, 3, 6, 2, 4, 7, 4, 11],
            "signed": [1987, 1989, 1990, 1960, 1960, None, 1990, 1960],
            "ended": [None, 1990, 2011, None, None, None, None, None],
        }
    )
    found = values(summarise(recorded_of(TIES), PLACES, ties), "inner_german")
    # 1-3 from 1987, 2-3 in 1989 alone, 3-6 until 2010, 6-4 from 1990; the others are not
    # contracts between East and West
    assert found == {"1988": 1, "1989": 2, "1990": 3, "2011": 2}


# ------------------------------------------------------------------------ the same cells


def test_cells_are_those_of_the_record_in_their_order(summary):
    record = observed()
    assert summary.select("pattern", "cell").equals(record.select("pattern", "cell"))
    assert record.select(pl.struct("pattern", "cell").is_unique().all()).item()


def test_nothing_is_zero_for_counts_and_shares_and_null_for_what_has_no_value():
    found = summarise(recorded_of([(5, 31, 1990, "contact")]), PLACES)
    for name, target in targets().items():
        cells = found.filter(pl.col("pattern") == name)["value"]
        if target.facts:
            assert cells.null_count() == len(cells)  # no ties were given
        elif target.measure in ("count", "share"):
            assert cells.null_count() == 0
        else:
            assert cells.null_count() == len(cells)


def test_a_tie_for_each_country_and_bin_comes_back_in_its_cell():
    countries = sorted(load("rgre2015_links_by_year")["country"].unique())
    abroad = pl.DataFrame(
        {"id": range(1000, 1000 + len(countries)), "country": countries},
        schema_overrides={"id": pl.Int64},
    )
    places = pl.concat([PLACES, abroad], how="diagonal").with_columns(
        pl.col("level").fill_null("municipality"), pl.col("lat", "lon").fill_null(0.0)
    )
    years = [int(period[:4]) + (period[:4] == "2000") for period in PERIODS]
    rows = abroad.join(pl.DataFrame({"year": years}, {"year": pl.Int32}), how="cross").select(
        a=pl.lit(1, pl.Int64),
        b="id",
        country_a=pl.lit("DE"),
        country_b="country",
        year="year",
        year_is_default=pl.lit(value=False),
        form=pl.lit("contact"),
    )
    found = summarise(rows, places).filter(
        pl.col("pattern") == "dated", ~pl.col("cell").str.starts_with("elsewhere")
    )
    assert found["value"].to_list() == [1.0] * (len(countries) * len(PERIODS))


# ------------------------------------------------------------------------ properties


@settings(max_examples=25)
@given(
    order=st.permutations(range(len(TIES))),
    swapped=st.sets(st.integers(0, len(TIES) - 1)),
)
def test_neither_order_nor_the_side_of_the_german_end_matters(order, swapped):
    base = summarise(recorded_of(TIES), PLACES)
    other = summarise(recorded_of([TIES[i] for i in order], swapped), PLACES)
    assert other.select("pattern", "cell").equals(base.select("pattern", "cell"))
    for one, two in zip(base["value"], other["value"], strict=True):
        assert one == two if one is None else two == pytest.approx(one, rel=1e-12)


@settings(max_examples=25)
@given(st.lists(st.sampled_from(TIES), min_size=1, max_size=40))
def test_counts_add_up_whatever_happened(ties):
    found = summarise(recorded_of(ties), PLACES)
    total = found.group_by("pattern").agg(pl.col("value").sum())
    sums = dict(total.iter_rows())
    assert sums["total"] == sums["countries"] == sums["forms"] == sums["units"] == len(ties)
    assert sums["dated"] == sums["dated_all"] == len(ties) - sums["undated"]
    assert sums["ties_by_land"] == sums["ties_by_land_country"]
    assert sums["degree"] == 6305


# ------------------------------------------------------------------------ negative cases


def test_an_empty_record_is_refused():
    with pytest.raises(ValueError, match="run to 2014 or later"):
        summarise(recorded_of([]), PLACES)


def test_a_tie_that_ends_nowhere_is_refused():
    with pytest.raises(ValueError, match="1 recorded ties end at no place"):
        summarise(recorded_of(TIES), PLACES.filter(pl.col("id") != 31))
