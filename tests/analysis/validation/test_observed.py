"""The recorded side: totals that are known, roles that were declared, errors that make sense."""

import hashlib
import math

import polars as pl
import pytest

from analysis.recorded import TABLES, published
from analysis.validation import observed, split, targets
from analysis.validation.targets import FILE, read_split, read_targets


def sums():
    return dict(observed().group_by("pattern").agg(pl.col("recorded").sum()).iter_rows())


def value(pattern, cell, column="recorded"):
    return observed().filter(pl.col("pattern") == pattern, pl.col("cell") == cell)[column].item()


def test_totals():
    total = sums()
    assert total["total"] == total["countries"] == total["units"] == 7102
    assert total["forms"] == 7102 - 10  # ten of unknown form
    assert total["undated"] == 916 - 4  # four of them undated
    assert total["dated"] == total["dated_all"] == 7102 - 916 - 3  # three before 1945
    assert total["degree"] == 6305
    assert total["ties_by_land"] == total["ties_by_land_country"] == 5254


@pytest.mark.parametrize(
    ("pattern", "cell", "expected"),
    [
        ("countries", "FR", 2300),
        ("countries", "elsewhere", 0),
        ("degree", "0", 4141),
        ("degree", "15+", 7),
        ("linked_by_size", "2000-4999", 0.291),
        ("ties_by_size", "500000+", 23.6),
        ("distance", "PL|p25", 387.1),
        ("likeness", "IT|corr_ln_pop", 0.587),
        ("east_west_linked", "east|20000-49999", 0.8065),
        ("linked_by_land", "DE-HE", 0.6972),
        ("french_ties_by_land", "DE-SL", 0.8654),
        ("inner_german", "1990", 850),
        ("inner_german", "1986", 1),  # the first, an event of the record
        ("climate", "2021", 80),
        ("waiting", "1989", 800),
        ("nicaragua", "2021", 30),
        ("ukraine", "2022", 128),
        ("people", "2006", 500),
        ("british", "2011", 464),
        ("british", "2020", 419),
        ("hanse", "2019", 195),
        ("sponsorships", "2007", 35),
        ("franco_german", "school", 0.62),
        ("franco_german_life", "dormant", 35 / 1322),
        ("russia_suspended", "2022", 17 / 61),
        ("russia_ended", "2022", 0),
        ("repeats", "rest|all", 0.087348),
        ("founders", "1970-74", 17939),
        ("small_towns", "PL|large", 688.4),
        ("likeness_kept", "all|share_within_factor2", 0.5368),
    ],
)
def test_single_numbers_of_the_tables(pattern, cell, expected):
    assert value(pattern, cell) == pytest.approx(expected, rel=1e-12)


def test_bins_of_1995_are_cut_after_1996():
    table = observed().filter(pl.col("pattern") == "dated_all")
    assert table["cell"].to_list()[10:13] == ["1995-96", "1997-99", "2000-04"]
    assert table["recorded"].to_list()[10:13] == [469, 220, 324]  # 2000 itself is the filler


def test_ranges():
    assert value("inner_german", "1989") == published("G128")["value"][0] == 61
    assert value("inner_german", "1989", "recorded_high") == published("G100")["value"][0] == 98
    assert "bpb Deutschland Archiv" in value("inner_german", "1989", "source")
    assert value("french", "0-500", "recorded_high") == 0.00362
    ranged = observed().drop_nulls("recorded_high")
    assert (ranged["recorded_high"] > ranged["recorded"]).all()
    assert set(ranged["pattern"]) == {
        "french",
        "inner_german",
        "franco_german_life",
        "sponsorships",
    }


def test_roles():
    assert value("dated", "FR|1995-96", "role") == "fitted"
    assert value("dated", "FR|1997-99", "role") == "kept back"
    roles = dict(observed().group_by("pattern").agg(pl.col("role").unique().sort()).iter_rows())
    kept = {name for name, found in roles.items() if found == ["kept back"]}
    single = {"french", "founders", "small_towns", "likeness_kept"}
    published = {"nicaragua", "british", "british_change", "russia_ended", "sponsorships"}
    assert kept == single | published | {"franco_german_life", "franco_german_ages"}
    both = {name for name, found in roles.items() if len(found) == 2}
    by_land = {"ties_by_land", "ties_by_land_country", "linked_by_land", "french_ties_by_land"}
    twofold = {"dated", "distance", "likeness", "repeats", "hanse", "inner_german"}
    assert both == twofold | by_land


