"""Estimates on ties up to a year: what is seen, and that nothing later reaches them."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from analysis.estimation import write
from analysis.estimation.__main__ import main
from analysis.estimation.counts.shapes import START
from analysis.estimation.single_ties.before import rate_before
from analysis.estimation.single_ties.links import COLUMNS, Links, read_links
from analysis.estimation.single_ties.rate import PERIODS, panel
from analysis.estimation.standing import saved_shapes
from simulation.run import cached_world

ROW = {
    **dict.fromkeys(COLUMNS),
    "unit_type": "municipality",
    "land": "DE-BY",
    "de_lat": 48.0,
    "de_lon": 11.0,
    "de_pop": 20_000.0,
    "country": "FR",
    "year_is_default": 0,
}


def ties(*rows):
    frame = pl.DataFrame([{**ROW, **row} for row in rows], schema=pl.Schema(COLUMNS))
    return Links(frame, "made up")


def test_ties_up_to_a_year_are_dated_ones():
    links = ties(
        {"year": 1963},
        {"year": 1986},
        {"year": 1987},
        {"year": 2000, "year_is_default": 1},
        {"year": 1970, "year_is_default": 1},
        {"year": None},
    )
    early = links.until(1986)
    assert early.frame["year"].to_list() == [1963, 1986]
    assert early.last == 1986
    assert early.sha256 == links.sha256
    assert links.last is None
    assert early.without(["DE-BY"]).last == 1986
    assert early.without(["DE-BY"]).frame.is_empty()


@pytest.fixture(scope="module")
def sampled():
    """Ties of Bavarian and Saxon places of the frame, the larger the more, over all years."""
    world = cached_world("germany")
    rows = [r for r in world.searchers if not world.is_district[r]]
    laender, codes = world.frame["land"].to_list(), world.frame["code"].to_list()
    rows = [r for r in rows if laender[r] in ("DE-BY", "DE-BB")]
    luck = np.random.default_rng(5)
    many = luck.poisson(0.6 * np.exp(0.9 * np.minimum(world.size[rows], 2.0)))
    found = ties(
        *(
            {"land": laender[r], "ags": codes[r], "year": int(year), "de_name": codes[r]}
            for r, count in zip(rows, many, strict=True)
            for year in luck.integers(1950, 1997, count)
        )
    )
    others = [land for land in world.laender if land not in ("DE-BY", "DE-BB")]
    return found.without(others)


def test_the_early_rate_is_that_of_western_places_alone(sampled):
    world = cached_world("germany")
    early = sampled.until(1986)
    fit = rate_before(early, world, 1986)
    assert "east" not in fit.values
    data = panel(early, world)
    west = data.ties[~data.east]
    assert fit.municipalities == len(west)
    assert fit.ties == west.sum() == west[:, : PERIODS.index(1990)].sum() > 200
    assert fit.values["size"] == pytest.approx(0.9, abs=0.3)


def test_later_ties_do_not_reach_the_early_rate(sampled):
    world = cached_world("germany")
    late = sampled.frame.with_columns(
        ags=pl.when(pl.col("year") > 1986).then(pl.col("ags").reverse()).otherwise(pl.col("ags"))
    )
    both = [replace(sampled, frame=frame).until(1986) for frame in (sampled.frame, late)]
    first, second = (rate_before(links, world, 1986) for links in both)
    assert first == second


@pytest.mark.parametrize("extra", [[], ["--fit", "split"]])
def test_an_early_fit_must_not_overwrite_what_ships(extra, capsys):
    assert main(["--until", "1986", *extra]) == 2
    assert "--into FOLDER of its own" in capsys.readouterr().err


def test_saved_estimates_of_other_years_are_refused(tmp_path, capsys):
    write.save(tmp_path / "links.json", write.read(write.LINKS))
    assert main(["--until", "1986", "--into", str(tmp_path)]) == 2
    assert "--links FILE" in capsys.readouterr().err
    assert saved_shapes(tmp_path) == START


def test_a_file_of_ties_is_read_whole_unless_a_year_is_named(tmp_path):
    path = tmp_path / "links.csv"
    ties({"year": 1990}, {"year": 1950}).frame.write_csv(path)
    links = read_links(path)
    assert links.frame.height == 2
    assert links.until(1986).frame.height == 1
