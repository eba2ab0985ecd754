"""What the report says. Every number comes from `Numbers`; every judgement from a number."""

from __future__ import annotations

from analysis.evidence.page.checks import LEAST_INSIDE
from reports.history import country_name
from reports.papers.near_and_alike.beside import PATTERNS
from reports.papers.near_and_alike.law import COUNTRIES
from reports.papers.near_and_alike.saying import (
    change,
    has,
    hold,
    interval,
)
from reports.papers.numbers import Numbers
from reports.papers.parts.words import listed

TITLE = "Near and alike"
QUESTION = (
    "Which place becomes whose partner? How much nearness and likeness count, in the register of "
    "German towns and in a model of it."
)
MUCH_FARTHER = 1.25
"""From this factor on the nearest tenth lies too far off to be passed over."""
RARE = 0.05
"""Chance under which a record looks like none of the runs."""
WORDS = {
    "distance": "how far British and Polish partners lie",
    "likeness": "how alike in size British and Polish partners are",
    "likeness_kept": "how alike in size partners are in the Länder kept back",
    "repeats": "one partner a country",
    "small_towns": "nearer Polish and Czech partners for small towns",
}
TRAITS = {
    "spa": "two spas",
    "port": "two ports",
    "seat": "two seats of a region",
    "centre": "two centres of their surroundings",
}


def answer(numbers: Numbers) -> tuple[str, ...]:
    """The finding, in about a hundred words."""
    say = numbers.say
    held, all_ = numbers.value("unseen.held"), numbers.value("unseen.patterns")
    few = "only " if held < all_ / 2 else ""
    seen = (
        "Tested on pairs that were kept back, the model shows "
        f"{few}{say('unseen.held')} of {say('unseen.patterns')} regularities within its intervals."
    )
    later = numbers.value("neighbours.later") >= numbers.value("neighbours.earlier")
    copied = (
        "That towns copy their neighbours cannot be shown: ties that neighbours found later tell "
        "as much."
        if later
        else "Neighbours' earlier ties tell more than their later ones: towns may copy each other."
    )
    return (
        "Partners are near and alike. A place twice as far as another has about "
        f"{say('twice_as_far.common', 'share')} of its chance to become the partner. Beside an "
        f"equal of the town, one twice as large has {say('size.twice', 'share')}, one half as "
        f"large {say('size.half', 'share')}. A country in which the town already has a partner "
        f"keeps {say('held', 'share')} of its pull.",
        f"{seen} {copied}",
    )


def _held(numbers: Numbers, pattern: str) -> bool:
    cells, inside = (numbers.value(f"unseen.{pattern}.{name}") for name in ("cells", "inside"))
    return hold(inside, cells, LEAST_INSIDE)


def near(numbers: Numbers) -> tuple[str, ...]:
    """Distance."""
    say = numbers.say
    by_country = sorted(COUNTRIES, key=lambda code: numbers.value(f"twice_as_far.{code}"))
    first, last = by_country[0], by_country[-1]
    apart = numbers.value(f"twice_as_far.{first}.high") < numbers.value(f"twice_as_far.{last}.low")
    told = "differ by more than chance" if apart else "may still be the same, given their errors"
    close = numbers.value("twice_as_far.near") < numbers.value("twice_as_far.common")
    nearest = (
        f"Below {say('near_km')} km the fall is steeper: there a place twice as far keeps only "
        f"{interval(numbers, 'twice_as_far.near', 'share')}. That is the reach of a Sunday trip, "
        "and it sets border towns apart."
        if close
        else f"Below {say('near_km')} km the law falls no more steeply than beyond."
    )
    return (
        f"Take two French towns, equal but for their distance, one twice as far as the other. On "
        f"{say('ties.all')} recorded ties with six countries the farther one keeps "
        f"{interval(numbers, 'twice_as_far.common', 'share')} of the chance of the nearer one. "
        f"Distance costs most in {country_name(first)} ({say(f'twice_as_far.{first}', 'share')}) "
        f"and least in {country_name(last)} ({say(f'twice_as_far.{last}', 'share')}); the two "
        f"{told}. With few ties a country's own estimate swings widely (rings), so all six are "
        "drawn towards their mean.",
        nearest,
        "This is the chance of one place beside another. There are many more places far away than "
        "near, so most partners are far all the same.",
    )


