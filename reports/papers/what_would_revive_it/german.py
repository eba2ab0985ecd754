"""Die Sätze des Berichts auf Deutsch (the sentences of the report in German)."""

from __future__ import annotations

from reports.papers.what_would_revive_it import labels
from reports.papers.what_would_revive_it.found import NAMED, SMALL, Found

TITLE = "Was Städtepartnerschaften belebt"
QUESTION = "Kommunale Partnerschaften bis 2045: Welche Förderung lohnt sich?"
PAIR = 2
Lines = tuple[tuple[str, str], ...]


def answer(found: Found) -> Lines:
    """Robust, nicht unterscheidbar, was entscheidet, Kosten."""
    return (
        ("Robust", robust(found)),
        ("Nicht unterscheidbar", apart(found)),
        ("Den Ausschlag gäbe", decides(found)),
        ("Kosten", costs(found)),
    )


def robust(found: Found) -> str:
    """Was in genügend Läufen gleich zweifach hilft."""
    names = found.reading.robust
    if not names:
        return f"nichts. Keine Förderung hilft sicher in {found.say('sure', 'share')} der Läufe."
    word = "Sie hilft" if len(names) == 1 else "Jedes davon hilft"
    always = found.numbers.value("robust.helps") == 1.0
    often = f"in mindestens {found.say('robust.helps', 'share')} der Läufe"
    return f"{found.listed(names)}. {word} {'in jedem Lauf' if always else often}."


def apart(found: Found) -> str:
    """Was sich nicht unterscheiden lässt."""
    front = found.reading.front
    if len(front) == 1:
        return (
            f"an der Spitze nichts. {found.quoted(front[0])} bringt in mindestens "
            f"{found.say('leader.least', 'share')} der Läufe am meisten."
        )
    if front == found.reading.robust:
        these = "diese beiden" if len(front) == PAIR else "diese"
        return f"{these}; welches mehr bringt, wechselt von Lauf zu Lauf."
    return f"{found.listed(front)}: Was davon mehr bringt, bleibt offen."


def decides(found: Found) -> str:
    """Was den Ausschlag gäbe."""
    deciders = found.reading.deciders
    if deciders:
        words = [labels.unknown(one.path, "de") for one in deciders]
        told = f"{found.joined(words)}."
        if all(one.grade == "C" for one in deciders):
            told += " Gemessen hat das niemand."
        return told
    if found.reading.measure:
        return f"{labels.unknown(found.reading.measure, 'de')}."
    return "keine einzelne der unsicheren Größen; Feldversuche vielleicht."


def costs(found: Found) -> str:
    """Was es kostet."""
    names = found.reading.robust or found.reading.front
    known = [name for name in names[:2] if found.known(f"{name}.cost")]
    if not known:
        return "nicht anzugeben, weil nicht mehr Partnerschaften leben."
    told = found.joined([found.say(f"{name}.cost", "three") for name in known])
    line = f"{told} Euro für jedes zusätzliche Jahr einer lebendigen Partnerschaft"
    if found.known("behind.cost"):
        line += f"; sonst mindestens {found.say('behind.cost', 'three')} Euro"
    return f"{line}."


def decision(found: Found) -> tuple[str, ...]:
    """Was wissen sollte, wer zu entscheiden hat."""
    leader = found.reading.leader
    relative = found.numbers.value("leader.relative") if found.known("leader.relative") else 0.0
    small = "Alle Wirkungen sind klein. " if abs(relative) < SMALL else ""
    lines = [
        f"{small}{found.quoted(leader)} bringt "
        f"{found.say(f'{leader}.gain', 'three')} zusätzliche Partnerschaftsjahre; ohne Förderung "
        f"sind es {found.say('base.living', 'three')}. Das ist ein Zuwachs von "
        f"{found.say('leader.relative', 'share')}."
    ]
    lines.append(_regret(found))
    lines.append(_equal(found))
    lines.append(
        "Ein erster Schritt, der sich doppelt lohnt: die robusten Instrumente ausgelosten "
        "Kommunen anbieten und dort wie anderswo zählen, was geschieht. So würde gemessen, was den "
        "Ausschlag gibt."
        if found.reading.robust
        else "Ein erster Schritt: das Aussichtsreichste in ausgelosten Kommunen erproben und "
        "zählen, was geschieht."
    )
    return tuple(line for line in lines if line)


