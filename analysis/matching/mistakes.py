"""What can be wrong with a question for partners, told in one sentence."""

from __future__ import annotations


class MatchError(ValueError):
    """A question that cannot be answered: says what is wrong and what would be right."""


class AmbiguousError(MatchError):
    """A name that several places bear.

    Attributes
    ----------
    choices : id and description of each, the largest first
    """

    def __init__(self, told: str, choices: tuple[tuple[int, str], ...]) -> None:
        super().__init__(told)
        self.choices = choices


def shown(text: object, longest: int = 60) -> str:
    """What someone gave, as a sentence can carry it: short, odd signs escaped."""
    given = str(text)
    short = given if len(given) <= longest else f"{given[:longest]}..."
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape", "surrogatepass").decode()
        for sign in short
    )