def alike(numbers: Numbers) -> tuple[str, ...]:
    """Likeness."""
    say = numbers.say
    traits = sorted(TRAITS, key=lambda name: -numbers.value(f"traits.{name}"))
    shown = [
        f"{TRAITS[name]} {interval(numbers, f'traits.{name}', 'one')} times" for name in traits
    ]
    return (
        "Towns look for their equals. Unlikeness alone, by a factor of two in inhabitants and "
        "whichever way, leaves a place "
        f"{interval(numbers, 'unlike.twice', 'share')} of its chance. Large places draw more "
        "partners besides, so the curve leans: a place twice as large keeps "
        f"{say('size.twice', 'share')}, one half as large {say('size.half', 'share')}; one "
        f"{say('times.much')} times as large {say('size.much', 'share')}, one with a "
        f"{_part(numbers)} of the inhabitants {say('size.little', 'share')}.",
        "Nature and role count too. What two places have in common multiplies their chance: "
        f"{listed(shown)}. Few ties stand behind some of these, as the intervals show.",
    )


def _part(numbers: Numbers) -> str:
    words = {10.0: "tenth", 5.0: "fifth", 4.0: "quarter"}
    return words[numbers.value("times.much")]


def in_the_record(numbers: Numbers) -> tuple[str, ...]:
    """Distances and likeness, recorded beside simulated."""
    say = numbers.say
    off = {
        code: numbers.value(f"distance.{code}.p50.simulated")
        / numbers.value(f"distance.{code}.p50.recorded")
        - 1
        for code in COUNTRIES
        if has(numbers, f"distance.{code}.p50.simulated")
    }
    if not off:
        return ("These runs hold too few ties for distances by country.",)
    worst = max(off, key=lambda code: abs(off[code]))
    way = "too far" if off[worst] > 0 else "too near"
    name = f"distance.{worst}.p50"
    first = (
        "Does a model with these laws make partners as near and as alike as recorded ones? The "
        f"middle partner lies furthest off in {country_name(worst)}: recorded "
        f"{say(f'{name}.recorded', 'whole')} km, simulated "
        f"{interval(numbers, f'{name}.simulated', 'whole', ' km')}, {way}."
    )
    return first, _nearest(numbers), _unseen(numbers)


def _nearest(numbers: Numbers) -> str:
    """The nearest tenth of the partners, where the border is crossed."""
    names = [code for code in COUNTRIES if has(numbers, f"distance.{code}.p10.simulated")]
    ratio = {
        code: numbers.value(f"distance.{code}.p10.simulated")
        / numbers.value(f"distance.{code}.p10.recorded")
        for code in names
    }
    far = sorted((code for code in names if ratio[code] > MUCH_FARTHER), key=lambda c: -ratio[c])
    if not far:
        return "The nearest tenth of the partners is as near in the model as in the record."
    told = [
        f"{country_name(code)} (recorded up to "
        f"{numbers.say(f'distance.{code}.p10.recorded', 'whole')} km, simulated up to "
        f"{numbers.say(f'distance.{code}.p10.simulated', 'whole')} km)"
        for code in far
    ]
    return (
        f"The nearest tenth of the partners is too far off in {listed(told)}: across these borders "
        "the record has close neighbours that the model lacks."
    )


