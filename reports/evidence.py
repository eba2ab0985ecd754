"""The scorecard of an ensemble, cut into what single charts and sentences show."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from analysis.recorded import sidecar
from analysis.validation import Scorecard, Target, targets


@dataclass(frozen=True)
class Evidence:
    """A scorecard, cut into what single charts show."""

    card: Scorecard

    def of(self, pattern: str) -> pl.DataFrame:
        """Cells of one pattern that were simulated, in the order of the record.

        Raises
        ------
        ValueError
            If there is no such pattern.
        """
        rows = self.card.frame.filter(pl.col("pattern") == pattern)
        if rows.is_empty():
            known = ", ".join(self.card.frame["pattern"].unique(maintain_order=True))
            raise ValueError(f"pattern '{pattern}': not in the scorecard; there are {known}")
        return rows.filter(pl.col("simulated").is_not_null())

    def dated(self, country: str | None = None) -> pl.DataFrame:
        """Cells by founding period, of one country or of all, with `first` and `last` year."""
        if country is None:
            rows = self.of("dated_all")
        else:
            rows = self.of("dated").filter(pl.col("cell").str.starts_with(f"{country}|"))
        period = pl.col("cell").str.extract(r"(\d{4}-\d\d)$")
        first = period.str.slice(0, 4).cast(pl.Int32)
        end = period.str.slice(5, 2).cast(pl.Int32)
        last = first + (end - first % 100)
        return rows.with_columns(period=period, first=first, last=last).sort("first")


def target(pattern: str) -> Target:
    """The declaration of a pattern: title, unit, role and why."""
    return targets()[pattern]


def badge(rows: pl.DataFrame) -> str:
    """Role of some cells in words: *fitted*, *kept back*, or where the one turns to the other."""
    roles = rows["role"].unique(maintain_order=True).to_list()
    if len(roles) == 1:
        return str(roles[0])
    if "first" in rows.columns:
        late = rows.filter(pl.col("role") == "kept back")["first"].min()
        return f"fitted to {int(str(late)) - 1}, kept back after"
    return "fitted and kept back"


def source_line(pattern: str) -> str:
    """Where the recorded side comes from, in the words of its sidecar."""
    about = sidecar(target(pattern).table)
    return f"Recorded: {about['title']}. {about['attribution']}."