def _regret(found: Found) -> str:
    rows = found.tables.ranked("ranking").sort("regret", "strategy")
    name = str(rows["strategy"][0])
    return (
        f"Am wenigsten verschenkt im Mittel, wer {found.quoted(name)} wählt: "
        f"{found.say(f'{name}.regret', 'three')} Partnerschaftsjahre gegenüber dem, was sich als "
        "das Beste erweist."
    )


def _rest(found: Found) -> str:
    """Was außerdem hilft, und wovon sich keine Wirkung zeigt."""
    helping = [name for name in found.reading.helping if name not in found.reading.front]
    helpless = [name for name in found.reading.order if name not in found.reading.helping]
    told = f"Auch das hilft, aber weniger: {_all(found, helping)}. " if helping else ""
    return told + (f"Ohne nachweisbare Hilfe: {_all(found, helpless)}." if helpless else "")


def _all(found: Found, names: list[str]) -> str:
    return found.joined([found.quoted(name) for name in names])


def _equal(found: Found) -> str:
    rows = found.tables.ranked("ranking", "equal")
    if rows.is_empty():
        return ""
    first = str(rows.sort("rank")["strategy"][0])
    if first == found.reading.leader:
        return f"Bei gleicher Wirkung je Euro liegt ebenfalls {found.quoted(first)} vorn."
    return (
        f"Bei gleicher Wirkung je Euro liegt {found.quoted(first)} vorn: Die Reihenfolge beruht "
        "auf angenommenen Wirkungen und Kosten."
    )


def sure(found: Found) -> tuple[str, ...]:
    """Wie sicher das ist."""
    best = found.tables.comparison.verdict.best
    called = (
        f"{found.quoted(best)} darf das Beste heißen: Es liegt sicher in "
        f"{found.say('sure', 'share')} der Läufe vorn, und keine einzelne Annahme kehrt das um."
        if best
        else f"Nichts darf das Beste heißen: Nichts liegt sicher in {found.say('sure', 'share')} "
        "der Läufe vorn und hält zugleich jeder einzelnen Annahme stand."
    )
    return (
        f"{found.say('runs')} Läufe; in jedem wird dieselbe Geschichte ohne und mit jeder "
        "Förderung simuliert.",
        f"Von {found.say('inputs')} unsicheren Eingangsgrößen sind {found.say('inputs.C')} "
        f"Annahmen, {found.say('inputs.B')} folgen aus veröffentlichten Zahlen, "
        f"{_causal(found)} aus einer Wirkungsstudie.",
        called,
        *_unspent(found),
        _rest(found),
        "Es sind Folgerungen aus Annahmen, keine Vorhersagen. Was Menschen von Begegnungen haben, "
        "ist nicht gezählt.",
    )


def _causal(found: Found) -> str:
    return found.say("inputs.A") if found.numbers.value("inputs.A") else "keine"


def _unspent(found: Found) -> tuple[str, ...]:
    """Förderungen, für die zu wenige Anträge kommen."""
    names = found.unspent()
    if not names:
        return ()
    if len(names) > NAMED:
        return (
            f"Bei {found.say('unspent')} Förderungen fehlen Anträge für das ganze Geld; eine gibt "
            f"nur {found.say('unspent.least', 'share')} davon aus.",
        )
    told = [f"{found.title(name)} zu {found.say(f'{name}.spent', 'share')}" for name in names]
    return (f"Nicht voll ausgegeben: {found.joined(told)}.",)


