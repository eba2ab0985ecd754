"""What the report says of imitation, prior contacts and partner regions."""

from __future__ import annotations

from reports.papers.near_and_alike.saying import apart_from_zero, interval
from reports.papers.near_and_alike.what_if import UNITS
from reports.papers.numbers import Numbers, Style
from reports.papers.parts.words import listed

STYLES: dict[str, Style] = {
    "ties": "whole",
    "middle": "whole",
    "near": "share",
    "alike": "share",
    "spas": "one",
    "ports": "one",
    "namesakes": "one",
}
MEASURES = {
    "ties": "ties abroad",
    "middle": "km to the middle partner in Europe",
    "near": "near partners",
    "alike": "within a factor of two",
    "spas": "ties of two spas",
    "ports": "ties of two ports",
    "namesakes": "ties of namesakes",
}
"""In the words of the table."""


def nulls(numbers: Numbers) -> tuple[str, ...]:
    """Imitation, prior contacts and partner regions."""
    earlier, later = numbers.value("neighbours.earlier"), numbers.value("neighbours.later")
    imitation = (
        "Towns whose neighbours have ties search more. But cause cannot run backwards, and the "
        "neighbours' later ties, which nobody could have copied yet, go along with a town's own at "
        f"least as strongly: {interval(numbers, 'neighbours.later', 'two')} against "
        f"{interval(numbers, 'neighbours.earlier', 'two')} for earlier ones. What looks like "
        "contagion is a habit of the region. Imitation is a null, and the model leaves it out."
        if later >= earlier
        else "Neighbours' earlier ties go along with a town's own more strongly than their later "
        f"ones do: {interval(numbers, 'neighbours.earlier', 'two')} against "
        f"{interval(numbers, 'neighbours.later', 'two')}. Copying is not ruled out."
    )
    moved = [name for name in UNITS if apart_from_zero(numbers, f"no_contacts.{name}.change")]
    unknown = apart_from_zero(numbers, "no_contacts.ties.change") is None
    if unknown:
        contacts = "These runs are too few to say what taking them out does."
    elif moved:
        contacts = (
            "Taking them out of the runs moves some of the measures in the table beyond chance: "
            f"{listed([MEASURES[name] for name in moved])}."
        )
    else:
        contacts = (
            "Taking them out of the runs moves none of the measures in the table beyond chance."
        )
    return (
        imitation,
        "Earlier contacts of citizens, schools and local politicians are in the model, but their "
        f"strength is assumed: no table counts them. {contacts} Whether they made ties, these data "
        "cannot tell.",
        _regions(numbers),
    )


def _regions(numbers: Numbers) -> str:
    say = numbers.say
    placebo = numbers.value("region.pull_later.low") <= 0
    later = (
        "pairings that came only later show no such pull"
        if placebo
        else "pairings that came only later show some pull too"
    )
    return (
        "One prior bond is on record: the partner regions of the Länder. Of "
        f"{say('region.ties')} dated ties with a country in which the Land has such a pairing, now "
        f"or later, {say('region.inside')} lie in a region paired by then; nearness and likeness "
        f"alone gave each of these a chance of {say('region.chance', 'share')} to lie just there, "
        "on average. A pairing draws "
        f"{interval(numbers, 'region.pull', 'share')} as many searches again as go to the country "
        f"anyway; {later} ({interval(numbers, 'region.pull_later', 'share')}). "
        f"{say('region.largest')} of these ties belong to the one largest pairing."
    )
