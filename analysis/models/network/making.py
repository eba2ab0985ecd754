"""Tables of one network: they say the same of their source, and what is not defined is a note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.models.network.errors import finite
from analysis.models.network.net import Net
from analysis.models.results import Coefficient, Table

NO_ERRORS = "none"


@dataclass(frozen=True)
class Maker:
    """Makes the tables of a network.

    Attributes
    ----------
    net : the network
    period : first and last year of its ties
    source : how tables name the data
    """

    net: Net
    period: tuple[int, int] | None
    source: str

    def table(
        self,
        name: str,
        title: str,
        rows: Sequence[Coefficient],
        *,
        estimator: str,
        errors: str = NO_ERRORS,
        of: tuple[int, str] | None = None,
        notes: tuple[str, ...] = (),
    ) -> Table:
        """A table of measures; `of` says what an observation is, if not a tied pair."""
        kept, lost = finite(rows)
        n, observed = of or (self.net.ties, "tied pairs")
        return Table(
            name=name,
            title=title,
            estimator=estimator,
            errors=errors,
            unit="as labelled",
            n=n,
            of=observed,
            period=self.period,
            source=self.source,
            rows=kept,
            notes=(*notes, *lost),
        )
