"""The frames of a comparison as the page needs them: in order of rank, with names one can read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from analysis.strategies import Comparison

OWN, EQUAL = "own", "equal"


@dataclass(frozen=True)
class Tables:
    """A comparison, cut into what single figures show.

    Attributes
    ----------
    comparison : Comparison
    """

    comparison: Comparison

    @cached_property
    def frames(self) -> dict[str, pl.DataFrame]:
        """All frames by name, as `Comparison` describes them."""
        return self.comparison.frames()

    @cached_property
    def idle(self) -> tuple[str, ...]:
        """Strategies without money that change nothing in any run: they are the base once more."""
        free = self.frames["strategies"].filter(pl.col("planned") == 0)["strategy"].to_list()
        gained = (
            self.frames["differences"]
            .filter(pl.col("terms") == OWN)
            .group_by("strategy")
            .agg(pl.col("living").abs().max())
        )
        still = set(gained.filter(pl.col("living") == 0)["strategy"].to_list())
        found = tuple(sorted(name for name in free if name in still))
        return found if len(found) < len(self.comparison.strategies) else ()

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Names of the strategies that figures show, highest mean first."""
        rows = self.frames["ranking"].filter(pl.col("terms") == OWN).sort("rank", "strategy")
        return tuple(name for name in rows["strategy"].to_list() if name not in self.idle)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Title of each strategy; with its name behind it where two titles are the same."""
        titles = {one.name: one.title or one.name for one in self.comparison.strategies}
        often = Counter(titles.values())
        return {
            name: f"{title} ({name})" if often[title] > 1 else title
            for name, title in titles.items()
        }

    @cached_property
    def has_equal(self) -> bool:
        """Whether any strategy was also run at equal effect per euro."""
        return bool((self.frames["ranking"]["terms"] == EQUAL).any())

    def ranked(self, frame: str, terms: str = OWN) -> pl.DataFrame:
        """Rows of one frame and terms, in order of rank, with the `label` of each strategy."""
        rows = self.frames[frame]
        if "terms" in rows.columns:
            rows = rows.filter(pl.col("terms") == terms)
        place = {name: at for at, name in enumerate(self.order)}
        return (
            rows.filter(pl.col("strategy").is_in(list(self.order)))
            .with_columns(
                label=pl.col("strategy").replace_strict(self.labels, return_dtype=pl.String),
                place=pl.col("strategy").replace_strict(place, return_dtype=pl.Int64),
            )
            .sort("place", maintain_order=True)
            .drop("place")
        )

    def shown(self, strategy: str) -> bool:
        """Whether a strategy is shown to help on its own terms."""
        rows = self.frames["ranking"].filter(pl.col("terms") == OWN, pl.col("strategy") == strategy)
        return bool(rows["shown"].item())

    def classes(self) -> dict[str, int]:
        """How many inputs are of class A, B and C."""
        rows = self.frames["evppi"].unique("input")
        counts = Counter(rows["class"].to_list())
        return {letter: counts.get(letter, 0) for letter in ("A", "B", "C")}
