"""Published figures, one by one, each with its source."""

import polars as pl

from analysis.recorded.reading import load

SUBJECTS = {
    "published_counts": ("reporter", "partner", "form", "level"),
    "growth": ("series", "measure", "unit_note"),
    "vitality": ("topic", "scope"),
    "determinants": ("metric", "scope", "statement"),
}
"""For each table of published figures the columns that say what a figure counts."""

FACT_COLUMNS: dict[str, type[pl.DataType]] = {
    "fact_id": pl.String,
    "table": pl.String,
    "subject": pl.String,
    "year": pl.Int32,
    "value": pl.Float64,
    "value_high": pl.Float64,
    "unit": pl.String,
    "qualifier": pl.String,
    "source_kind": pl.String,
    "source_url": pl.String,
    "source_title": pl.String,
}


def facts() -> pl.DataFrame:
    """All published figures under common columns.

    Returns
    -------
    polars.DataFrame
        ``fact_id``, ``table`` (where it stands in full), ``subject`` (what is counted), ``year``
        (null if unknown), ``value`` (null for a qualitative finding), ``value_high`` (upper end of
        a range, else null), ``unit``, ``qualifier`` (as_stated, approximate, at_least, at_most,
        range, computed, qualitative), ``source_kind``, ``source_url``, ``source_title``.
    """
    parts = []
    for name, columns in SUBJECTS.items():
        table = load(name)
        absent = [pl.lit(None).alias(c) for c in ("year", "value_high") if c not in table.columns]
        subject = pl.concat_str(columns, separator=" | ", ignore_nulls=True).alias("subject")
        parts.append(
            table.with_columns(*absent, subject, table=pl.lit(name))
            .select(list(FACT_COLUMNS))
            .cast(pl.Schema(FACT_COLUMNS))
        )
    return pl.concat(parts)


def published(fact_id: str) -> pl.DataFrame:
    """One published figure.

    Parameters
    ----------
    fact_id
        Such as ``C008`` (counts), ``G102`` (growth), ``V01`` (vitality), ``D00`` (determinants).

    Returns
    -------
    polars.DataFrame
        One row with the columns of `facts`.

    Raises
    ------
    ValueError
        If there is no such figure.
    """
    everything = facts()
    found = everything.filter(pl.col("fact_id") == fact_id)
    if found.is_empty():
        spans = everything.group_by("table", maintain_order=True).agg(
            first=pl.col("fact_id").min(), last=pl.col("fact_id").max()
        )
        known = ", ".join(f"{first} to {last} in {table}" for table, first, last in spans.rows())
        raise ValueError(f"No published figure {fact_id!r} in the record; there are {known}.")
    return found
