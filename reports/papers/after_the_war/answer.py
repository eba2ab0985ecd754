"""The answer in a hundred words, and how it is shaken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.history import country_name
from reports.papers.numbers import Numbers
from reports.papers.parts import words

if TYPE_CHECKING:
    from reports.papers.after_the_war.data import Data


def answer(numbers: Numbers, data: Data) -> tuple[str, ...]:
    """What was found, for a reader who is no statistician."""
    say = numbers.say
    first = (
        "The wave was under way before the treaty: new ties with France rose "
        f"{say('pace.climb.times.france', 'one')}-fold in 1958–62 over the five years before, and "
        f"{say('pace.crest.times.france', 'one')}-fold again in 1963–67."
        if numbers.value("pace.climb.times.france") > 1
        else "The wave begins with the treaty: up to 1962 new ties with France did not rise."
    )
    return (first, f"{_owed(numbers)} {_believed(numbers, data)}")


def _owed(numbers: Numbers) -> str:
    share = "elysee.register.share"
    if words.sign(numbers, share) < 0:
        return (
            f"Without it the model has {words.size(numbers, share, 'share')} fewer French ties "
            f"of 1963–75 ({words.level(numbers)} of the runs: "
            f"{words.without_sign(numbers, share, 'share').split(': ')[-1]}."
        )
    return "Without it the model’s French ties of 1963–75 do not clearly differ."


def _believed(numbers: Numbers, data: Data) -> str:
    """How far that can be trusted."""
    swing = numbers.value("treaty.swing.low") > 1
    wide = numbers.value("treaty.scattered.low") > 1
    early = "the years before differ already" in data.treaty["doubts"]
    stands = "it stands out" if wide else "it does not stand out"
    strays = "it stands out" if swing else "it does not"
    link = "and" if wide == swing else "but"
    before = (
        " Counts stood high in the three years before already, so this is rather too much than "
        "too little."
        if early
        else ""
    )
    return (
        f"Beside false dates {stands}, {link} beside neighbours that signed nothing {strays}."
        f"{before} And the Youth Office came the same year: no count can part the two."
    )


def shaken(numbers: Numbers) -> str:
    """What false dates and the years before say."""
    say = numbers.say
    wide = numbers.value("treaty.scattered.low") > 1
    held = (
        "still rules out that it did nothing" if wide else "no longer rules out that it did nothing"
    )
    lines = [
        "These errors are too small. Moved to dates on which nothing happened, "
        f"{say('treaty.false.all')} in all, events scatter {say('treaty.false.spread', 'one')} "
        f"times as widely as their errors say. Taken as the measure, that leaves "
        f"{say('treaty.scattered.low', 'one')} to {say('treaty.scattered.high', 'one')} times, "
        f"which {held}. The treaty itself was moved to {say('treaty.false.own')} false dates; at "
        f"{words.count(numbers, 'treaty.false.as_far')} of them it stands out as far as at its "
        "own, and of all "
        f"false dates {say('treaty.false.share', 'share')} do."
    ]
    if words.known(numbers, "treaty.before"):
        lines.append(
            "In the three years before the signing, ties with France already stood at "
            f"{say('treaty.before', 'one')} times what the model expects: something moved before "
            "the treaty could."
        )
    return " ".join(lines)


def plain(numbers: Numbers, data: Data) -> str:
    """The comparison without the model."""
    say = numbers.say
    swing = numbers.value("treaty.swing.low") > 1
    code, strayed = max(data.beside.neighbours.items(), key=lambda pair: abs(pair[1]))
    way = "up" if strayed > 0 else "down"
    verdict = (
        "France stands out even so"
        if swing
        else "Judged by that, France could have risen as it did without any treaty"
    )
    return (
        "Without any model, France beside "
        f"{say('beside.neighbours')} neighbours, ten years before and after, gained a factor of "
        f"{say('treaty.beside', 'one')} on average; what the model says comes to "
        f"{say('treaty.held', 'one')} over the same years. But put a neighbour that signed "
        f"nothing in the place of France, and it strays too: {country_name(code)} furthest, "
        f"{way} by a factor of {say('beside.widest', 'one')}. {verdict}: "
        f"{say('treaty.swing.low', 'one')} to {say('treaty.swing.high', 'one')} times."
    )
