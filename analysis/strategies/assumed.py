"""What a comparison assumes about how ties live: numbers of the scenario that are drawn as well.

Strategies act through the life of ties, and most of that is assumed. So each replication takes
other values from the ranges that the evidence ledger gives, the same in all its runs: a difference
between strategies that does not outlast them is not shown.
"""

from __future__ import annotations

from analysis.evidence.leaves import leaves
from analysis.evidence.sources.judgement import judgement
from scenarios.schema import Scenario
from scenarios.strategies import Input

SECTIONS = ("life", "ending", "money", "board", "forms")
"""Sections that say how ties are carried, paid for, ended, deepened and found."""
PUBLISHED = "published figure"


def assumptions(scenario: Scenario) -> tuple[Input, ...]:
    """Numbers of a scenario that are assumed, each with the range that could as well be true.

    What the scenario itself changes stays as it says, and so do whole numbers (years).
    """
    found = []
    entries = judgement().values
    for leaf in leaves(scenario):
        entry = entries.get(leaf.path)
        if entry is None or leaf.path.split(".")[0] not in SECTIONS:
            continue
        if type(leaf.value) is not float or leaf.value != entry.value or entry.low == entry.high:
            continue
        found.append(
            Input(
                leaf.path,
                entry.value,
                entry.low,
                entry.high,
                "B" if PUBLISHED in entry.source else "C",
                (entry.source,),
                entry.reason,
                "scenario",
            )
        )
    return tuple(found)


LABELS: dict[str, str] = {
    "life.travel": "how often citizens' travel begins",
    "life.school": "how often school exchanges begin",
    "life.clubs": "how often meetings of clubs begin",
    "life.expert": "how often projects of experts begin",
    "life.digital": "how often digital meetings begin",
    "life.visits": "how often official visits begin",
    "life.ambassadors": "how often ambassadors are exchanged",
    "life.will": "how much less contacts and friendships do",
    "life.fresh": "how much more young ties do",
    "life.theme": "how much development ties differ in theme",
    "life.effort": "how much distance hinders",
    "life.leaving": "how often carriers leave",
    "life.ageing": "how much oftener older carriers leave",
    "life.succession": "how often carriers find a successor",
    "life.mentoring": "how much ambassadors help to find one",
    "life.travellers": "travellers a year",
    "life.size": "how travellers grow with the size of places",
    "life.meeting": "people who meet for each traveller",
    "life.elders": "share over 60 on citizens' travel",
    "life.weak": "vitality below which a tie is weak",
    "life.usual": "vitality at which ties deepen as usual",
    "ending.dormant": "how much oftener dormant ties end",
    "ending.resume": "how often suspended ties are resumed",
    "money.traveller": "costs of a traveller",
    "money.municipal": "share of costs that towns bear",
    "money.apply": "how often activities apply to programmes",
    "money.share": "share of programmes' money for German towns",
    "money.paid": "share of costs that programmes pay",
    "money.later": "what programmes have after their last published year",
    "money.starts": "how much a programme's grant helps beginnings",
    "board.unasked": "how often places abroad advertise",
    "board.use": "share of searches that look at the board",
    "board.reach": "how much distance counts on the board",
    "board.ready": "how much readier advertisers agree",
    "forms.contact_to_friendship": "how often contacts become friendships",
    "forms.contact_to_partnership": "how often contacts become partnerships",
    "forms.friendship_to_partnership": "how often friendships become partnerships",
    "forms.renewal": "how often friendships are renewed at their term",
}
"""What each number is called on a page for everybody; the schema has the exact words."""
