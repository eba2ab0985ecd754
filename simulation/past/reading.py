"""What the tables of the other systems share: their sources, and areas named by prefixes."""

from functools import cache

from simulation.past.sources import Source, load_sources
from simulation.past.words import FOLDER, PastError


@cache
def system_sources() -> dict[str, Source]:
    """Return the sources of sources.toml and sources_systems.toml, by key.

    Raises
    ------
    PastError
        If a file is wrong, or a key stands in both.
    """
    first, second = load_sources(), load_sources(FOLDER / "sources_systems.toml")
    for key in second:
        if key in first:
            raise PastError(f"sources_systems.toml: {key} stands in sources.toml already.")
    return first | second


def in_area(area: str, prefix: str) -> bool:
    """Whether an area of the frame lies under a prefix.

    Parameters
    ----------
    area
        Column ``area`` of the frame: ``PL.72.0264`` abroad, the five digits of an AGS in Germany.
    prefix
        ``PL``, ``PL.72``, ``PL.72.0264``; or the beginning of an AGS, such as ``12`` for
        Brandenburg.

    Returns
    -------
    bool
        Abroad only whole codes count: ``PL.7`` covers nothing of ``PL.72``.

    Examples
    --------
    >>> in_area("PL.72.0264", "PL.72"), in_area("PL.72.0264", "PL.7"), in_area("12054", "12")
    (True, False, True)
    """
    if prefix[:1].isdigit():
        return area.startswith(prefix)
    return f"{area}.".startswith(f"{prefix}.")


def year_of(value: int | None, file: str, field: str) -> int:
    """Return a year that must not be missing.

    Raises
    ------
    PastError
        If the cell is empty.
    """
    if value is None:
        raise PastError(f"{file}: {field} is empty, but must be a year.")
    return value
