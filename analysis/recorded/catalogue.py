"""Which tables are here, with the type of every column: declared, never guessed."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

FOLDER = Path(__file__).parent / "tables"

Columns = dict[str, type[pl.DataType]]

_SOURCED: Columns = {
    "qualifier": pl.String,
    "source_kind": pl.String,
    "source_url": pl.String,
    "source_title": pl.String,
}


@dataclass(frozen=True, slots=True)
class Table:
    """One shipped table.

    Attributes
    ----------
    name
        File name without ending.
    columns
        Names and types, in the order of the file.
    made_here
        Computed by a program of this room, not copied from the observed tables.
    """

    name: str
    columns: Columns
    made_here: bool = False

    @property
    def path(self) -> Path:
        """The CSV file."""
        return FOLDER / f"{self.name}.csv"

    @property
    def sidecar(self) -> Path:
        """The JSON file that says where the table comes from."""
        return FOLDER / f"{self.name}.json"


_TABLES = (
    Table(
        "rgre2015_links_by_year",
        {
            "country": pl.String,
            "year": pl.Int32,
            "form": pl.String,
            "unit_type": pl.String,
            "count": pl.Int64,
            "year_is_default": pl.Int8,
        },
    ),
    Table(
        "rgre2015_links_by_land",
        {
            "land": pl.String,
            "country": pl.String,
            "form": pl.String,
            "unit_type": pl.String,
            "count": pl.Int64,
        },
    ),
    Table(
        "rgre2015_degree",
        {"scope": pl.String, "form": pl.String, "degree": pl.Int64, "municipalities": pl.Int64},
    ),
    Table(
        "rgre2015_mean_degree_by_size",
        {
            "scope": pl.String,
            "form": pl.String,
            "size_class": pl.String,
            "municipalities": pl.Int64,
            "linked": pl.Int64,
            "links": pl.Int64,
            "share_linked": pl.Float64,
            "mean_degree_linked": pl.Float64,
            "median_degree_linked": pl.Float64,
            "mean_degree_all": pl.Float64,
        },
    ),
    Table(
        "rgre2015_share_linked_by_land",
        {
            "land": pl.String,
            "municipalities": pl.Int64,
            "linked_any": pl.Int64,
            "linked_partnership": pl.Int64,
            "linked_france": pl.Int64,
            "links": pl.Int64,
            "share_linked_any": pl.Float64,
            "share_linked_partnership": pl.Float64,
            "share_linked_france": pl.Float64,
        },
    ),
    Table(
        "rgre2015_distance_quantiles",
        {
            "country": pl.String,
            "form": pl.String,
            "n_links": pl.Int64,
            "n_with_distance": pl.Int64,
            "p10_km": pl.Float64,
            "p25_km": pl.Float64,
            "p50_km": pl.Float64,
            "p75_km": pl.Float64,
            "p90_km": pl.Float64,
            "mean_ln_km": pl.Float64,
            "sd_ln_km": pl.Float64,
        },
    ),
    Table(
        "rgre2015_size_homophily",
        {
            "country": pl.String,
            "form": pl.String,
            "n_links": pl.Int64,
            "n_with_populations": pl.Int64,
            "corr_ln_pop": pl.Float64,
            "median_pop_ratio": pl.Float64,
            "share_within_factor2": pl.Float64,
            "mean_abs_ln_ratio": pl.Float64,
            "mean_ln_ratio_partner_to_de": pl.Float64,
        },
    ),
    Table(
        "rgre2015_regularities",
        {
            "regularity": pl.String,
            "cell": pl.String,
            "value": pl.Float64,
            "error": pl.Float64,
            "n": pl.Int64,
            "towns": pl.Int64,
        },
        made_here=True,
    ),
    Table(
        "french_share_linked_by_size",
        {
            "size_class": pl.String,
            "communes": pl.Int64,
            "with_german_partner": pl.Int64,
            "share_observed": pl.Float64,
            "share_scaled_for_unmatched": pl.Float64,
        },
    ),
    Table(
        "published_counts",
        {
            "fact_id": pl.String,
            "as_of": pl.String,
            "year": pl.Int32,
            "reporter": pl.String,
            "reporter_code": pl.String,
            "partner": pl.String,
            "partner_code": pl.String,
            "form": pl.String,
            "level": pl.String,
            "value": pl.Float64,
            "value_high": pl.Float64,
            "unit": pl.String,
            **_SOURCED,
        },
    ),
    Table(
        "growth",
        {
            "fact_id": pl.String,
            "series": pl.String,
            "reporter_code": pl.String,
            "partner_code": pl.String,
            "period": pl.String,
            "year": pl.Int32,
            "year_end": pl.Int32,
            "measure": pl.String,
            "value": pl.Float64,
            "value_high": pl.Float64,
            "unit": pl.String,
            "unit_note": pl.String,
            **_SOURCED,
        },
    ),
    Table(
        "determinants",
        {
            "fact_id": pl.String,
            "factor": pl.String,
            "metric": pl.String,
            "scope": pl.String,
            "value": pl.Float64,
            "unit": pl.String,
            "qualifier": pl.String,
            "statement": pl.String,
            "source_kind": pl.String,
            "source_url": pl.String,
            "source_title": pl.String,
        },
    ),
    Table(
        "vitality",
        {
            "fact_id": pl.String,
            "topic": pl.String,
            "scope": pl.String,
            "period": pl.String,
            "year": pl.Int32,
            "value": pl.Float64,
            "unit": pl.String,
            **_SOURCED,
        },
    ),
    Table(
        "events",
        {
            "event_id": pl.String,
            "date": pl.String,
            "year": pl.Int32,
            "month": pl.Int32,
            "year_end": pl.Int32,
            "kind": pl.String,
            "event": pl.String,
            "actors": pl.String,
            "expected_effect": pl.String,
            "source_kind": pl.String,
            "source_url": pl.String,
            "source_title": pl.String,
        },
    ),
)

TABLES: dict[str, Table] = {table.name: table for table in _TABLES}
"""The shipped tables by name. A table that is not here is neither copied nor read."""