def _unseen(numbers: Numbers) -> str:
    say = numbers.say
    parts = [
        f"{WORDS[name]} ({say(f'unseen.{name}.inside')} of {say(f'unseen.{name}.cells')} cells)"
        for name in PATTERNS
    ]
    held = [part for part, name in zip(parts, PATTERNS, strict=True) if _held(numbers, name)]
    missed = [part for part, name in zip(parts, PATTERNS, strict=True) if not _held(numbers, name)]
    holds = f"Held: {listed(held)}. " if held else ""
    misses = f"Missed: {listed(missed)}." if missed else "Nothing is missed."
    odd = [WORDS[name] for name in PATTERNS if numbers.value(f"unseen.{name}.p") < RARE]
    if odd:
        misses += (
            " Taken as a whole, the record still lies farther from the runs than nearly all of "
            f"them do for {listed(odd)}: there more is wrong than luck."
        )
    many = numbers.value("unseen.held") >= numbers.value("unseen.patterns") / 2
    single = "Single ties say the same" if many else "Single ties judge the law more kindly"
    return (
        f"The test is what was kept back. In {say('unseen.runs')} runs of a fit that never saw "
        "British and Polish pairs, nor five Länder, the question is how many recorded figures the "
        f"{say('level', 'share')} intervals hold. {holds}{misses} {single}: of "
        f"{say('unseen.ties')} recorded ties of {say('unseen.towns')} towns kept back, the real "
        f"partner was typically {interval(numbers, 'unseen.even', 'one')} times as likely under "
        "the law as under a blind draw among all places of its country, and "
        f"{interval(numbers, 'unseen.gravity', 'one')} times as likely as under distance and size "
        "of the partner alone."
    )


def _second_partners(numbers: Numbers) -> str:
    """How the model's share of second partners compares with the recorded one."""
    if not has(numbers, "repeats.kept.all.simulated.low"):
        return "second partners as follows"
    recorded, low, high = (
        numbers.value(f"repeats.kept.all.{end}")
        for end in ("recorded", "simulated.low", "simulated.high")
    )
    if low <= recorded <= high:
        return "about as many second partners as the record has"
    way = "more" if low > recorded else "fewer"
    return f"{way} second partners than the record has"


def one_a_country(numbers: Numbers) -> tuple[str, ...]:
    """A country already held."""
    say = numbers.say
    misses = f"In the Länder kept back the model makes {_second_partners(numbers)}"
    return (
        "A town with a French partner rarely takes a second one in France. On "
        f"{say('held.ties')} recorded ties, a country already held keeps "
        f"{interval(numbers, 'held', 'share')} of its weight: of all effects here, one of the "
        "strongest.",
        f"{misses}: {interval(numbers, 'repeats.kept.all.simulated', 'share')} of all ties in "
        f"the runs, {say('repeats.kept.all.recorded', 'share')} in the record. Cell by cell, "
        f"{say('unseen.repeats.inside')} of {say('unseen.repeats.cells')} lie within the "
        "intervals of the fit that had not seen them.",
    )


def without(numbers: Numbers) -> tuple[str, ...]:
    """Counterfactuals."""
    say = numbers.say
    farther = change(numbers, "no_proximity.middle.change", ("km farther", "km nearer"), "whole")
    return (
        "The same history was run again with the same luck, once without nearness and once "
        f"without likeness ({say('runs')} runs each). Without nearness the middle partner in "
        f"Europe lies {farther}, "
        f"and partners up to {say('near.reach')} km fall from {say('history.near', 'share')} to "
        f"{say('no_proximity.near', 'share')} of the ties. Without likeness the share of partners "
        f"within a factor of two falls from {say('history.alike', 'share')} to "
        f"{say('no_similarity.alike', 'share')}, and ties between two spas from "
        f"{say('history.spas', 'one')} to {say('no_similarity.spas', 'one')}."
        if _falls(numbers)
        else "Without nearness and without likeness partners change little; see the table.",
        "How many searches go to a country was held as it is, so that what changes is which place, "
        "not how many. A network without nearness is no forecast of anything; it shows what the "
        "two laws do in the model.",
    )


def _falls(numbers: Numbers) -> bool:
    return numbers.value("no_proximity.near") < numbers.value("history.near") and numbers.value(
        "no_similarity.alike"
    ) < numbers.value("history.alike")
