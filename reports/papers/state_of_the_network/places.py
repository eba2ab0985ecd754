"""Places without a partner abroad: by size, and on the map."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from analysis.recorded import share_linked_by_size
from analysis.validation.patterns import cells
from reports.papers.numbers import Numbers
from reports.papers.state_of_the_network.known import FEWEST
from simulation.past import load_laender

SMALL, LARGE = 2_000, 20_000
"""Inhabitants below which a place is small, and from which it is large, in a sentence."""
FEW = 50
"""Places below which a Land (a city state) tells nothing of the share of its places."""
CITIES, CITY = ("100000-199999", "200000-499999", "500000+"), "100000+"
ENDS = {"low90": 0.05, "low50": 0.25, "simulated": 0.5, "high50": 0.75, "high90": 0.95}


@dataclass(frozen=True)
class Places:
    """Who has a partner.

    Attributes
    ----------
    chance : German municipalities of the frame: id, name, land, population, lat, lon, alone (share
        of the runs in which it has no living tie abroad at the end of 2025)
    by_size : size classes of twelve Länder: cell, low (inhabitants), municipalities, recorded
        (share without a tie in the register of 2015), registered (the same of the runs, median),
        simulated and its band (share without a
        living tie, registered or not, at the end of 2025)
    whole : replication, share of municipalities of twelve Länder without a living tie
    """

    chance: pl.DataFrame
    by_size: pl.DataFrame
    whole: pl.DataFrame


def places(
    municipalities: pl.DataFrame, partners: pl.DataFrame, registered: pl.DataFrame
) -> Places:
    """Read who has a partner.

    Parameters
    ----------
    municipalities : of the world
    partners : replication, id, ties: German municipalities with living ties at the end of 2025
    registered : cell, simulated: share with a tie by size class, as the register would show runs
    """
    german = municipalities.filter(
        pl.col("country") == "DE", pl.col("level").cast(pl.String) == "municipality"
    ).sort("id")
    runs = partners.select("replication").unique().sort("replication")
    often = partners.group_by("id").agg(often=pl.len())
    chance = german.join(often, on="id", how="left", maintain_order="left").with_columns(
        alone=1 - pl.col("often").fill_null(0) / runs.height
    )
    visible = german.filter(pl.col("land").is_in(cells.LAENDER))
    visible = visible.with_columns(cells.size_class(visible["population"]).alias("cell"))
    linked = partners.join(visible.select("id", cell=_merged(pl.col("cell"))), on="id")
    table = share_linked_by_size().select(
        "low", "municipalities", "linked", cell=_merged(pl.col("size_class")), old="size_class"
    )
    seen = registered.select(old="cell", shown="simulated")
    record = (
        table.join(seen, on="old", how="left")
        .sort("low")
        .group_by("cell", maintain_order=True)
        .agg(
            pl.col("low").min(),
            pl.col("municipalities").sum(),
            recorded=1 - pl.col("linked").sum() / pl.col("municipalities").sum(),
            registered=1
            - (pl.col("shown") * pl.col("municipalities")).sum() / pl.col("municipalities").sum(),
        )
    )
    # a city that frame and record count in different classes would look as if it were missing
    record = record.with_columns(registered=pl.when(pl.col("cell") != CITY).then("registered"))
    return Places(
        chance.select("id", "name", "land", "population", "lat", "lon", "alone"),
        _by_size(record, linked, runs),
        _whole(record, linked, runs),
    )


def _merged(cell: pl.Expr) -> pl.Expr:
    """Cities in one class: frame and record count some of them in different ones."""
    return pl.when(cell.is_in(CITIES)).then(pl.lit(CITY)).otherwise(cell)


def _by_size(record: pl.DataFrame, linked: pl.DataFrame, runs: pl.DataFrame) -> pl.DataFrame:
    """Bands over the runs; denominators are the municipalities of the record."""
    counts = linked.group_by("replication", "cell").agg(linked=pl.len())
    shares = (
        runs.join(record, how="cross")
        .join(counts, on=["replication", "cell"], how="left")
        .with_columns(
            alone=(1 - pl.col("linked").fill_null(0) / pl.col("municipalities")).clip(lower_bound=0)
        )
    )
    bands = shares.group_by("cell").agg(
        pl.col("alone").quantile(level, interpolation="linear").alias(name)
        for name, level in ENDS.items()
    )
    return record.join(bands, on="cell", how="left").sort("low")


def _whole(record: pl.DataFrame, linked: pl.DataFrame, runs: pl.DataFrame) -> pl.DataFrame:
    total = int(record["municipalities"].sum())
    counts = linked.group_by("replication").agg(linked=pl.len())
    return runs.join(counts, on="replication", how="left", maintain_order="left").select(
        "replication", share=1 - pl.col("linked").fill_null(0) / total
    )


def add(numbers: Numbers, found: Places) -> None:
    """Keep shares of places without a partner."""
    table = found.by_size
    numbers.add("alone.places", int(table["municipalities"].sum()), "places", source="counts")
    numbers.add("alone.recorded", _weighted(table), "share", source="counts")
    _band(numbers, "alone.now", found.whole["share"])
    enough = found.whole.height >= FEWEST
    for row in table.iter_rows(named=True):
        name = f"alone.{row['cell']}"
        numbers.add(f"{name}.recorded", row["recorded"], "share", source="counts")
        numbers.add(f"{name}.now", row["simulated"], "share")
        for end in ("low", "high"):
            numbers.add(f"{name}.now.{end}", row[f"{end}90"] if enough else None, "share")
    numbers.add("alone.small", SMALL, "people", source="counts")
    numbers.add("alone.large", LARGE, "people", source="counts")
    for name, part in {
        "small": table.filter(pl.col("low") < SMALL),
        "large": table.filter(pl.col("low") >= LARGE),
    }.items():
        numbers.add(f"alone.{name}.recorded", _weighted(part), "share", source="counts")
    _by_land(numbers, found.chance)
    sure = found.chance.filter(pl.col("alone") >= 0.9).height / found.chance.height
    open_ = found.chance.filter(pl.col("alone").is_between(0.1, 0.9)).height / found.chance.height
    numbers.add("alone.sure", sure, "share")
    numbers.add("alone.open", open_, "share")


def _weighted(classes: pl.DataFrame) -> float:
    """Share of the places of some classes without a tie in the register."""
    places = [float(n) for n in classes["municipalities"]]
    alone = zip(classes["recorded"], places, strict=True)
    return float(sum(share * n for share, n in alone) / sum(places))


def _by_land(numbers: Numbers, chance: pl.DataFrame) -> None:
    """Mean share without a partner, by Land; of Länder with enough places to say so."""
    shares = chance.group_by("land").agg(pl.col("alone").mean(), places=pl.len()).sort("land")
    for land, share in shares.filter(pl.col("places") >= FEW).select("land", "alone").iter_rows():
        numbers.add(f"alone.{land}", share, "share")


def extremes(numbers: Numbers) -> tuple[str, str] | None:
    """The Länder in which most and fewest places are without a partner; None in a small world."""
    names = {f"alone.{land}": name for land, name in load_laender().select("land", "name").rows()}
    found = [number for number in numbers if number.name in names]
    ordered = sorted(found, key=lambda number: (number.value or 0.0, number.name))
    return (names[ordered[-1].name], names[ordered[0].name]) if ordered else None


def _band(numbers: Numbers, name: str, values: pl.Series) -> None:
    enough = len(values) >= FEWEST
    numbers.add(name, values.median(), "share")  # type: ignore[arg-type]
    for end, level in {"low": 0.05, "high": 0.95}.items():
        found = values.quantile(level, interpolation="linear") if enough else None
        numbers.add(f"{name}.{end}", found, "share")
