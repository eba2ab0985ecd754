"""What the report says. Every number comes from `Numbers`; every judgement from a number."""

from __future__ import annotations

import polars as pl

from reports.papers.numbers import Numbers, Style
from reports.papers.state_of_the_network.forecast import ALL

TITLE = "The state of the network"
QUESTION = (
    "How many ties join German towns with places abroad, who has none, how far may the registers "
    "be trusted, and what will the next one show?"
)


def interval(numbers: Numbers, name: str, style: Style = "plain") -> str:
    """A number and its interval, or that there are too few runs for one."""
    told = numbers.say(name, style)
    if not has(numbers, f"{name}.low"):
        return f"{told} (too few runs for an interval)"
    return f"{told} ({numbers.band(name, style)})"


def has(numbers: Numbers, name: str) -> bool:
    """Whether a number has a value."""
    return any(one.name == name and one.value is not None for one in numbers)


def answer(numbers: Numbers) -> tuple[str, ...]:
    """The finding, in about a hundred words."""
    say = numbers.say
    hold, all_ = numbers.value("regularities.hold"), numbers.value("regularities")
    missed = "all" if hold == all_ else f"{say('regularities.hold')} of {say('regularities')}"
    last = f"forecast.2030.{ALL}.{ALL}"
    way = _way(numbers, last)
    return (
        "At the end of 2014 about "
        f"{interval(numbers, 'stock.2014.all.living')} ties joined German towns and districts with "
        f"places abroad; the register held {say('stock.2014.all.registered')}. How many informal "
        f"contacts it lacks is the widest unknown. {say('alone.recorded', 'share')} of "
        "municipalities have no partner abroad on record.",
        f"Of regularities that nothing was fitted to, the model shows {missed}. A register of the "
        f"end of 2030 will show {interval(numbers, f'{last}', 'whole')} ties, {way} in 2015: a "
        "forecast with a fingerprint, to be scored.",
    )


def _way(numbers: Numbers, name: str) -> str:
    register = numbers.value("forecast.register")
    if numbers.value(f"{name}.low") > register:
        return "more than"
    if numbers.value(f"{name}.high") < register:
        return "fewer than"
    more = numbers.value(name) > register
    return "perhaps no more than" if more else "perhaps no fewer than"


def front(numbers: Numbers, found: pl.DataFrame) -> tuple[str, ...]:
    """The regularities, and the rest of the scorecard in a sentence."""
    say = numbers.say
    missed = found.filter(~pl.col("holds"))
    told = (
        "Missed are " + "; ".join(_missed(numbers, row) for row in missed.iter_rows(named=True))
        if missed.height
        else "None is missed"
    )
    odd = found.filter(pl.col("holds") & (pl.col("p") < 0.05))["label"].to_list()
    warned = (
        " Taken as a whole, the record still lies farther from the runs than nearly all of them do "
        f"for: {'; '.join(odd)}."
        if odd
        else ""
    )
    return (
        "A model can be made to match what it is fitted to. So some of what is known was kept "
        "back: five Länder, two countries, all founding years from 1997 on, and the regularities "
        f"below, which no number was fitted to. {told}.{warned}",
        f"Over all patterns that were kept back the {say('level', 'share')} intervals hold "
        f"{say('score.kept.inside')} of {say('score.kept.cells')} recorded figures. In "
        f"{say('score.rare')} of {say('score.rows')} rows of the scorecard the record looks like "
        "none of the runs, more often than luck would have it: there the model is wrong in more "
        "than its luck. How clustered and how assorted the network of all Europe is cannot be "
        "asked of a world that holds German ties only.",
    )


def _missed(numbers: Numbers, row: dict[str, object]) -> str:
    name = f"regularity.{row['pattern']}"
    return (
        f"{row['label']} ({numbers.say(f'{name}.inside')} of {numbers.say(f'{name}.cells')} "
        "figures inside)"
    )


