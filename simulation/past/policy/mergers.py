"""Territorial reforms: how many municipalities of a Land were merged into others, and when."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import polars as pl

from simulation.luck import exp, log
from simulation.past.reading import check_after, read_rows, system_sources, year_of
from simulation.past.states.countries import load_laender
from simulation.past.words import FOLDER, PastError, one_of

MERGER_COLUMNS: dict[str, type[pl.DataType]] = {
    "land": pl.String,
    "from_year": pl.Int32,
    "until_year": pl.Int32,
    "before": pl.Int32,
    "after": pl.Int32,
    "source": pl.String,
}


@dataclass(frozen=True, slots=True)
class Reform:
    """One span of mergers in a Land.

    Attributes
    ----------
    land
        ISO 3166-2 code.
    from_year, until_year
        Ends of the years that `before` and `after` count: mergers fall into the years after
        `from_year` up to `until_year`.
    before, after
        Municipalities.
    sources
        Keys of `simulation.past.reading.system_sources`.
    """

    land: str
    from_year: int
    until_year: int
    before: int
    after: int
    sources: tuple[str, ...]

    def rate(self) -> float:
        """Share of the municipalities of the year before that is merged away, a year."""
        years = self.until_year - self.from_year
        # not `math.pow`: its last bit depends on the processor
        return float(1.0 - exp(log(self.after / self.before) / years))


@cache
def load_mergers(path: Path = FOLDER / "policy" / "mergers.csv") -> tuple[Reform, ...]:
    """Read the reforms.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    tuple of Reform
        In the order of the file: spans of a Land follow each other without a gap.

    Raises
    ------
    PastError
        If a cell is wrong, numbers do not fall, or spans of a Land do not join.
    """
    file = path.name
    laender = tuple(load_laender()["land"])
    reforms: list[Reform] = []
    for where, row in read_rows(path, MERGER_COLUMNS, system_sources()):
        reform = Reform(
            land=one_of(row["land"], laender, file, f"land in {where}"),
            from_year=year_of(row["from_year"], file, f"from_year in {where}"),
            until_year=year_of(row["until_year"], file, f"until_year in {where}"),
            before=row["before"] or 0,
            after=row["after"] or 0,
            sources=tuple(row["source"].split("+")),
        )
        check_after(reform.until_year, reform.from_year, file, f"until_year in {where}")
        if not 0 < reform.after < reform.before:
            raise PastError(
                f"{file}: after in {where} is {reform.after}, but must be a number of "
                f"municipalities below {reform.before}."
            )
        reforms.append(reform)
    for land in dict.fromkeys(reform.land for reform in reforms):
        for first, second in pairwise(r for r in reforms if r.land == land):
            if (first.until_year, first.after) != (second.from_year, second.before):
                raise PastError(
                    f"{file}: from_year of {land} is {second.from_year} with {second.before}, but "
                    f"must be {first.until_year} with {first.after}, where the row above ends."
                )
    return tuple(reforms)


@cache
def _laender() -> tuple[str, ...]:
    """Codes of the Länder: every year asks for each."""
    return tuple(load_laender()["land"])


def merger_rate(land: str, year: int, reforms: tuple[Reform, ...] | None = None) -> float:
    """Chance that a municipality of a Land was merged into another one in a year.

    Parameters
    ----------
    land
        ISO 3166-2 code such as ``DE-BY``.
    year
        Calendar year.
    reforms
        What `load_mergers` returns; read from the shipped file if left out.

    Returns
    -------
    float
        0 to 1; 0.0 outside the reforms. It is that of any municipality: small ones were merged
        far more often than those that twin, so it bounds the chance of a twinned one from above.

    Raises
    ------
    PastError
        If there is no such Land.

    Examples
    --------
    >>> round(merger_rate("DE-SL", 1974), 2), merger_rate("DE-SL", 1975)
    (0.86, 0.0)
    """
    one_of(land, _laender(), "mergers.csv", "land")
    for reform in load_mergers() if reforms is None else reforms:
        if reform.land == land and reform.from_year < year <= reform.until_year:
            return reform.rate()
    return 0.0
