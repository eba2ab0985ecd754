"""Small runs made by hand: a ledger written as the model writes it, and what follows from it."""

import polars as pl

from analysis.validation.patterns.chronicle import Chronicle
from scenarios import load
from simulation.ledger import Ledger
from simulation.tables import replay

COMMUNES = range(1000, 1400)
"""Ids of French places."""
_GERMAN = {1: "DE-BY", 2: "DE-NW", 3: "DE-TH", 4: "DE-SN"}
_ABROAD = {11: "FR", 12: "FR", 21: "GB", 31: "RU", 41: "UA", 51: "NI"} | dict.fromkeys(
    COMMUNES, "FR"
)
PLACES = pl.DataFrame(
    {
        "id": [*_GERMAN, *_ABROAD],
        "country": ["DE"] * len(_GERMAN) + list(_ABROAD.values()),
        "land": [*_GERMAN.values(), *[None] * len(_ABROAD)],
    }
)
SURE = {"contact": 1.0, "friendship": 1.0, "partnership": 1.0}


class Past:
    """A ledger in the making: ties by number, founded with the details that replaying needs."""

    def __init__(self):
        self.ledger = Ledger()
        self.ends = {}

    def found(self, year, a, b, form="partnership", kind="twinning", motive="exchange"):
        tie = len(self.ends)
        self.ends[tie] = (min(a, b), max(a, b))
        signed = year if form == "partnership" else None
        detail = {"kind": kind, "motive": motive, "form": form, "signed": signed, "initiator": a}
        self.ledger.append(year, "founded", tie, self.ends[tie], **detail)
        return tie

    def add(self, year, event, tie, **detail):
        self.ledger.append(year, event, tie, self.ends[tie], **detail)

    def begin(self, year, tie, activity, people=0, under_30=0, over_60=0):
        ages = {"under_30": under_30, "over_60": over_60}
        self.add(year, "began", tie, activity=activity, age=50, people=people, **ages)


def run_of(past, until=2024, yearly=None, **recording):
    """A chronicle; the register holds every tie unless said otherwise."""
    base = load("history").model_dump(exclude={"name", "title"})
    base["recording"] |= {"surveyed": SURE, "reported": SURE, "lag": 0.0, **recording}
    base["life"]["meeting"] = 4.0
    rows = [{"year": until, "motive": "exchange", "stock": 0, "people": 0}]
    return Chronicle(
        replay(past.ledger.frame()),
        past.ledger.frame(),
        pl.DataFrame(yearly or rows),
        PLACES,
        type(load("history")).model_validate(base),
        seed=1,
    )
