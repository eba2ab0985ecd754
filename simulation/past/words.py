"""The words that rows of history may use; a word that is not here is a typing error."""

from pathlib import Path

FOLDER = Path(__file__).parent

REGIONS = ("west", "north", "south", "east", "overseas_north", "global_south")
WARTIME_SIDES = ("occupied", "allied", "axis", "annexed", "neutral", "none")
BLOCS = ("west", "east", "neutral", "non_aligned", "divided", "other", "none")
ZONES = ("US", "GB", "FR", "SU", "mixed")

ACTS = ("warm", "open", "pay", "root", "rupture", "halt")
MOTIVES = (
    "reconciliation",
    "exchange",
    "east_west",
    "development",
    "reunification",
    "european_integration",
    "solidarity",
    "local_democracy",
    "sponsorship",
)

SIDES = ("west", "east", "saarland")
STATES = ("closed", "restricted", "open")

FIRST_YEAR = 1945
"""First year of the model, and of every gate."""

SAARLAND = "DE-SL"

SAARLAND_JOINS = 1957
"""First year in which the Saarland follows the rules of the West (key ``saar_1956``)."""


class PastError(ValueError):
    """A row of history is wrong; the message names the file, the field and what would be right."""


def one_of(value: object, allowed: tuple[str, ...], file: str, field: str) -> str:
    """Return `value` if it is one of the `allowed` words.

    Raises
    ------
    PastError
        If it is not, with the file, the field and all allowed words.
    """
    if isinstance(value, str) and value in allowed:
        return value
    raise PastError(f"{file}: {field} is {value!r}, but must be one of {', '.join(allowed)}.")
