"""Put the report together in one of its languages."""

from __future__ import annotations

from types import ModuleType

from reports.papers.paper import Section, Text
from reports.papers.what_would_revive_it import english, figures, german, grids
from reports.papers.what_would_revive_it.cards import cards
from reports.papers.what_would_revive_it.found import Found
from reports.strategies.figures import runner_up

TEMPLATE = "paper_revive.html.j2"
WORDS = {"en": english, "de": german}


def text(found: Found) -> Text:
    """The sheet, the annex and the evidence cards."""
    words = WORDS[found.language]
    answer = words.answer(found)
    return Text(
        language=found.language,
        title=words.TITLE,
        question=words.QUESTION,
        answer=tuple(f"{label}: {sentence}" for label, sentence in answer),
        sections=_sections(found, words),
        method=words.method(found),
        limits=words.limits(found),
        template=TEMPLATE,
        more={
            "answer": answer,
            "reading": words.reading_aid(found),
            "decision": (
                found.pick("For a decision", "Für die Entscheidung"),
                words.decision(found),
            ),
            "sure": (found.pick("How sure one may be", "Wie sicher das ist"), words.sure(found)),
            "foot": found.pick(
                f"{figures.source(found)} Annex: method, assumptions, sensitivity, evidence.",
                f"{figures.source(found)} Anlage: Methode, Annahmen, Empfindlichkeit, Belege.",
            ),
            "annex": found.pick("Annex", "Anlage"),
            "cards": cards(found),
        },
    )


def _sections(found: Found, words: ModuleType) -> tuple[Section, ...]:
    """The first holds the figure of the sheet; the others are the annex."""
    tornado, unknown = figures.turning(found), grids.unknown(found)
    return (
        Section("", (), (figures.sheet(found),)),
        Section(
            found.pick("All strategies in numbers", "Alle Förderungen in Zahlen"),
            (),
            (),
            (grids.everything(found),),
        ),
        Section(
            found.pick("When it gains", "Wann es wirkt"),
            (),
            (figures.years(found),),
        ),
        Section(
            found.pick("How robust the order is", "Wie robust die Reihenfolge ist"),
            (),
            (figures.robust(found),),
        ),
        Section(
            found.pick("What would turn it", "Was die Reihenfolge umkehrt"),
            words.turning(found, runner_up(found.tables)),
            () if tornado is None else (tornado,),
            () if unknown is None else (unknown,),
        ),
        Section(found.pick("Who gains", "Wem es nützt"), (), (), (grids.gainers(found),)),
        Section(
            found.pick(
                "People, new ties, dormancy", "Begegnungen, neue und ruhende Partnerschaften"
            ),
            (),
            (),
            (grids.others(found),),
        ),
    )