def reading_aid(found: Found) -> str:
    """Wie das Bild der ersten Seite zu lesen ist."""
    return (
        f"Unterschied zum Nichtstun, {found.years}, bei je {found.say('budget', 'whole')} Euro im "
        f"Jahr. Mittel, die Hälfte und {found.say('interval', 'share')} der Läufe; grau: Hilfe "
        "nicht nachweisbar. Ein Partnerschaftsjahr: Eine Partnerschaft lebt ein Jahr lang, statt "
        "zu ruhen oder zu enden."
    )


def turning(found: Found, rival: str | None) -> tuple[str, ...]:
    """Welche Größen die Reihenfolge umkehren."""
    if rival is None:
        return ("Keine Eingangsgröße hat eine Spanne; also kehrt keine die Reihenfolge um.",)
    leader = found.title(found.reading.leader)
    other = found.title(rival) if rival in found.tables.labels else "Nichts tun"
    paths = [labels.unknown(one.path, "de") for one in found.reading.deciders if one.rival == rival]
    told = (
        f"Allein stellen „{other}“ nach vorn und heben sich vom Zufall ab: {'; '.join(paths)}."
        if paths
        else f"Keine einzelne Größe stellt „{other}“ so nach vorn, dass es sich vom Zufall abhebt."
    )
    return (
        f"Das Bild zeigt „{leader}“ abzüglich „{other}“, wenn eine Größe am einen oder anderen "
        f"Ende ihrer Spanne liegt. Ein Balken über die Null hinweg kehrt die Reihenfolge um. "
        f"{told}",
    )


def method(found: Found) -> tuple[str, ...]:
    """Wie gerechnet wurde."""
    since = found.tables.comparison.horizon[0]
    return (
        "Jede Geschichte wird ohne Förderung und mit jeder einzelnen simuliert. Beiden gemeinsam "
        f"ist alles vor {since} und das Glück jeder Entscheidung danach; ein Unterschied kommt "
        "also von der Förderung. Das Geld geht, nach Abzug der Verwaltung, an Berechtigte, die "
        "einen Antrag stellen. Es ändert jährliche Chancen: dass etwas beginnt, dass Aktive "
        "aufhören, dass jemand nachfolgt, dass ein Ort Partner sucht.",
        "In jedem Lauf wird jede unsichere Größe aus ihrer Spanne gezogen, für alle Förderungen "
        "gleich. Die Bänder enthalten deshalb neben dem Zufall auch, was man nicht weiß. Bei "
        "gleicher Wirkung je Euro werden die Wirkungen so bemessen, dass jeder Euro gleich viel "
        "bewegt: Was an Reihenfolge bleibt, stammt vom Modell und nicht von angenommenen Größen.",
        f"Es hilft, was in {found.say('sure', 'share')} der Läufe mehr Partnerschaftsjahre ergibt "
        "als Nichtstun. Robust ist, was das mit eigenen Zahlen und bei gleicher Wirkung je Euro "
        "tut. Nicht unterscheidbar ist, was der Spitzenreiter in weniger als "
        f"{found.say('sure', 'share')} der Läufe übertrifft. Den Ausschlag gibt eine Größe, die "
        "allein, innerhalb ihrer Spanne, etwas anderes nach vorn stellt und sich dabei vom Zufall "
        "abhebt.",
    )


def limits(found: Found) -> tuple[str, ...]:
    """Was das nicht zeigt."""
    return (
        "Keine dieser Förderungen wurde je mit einer Vergleichsgruppe erprobt. Die meisten "
        "Wirkungen sind Urteile mit einer Spanne; die Anteile auf dieser Seite sind die der "
        "Spannen, nicht die der Wirklichkeit.",
        "Die Größen werden einzeln und entlang einer Geraden beurteilt. Zwei, die nur gemeinsam "
        "etwas umkehren, fallen nicht auf.",
        "Verbindungen zwischen zwei Orten im Ausland fehlen, ebenso Patenschaften.",
        "Eine lebendige Partnerschaft ist nicht dasselbe wie eine gute.",
        f"{found.say('runs')} Läufe geben grobe Anteile; der Befehl jumelage compare rechnet mehr.",
    )