def there(numbers: Numbers) -> tuple[str, ...]:
    """The stock."""
    say = numbers.say
    more = numbers.value("stock.2025.all.living") > numbers.value("stock.2014.all.living")
    return (
        "A register shows what somebody reported and what has lived. Of partnerships, sealed by "
        f"contract, it held {interval(numbers, 'complete.partnership', 'share')} in 2015; of "
        f"friendships {interval(numbers, 'complete.friendship', 'share')}; of informal contacts "
        f"{interval(numbers, 'complete.contact', 'share')}. Turned round: "
        f"{interval(numbers, 'stock.2014.all.hidden')} ties abroad were alive and in no register.",
        f"By the end of 2025 the model has the stock {'grow' if more else 'shrink'} to "
        f"{interval(numbers, 'stock.2025.all.living')}. Apart from these stand about "
        f"{interval(numbers, 'apart.2025.inner-German')} ties between German places, as simulated. "
        "Ties that citizens keep without their councils are no ties here.",
        f"For all of Europe only totals are published, and they contradict each other: "
        f"{say('europe.low')} or {say('europe.high')} ties, or {say('europe.ends')} where each is "
        "counted from both ends. This report says nothing new about them.",
    )


def trust(numbers: Numbers) -> tuple[str, ...]:
    """The registers."""
    say = numbers.say
    return (
        "Where somebody else counted the same ties, the two lists judge each other. Of what was "
        "agreed up to 1996, when everybody was asked, the register holds "
        f"{interval(numbers, 'shares.surveyed.partnership', 'share')} of the partnerships; of what "
        "was agreed since, which places report by themselves, "
        f"{interval(numbers, 'shares.late.partnership', 'share')}. So the fall of new ties after "
        "1996 is to a good part one of reporting, and nobody should read it as a loss of heart.",
        f"The worst pair: {say('pairs.least.register')} ties in the register where another count "
        f"has {say('pairs.least.other')}. Of {say('pairs.checked')} counts kept back, "
        f"{say('pairs.inside')} lie where the others expect them. A list that both sides lack "
        "remains unknown to both; these shares are upper bounds in that sense.",
    )


def alone(numbers: Numbers) -> tuple[str, ...]:
    """Places without a partner."""
    say = numbers.say
    return (
        f"In the twelve Länder whose places are counted, {say('alone.recorded', 'share')} of "
        f"{say('alone.places')} municipalities have no tie abroad in the register. Size decides: "
        f"under {say('alone.small')} inhabitants it is {say('alone.small.recorded', 'share')}, "
        f"from {say('alone.large')} on {say('alone.large.recorded', 'share')}. With hidden and new "
        f"ties, {interval(numbers, 'alone.now', 'share')} are without a living tie at the end of "
        "2025 in the runs.",
        "Which ones? Of all German municipalities, "
        f"{say('alone.sure', 'share')} have none in nine runs of ten or more, and for "
        f"{say('alone.open', 'share')} the runs disagree: there it is luck, or a mayor, whom no "
        "table knows.",
    )


def ahead(numbers: Numbers) -> tuple[str, ...]:
    """The forecast."""
    say = numbers.say
    inside = (
        numbers.value("hindcast.low")
        <= numbers.value("hindcast.published")
        <= numbers.value("hindcast.high")
    )
    return (
        "The next register will be read some day, and then this can be wrong. For the end of each "
        "year from 2026 to 2030 the table states how many ties it will show, by country and form, "
        "with chances. It starts from the ties that the register of 2015 holds; the runs tell what "
        "share of them stays and how many come in, by new ties, late reports and new forms. Its "
        f"spread is widened {say('forecast.wider', 'two')} times, for intervals of "
        f"{say('level', 'share')} held only {say('forecast.coverage', 'share')} of what was kept "
        "back.",
        "One later count of the register itself is known, of partnerships of municipalities in "
        f"Nordrhein-Westfalen in 2022: {say('hindcast.published')}. From the "
        f"{say('hindcast.register')} of 2015 the same method says "
        f"{interval(numbers, 'hindcast', 'whole')}: the count lies "
        f"{'inside' if inside else 'outside'}. One count is no proof either way.",
        "How it will be scored is fixed now. Cells are country and form, without sums. The log "
        "score (how likely the recorded counts were held to be) and the interval score (width, and "
        "a fine for what lies outside) are set beside a rival that says: nothing changes. If the "
        "register is surveyed anew in full, counts are void and shares of countries and forms are "
        "scored. The program is reports/papers/state_of_the_network/scoring.py.",
    )
