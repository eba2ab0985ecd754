"""Twinnings of a country from Wikidata, batch by batch; what was answered is not asked again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.registers.errors import RegisterError
from analysis.registers.kinds.values import entity_of
from analysis.registers.kinds.wikidata import Row, bindings, ties
from analysis.registers.rows import Source
from analysis.registers.wikidata.client import Client, TooMuch, is_answer
from analysis.registers.wikidata.query import ENTITY, items_query, ties_query
from scenarios.runs.mistakes import shown, writing

BATCH = 100
"""Places asked for at once."""
Tell = Callable[[int, int, int], None]


@dataclass(frozen=True)
class Service:
    """A query service and where its answers are kept.

    Attributes
    ----------
    endpoint : its address
    cache : folder of answers, one file a question; delete it to ask anew
    contact : of the person who asks, or None
    """

    endpoint: str
    cache: Path
    contact: str | None = None


def fetch(country: str, service: Service, tell: Tell, client: Client | None = None) -> Source:
    """Fetch the twinnings of a country's places.

    Parameters
    ----------
    country : ISO 3166-1 alpha-2
    service : whom to ask
    tell : told how many answers are there, how many failed, and how many there will be
    client : what asks; made for the service if none is given

    Raises
    ------
    RegisterError
        If the service cannot be asked, or knows no twinned place of the country.
    """
    question = items_query(country)
    asking = client or Client(service.endpoint, service.contact)
    cached = _Cached(asking, service.cache)
    found = _answers(cached.ask(question), "item")
    items = sorted({item for row in found if (item := entity_of(row.get("item", "")))}, key=_number)
    if not items:
        raise RegisterError(
            f"{shown(service.endpoint)}: knows no place of '{country}' that is twinned (P190)"
        )
    batches = [items[first : first + BATCH] for first in range(0, len(items), BATCH)]
    rows: list[Row] = []
    tell(1, 0, len(batches) + 1)
    for number, batch in enumerate(batches, start=2):
        rows += _batch(cached, batch)
        tell(number, 0, len(batches) + 1)
    facts: dict[str, object] = {
        "endpoint": service.endpoint,
        "country": country,
        "places": len(items),
        "rows": len(rows),
        "asked": cached.asked,
        "from_cache": cached.kept,
    }
    notes = [f"{cached.kept:,} answers were there already, in {shown(service.cache)}."]
    return Source(tuple(ties(list(enumerate(rows, 1)))), tuple(notes[: cached.kept]), facts)


def _batch(cached: _Cached, items: Sequence[str]) -> list[Row]:
    """Twinnings of some places; if that is too much for the service, of each half."""
    try:
        data = cached.ask(ties_query(items))
    except TooMuch as error:
        if len(items) == 1:
            raise RegisterError(
                f"{shown(cached.client.endpoint)}: {error}, even for {items[0]} alone; finished "
                "answers are kept, so try the same call later"
            ) from None
        half = len(items) // 2
        return [*_batch(cached, items[:half]), *_batch(cached, items[half:])]
    rows = [row for _, row in bindings(data.decode("utf-8", "replace"), "the answer")]
    return sorted(rows, key=_order)  # the service promises no order


def _order(row: Row) -> tuple[int, str, list[tuple[str, str]]]:
    """By place, then by statement, then by all there is."""
    item = entity_of(row.get("item", ""))
    return _number(item) if item else 0, row.get("statement", ""), sorted(row.items())


class _Cached:
    """Asks what is not in a folder yet."""

    def __init__(self, client: Client, folder: Path) -> None:
        self.client, self._folder = client, folder
        self.asked = self.kept = 0

    def ask(self, query: str) -> bytes:
        name = hashlib.sha256(f"{self.client.endpoint}\n{query}".encode()).hexdigest()[:24]
        path = self._folder / f"{name}.json"
        if path.is_file() and is_answer(data := path.read_bytes()):
            self.kept += 1
            return data
        try:
            data = self.client.ask(query)
        except TooMuch as error:
            if "VALUES" in query:
                raise
            raise RegisterError(f"{shown(self.client.endpoint)}: {error}; try later") from None
        self.asked += 1
        with writing(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(".part")
            part.write_bytes(data)
            part.replace(path)
        return data


def _answers(data: bytes, variable: str) -> list[dict[str, str]]:
    """Values of one variable of an answer."""
    import json

    found = json.loads(data)["results"]["bindings"]
    cells = [row.get(variable) for row in found if isinstance(row, dict)]
    return [
        {variable: str(cell["value"])}
        for cell in cells
        if isinstance(cell, dict) and "value" in cell
    ]


def _number(item: str) -> int:
    if not ENTITY.match(item):
        raise RegisterError(f"'{shown(item)}' is no number of Wikidata")
    return int(item[1:])
