"""Evidence cards of the annex: English ones from the files, German ones in words of their own.

The reasons for every number are written in English in the strategy files; German cards name the
number, its range, its class and its sources, and point to the English card for the reasons.
"""

from __future__ import annotations

from typing import Any

from reports.papers.what_would_revive_it import labels
from reports.papers.what_would_revive_it.found import Found
from reports.strategies.cards import cards as english_cards
from reports.strategies.wording import level
from scenarios.strategies.sources import shipped_sources

TEXTS = {
    "coordinator": "Auf fünf Jahre der Teil einer Stelle, mit Nachbarn geteilt, für alle "
    "Partnerschaften einer größeren Kommune oder eines Kreises: jemand, der antwortet, Anträge "
    "stellt, einlädt und übergibt.",
    "digital_meetings": "Gedolmetschte und moderierte Treffen von Vereinen, Klassen und Räten im "
    "Netz, jeweils für ein Jahr. Gemeint sind Partnerschaften, die sich noch treffen. Sie können "
    "einen Besuch vorbereiten oder ersetzen.",
    "everything": "Für jedes Instrument der gleiche Teil des Geldes: was tun mag, wer nicht weiß, "
    "was wirkt.",
    "grants_and_digital": "Die Hälfte für kleine Zuschüsse, die Hälfte für digitale Treffen.",
    "nothing": "Keine Maßnahme und kein Geld; alles andere wird hiermit verglichen.",
    "revival": "Zwei Jahre für einen Neustart von Partnerschaften, die schwach sind oder ruhen: "
    "Delegationen in beide Richtungen, eine erste Bürgerfahrt und jemand von außen, der plant. Wo "
    "eine Partnerschaft lebt, fließt kein Geld.",
    "school_and_successors": "Die Hälfte für die Jungen, die Hälfte für die Nachfolge.",
    "school_exchange": "Drei Jahre lang Geld für den Austausch einer Klasse und ihren Gegenbesuch, "
    "dazu Stunden für die Lehrkraft. Gemeint sind Partnerschaften in Europa, den Vereinigten "
    "Staaten und Israel.",
    "search_board": "Eine Börse mit Beratung: Wer Partner sucht, bekommt Hilfe beim Text, eine "
    "Übersetzung und zwei erste Besuche bezahlt. Gemeint sind alle Kommunen und Kreise.",
    "small_grants": "Zuschüsse nach Art des Deutsch-Französischen Bürgerfonds, mit wenig Papier "
    "und für alle Länder: Fahrten, Turniere, Konzerte, Klassen, Besuche.",
    "successors": "Die Hälfte findet und schult Menschen, die eine Aufgabe übernehmen; die andere "
    "bezahlt jungen Botschaftern ein Jahr in der Partnerkommune.",
    "theme_projects": "Zwei Jahre gemeinsamer Arbeit zweier Verwaltungen an Verkehr, Klima oder "
    "Digitalisierung. Gemeint sind größere Kommunen und Kreise.",
}
"""What each strategy is, in German."""
HEADS = {
    "en": ("Number", "Value", "Range", "Class", "Why, and source"),
    "de": ("Größe", "Wert", "Spanne", "Güte", "Quelle"),
}
INTRO = {
    "en": "Every number that went into a strategy, with its range and the class of its evidence. "
    "An effect is the factor on a yearly chance while that is small.",
    "de": "Jede Größe, die in eine Förderung eingeht, mit ihrer Spanne und der Güte ihres Belegs. "
    "Eine Wirkung ist der Faktor auf eine jährliche Chance, solange diese klein ist. Die "
    "Begründung jeder Größe steht auf der englischen Karte.",
}
CLASSES = {
    "en": (
        ("A", "a study of cause and effect"),
        ("B", "a published figure that describes"),
        ("C", "an assumption"),
    ),
    "de": (("A", "Wirkungsstudie"), ("B", "beschreibende veröffentlichte Zahl"), ("C", "Annahme")),
}
TITLE = {"en": "What each strategy rests on", "de": "Worauf jede Förderung beruht"}


def cards(found: Found) -> dict[str, Any]:
    """Cards of all strategies in order of rank, with the words around them."""
    language = found.language
    made = [
        _english(found, card) if language == "en" else _german(found, card)
        for card in english_cards(found.tables, found.strategies)
    ]
    return {
        "title": TITLE[language],
        "intro": INTRO[language],
        "heads": HEADS[language],
        "classes": CLASSES[language],
        "parts": found.pick(
            "Its numbers stand on the cards of its parts:", "Die Größen stehen auf den Karten von:"
        ),
        "cards": made,
    }


def _facts(found: Found, name: str) -> dict[str, str]:
    """Gain, money and cost of a strategy, from the numbers of the page."""
    return {
        found.pick("Gain, tie-years", "Gewinn, Partnerschaftsjahre"): found.gain(name),
        found.pick("Helps in", "Hilft in"): found.say(f"{name}.helps", "share"),
        found.pick("EUR a tie-year", "Euro je Jahr"): found.cost(name),
        found.pick("Spent of the money", "Ausgegeben"): found.say(f"{name}.spent", "share"),
    }


def _english(found: Found, card: dict[str, Any]) -> dict[str, Any]:
    """The card of the comparison, its results in the numbers of this page."""
    made = ("Money", "Additional tie-year", "Break-even")
    rest = {head: text for head, text in card["facts"].items() if head not in made}
    return {**card, "facts": {**_facts(found, card["name"]), **rest}}


def _german(found: Found, card: dict[str, Any]) -> dict[str, Any]:
    name = card["name"]
    strategy = next(one for one in found.strategies if one.name == name)
    sources = {**shipped_sources(), **strategy.sources}
    rows = [
        {
            "label": labels.unknown(one.path, "de"),
            "value": _comma(level(one.path, one.value)),
            "range": f"{_comma(level(one.path, one.low))} bis {_comma(level(one.path, one.high))}",
            "grade": one.grade,
            "sources": [sources[key] for key in one.source],
            "why": "" if one.source else "eigenes Urteil",
        }
        for one in strategy.inputs()
    ]
    parts = [{"name": part["name"], "title": found.title(part["name"])} for part in card["parts"]]
    facts = _facts(found, name)
    if parts:
        facts["Besteht aus"] = ", ".join(part["title"] for part in parts)
    counts = [(letter, sum(row["grade"] == letter for row in rows)) for letter in "ABC"]
    told = ", ".join(f"{letter}: {count}" for letter, count in counts if count)
    return {
        "name": name,
        "title": found.title(name),
        "text": TEXTS[name],
        "summary": told or "ohne unsichere Größen",
        "facts": facts,
        "parts": parts,
        "rows": [] if parts else rows,
    }


def _comma(text: str) -> str:
    """Decimals as German writes them."""
    return text.replace(".", ",")
