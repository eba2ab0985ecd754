"""Distributions of recorded ties: degree, size, distance, similarity; and published figures.

All but the French table cover the twelve Länder whose figures are not held back (`visible12`).
"""

import polars as pl

from analysis.recorded.reading import load, pick

SCOPES = ("visible12", "visible12_west", "visible12_east")
SHAPE_FORMS = ("all", "partnership")
QUANTILES = {"p10_km": 0.10, "p25_km": 0.25, "p50_km": 0.50, "p75_km": 0.75, "p90_km": 0.90}


def _with_bounds(table: pl.DataFrame) -> pl.DataFrame:
    """Put `low` and `high` (people, both inclusive, high null = open) beside a size class."""
    low = pl.col("size_class").str.extract(r"^(\d+)").cast(pl.Int64)
    high = pl.col("size_class").str.extract(r"-(\d+)$").cast(pl.Int64)
    first = table.columns.index("size_class") + 1
    return table.with_columns(low=low, high=high).select(
        *table.columns[:first], "low", "high", *table.columns[first:]
    )


def degree(form: str = "all") -> pl.DataFrame:
    """German municipalities by the number of their ties abroad.

    Parameters
    ----------
    form
        all or partnership.

    Returns
    -------
    polars.DataFrame
        ``degree`` (ties abroad), ``municipalities``; by degree, only degrees that occur. Degree 0
        are the municipalities of 31.12.2013 without a tie. Berlin (98) and Köln (48) count the
        ties of their boroughs; joint municipalities are left out.

    Raises
    ------
    ValueError
        If the form is unknown.
    """
    wanted = pick(form, SHAPE_FORMS, "form")
    table = load("rgre2015_degree").filter(pl.col("form") == wanted)
    return table.select("degree", "municipalities").sort("degree")


def share_linked_by_size(scope: str = "visible12", form: str = "all") -> pl.DataFrame:
    """German municipalities with a tie abroad, by inhabitants on 31.12.2013.

    Parameters
    ----------
    scope
        visible12, or its part visible12_west (without Berlin) or visible12_east.
    form
        all or partnership.

    Returns
    -------
    polars.DataFrame
        ``size_class``, ``low`` and ``high`` (people, inclusive; high null = open),
        ``municipalities``, ``linked`` (with a tie), ``links`` (ties), ``share_linked`` (0-1),
        ``mean_degree_linked``, ``median_degree_linked``, ``mean_degree_all``; small to large. The
        few ties of names that are not in the register (class unknown) are left out: `load` has
        them.

    Raises
    ------
    ValueError
        If the scope or form is unknown.
    """
    wanted = pick(form, SHAPE_FORMS, "form")
    table = load("rgre2015_mean_degree_by_size").filter(
        pl.col("scope") == pick(scope, SCOPES, "scope"),
        pl.col("form") == wanted,
        pl.col("size_class") != "unknown",
    )
    return _with_bounds(table).drop("scope", "form").sort("low")


def french_share_linked_by_size() -> pl.DataFrame:
    """French communes with at least one German partner, by inhabitants.

    Returns
    -------
    polars.DataFrame
        ``size_class``, ``low`` and ``high`` (people, inclusive; high null = open), ``communes``,
        ``with_german_partner``, ``share_observed`` (0-1), ``share_scaled_for_unmatched`` (divided
        by 0.83, for 17 % of French partners match no commune; capped at 1); small to large.
    """
    return _with_bounds(load("french_share_linked_by_size")).sort("low")


def distance_quantiles(form: str = "all") -> pl.DataFrame:
    """Great-circle distances of recorded ties of municipalities, by partner country.

    Parameters
    ----------
    form
        all or partnership.

    Returns
    -------
    polars.DataFrame
        ``country`` (FR, PL, GB, IT, CZ, US), ``quantile`` (0-1), ``km``, ``n`` (ties with a
        distance); by country and quantile. France includes a few overseas communes.

    Raises
    ------
    ValueError
        If the form is unknown.
    """
    wanted = pick(form, SHAPE_FORMS, "form")
    return (
        load("rgre2015_distance_quantiles")
        .filter(pl.col("form") == wanted)
        .unpivot(
            on=list(QUANTILES),
            index=["country", "n_with_distance"],
            variable_name="quantile",
            value_name="km",
        )
        .select(
            "country",
            pl.col("quantile").replace_strict(QUANTILES, return_dtype=pl.Float64),
            "km",
            n="n_with_distance",
        )
        .sort("country", "quantile")
    )


def size_similarity(form: str = "all") -> pl.DataFrame:
    """How alike in size the two ends of a recorded tie are, by partner country.

    Parameters
    ----------
    form
        all or partnership.

    Returns
    -------
    polars.DataFrame
        ``country``, ``n`` (ties with both populations), ``corr_ln_pop``, ``median_pop_ratio``
        (larger / smaller), ``share_within_factor2`` (0-1), ``mean_abs_ln_ratio``,
        ``mean_ln_ratio_partner_to_de``; by country. Populations are recent, not those of the
        founding year; a foreign end is a settlement, a German one a municipality.

    Raises
    ------
    ValueError
        If the form is unknown.
    """
    wanted = pick(form, SHAPE_FORMS, "form")
    table = load("rgre2015_size_homophily").filter(pl.col("form") == wanted)
    return table.drop("form", "n_links").rename({"n_with_populations": "n"}).sort("country")
