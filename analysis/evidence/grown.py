"""`python -m analysis.evidence.grown FIELD...`: draws hold for a history with new numbers, too.

Draws of the posterior belong to the default history that they were drawn around, by its hash. A new
number that leaves every history as it was, to the byte, changes that hash and nothing else: this
says so on the cards of both fits, after it has seen that all other numbers are the old ones. A new
number that changes a history needs a calibration.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from analysis.calibration.direct import folder_of
from scenarios.posterior import FOLDER, Card, history_sha256
from scenarios.posterior.card import HISTORY
from scenarios.posterior.reading import CARD
from scenarios.runs import RunError
from scenarios.runs.kept.folder import write_whole


def grown(folder: Path, history: Path, new: Sequence[str]) -> Card:
    """Write on the card of some draws that they belong to a history with new numbers.

    Parameters
    ----------
    folder : Path
        Of the draws.
    history : Path
        The file of the history that they were drawn around, as it is now.
    new : sequence of str
        Dotted paths of the numbers that it had not then.

    Raises
    ------
    RunError
        If the history has no such number, or differs by more than these.
    """
    card = Card.model_validate_json((folder / CARD).read_bytes())
    try:
        before = history_sha256(history, new)
    except (KeyError, TypeError):
        raise RunError(f"{history.name}: has not all of {', '.join(new)}") from None
    if before != card.history_sha256:
        raise RunError(
            f"{history.name}: differs from the one of {CARD} by more than {', '.join(new)}; a "
            "history that is another one needs a calibration (analysis/calibration/README.md)"
        )
    found = card.model_copy(update={"history_sha256": history_sha256(history)})
    write_whole(folder / CARD, f"{found.model_dump_json(indent=2)}\n".encode())
    return found


def main(arguments: Sequence[str]) -> int:
    """Write both cards; 2 where the histories differ by more than what is named."""
    parser = argparse.ArgumentParser(prog="python -m analysis.evidence.grown", description=__doc__)
    parser.add_argument("new", nargs="+", metavar="FIELD", help="a new number, such as rate.spa")
    new = parser.parse_args(arguments).new
    scored = folder_of("split")
    try:
        grown(scored, scored / HISTORY.name, new)
        grown(FOLDER, HISTORY, new)
    except RunError as error:
        sys.stderr.write(f"Error: {error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
