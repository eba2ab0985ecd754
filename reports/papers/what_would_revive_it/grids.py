"""The tables of the report, in either language."""

from __future__ import annotations

import polars as pl

from reports.papers.numbers import Style
from reports.papers.paper import Grid
from reports.papers.what_would_revive_it import labels
from reports.papers.what_would_revive_it.found import Found
from reports.papers.what_would_revive_it.numbers import GAINERS, MEASURES, key_of, unknowns

OTHERS: dict[str, tuple[str, str, Style]] = {
    "people": ("people meeting", "Begegnungen", "signed"),
    "under_30": ("of them under thirty", "davon unter dreißig", "signed"),
    "founded": ("new ties", "neue Partnerschaften", "one"),
    "dormant": ("dormant tie-years", "ruhende Partnerschaftsjahre", "signed"),
    "living_at_end": ("living ties at the end", "lebendig am Ende", "one"),
}
BLOCKS = {
    "size": ("inhabitants", "Einwohner"),
    "side": ("East and West", "Ost und West"),
    "border": ("borders", "Grenzen"),
    "country": ("partner country", "Partnerland"),
}


def _with_band(found: Found, name: str, style: Style) -> str:
    if not found.known(name):
        return "–"
    return f"{found.say(name, style)} ({found.band(name, style)})"


def everything(found: Found) -> Grid:
    """All strategies: by their own numbers, and at equal effect per euro."""
    rows = []
    for name in found.reading.order:
        behind = found.say(f"{name}.behind", "share") if name != found.reading.leader else "–"
        rows.append(
            (
                found.title(name),
                found.gain(name),
                found.say(f"{name}.helps", "share"),
                behind,
                found.say(f"{name}.best", "share"),
                found.cost(name),
                _with_band(found, f"{name}.equal.gain", "signed"),
                found.say(f"{name}.equal.helps", "share"),
            )
        )
    head = found.pick(
        "Strategy|Tie-years (band)|Helps in|Leader has more in|Comes first in|EUR a tie-year (band)"
        "|Equal effect per euro|helps in",
        "Förderung|Partnerschaftsjahre (Band)|Hilft in|Spitze liegt vor ihr in|Liegt vorn in"
        "|Euro je Jahr (Band)|Gleiche Wirkung je Euro|hilft in",
    )
    return Grid(
        caption=found.pick(
            "Every strategy, in order of its mean", "Alle Förderungen, nach ihrem Mittel geordnet"
        ),
        head=tuple(head.split("|")),
        rows=tuple(rows),
        note=found.pick(
            f"In brackets {found.say('interval', 'share')} of the runs; shares are of the runs.",
            f"In Klammern {found.say('interval', 'share')} der Läufe; Anteile beziehen sich auf "
            "die Läufe.",
        ),
    )


def others(found: Found) -> Grid:
    """People, the young among them, new ties, dormancy and ties at the end."""
    rows = [
        (
            found.title(name),
            *(_with_band(found, f"{name}.{measure}", OTHERS[measure][2]) for measure in MEASURES),
        )
        for name in found.reading.order
    ]
    heads = [labels.pick(OTHERS[measure][:2], found.language) for measure in MEASURES]
    return Grid(
        caption=found.pick(
            f"Difference to doing nothing, {found.years}",
            f"Unterschied zum Nichtstun, {found.years}",
        ),
        head=(found.pick("Strategy", "Förderung"), *heads),
        rows=tuple(rows),
        note=found.pick(
            "People: all who take part in meetings, added over the years; who comes twice counts "
            "twice.",
            "Begegnungen: alle Teilnehmenden, über die Jahre zusammengezählt; wer zweimal kommt, "
            "zählt zweimal.",
        ),
    )


def unknown(found: Found) -> Grid | None:
    """What it would be worth to know an input exactly."""
    rows = [
        (
            labels.unknown(row["input"], found.language),
            row["class"],
            found.say(f"unknown.{row['input']}.worth", "three"),
            found.say(f"unknown.{row['input']}.share", "share"),
            found.pick("yes", "ja") if row["stands_out"] else found.pick("no", "nein"),
        )
        for row in unknowns(found.tables).iter_rows(named=True)
    ]
    if not rows:
        return None
    head = found.pick(
        "Input|class|worth, tie-years|of knowing everything|stands out from chance",
        "Größe|Güte|wert, Partnerschaftsjahre|Anteil an vollem Wissen|hebt sich vom Zufall ab",
    )
    return Grid(
        caption=found.pick(
            "What it would be worth to know an input exactly",
            "Was es wert wäre, eine Größe genau zu kennen",
        ),
        head=tuple(head.split("|")),
        rows=tuple(rows),
        note=found.pick(
            "The expected gain of choosing after the input is known, less what chance alone would "
            "show.",
            "Erwarteter Gewinn, wenn man erst wählt, nachdem die Größe bekannt ist, abzüglich "
            "dessen, was der Zufall allein zeigte.",
        ),
    )


def gainers(found: Found) -> Grid:
    """Who gains from the strategies with most gains: tie-years for every thousand of a group."""
    names = found.reading.order[:GAINERS]
    shown = found.tables.ranked("groups").filter(
        pl.col("strategy") == names[0], pl.col("by") != "all"
    )
    rows = []
    for by, group in shown.select("by", "group").iter_rows():
        block = labels.pick(BLOCKS[by], found.language)
        rows.append(
            (
                f"{block}: {labels.group(by, group, found.language)}",
                *(_with_band(found, f"{name}.{by}.{key_of(group)}", "one") for name in names),
            )
        )
    return Grid(
        caption=found.pick(
            "Additional living tie-years for every thousand that a group has without a strategy",
            "Zusätzliche Partnerschaftsjahre auf tausend, die eine Gruppe ohne Förderung hat",
        ),
        head=(found.pick("Group", "Gruppe"), *(found.title(name) for name in names)),
        rows=tuple(rows),
        note=found.pick(
            "Inhabitants: of the smaller German end. Near a border: a place abroad lies within "
            f"{found.say('border')} km.",
            "Einwohner: des kleineren deutschen Partners. Grenznah: Ein Ort im Ausland liegt "
            f"höchstens {found.say('border')} km entfernt.",
        ),
    )