def test_the_split_keeps_whole_laender_and_countries_back():
    assert len(split().laender) == 5
    assert value("ties_by_land_country", "DE-TH|FR", "role") == "kept back"
    assert value("ties_by_land_country", "DE-HE|FR", "role") == "fitted"
    assert value("distance", "PL|p50", "role") == value("likeness", "GB|corr_ln_pop", "role")
    assert value("distance", "PL|p50", "role") == "kept back"
    assert value("distance", "FR|p50", "role") == "fitted"
    assert value("dated_all", "2005-09", "role") == "fitted"
    assert value("repeats", "kept|FR", "role") == "kept back"
    assert value("repeats", "rest|FR", "role") == "fitted"


def test_the_split_follows_its_own_rule():
    """First by SHA-256 of the code within each stratum, whatever a model does there."""

    def first(codes, count):
        return sorted(codes, key=lambda code: hashlib.sha256(code.encode()).hexdigest())[:count]

    cities, east = ["DE-BE", "DE-HB", "DE-HH"], ["DE-BB", "DE-MV", "DE-ST", "DE-TH"]
    west = ["DE-BW", "DE-BY", "DE-HE", "DE-NW", "DE-SL"]
    assert sorted(first(cities, 1) + first(west, 2) + first(east, 2)) == list(split().laender)
    assert sorted(first(["GB", "IT"], 1) + first(["PL", "CZ"], 1)) == list(split().countries)


def test_errors():
    assert value("countries", "FR", "error") == pytest.approx(math.sqrt(2300))
    assert value("countries", "elsewhere", "error") == 1
    assert value("linked_by_size", "2000-4999", "error") == pytest.approx(
        math.sqrt(0.291 * 0.709 / 1591)
    )
    # at the median of 1,597 French ties the density is half the ties within 365.1 km
    assert value("distance", "FR|p50", "error") == pytest.approx(
        math.sqrt(0.25 / 1597) * (776.0 - 410.9) / 0.5
    )
    assert (observed()["error"] > 0).all()


def test_published_figures_have_the_error_that_their_pattern_states():
    assert 1.645 * value("climate", "2015", "error") == pytest.approx(0.1 * 50)
    assert value("nicaragua", "2021", "error") == pytest.approx(math.sqrt(30))
    assert value("russia_suspended", "2022", "error") == pytest.approx(
        math.sqrt(17 / 61 * 44 / 61 / 61)
    )
    assert value("british_change", "2020") == pytest.approx(-0.097)
    assert value("british_change", "2020", "error") == pytest.approx(math.sqrt(0.097 * 0.903 / 464))


def test_a_figure_names_its_page():
    assert value("sponsorships", "2007", "source").startswith("D51: Liste der Patenstädte")
    assert value("inner_german", "1986", "source") == "E35: Deutschlandfunk Kultur 19.09.2006"
    assert value("franco_german_life", "stable", "source").count(";") == 1


def test_complete():
    frame = observed()
    assert set(frame["pattern"]) == set(targets())
    assert frame.drop("recorded_high").null_count().sum_horizontal().item() == 0
    assert all(target.table in TABLES for target in targets().values())


def test_no_caller_can_change_the_record():
    observed()[0, "recorded"] = 1.0
    assert value("total", "all") == 7102


# ------------------------------------------------------------------------ a wrong file

GOOD = FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ('role = "fitted"', 'role = "guessed"', "patterns.total.role"),
        ('table = "rgre2015_links_by_year"', 'table = "no_such"', "no table 'no_such'"),
        ('measure = "count"', 'measure = "feet"', "patterns.total.measure"),
        ('title = "Ties abroad', 'titel = "Ties abroad', "patterns.total.title"),
        ("kept_back_from = 1997", "kept_back_from = 197", "patterns.dated.kept_back_from"),
        ('low = "G099"', 'low = "G999"', "No published figure 'G999'"),
        ('low = "G099"', 'low = "D09"', "has no number"),
        ('cell = "1988"', 'cell = "soon"', r"facts.1: .*cell 'soon' is no year"),
        ('cell = "1988"', 'cell = "So on"', r"patterns.inner_german.facts.1.cell"),
        ('low = "E35"', 'low = "E09"', "figure E09 has no number"),
        ("low = 35", "low = 36", "36 must stand in the text of a figure named by `words`"),
        ('words = "D51"', 'words = "D52"', "35 must stand in the text"),
        ("sample = 61", "spread = 0.1", "no percentage, so its pattern needs a sample"),
        ("spread = 0.1", "spread = 1.1", r"patterns\.\w+\.spread"),
    ],
)
def test_a_wrong_declaration_is_refused(tmp_path, right, wrong, message):
    assert right in GOOD
    file = tmp_path / "targets.toml"
    file.write_text(GOOD.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        read_targets(file)


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("[split]", "[spilt]", "split.laender"),
        ('countries = ["GB"', 'countries = [1, "GB"', "split.countries"),
    ],
)
def test_a_wrong_split_is_refused(tmp_path, right, wrong, message):
    assert right in GOOD
    file = tmp_path / "targets.toml"
    file.write_text(GOOD.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        read_split(file)
