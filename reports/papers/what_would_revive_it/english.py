"""The sentences of the report in English."""

from __future__ import annotations

from reports.papers.what_would_revive_it import labels
from reports.papers.what_would_revive_it.found import NAMED, SMALL, Found

TITLE = "What would revive it"
QUESTION = "Town twinning until 2045: which strategy is worth its money?"
PAIR = 2
Lines = tuple[tuple[str, str], ...]


def answer(found: Found) -> Lines:
    """Robust, not to be told apart, what would decide, cost: label and sentence."""
    return (
        ("Robust", robust(found)),
        ("Not to be told apart", apart(found)),
        ("Would decide", decides(found)),
        ("Cost", costs(found)),
    )


def robust(found: Found) -> str:
    """Which choices help in enough runs twice over."""
    names = found.reading.robust
    if not names:
        return f"none. No strategy surely helps in {found.say('sure', 'share')} of the runs."
    word = "It helps" if len(names) == 1 else "Each helps"
    always = found.numbers.value("robust.helps") == 1.0
    often = f"in at least {found.say('robust.helps', 'share')} of the runs"
    return f"{found.listed(names)}. {word} {'in every run' if always else often}."


def apart(found: Found) -> str:
    """Which cannot be told apart."""
    front = found.reading.front
    if len(front) == 1:
        return (
            f"none at the top. {found.quoted(front[0])} gains most in at least "
            f"{found.say('leader.least', 'share')} of the runs."
        )
    if front == found.reading.robust:
        these = "these two" if len(front) == PAIR else "these"
        return f"{these}; which gains most changes from run to run."
    return f"{found.listed(front)}: which gains most."


def decides(found: Found) -> str:
    """What would decide between them."""
    deciders = found.reading.deciders
    if deciders:
        words = [labels.unknown(one.path, "en") for one in deciders]
        told = f"{found.joined(words)}."
        if all(one.grade == "C" for one in deciders):
            told += " Nobody has measured " + ("it." if len(words) == 1 else "either.")
        return told
    if found.reading.measure:
        return f"knowing {labels.unknown(found.reading.measure, 'en')}."
    return "no single number that was uncertain here; field trials might."


def costs(found: Found) -> str:
    """What the choices cost."""
    names = found.reading.robust or found.reading.front
    known = [name for name in names[:2] if found.known(f"{name}.cost")]
    if not known:
        return "cannot be told: no more ties live."
    told = found.joined([found.say(f"{name}.cost", "three") for name in known])
    line = f"EUR {told} for one more living tie for a year"
    if found.known("behind.cost"):
        line += f"; others at least {found.say('behind.cost', 'three')}"
    return f"{line}."


def decision(found: Found) -> tuple[str, ...]:
    """What someone who must choose should know."""
    leader = found.reading.leader
    relative = found.numbers.value("leader.relative") if found.known("leader.relative") else 0.0
    small = "All gains are small. " if abs(relative) < SMALL else ""
    lines = [
        f"{small}{found.quoted(leader)} adds {found.say(f'{leader}.gain', 'three')} "
        f"living tie-years to {found.say('base.living', 'three')} that there are without any "
        f"strategy: {found.say('leader.relative', 'share')}."
    ]
    lines.append(_regret(found))
    lines.append(_equal(found))
    lines.append(
        "A first step that pays twice: offer the robust choices to places drawn by lot, and count "
        "what happens there and elsewhere. That would measure what decides."
        if found.reading.robust
        else "A first step: try the most promising in places drawn by lot, and count."
    )
    return tuple(line for line in lines if line)


def _regret(found: Found) -> str:
    rows = found.tables.ranked("ranking").sort("regret", "strategy")
    name = str(rows["strategy"][0])
    return (
        f"Who chooses {found.quoted(name)} loses least on average: "
        f"{found.say(f'{name}.regret', 'three')} tie-years against what turns out best."
    )


def _rest(found: Found) -> str:
    """Those behind the front that help, and those not shown to help."""
    helping = [name for name in found.reading.helping if name not in found.reading.front]
    helpless = [name for name in found.reading.order if name not in found.reading.helping]
    told = f"They help too, but less: {_all(found, helping)}. " if helping else ""
    return told + (f"Not shown to help: {_all(found, helpless)}." if helpless else "")


def _all(found: Found, names: list[str]) -> str:
    return found.joined([found.quoted(name) for name in names])


