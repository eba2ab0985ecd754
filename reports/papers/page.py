"""A paper as one HTML file that loads nothing, for a desk, a phone and A4 paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from reports.papers.numbers import Number
from reports.papers.paper import Content, Figure, Paper, Text
from reports.templating import render
from reports.theme import palette, svg
from scenarios.runs.kept import origin

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "draft": "Draft: few runs. Every number and picture of this page is rough.",
        "draft_figure": "draft",
        "method": "Method",
        "limits": "What this does not show",
        "again": "How to make it again",
        "numbers": "Every number of this page",
        "number": "Number",
        "value": "Value",
        "unit": "Unit",
        "program": "Made by",
        "source": "Rests on",
        "data": "Data",
        "sources": "Versions",
        "other": "Auf Deutsch",
        "foot": "Code: MIT. Data: the licences in DATA-LICENSES.md.",
    },
    "de": {
        "draft": "Entwurf: wenige Läufe. Jede Zahl und jedes Bild dieser Seite ist grob.",
        "draft_figure": "Entwurf",
        "method": "Wie gerechnet wurde",
        "limits": "Was das nicht zeigt",
        "again": "Nachrechnen",
        "numbers": "Jede Zahl dieser Seite",
        "number": "Zahl",
        "value": "Wert",
        "unit": "Einheit",
        "program": "Programm",
        "source": "Beruht auf",
        "data": "Daten",
        "sources": "Versionen",
        "other": "In English",
        "foot": "Code: MIT. Daten: die Lizenzen in DATA-LICENSES.md.",
    },
}
RESTS: dict[str, dict[str, str]] = {
    "en": {
        "runs": "simulated runs",
        "counts": "tables that ship",
        "estimates": "estimates on data that do not ship: published, not re-run",
    },
    "de": {
        "runs": "simulierte Läufe",
        "counts": "mitgelieferte Tabellen",
        "estimates": "Schätzungen aus Daten, die nicht mitgeliefert sind: veröffentlicht, nicht "
        "neu gerechnet",
    },
}


@dataclass(frozen=True)
class Drawn:
    """A figure as the page shows it."""

    figure: Figure
    wide: Markup
    narrow: Markup


def drawn(figure: Figure, language: str) -> Drawn:
    """Draw the charts of a figure; ids stay apart in every language."""
    if figure.drawn is not None:
        return Drawn(figure, figure.drawn, Markup(""))
    name = f"{figure.slug}-{language}"
    wide = svg(figure.wide, f"{name}-wide", figure.alt)
    if figure.narrow is None:
        return Drawn(figure, wide, Markup(""))
    return Drawn(figure, wide, svg(figure.narrow, f"{name}-narrow", figure.alt))


def page(paper: Paper, content: Content, text: Text, *, draft: bool) -> str:
    """The HTML of a paper in one of its languages."""
    others = [other for other in content.texts if other.language != text.language]
    sections = [
        {
            "section": section,
            "figures": [drawn(figure, text.language) for figure in section.figures],
        }
        for section in text.sections
    ]
    return render(
        text.template,
        colours=palette(),
        words=WORDS[text.language],
        text=text,
        name=paper.name,
        draft=draft,
        sections=sections,
        others=[(file_name(paper, other), WORDS[text.language]["other"]) for other in others],
        numbers=[shown(number, text.language) for number in content.numbers],
        commands=commands(paper, draft=draft),
        versions=origin.versions(),
        more=text.more,
    )


def file_name(paper: Paper, text: Text) -> str:
    """Name of the page in a language: English has none in it."""
    return f"{paper.name}.html" if text.language == "en" else f"{paper.name}.{text.language}.html"


def commands(paper: Paper, *, draft: bool) -> list[str]:
    """What to type to make the page again, and to check its numbers."""
    more = " --draft" if draft else ""
    return [
        f"jumelage report {paper.name}{more} --out out/reports",
        f"jumelage reproduce {paper.name}{more}",
    ]


def shown(number: Number, language: str = "en") -> dict[str, Any]:
    """A number as a row of the list at the end."""
    value = "–" if number.value is None else f"{number.value:.6g}"
    if language == "de":
        value = value.replace(".", ",")
    return {
        "name": number.name,
        "value": value,
        "unit": number.unit,
        "program": number.program,
        "source": RESTS[language][number.source],
    }
