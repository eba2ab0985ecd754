"""The sentences of the report: their numbers from `Numbers`, their words from the results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reports.history import country_name
from reports.papers.numbers import Numbers
from reports.papers.one_country_again import answer, figures, figures_split, tables
from reports.papers.one_country_again.numbers import RIVALS, points
from reports.papers.paper import Section, Text
from reports.papers.parts import words

if TYPE_CHECKING:
    from reports.papers.one_country_again.data import Data


FEW = 0.01
"""Share of ties below which a difference is next to nothing."""


def text(numbers: Numbers, data: Data, question: str) -> Text:
    """The whole report."""
    return Text(
        "en",
        "One country again",
        question,
        answer.answer(numbers),
        (
            _inner(numbers, data),
            _without(numbers, data),
            _opening(numbers, data),
            _treaties(numbers, data),
            _foretold(numbers, data),
        ),
        tables.method(numbers),
        tables.limits(),
    )


def _inner(numbers: Numbers, data: Data) -> Section:
    say = numbers.say
    return Section(
        "Across the inner-German border",
        (
            "Saarlouis and Eisenhüttenstadt signed the first contract in 1986. Until then the GDR "
            "let none through, and then only those it chose. When the Wall fell, some "
            f"{say('waiting.1989.recorded')} western councils were waiting for a partner; for "
            f"1990/91 sources count over {say('inner_german.1990.recorded')} partnerships.",
            "In the model that is three steps: councils apply, the GDR grants a few a year, and in "
            "1989 the gate opens for all who wait. How many apply and how many are granted was "
            f"set with the years up to 1989 in view, and {_role(numbers, 'fitted')}. What comes "
            f"after was kept back: {_role(numbers, 'kept_back')}. {_first_year(numbers, data)}",
        ),
        (figures.stock(data, numbers),),
        (tables.points_table(numbers, data),),
    )


def _role(numbers: Numbers, role: str) -> str:
    told = numbers.value(f"points.{role}")
    inside = numbers.value(f"points.{role}.inside")
    both = f"{numbers.say(f'points.{role}.inside')} of {numbers.say(f'points.{role}')}"
    if inside == told:
        return f"the runs meet all {numbers.say(f'points.{role}')} published figures"
    return f"the runs meet {both} published figures" if inside else "the runs meet none of them"


def _first_year(numbers: Numbers, data: Data) -> str:
    """What the model makes of the first year."""
    low = answer.where(numbers, "1990")
    if low == "below":
        met = points(data).filter(pl.col("cell") == "2011")["inside90"].to_list()
        end = "It ends near the right number" if met == [True] else "It ends at another number"
        return (
            f"The model is too slow in the first year, {words.cell(numbers, 'inner_german.1990')} "
            f"instead of {numbers.say('inner_german.1990.recorded')} or more, and passes the "
            f"figure in 1991 at {words.cell(numbers, 'inner.1991')}; as the source says 1990/91, "
            f"part of the miss may be a matter of dates. {end}: "
            f"{words.cell(numbers, 'inner_german.2011')} in 2011, when about "
            f"{numbers.say('inner_german.2011.recorded')} are told of."
        )
    if low == "above":
        return "The model is too quick in the first year."
    return "The first year comes out about right."


def _without(numbers: Numbers, data: Data) -> Section:
    return Section(
        "The same history without unification",
        (
            "Let the neighbours open as they did, and the two German states stay apart. By the end "
            f"of 1996 there are then {words.change(numbers, 'unity.1996.inner')} between East and "
            f"West, {words.change(numbers, 'unity.1996.opened')} with the countries that opened, "
            f"and {words.change(numbers, 'unity.1996.others')} with all others. "
            f"{_who_is_missing(numbers)}",
            "Take instead only the wish for a partner in the other part of Germany away: there are "
            f"{words.change(numbers, 'wish.1996.inner', 'inner-German ties')} by 1996, and "
            f"{_displaced(numbers)}.",
        ),
        (figures.without(data, numbers),),
        (tables.counterfactuals(numbers),),
    )


def _who_is_missing(numbers: Numbers) -> str:
    if words.sign(numbers, "unity.1996.east") >= 0:
        return "Eastern places do not clearly have fewer partners abroad."
    west = words.sign(numbers, "unity.1996.west")
    tail = {
        -1: f"in the West there are {words.change(numbers, 'unity.1996.west')}",
        0: "for western ones nothing clearly changes",
        1: f"western ones have {words.change(numbers, 'unity.1996.west')}",
    }[west]
    return (
        f"It is eastern places that lack them, {words.change(numbers, 'unity.1996.east')} abroad; "
        f"{tail}."
    )


def _displaced(numbers: Numbers) -> str:
    """Whether inner-German ties took the place of others."""
    name, whole = "wish.1996.abroad", "history.1996.abroad"
    change = f"abroad {words.change(numbers, name)}, of {numbers.say(whole, 'whole')} in all"
    if abs(numbers.value(name)) > FEW * numbers.value(whole):
        return change
    return (
        f"{change}: next to nothing. But that is built in, as in the model only ties abroad make a "
        "council search less"
    )


def _opening(numbers: Numbers, data: Data) -> Section:
    say = numbers.say
    largest = words.listed(
        [f"{country_name(code)} ({say(f'recorded.{code}')})" for code in data.largest]
    )
    low, high = (
        numbers.value("simulated.opened.low")
        if words.known(numbers, "simulated.opened.low")
        else None,
        numbers.value("simulated.opened.high")
        if words.known(numbers, "simulated.opened.high")
        else None,
    )
    recorded = numbers.value("recorded.opened")
    beside = (
        "with too few runs to say how near that is"
        if low is None or high is None
        else "and so hold the record"
        if low <= recorded <= high
        else "and so fall short of it"
        if high < recorded
        else "and so overshoot it"
    )
    return Section(
        "The East opens",
        (
            f"With the {say('opened.countries')} countries that opened in 1989 the register dates "
            f"{say('recorded.opened.before')} ties to 1980 to 1986, and {say('recorded.opened')} "
            f"to 1990 to 1996; most with {largest}. The runs show "
            f"{words.cell(numbers, 'simulated.opened')} for these years, {beside}. These years "
            "were fitted: the appeal of each country, the size of the opening, and that of each "
            "treaty that followed.",
            "Of all registered ties with them, whatever their year, eastern places hold "
            f"{say('east.opened.recorded', 'share')} in the register (twelve Länder, without "
            f"Berlin) and {words.cell(numbers, 'east.opened', 'share')} in the runs; of the ties "
            f"with France {say('east.FR.recorded', 'share')} and "
            f"{words.cell(numbers, 'east.FR', 'share')}. {_look(numbers)} {_off(numbers, data)}",
            f"The register stirs before the Wall falls: {say('recorded.early')} ties with these "
            "countries are dated to 1987 to 1989. The runs show "
            f"{words.cell(numbers, 'simulated.early')}: {_early(numbers)}.",
        ),
        (figures.opening(data, numbers), figures.halves(data, numbers)),
    )


def _look(numbers: Numbers) -> str:
    if numbers.value("east.opened.recorded") <= numbers.value("east.FR.recorded"):
        return "Eastern places did not look east more than west."
    return (
        "So eastern places looked east more than west. Distance is one reason; ties that the GDR "
        "had made and that lived on are another."
    )


def _off(numbers: Numbers, data: Data) -> str:
    """Country by country: where the share of the East lies outside the runs."""
    off = []
    for code in data.largest:
        name = f"east.{code}"
        if not words.known(numbers, f"{name}.low", f"{name}.high", f"{name}.recorded"):
            continue
        recorded = numbers.value(f"{name}.recorded")
        if not numbers.value(f"{name}.low") <= recorded <= numbers.value(f"{name}.high"):
            off.append(
                f"{country_name(code)} ({numbers.say(f'{name}.recorded', 'share')}, in the runs "
                f"{numbers.say(name, 'share')})"
            )
    if not off:
        return "Country by country the runs hold the record too."
    return f"Single countries are off: {words.listed(off)}."


def _early(numbers: Numbers) -> str:
    """Whether the runs stir before 1989."""
    if not words.known(numbers, "simulated.early.high"):
        return words.UNBOUNDED
    if numbers.value("simulated.early.high") < numbers.value("recorded.early"):
        return (
            "in the model the gate opens in one night; in the record, whose years are rough, it "
            "was ajar before"
        )
    return "no fewer"


def _treaties(numbers: Numbers, data: Data) -> Section:
    grid = tables.treaties(numbers, data)
    firm = [row[0] for row in grid.rows if row[2:] == ("positive", tables.NOTHING)]
    verdict = (
        f"Beyond doubt stand: {words.listed(firm)}."
        if firm
        else "None of them is shown, beyond doubt, to have made ties of its own."
    )
    return Section(
        "Treaty by treaty",
        (
            "Open borders let councils choose; did the treaties of 1990 to 1992 do more? Each "
            "event’s size is estimated beside what the model sends without it, as a factor on new "
            f"ties at its height. {verdict} Moved to false dates, such events scatter "
            f"{numbers.say('event.spread', 'one')} times as widely as their errors say.",
        ),
        (),
        (grid,),
    )


def _foretold(numbers: Numbers, data: Data) -> Section:
    say = numbers.say
    short = numbers.value("split.opened.model") < numbers.value("split.opened.recorded")
    failed = "far too few" if short else "no fewer than came"
    return Section(
        "What could have been foretold in 1986",
        (
            "The hardest test: everything is estimated again from ties dated up to 1986. Of what "
            "came later the model is told the date of the opening and whose borders it opens; how "
            "strongly openings work it must guess from earlier events. Periods, countries, rivals "
            "and scores were fixed before the first run.",
            "It fails in level. For 1990 to 1996 it expects "
            f"{say('split.opened.model', 'whole')} ties with the countries that opened, where "
            f"{say('split.opened.recorded', 'whole')} are recorded: {failed}. Nothing up to 1986 "
            "tells how much an opening is worth."
            if short
            else "For 1990 to 1996 it expects "
            f"{say('split.opened.model', 'whole')} ties with the countries that opened; "
            f"{say('split.opened.recorded', 'whole')} are recorded, {failed}.",
            f"And it succeeds in direction. If all had gone on as before there would be "
            f"{say('split.opened.persistence', 'whole')}. "
            f"{'. '.join(_gain(numbers, rival) for rival in RIVALS)}. With countries whose "
            f"borders had always been open it expects {say('split.others.model', 'whole')} ties "
            f"where {say('split.others.recorded', 'whole')} are recorded.",
        ),
        (figures_split.foretold(data, numbers), figures_split.gains(numbers)),
    )


def _gain(numbers: Numbers, rival: str) -> str:
    """How the model did beside a rival, with how sure that is."""
    rule = {
        "trend": "that trends go on",
        "persistence_jump": "of a jump like the French one of 1963 (a factor of "
        f"{numbers.say('split.jump', 'one')})",
        "persistence": "that all goes on as before",
    }[rival]
    name = f"gain.{rival}.all"
    value, error = numbers.value(name), numbers.value(f"{name}.error")
    sure = abs(value) > 2 * error
    better = "better" if value > 0 else "worse"
    tail = "by more than two errors" if sure else "but by less than two errors"
    return f"The model foretells {better} than the rule {rule}, {tail}"
