"""The answer in a hundred words."""

from __future__ import annotations

from reports.papers.numbers import Numbers
from reports.papers.parts import words


def answer(numbers: Numbers) -> tuple[str, ...]:
    """What was found, for a reader who is no statistician."""
    return (f"{_inner(numbers)} {_unity(numbers)}", _foretold(numbers))


def where(numbers: Numbers, cell: str) -> str:
    """Below, above or within: the runs beside a published inner-German figure."""
    name = f"inner_german.{cell}"
    if not words.known(numbers, f"{name}.low", f"{name}.high"):
        return "beside"
    low, high = numbers.value(f"{name}.low"), numbers.value(f"{name}.high")
    top = f"{name}.recorded_high"
    first = numbers.value(f"{name}.recorded")
    last = numbers.value(top) if words.known(numbers, top) else first
    return "below" if high < first else "above" if low > last else "within"


def _inner(numbers: Numbers) -> str:
    say = numbers.say
    name = "inner_german.1990"
    told = {
        "below": f"too few; a year later {say('inner.1991', 'whole')}",
        "above": "too many",
        "within": "as it should",
        "beside": "in the median",
    }
    return (
        f"There were at most {say('inner_german.1989.recorded_high')} East–West partnerships "
        f"before the Wall fell, over {say(f'{name}.recorded')} by 1990/91. Shown only the years "
        f"before, the model has {say(name, 'whole')} at the end of 1990: "
        f"{told[where(numbers, '1990')]}."
    )


def _unity(numbers: Numbers) -> str:
    share = "unity.opened.share"
    if words.sign(numbers, share) >= 0:
        return "Without unification its ties with the countries that opened are not clearly fewer."
    size = words.size(numbers, share, "share")
    most = abs(numbers.value(share)) > 0.5
    tail = "most of them needed it" if most else "most needed only open borders"
    return (
        f"Without unification it has {size} fewer new ties of 1990–96 with the countries that "
        f"opened: {tail}."
    )


def _foretold(numbers: Numbers) -> str:
    say = numbers.say
    return (
        "The past did not foretell this: told in 1986 what would open, the model "
        f"expects {say('split.opened.model', 'whole')} of "
        f"{say('split.opened.recorded', 'whole')} ties. It "
        f"{beside(numbers, 'persistence')} the rule that all goes on as before, and "
        f"{beside(numbers, 'persistence_jump')} that of a jump like France’s of 1963."
    )


def beside(numbers: Numbers, rival: str) -> str:
    """How the model fares beside a rule, as far as two errors tell."""
    gain = numbers.value(f"gain.{rival}.all")
    if abs(gain) <= 2 * numbers.value(f"gain.{rival}.all.error"):
        return "cannot be told from"
    return "beats" if gain > 0 else "loses to"