def _equal(found: Found) -> str:
    rows = found.tables.ranked("ranking", "equal")
    if rows.is_empty():
        return ""
    first = str(rows.sort("rank")["strategy"][0])
    if first == found.reading.leader:
        return f"With the same effect for a euro {found.quoted(first)} leads, too."
    return (
        f"With the same effect for a euro {found.quoted(first)} leads: the order rests on "
        "assumed effects and costs."
    )


def sure(found: Found) -> tuple[str, ...]:
    """How sure one may be."""
    best = found.tables.comparison.verdict.best
    called = (
        f"{found.quoted(best)} may be called best: it surely comes first in "
        f"{found.say('sure', 'share')} of the runs, and no single assumption turns that."
        if best
        else "Nothing may be called best: nothing surely comes first in "
        f"{found.say('sure', 'share')} of the runs against every single assumption."
    )
    return (
        f"{found.say('runs')} runs, each the same simulated history with and without every "
        "strategy.",
        f"Of {found.say('inputs')} uncertain inputs {found.say('inputs.C')} are assumptions, "
        f"{found.say('inputs.B')} follow from published figures, {_causal(found)} from a study of "
        "cause and effect.",
        called,
        *_unspent(found),
        _rest(found),
        "These are consequences of assumptions, not forecasts. What people gain from meeting is "
        "not counted.",
    )


def _causal(found: Found) -> str:
    return found.say("inputs.A") if found.numbers.value("inputs.A") else "none"


def _unspent(found: Found) -> tuple[str, ...]:
    """Strategies for whose money there is too little demand."""
    names = found.unspent()
    if not names:
        return ()
    if len(names) > NAMED:
        return (
            f"For want of demand {found.say('unspent')} strategies do not spend all of their "
            f"money, one no more than {found.say('unspent.least', 'share')}.",
        )
    told = [f"{found.title(name)} {found.say(f'{name}.spent', 'share')}" for name in names]
    return (f"Not all of the money is spent: {found.joined(told)} of it.",)


def reading_aid(found: Found) -> str:
    """How to read the figure of the first sheet."""
    return (
        f"Difference to doing nothing, {found.years}, with {found.say('budget', 'whole')} EUR a "
        f"year each. Mean, half and {found.say('interval', 'share')} of the runs; grey: not shown "
        "to help. A tie-year is one twinning that lives, rather than sleeps or ends, for one year."
    )


def turning(found: Found, rival: str | None) -> tuple[str, ...]:
    """Which inputs turn the order."""
    if rival is None:
        return ("No input has a range, so that none can turn the order.",)
    leader = found.title(found.reading.leader)
    other = found.title(rival) if rival in found.tables.labels else "doing nothing"
    paths = [labels.unknown(one.path, "en") for one in found.reading.deciders if one.rival == rival]
    told = (
        f"What alone would put “{other}” first, and is told apart from chance: {'; '.join(paths)}."
        if paths
        else f"No single input puts “{other}” first in a way that is told apart from chance."
    )
    return (
        f"The figure shows “{leader}” less “{other}” where one input lies at either end of its "
        f"range. A bar that crosses zero turns the order. {told}",
    )


def method(found: Found) -> tuple[str, ...]:
    """How it was made."""
    since = found.tables.comparison.horizon[0]
    return (
        "Every history is simulated without a strategy and with each. Both share all that happened "
        f"before {since} and the luck of every decision after, so that a difference comes from "
        "the strategy. A strategy spends its budget on those who apply and are eligible, after the "
        "costs of administration, and changes yearly chances: that an activity begins, that its "
        "leader leaves, that somebody takes over, that a place looks for partners.",
        "In each run every uncertain input is drawn from its range, the same for all strategies; "
        "so the bands hold what is not known as well as luck. At equal effect per euro the effects "
        "of all strategies are scaled to one sum for each euro: the order that is left is made by "
        "the model, not by the assumed sizes.",
        f"Helps: more living tie-years than doing nothing in {found.say('sure', 'share')} of the "
        "runs. Robust: so by its own numbers and at equal effect per euro. Not to be told apart: "
        f"the one with the highest mean has more in less than {found.say('sure', 'share')} of the "
        "runs. Decides: an input that alone, over its range, would put another first, with a slope "
        "that is told apart from chance.",
    )


def limits(found: Found) -> tuple[str, ...]:
    """What it does not show."""
    return (
        "No strategy was ever tried with a control group. Most effects are judgements with a "
        "range; the chances on this page are those of the ranges, not of the world.",
        "Inputs are judged one at a time along a straight line. Two that turn the order only "
        "together are not found.",
        "Ties between two places abroad are left out, and so are sponsorships.",
        "A living tie is not the same as a good one.",
        f"{found.say('runs')} runs give rough shares; the command jumelage compare takes more.",
    )
