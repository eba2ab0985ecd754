"""What strategies, inputs and groups are called, in English and in German."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.strategies.assumed import LABELS

STRATEGIES = {
    "nothing": "Nichts tun",
    "coordinator": "Koordinierungsstellen",
    "digital_meetings": "Digitale Treffen zwischen den Besuchen",
    "everything": "Alles zu gleichen Teilen",
    "grants_and_digital": "Kleine Zuschüsse mit digitalen Treffen",
    "revival": "Neustart schwacher Partnerschaften",
    "school_and_successors": "Schulaustausch mit Nachfolge",
    "school_exchange": "Schul- und Jugendaustausch",
    "search_board": "Partnerbörse mit Beratung",
    "small_grants": "Kleine Zuschüsse",
    "successors": "Nachfolge und junge Botschafter",
    "theme_projects": "Gemeinsame Themenprojekte",
}
"""German titles."""
MEASURES = {
    "coordinator": "eine Koordinierungsstelle",
    "digital_meetings": "das digitale Treffen",
    "revival": "der Neustart",
    "school_exchange": "der Schulaustausch",
    "search_board": "die Börse",
    "small_grants": "ein kleiner Zuschuss",
    "successors": "die Nachfolgehilfe",
    "ambassadors": "die Entsendung",
    "theme_projects": "ein Themenprojekt",
}
"""What does something, in German: the subject of a short sentence."""
ENGLISH_MEASURES = {
    "coordinator": "coordinator posts",
    "digital_meetings": "digital meetings",
    "revival": "revival",
    "school_exchange": "school exchange",
    "search_board": "the board",
    "small_grants": "small grants",
    "successors": "help for successors",
    "ambassadors": "ambassadors",
    "theme_projects": "theme projects",
}
ACTIVITIES = {
    "travel": ("citizens’ trips", "Bürgerfahrten"),
    "school": ("school exchanges", "Schüleraustausch"),
    "sport": ("meetings in sport", "Sportbegegnungen"),
    "music": ("concerts and culture", "Konzerte und Kultur"),
    "expert": ("projects of experts", "Fachprojekte"),
    "digital": ("meetings online", "digitale Treffen"),
    "visits": ("official visits", "offizielle Besuche"),
    "ambassadors": ("exchanges of ambassadors", "Entsendung junger Botschafter"),
}
KINDS = {
    "strength": ("how strongly {} works", "wie stark {} wirkt"),
    "cost": ("what a unit of {} costs", "was {} kostet"),
    "take_up": ("how many apply for {}", "wie viele Anträge {} findet"),
    "deadweight": ("how much of {} would happen anyway", "wie viel Mitnahme {} auslöst"),
    "administration": ("what administering {} costs", "was {} an Verwaltung kostet"),
    "fixed": ("fixed costs of {}", "welche festen Kosten {} hat"),
    "what.vacancy": ("how many successions {} saves", "wie oft {} eine Nachfolge rettet"),
    "what.search": ("how many more towns search through {}", "wie viele Suchen {} auslöst"),
    "what.board": ("how many searches use {}", "wie viele Suchen {} an sich zieht"),
    "begins": ("how much {} starts: {what}", "wie viel {} anstößt: {what}"),
    "leaves": ("how much {} keeps leaders: {what}", "wie sehr {} Aktive hält: {what}"),
}
"""Words for an input of a strategy: English, German."""
SCENARIO = {
    "life.travel": "wie oft Bürgerfahrten beginnen",
    "life.school": "wie oft Schüleraustausch beginnt",
    "life.clubs": "wie oft Vereinsbegegnungen beginnen",
    "life.expert": "wie oft Fachprojekte beginnen",
    "life.digital": "wie oft digitale Treffen beginnen",
    "life.visits": "wie oft offizielle Besuche beginnen",
    "life.ambassadors": "wie oft junge Botschafter entsandt werden",
    "life.will": "wie viel weniger lose Kontakte unternehmen",
    "life.fresh": "wie viel mehr junge Partnerschaften unternehmen",
    "life.theme": "wie anders Entwicklungspartnerschaften leben",
    "life.effort": "wie sehr Entfernung hindert",
    "life.leaving": "wie oft Aktive aufhören",
    "life.ageing": "wie viel öfter ältere Aktive aufhören",
    "life.succession": "wie oft sich Nachfolge findet",
    "life.mentoring": "wie sehr Botschafter bei der Nachfolge helfen",
    "life.travellers": "Reisende im Jahr",
    "life.size": "wie die Zahl der Reisenden mit der Einwohnerzahl wächst",
    "life.meeting": "Begegnungen je Reisendem",
    "life.elders": "Anteil der Älteren auf Bürgerfahrten",
    "life.weak": "ab wann eine Partnerschaft als schwach gilt",
    "life.usual": "bei welcher Lebendigkeit Partnerschaften sich festigen",
    "ending.dormant": "wie viel öfter ruhende Partnerschaften enden",
    "ending.resume": "wie oft ausgesetzte Partnerschaften wieder aufgenommen werden",
    "money.traveller": "Kosten je Reisendem",
    "money.municipal": "Anteil der Kommunen an den Kosten",
    "money.apply": "wie oft Programme beantragt werden",
    "money.share": "Anteil deutscher Kommunen an den Programmen",
    "money.paid": "Anteil der Kosten, den Programme tragen",
    "money.later": "Mittel der Programme nach dem letzten bekannten Jahr",
    "money.starts": "wie sehr ein Zuschuss Neues anstößt",
    "board.unasked": "wie oft Orte im Ausland inserieren",
    "board.use": "Anteil der Suchen über eine Börse",
    "board.reach": "wie viel Entfernung auf der Börse zählt",
    "board.ready": "wie viel eher Inserierende zusagen",
    "forms.contact_to_friendship": "wie oft aus Kontakten Freundschaften werden",
    "forms.contact_to_partnership": "wie oft aus Kontakten Partnerschaften werden",
    "forms.friendship_to_partnership": "wie oft aus Freundschaften Partnerschaften werden",
    "forms.renewal": "wie oft Freundschaften verlängert werden",
}
"""German words for what is assumed of the life of ties."""
GROUPS = {
    "east": ("eastern Länder", "östliche Länder"),
    "west": ("western Länder", "westliche Länder"),
    "between": ("between East and West", "zwischen Ost und West"),
    "near": ("near a border", "grenznah"),
    "far": ("far from a border", "grenzfern"),
    "DE": ("inner-German", "innerdeutsch"),
    "other": ("other countries", "übrige Länder"),
}
COUNTRIES = {
    "FR": "Frankreich",
    "PL": "Polen",
    "GB": "Vereinigtes Königreich",
    "IT": "Italien",
    "CZ": "Tschechien",
    "AT": "Österreich",
    "NL": "Niederlande",
    "BE": "Belgien",
    "HU": "Ungarn",
    "US": "Vereinigte Staaten",
}
SIZE_WORDS = {"under": "unter", "and more": "und mehr"}


def pick(pair: tuple[str, str], language: str) -> str:
    """The English or the German of a pair."""
    return pair[1] if language == "de" else pair[0]


def strategy(name: str, titles: Mapping[str, str], language: str) -> str:
    """Title of a strategy; its own where no German one is known."""
    return STRATEGIES.get(name, titles[name]) if language == "de" else titles[name]


def unknown(path: str, language: str) -> str:
    """An uncertain number in words.

    Raises
    ------
    KeyError
        If its path is not known.
    """
    if path in LABELS:
        return SCENARIO[path] if language == "de" else LABELS[path]
    measure, _, where = path.partition(".")
    names = MEASURES if language == "de" else ENGLISH_MEASURES
    if where.startswith(("what.begins.", "what.leaves.")):
        _, verb, activity = where.split(".")
        what = pick(ACTIVITIES[activity], language)
        return pick(KINDS[verb], language).format(names[measure], what=what)
    return pick(KINDS[where], language).format(names[measure])


def group(by: str, name: str, language: str) -> str:
    """A group of ties as a reader knows it."""
    from reports.history import country_name

    if by == "size":
        text = name.replace(",", "\u202f").replace("-", "–")
        if language == "de":
            for english, german in SIZE_WORDS.items():
                text = text.replace(english, german)
        return text
    if name in GROUPS:
        return pick(GROUPS[name], language)
    return COUNTRIES[name] if language == "de" else country_name(name)
