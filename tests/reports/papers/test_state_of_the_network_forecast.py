"""The forecast: its distribution, its cells, its fingerprint, and its score."""

import hashlib
import json

import numpy as np
import polars as pl
import pytest

from analysis.observation.register import SNAPSHOT
from reports.papers.published import FOLDER, read
from reports.papers.snapshots import CHECKED, FORECAST
from reports.papers.state_of_the_network import forecast, hindcast
from reports.papers.state_of_the_network.scoring import score
from simulation.ties import FORMS

COUNTRIES = {"FR": 1000, "PL": 300, "XX": 4}


def register() -> pl.DataFrame:
    rows = [(country, form, float(n)) for country, n in COUNTRIES.items() for form in FORMS]
    return pl.DataFrame(rows, schema=["country", "form", "links"], orient="row")


def snapshots(runs: int = 4, stays: float = 0.9, came: int = 30) -> pl.DataFrame:
    rows = []
    for run in range(runs):
        for country, n in COUNTRIES.items():
            for form in FORMS:
                key = "DE-NW", "municipality", country, form
                rows.append((run, SNAPSHOT, *key, n, n, n, 0))
                for year in (CHECKED, *FORECAST):
                    kept = round(n * stays)
                    rows.append((run, year, *key, n, kept, kept, came + run))
    names = ["replication", "year", "land", "level", "country", "form"]
    names += ["living", "held", "kept", "came"]
    return pl.DataFrame(rows, schema=names, orient="row").cast({"year": pl.Int32})


def foretold(wider: float = 1.0, **options: float) -> pl.DataFrame:
    return forecast.foretold(snapshots(**options), register(), wider)  # type: ignore[arg-type]


@pytest.mark.parametrize(("mean", "sd"), [(0.3, 0.5), (3.0, 1.0), (12.5, 4.0), (5000.0, 210.0)])
def test_the_distribution_of_a_cell_adds_up(mean: float, sd: float) -> None:
    ties = np.arange(0, mean + 60 * sd)
    chance = np.exp(forecast.log_chance(ties, mean, sd, floor=1e-300))
    assert chance.sum() == pytest.approx(1.0, abs=1e-6)
    assert (chance * ties).sum() == pytest.approx(mean, abs=0.25)
    for level in forecast.QUANTILES.values():
        found = forecast.quantile(mean, sd, level)
        assert forecast.below(found, mean, sd) >= level
        assert found == 0 or forecast.below(found - 1, mean, sd) < level


def test_an_empty_cell_is_empty() -> None:
    assert forecast.quantile(0.0, 0.5, 0.95) == 0
    assert forecast.log_chance(0, 0.0, 0.5) == 0.0


def test_intervals_that_held_too_little_are_widened_and_no_others() -> None:
    assert forecast.widening(0.9) == 1.0
    assert forecast.widening(0.95) == 1.0
    assert forecast.widening(0.8) == pytest.approx(1.6449 / 1.2816, rel=1e-3)
    with pytest.raises(ValueError, match="between 0 and 1"):
        forecast.widening(1.0)


def test_a_cell_is_what_stays_and_what_comes() -> None:
    cell = foretold(stays=0.9).row(
        by_predicate=(pl.col("year") == 2026)
        & (pl.col("country") == "FR")
        & (pl.col("form") == FORMS[0]),
        named=True,
    )
    assert cell["register_2015"] == 1000
    # nine tenths stay in every run; thirty to thirty-three come
    assert cell["mean"] == pytest.approx(900 + 31.5, abs=0.3)
    assert cell["sd"] == pytest.approx((1000 * 0.9 * 0.1 + 5 / 3) ** 0.5, rel=0.01)


def test_wider_is_wider_and_nothing_else() -> None:
    narrow, wide = foretold(1.0), foretold(1.5)
    assert narrow["mean"].to_list() == wide["mean"].to_list()
    big = narrow["sd"] > forecast.LEAST_SD
    ratio = (wide["sd"] / narrow["sd"]).filter(big)
    assert ratio.min() > 1.4  # type: ignore[operator]
    assert ((wide["q95"] - wide["q05"]) >= (narrow["q95"] - narrow["q05"])).all()


