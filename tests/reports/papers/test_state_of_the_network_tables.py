"""Later registers of a run, places without a partner, and what is known of the registers."""

import polars as pl
import pytest

from analysis.observation.register import SNAPSHOT, recorded
from analysis.validation import Scorecard, compare, observed
from reports.papers.numbers import Numbers
from reports.papers.parts.record import estimates
from reports.papers.snapshots import FORECAST, TODAY, partners, snapshots
from reports.papers.state_of_the_network import known, maps, places
from scenarios import load
from simulation import History, simulate


@pytest.fixture(scope="module")
def history() -> History:
    parameters = load("outlook").model_copy(update={"until": 2027})
    return simulate(parameters, seed=3, world="toy")


@pytest.fixture(scope="module")
def registers(history: History) -> pl.DataFrame:
    return snapshots(history)


def test_the_first_snapshot_is_the_register_of_2015(
    history: History, registers: pl.DataFrame
) -> None:
    mine = registers.filter(pl.col("year") == SNAPSHOT)
    register = recorded(history)
    assert mine["held"].sum() == mine["kept"].sum() == register.height > 0
    assert mine["came"].sum() == 0
    abroad = pl.when(pl.col("country_a") == "DE").then("country_b").otherwise("country_a")
    cells = register.group_by(country=abroad, form="form").agg(n=pl.len())
    found = mine.group_by("country", "form").agg(n=pl.col("held").sum()).filter(pl.col("n") > 0)
    assert found.sort("country", "form").equals(
        cells.select("country", "form", n=pl.col("n").cast(pl.Int64)).sort("country", "form")
    )


def test_what_a_register_holds_lives_or_goes(registers: pl.DataFrame) -> None:
    table = registers
    assert sorted(set(table["year"])) == [
        SNAPSHOT,
        2022,
        TODAY,
        *[y for y in FORECAST if y <= 2027],
    ]
    sums = table.group_by("year").agg(pl.col("living", "held", "kept", "came").sum()).sort("year")
    held = sums["held"].to_list()
    assert held == sorted(held, reverse=True)
    for row in sums.iter_rows(named=True):
        assert row["kept"] <= row["held"]
        assert row["kept"] + row["came"] <= row["living"]


def test_partners_are_the_places_with_living_ties(
    history: History, registers: pl.DataFrame
) -> None:
    found = partners(history)
    towns = registers.filter(year=TODAY, level="municipality")
    assert found["ties"].sum() == towns["living"].sum()
    assert found["id"].is_unique().all()
    german = history.municipalities.filter(pl.col("country") == "DE")["id"]
    assert found["id"].is_in(german.implode()).all()


def municipalities() -> pl.DataFrame:
    rows = [
        (1, "Klein", "DE", "DE-BY", "municipality", 700, 49.0, 11.0),
        (2, "Mittel", "DE", "DE-BY", "municipality", 3_000, 49.5, 11.5),
        (3, "Groß", "DE", "DE-NI", "municipality", 90_000, 52.0, 9.0),
        (4, "Kreis", "DE", "DE-BY", "district", 90_000, 49.0, 11.0),
        (5, "Loin", "FR", None, "municipality", 3_000, 47.0, 2.0),
    ]
    names = ["id", "name", "country", "land", "level", "population", "lat", "lon"]
    return pl.DataFrame(rows, schema=names, orient="row")


def linked(runs: int = 4) -> pl.DataFrame:
    rows = [(run, 3, 5) for run in range(runs)] + [(run, 2, 1) for run in range(runs // 2)]
    return pl.DataFrame(rows, schema=["replication", "id", "ties"], orient="row")


def seen() -> pl.DataFrame:
    return (
        observed()
        .filter(pl.col("pattern") == "linked_by_size")
        .select("cell", simulated="recorded")
    )


def test_cities_are_one_class() -> None:
    table = places.places(municipalities(), linked(), seen()).by_size
    assert table["cell"].to_list()[-2:] == ["50000-99999", "100000+"]
    # runs that the register shows like the record are without partners as often
    towns = table.head(-1)
    assert towns["registered"].to_list() == pytest.approx(towns["recorded"].to_list(), abs=1e-3)
    assert table["registered"][-1] is None


def test_places_are_alone_in_so_many_runs() -> None:
    found = places.places(municipalities(), linked(), seen())
    assert dict(found.chance.select("name", "alone").iter_rows()) == {
        "Klein": 1.0,
        "Mittel": 0.5,
        "Groß": 0.0,
    }
    # of the twelve Länder, whose places the record counts, only Bavaria is here
    total = int(found.by_size["municipalities"].sum())
    assert found.whole["share"].to_list() == [1 - 1 / total] * 2 + [1.0] * 2


def test_classes_of_the_map_hold_every_place_once() -> None:
    found = places.places(municipalities(), linked(), seen())
    assert maps.classed(found.chance)["places"].to_list() == [1, 1, 0, 1]
    picture = maps.without(found.chance, 'with "quotes" & more')
    assert picture.count("h0") == 3
    assert "&quot;quotes&quot; &amp; more" in picture
    # the key stands on the page, not in the map, where a phone would make it too small
    assert picture.index("in nine runs of ten or more") < picture.index("<svg")


def test_regularities_hold_where_enough_cells_do() -> None:
    record = observed().select("pattern", "cell", value="recorded")
    card = Scorecard(compare(record), "test")
    checks = estimates("checks")
    table = known.scorecard(checks, card)
    found = known.regularities(table)
    assert found.height == 7
    for row in found.iter_rows(named=True):
        assert row["holds"] == (row["inside"] / row["cells"] >= 0.8)
    # the record set beside itself lies inside everywhere
    assert table["now_inside"].to_list() == table["now_cells"].to_list()
    checks["patterns"] = [r for r in checks["patterns"] if r["pattern"] != "founders"]
    with pytest.raises(ValueError, match="lacks the regularity 'founders'"):
        known.regularities(known.scorecard(checks, card))


def test_the_stock_is_what_is_registered_and_what_is_hidden() -> None:
    numbers = Numbers("test")
    known.add_stock(numbers, estimates("stock"))
    for form in known.FORMS:
        name = f"stock.2014.{form}"
        registered, living = (numbers.value(f"{name}.{what}") for what in ("registered", "living"))
        assert registered < numbers.value(f"{name}.living.low") <= living
    assert numbers.value("stock.2014.all.registered") == 7092


def test_counts_kept_back_are_told_apart() -> None:
    frame = known.pairs(estimates("stock"))
    assert set(frame["role"]) == {"pooled", "checked"}
    numbers = Numbers("test")
    known.add_pairs(numbers, frame)
    assert numbers.value("pairs.inside") <= numbers.value("pairs.checked")
    assert numbers.value("pairs.least") == frame["ratio"].min()
