"""The study of ranks: what it measures, on ties that are made up here."""

import json

import numpy as np
import polars as pl
import pytest

from analysis.canonical import canonical
from analysis.matching import __main__ as program
from analysis.matching.quality.page import page
from analysis.matching.quality.ranks import LAW, rank_partners
from analysis.matching.quality.study import resamples, told
from scenarios import load

KEPT = ("DE-BW",)


def made_up(world, pick):
    """A tie of every toy town, with the French place that `pick` chooses for it."""
    frame = world.frame
    towns = frame.filter(pl.col("country") == "DE", pl.col("level") == "municipality")
    french = frame.filter(pl.col("country") == "FR", pl.col("level") == "municipality")
    rows = []
    for number, town in enumerate(towns.iter_rows(named=True)):
        partner = french.row(pick(number, town, french), named=True)
        rows.append(
            {
                "unit_type": "municipality",
                "land": town["land"],
                "ags": town["code"],
                "de_lat": town["lat"],
                "de_lon": town["lon"],
                "de_pop": float(town["population_imputed"]),
                "de_name": town["name"],
                "country": "FR",
                "partner_lat": partner["lat"],
                "partner_lon": partner["lon"],
                "partner_geonameid": partner["id"],
                "year": 1970,
                "year_is_default": 0,
            }
        )
    return pl.DataFrame(rows)


def alike(number, town, french):
    sizes = french["population_imputed"].to_numpy()
    return int(np.argmin(np.abs(np.log(sizes / town["population_imputed"]))))


def test_who_marries_the_likest_is_ranked_first_by_likeness(toy):
    ranks = rank_partners(made_up(toy, alike), toy, load("history"), KEPT)
    assert set(ranks.by["same_size"]) == {1.0}
    assert set(ranks.land) == set(KEPT)
    assert set(ranks.places) == {30}
    assert np.median(ranks.by[LAW]) <= np.median(ranks.by["nearest"])
    content = told(ranks)
    assert content["measures"]["same_size"]["top"]["value"] == 1.0
    assert content["measures"]["same_size"]["median_rank"]["error"] == 0.0
    assert content["beside"]["same_size"]["ratio"] >= 1.0


def test_every_rank_is_a_place_among_those_of_the_country(toy):
    ties = made_up(toy, lambda number, _, french: number % french.height)
    ranks = rank_partners(ties, toy, load("history"), KEPT)
    for values in ranks.by.values():
        assert ((values >= 1.0) & (values <= 30.0)).all()
    assert len(set(ranks.by["nearest"])) > 5


def test_towns_are_resampled_whole():
    town = np.array([7, 7, 3, 9, 9, 9])
    for pick in resamples(town, 50):
        counts = np.bincount(pick, minlength=6)
        assert counts[0] == counts[1]
        assert counts[3] == counts[4] == counts[5]
        assert counts[0] + counts[2] + counts[3] == 3


def test_without_ties_to_score_it_says_so(toy):
    ties = made_up(toy, alike).filter(pl.col("land") != KEPT[0])
    with pytest.raises(ValueError, match="there is no tie to score"):
        rank_partners(ties, toy, load("history"), KEPT)


def test_a_file_that_is_none_is_told(tmp_path, capsys):
    path = tmp_path / "none.csv"
    assert program.main(["--links", str(path)]) == 2
    assert "cannot be read" in capsys.readouterr().err
    path.write_text("a,b\n1,2\n")
    assert program.main(["--links", str(path)]) == 2
    assert "lacks the column" in capsys.readouterr().err


def test_the_page_is_what_the_results_say_and_holds_no_small_cell():
    assert program.main([]) == 0
    found = json.loads(program.RESULTS.read_text(encoding="utf-8"))
    assert program.RESULTS.read_bytes() == canonical(found)
    assert page(found) == program.PAGE.read_text(encoding="utf-8")
    assert all(row["ties"] >= 5 for row in found["countries"].values())
    assert len(found["sha256"]) == 64


def test_the_shipped_law_beats_every_rival_in_median_rank():
    found = json.loads(program.RESULTS.read_text(encoding="utf-8"))
    assert set(found["beside"]) == {"nearest", "same_size", "gravity", "gravity_fitted"}
    assert all(beside["high90"] < 1.0 for beside in found["beside"].values())


def test_a_page_that_differs_is_told(tmp_path, monkeypatch, capsys):
    other = tmp_path / "QUALITY.md"
    other.write_text("something else", encoding="utf-8")
    monkeypatch.setattr(program, "PAGE", other)
    assert program.main([]) == 1
    assert "is not what the results say" in capsys.readouterr().err
    assert "Not run yet" in page(None)