def test_sums_are_cells_of_their_own() -> None:
    table = foretold()
    assert set(table["country"]) == {"FR", "PL", "other", "all"}
    year = table.filter(year=2030)
    total = year.filter(country="all", form="all")["mean"].item()
    parts = year.filter((pl.col("country") != "all") & (pl.col("form") != "all"))
    assert total == pytest.approx(parts["mean"].sum(), abs=0.1)
    assert table["country"][0] == "all"
    assert table.filter(year=2026)["country"].unique(maintain_order=True)[-1] == "other"


def test_one_changed_number_changes_the_fingerprint() -> None:
    table = foretold()
    again = foretold()
    assert forecast.digest(table) == forecast.digest(again)
    changed = table.with_columns(
        mean=pl.when(pl.int_range(pl.len()) == 7).then(0.0).otherwise("mean")
    )
    assert forecast.fingerprint(changed) != forecast.fingerprint(table)
    assert forecast.sheet(table, {})["sha256"] == forecast.digest(table)


def test_a_run_without_a_form_is_refused() -> None:
    table = snapshots().filter(pl.col("form") != FORMS[0])
    with pytest.raises(ValueError, match="no registered tie of some form"):
        forecast.foretold(table, register(), 1.0)


def as_register(table: pl.DataFrame, column: str) -> pl.DataFrame:
    cells = table.filter(
        (pl.col("year") == 2028) & (pl.col("country") != "all") & (pl.col("form") != "all")
    )
    return cells.select("country", "form", links=pl.col(column).round().cast(pl.Int64))


def test_what_comes_true_beats_no_change() -> None:
    table = foretold(stays=0.7)
    verdict = score(table, as_register(table, "mean"), 2028)
    assert verdict.cells == 9
    assert verdict.gain > 0
    assert verdict.held90 == verdict.held50 == 1.0
    assert verdict.interval90 < verdict.rival90
    assert verdict.error > 0


def test_no_change_beats_a_forecast_that_does_not_come_true() -> None:
    table = foretold(stays=0.7)
    verdict = score(table, as_register(table, "register_2015"), 2028)
    assert verdict.gain < 0
    assert verdict.held90 < 1.0


def test_scores_know_their_cells() -> None:
    table = foretold()
    with pytest.raises(ValueError, match="year 2040: not in the forecast"):
        score(table, as_register(table, "mean"), 2040)
    odd = pl.DataFrame({"country": ["QQ"], "form": ["contact"], "links": [3]})
    with pytest.raises(ValueError, match="'QQ', 'contact'"):
        score(table, odd, 2028)


def test_the_hindcast_follows_the_same_rule() -> None:
    here = snapshots(stays=0.9, came=30).filter(country="FR", form=FORMS[0])
    mean, sd = hindcast.foretold(here, 2000.0, 1.0)
    assert mean == pytest.approx(2000 * 0.9 + 31.5)
    assert sd == pytest.approx((2000 * 0.9 * 0.1 + 5 / 3) ** 0.5, rel=1e-6)
    with pytest.raises(ValueError, match="no registered tie"):
        hindcast.foretold(here.with_columns(held=pl.lit(0)), 2000.0, 1.0)


def test_the_register_of_2015_is_read_by_form() -> None:
    found = forecast.recorded()
    assert set(found["form"]) == set(FORMS)
    assert found["links"].sum() == 7092


def test_the_forecast_that_was_published_has_its_fingerprint() -> None:
    kept = FOLDER / "state_of_the_network"
    told = json.loads((kept / "part-forecast.json").read_bytes())
    table = (kept / told["table"]).read_bytes()
    assert hashlib.sha256(table).hexdigest() == told["sha256"]
    numbers = read("state_of_the_network", draft=False)["numbers"]
    assert int(told["sha256"][:9], 16) == numbers["forecast.fingerprint"]["value"]
    rows = pl.read_csv(kept / told["table"])
    last = rows.filter(year=2030, country="all", form="all").row(0, named=True)
    assert last["q50"] == numbers["forecast.2030.all.all"]["value"]
