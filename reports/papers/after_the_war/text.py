"""The sentences of the report: their numbers from `Numbers`, their words from the results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reports.history import country_name
from reports.papers.after_the_war import answer, closing, figures, figures_estimates
from reports.papers.after_the_war.data import EAST
from reports.papers.after_the_war.numbers import founders
from reports.papers.numbers import Numbers
from reports.papers.paper import Section, Text
from reports.papers.parts import words

if TYPE_CHECKING:
    from reports.papers.after_the_war.data import Data


ELSEWHERE = "ties with all other countries"


def text(numbers: Numbers, data: Data, question: str) -> Text:
    """The whole report."""
    return Text(
        "en",
        "After the war",
        question,
        answer.answer(numbers, data),
        (
            _first(numbers),
            _model(numbers, data),
            _without(numbers, data),
            _sure(numbers, data),
            _expelled(numbers),
            _descent(numbers, data),
        ),
        closing.method(numbers),
        closing.limits(numbers),
    )


def _first(numbers: Numbers) -> Section:
    say = numbers.say
    faster = numbers.value("pace.climb.times.france") > numbers.value("pace.crest.times.france")
    word = "more" if faster else "less"
    steps = "the greater step came before the treaty" if faster else "the greater step came with it"
    return Section(
        "A wave that had begun",
        (
            f"The first years are British. The register dates {say('recorded.first.britain')} "
            "ties with the United Kingdom to the years up to 1949, and "
            f"{words.count(numbers, 'recorded.first.france')} with France. Then France takes over: "
            f"it holds {say('recorded.france.share', 'share')} of the {say('recorded.all')} ties "
            "dated to 1950 to 1975.",
            f"The French rise begins in 1958. From {say('pace.calm.france', 'one')} new ties a "
            f"year in 1953 to 1957 it goes to {say('pace.climb.france', 'one')} in 1958 to 1962, "
            f"{say('pace.climb.times.france', 'one')} times as many, and to "
            f"{say('pace.crest.france', 'one')} in 1963 to 1967, again "
            f"{say('pace.crest.times.france', 'one')} times as many. In factors the five years "
            f"before the treaty brought {word} than the five after it: {steps}. All other "
            f"countries together grew {say('pace.climb.times.others', 'one')}-fold and "
            f"{say('pace.crest.times.others', 'one')}-fold over the same years, without any such "
            "treaty.",
            f"The register is no complete witness. A published count has "
            f"{say('published.france.rise')} new agreements with France for 1950 to 1962; the "
            f"register dates {say('recorded.rise.france')} to these years, and "
            f"{say('recorded.france.undated')} French ties carry no year at all.",
        ),
        (figures.register(numbers),),
    )


def _model(numbers: Numbers, data: Data) -> Section:
    say = numbers.say
    inside = numbers.value("cells.inside") >= 0.8 * numbers.value("cells")
    verdict = "about as many as such bands should" if inside else "fewer than such bands should"
    return Section(
        "What the model makes of it",
        (
            "In the simulated histories German places look for partners out of several motives. "
            "Reconciliation is one of them; dated events warm or cool it. Distance, size, and "
            "partners already held decide where a search ends. Every run is then shown as the "
            "register of 2015 would have kept it: ties that ended are gone, some are missing, some "
            "years are wrong.",
            f"Of {say('cells')} counts by country and period from 1950 to 1979, the "
            f"{words.level(numbers)} bands of the runs hold {say('cells.inside')}, {verdict}. "
            "The model was fitted to these counts. Agreement here is the least one may ask.",
        ),
        (figures.beside(data, numbers),),
    )


def _without(numbers: Numbers, data: Data) -> Section:
    return Section(
        "The same history without the treaty",
        (
            "Take the treaty out and leave all else, the luck of every decision included. Up to "
            f"the end of 1962 {_untouched(numbers)}. Of the French ties that the register would "
            f"date to 1963 to 1975, {_share(numbers)}: {words.change(numbers, 'elysee.register')}. "
            + closing.drawn(numbers),
            f"Counted as founded, whatever became of them, there are by 1975 "
            f"{words.change(numbers, 'elysee.1975.france', 'ties with France')} and "
            f"{words.change(numbers, 'elysee.1975.elsewhere', ELSEWHERE)}. " + _spill(numbers),
        ),
        (figures.counterfactual(data, numbers),),
        (closing.counterfactuals(numbers),),
    )


def _untouched(numbers: Numbers) -> str:
    if numbers.value("elysee.before") == 0:
        return "the two histories are the same, tie by tie"
    return f"the two histories differ, by {numbers.say('elysee.before')} ties at most"


def _share(numbers: Numbers) -> str:
    share = "elysee.register.share"
    if not words.known(numbers, share):
        return "no share can be told"
    if words.sign(numbers, share) < 0:
        return (
            f"{words.size(numbers, share, 'share')} need the treaty "
            f"{words.without_sign(numbers, share, 'share')}"
        )
    return (
        f"a share of {words.size(numbers, share, 'share')} hangs on the treaty, which "
        f"{words.level(numbers)} of the runs do not tell from none"
    )


def _spill(numbers: Numbers) -> str:
    late = f"By 2014 there are {words.change(numbers, 'elysee.2014.elsewhere', ELSEWHERE)}."
    side = words.sign(numbers, "elysee.2014.elsewhere")
    if side < 0:
        return (
            f"{late} So the treaty did not draw ties away from others: it sends more councils out "
            "to look, and who has a French partner already finds one elsewhere."
        )
    if side > 0:
        return (
            f"{late} Part of what the treaty brought to France it took from others: a place with "
            "a partner looks less for the next."
        )
    return f"{late} Whether the treaty drew ties away from others the runs do not tell."


def _sure(numbers: Numbers, data: Data) -> Section:
    say = numbers.say
    return Section(
        "How far to trust the treaty's size",
        (
            f"The runs take the treaty's size from a regression: {say('events')} dated events up "
            "to 1996, beside what the model sends without them. At its height the treaty makes "
            f"{say('treaty.model', 'one')} times as many new ties with France. Three errors are "
            "given, for counts that scatter at random, in whole countries, or over neighbouring "
            f"years. By the widest of the three the size lies between "
            f"{say('treaty.cluster.low', 'one')} and {say('treaty.cluster.high', 'one')} times."
            if _widest_is_cluster(data)
            else f"The runs take the treaty's size from a regression: {say('events')} dated events "
            "up to 1996, beside what the model sends without them. At its height the treaty makes "
            f"{say('treaty.model', 'one')} times as many new ties with France. Three errors are "
            "given, for counts that scatter at random, in whole countries, or over neighbouring "
            "years; the figure shows them.",
            answer.shaken(numbers),
            f"The treaty left out, the other events foretell a factor of "
            f"{say('treaty.foretold', 'one')}, with anything from "
            f"{say('treaty.foretold.low', 'one')} to {say('treaty.foretold.high', 'one')} left "
            "possible: they say that treaties matter, hardly which way. For France's first ten "
            f"years after it they lead one to expect {say('treaty.ten.foretold', 'whole')} ties, "
            f"{say('treaty.ten.without', 'whole')} without it; the register has "
            f"{say('treaty.ten.recorded', 'whole')}.",
            answer.plain(numbers, data),
            "One thing no count can part: the Franco-German Youth Office was founded in July of "
            "the same year. What is called the treaty's effect is that of both.",
        ),
        (figures_estimates.sizes(data, numbers), figures_estimates.dates(data, numbers)),
    )


def _widest_is_cluster(data: Data) -> bool:
    errors = data.treaty["errors"]
    return bool(errors["cluster"] >= max(errors.values()))


def _expelled(numbers: Numbers) -> Section:
    east = words.listed([country_name(code) for code in EAST])
    early = words.sign(numbers, "expellees.1975.all")
    when = (
        "They hardly touch the wave of these years"
        if early == 0
        else "They are felt by 1975 already"
        if early < 0
        else "Without them there are more ties by 1975"
    )
    return Section(
        "Those who were expelled",
        (
            "Western towns also looked east. They took on sponsorships for places from which their "
            "new citizens had been expelled: in the runs "
            f"{words.cell(numbers, 'sponsorships')} of them up to 2014, of which "
            f"{words.cell(numbers, 'sponsorships.turned')} became twinnings. How many were really "
            "taken on nobody counted in full; these numbers are assumed.",
            f"{when}: in a history without expulsion and without sponsorships there are by 1975 "
            f"{words.change(numbers, 'expellees.1975.all')}. Their time comes when borders open. "
            f"By 2014 there are {words.change(numbers, 'expellees.2014.east')} with {east}. How "
            "strongly family roots pull is estimated with a wide error, so take this as the "
            "order of its size.",
        ),
    )


def _descent(numbers: Numbers, data: Data) -> Section:
    cells = founders(data)["cell"].to_list()
    first, second, last = cells[0], cells[2], cells[-1]

    def people(name: str) -> str:
        return numbers.say(f"founders.{name}", "whole")

    return Section(
        "Who founded first",
        (
            f"Cities began. Half of the ties dated to {first} belong to places of more than "
            f"{people(f'{first}.recorded')} inhabitants; for {second} the middle lies at "
            f"{people(f'{second}.recorded')}, for {last} at {people(f'{last}.recorded')}: a fall "
            f"by a factor of {numbers.say('founders.fall', 'one')}.",
            "Nothing in the model was fitted to this. There larger places search more often, and "
            f"a place that has partners searches less. Its bands hold "
            f"{numbers.say('founders.inside')} of {numbers.say('founders.cells')} periods. "
            f"{_founders_missed(numbers, data)}",
        ),
        (figures.descent(data, numbers),),
    )


def _founders_missed(numbers: Numbers, data: Data) -> str:
    """Which periods lie outside, and on which side."""
    missed = founders(data).filter(~pl.col("inside90").fill_null(value=True))
    if missed.is_empty():
        return "The descent is made by these two rules, and in about the right steps."
    told = [
        f"for {row['cell']} they say {numbers.say('founders.' + row['cell'], 'whole')} where the "
        f"record has {numbers.say('founders.' + row['cell'] + '.recorded', 'whole')}"
        for row in missed.iter_rows(named=True)
    ]
    small = missed.filter(pl.col("simulated") < pl.col("recorded")).height
    why = (
        " The first cities were larger than the model makes them."
        if small and missed["cell"][0] < "1960"
        else ""
    )
    return f"Outside: {'; '.join(told)}.{why}"
