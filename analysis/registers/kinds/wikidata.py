"""Results of the Wikidata query service: JSON as it answers, or the CSV and TSV that it saves."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from analysis.registers.errors import RegisterError
from analysis.registers.files.tables import MOST_ROWS, Cells
from analysis.registers.kinds.values import country_of, entity_of, name_of, wkt_point, year_of
from analysis.registers.places.ends import End
from analysis.registers.rows import Told

NEEDED = ("item", "itemlabel", "itemcountry", "partner", "partnerlabel", "partnercountry")
MAY = (
    *("itemcoord", "itemgeonames", "itemcode"),
    *("partnercoord", "partnergeonames", "partnercode"),
    *("statement", "start", "end"),
)
"""Variables of a result, in small letters."""
FORM = "partnership"
"""P190 says twinned; Wikidata knows no friendships and contacts."""
MOST_BRACKETS = 17 * MOST_ROWS
"""A result is an object with one of each of its variables."""
Row = Mapping[str, str]


def told(cells: Cells) -> list[Told]:
    """Ties of a saved table."""
    return ties([(line, _bare(row)) for line, row in cells.rows])


def bindings(text: str, where: str) -> list[tuple[int, Row]]:
    """Rows of an answer in SPARQL's JSON, numbered from 1.

    Raises
    ------
    RegisterError
        If it is no such answer, or lacks a variable.
    """
    if text.count("{") + text.count("[") > MOST_BRACKETS:  # each may cost 200 bytes of memory
        raise RegisterError(
            f"{where}: holds more than {MOST_ROWS:,} results; ask for one country at a time"
        )
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise RegisterError(
            f"{where}: is no JSON that can be read; save the results again"
        ) from None
    try:
        names = [str(name).lower() for name in content["head"]["vars"]]
        rows = [
            {name.lower(): str(cell["value"]) for name, cell in row.items()}
            for row in content["results"]["bindings"]
        ]
    except (KeyError, TypeError, AttributeError):
        raise RegisterError(
            f"{where}: is no answer of a query service; expected JSON with head and results"
        ) from None
    for name in NEEDED:
        if name not in names:
            raise RegisterError(
                f"{where}: lacks the variable '{name}'; needed are {', '.join(NEEDED)}"
            )
    return list(enumerate(rows, start=1))


def ties(rows: Sequence[tuple[int, Row]]) -> list[Told]:
    """Ties of results: one a statement, which takes several rows where a value is double."""
    grouped: dict[tuple[str, ...], list[tuple[int, Row]]] = {}
    for number, row in rows:
        key: tuple[str, ...] = (
            row.get("statement", ""),
            row.get("item", ""),
            row.get("partner", ""),
        )
        if not key[0]:
            key = (*key, row.get("start", ""), row.get("end", ""))
        grouped.setdefault(key, []).append((number, row))
    return [_tie(some) for some in grouped.values()]


def _tie(rows: list[tuple[int, Row]]) -> Told:
    number = rows[0][0]
    starts = sorted(year for _, row in rows if (year := year_of(_date(row.get("start", "")))))
    ends = [row["end"] for _, row in rows if row.get("end")]
    return Told(
        number,
        _end([row for _, row in rows], "item"),
        _end([row for _, row in rows], "partner"),
        starts[0] if starts else None,
        FORM,
        (year_of(_date(ends[0])) or 0) if ends else None,
    )


def _end(rows: list[Row], end: str) -> End:
    ids = sorted({row[f"{end}geonames"] for row in rows if row.get(f"{end}geonames", "").isdigit()})
    codes = sorted({row[f"{end}code"] for row in rows if row.get(f"{end}code")})
    countries = {country_of(row[f"{end}country"]) for row in rows if row.get(f"{end}country")}
    name = rows[0].get(f"{end}label", "")
    if entity_of(name) == name:  # the service shows the number where there is no name
        name = ""
    return End(
        name_of(name),
        countries.pop() if len(countries) == 1 else None,
        None,
        *wkt_point(rows[0].get(f"{end}coord", "")),
        ids=tuple(int(identity) for identity in ids if len(identity) <= 12),
        codes=tuple(codes),
    )


def _date(text: str) -> str:
    """A date; nothing of an address, which stands for a value that is not known."""
    return "" if "://" in text else text


def _bare(row: dict[str, str]) -> Row:
    """Cells of the TSV that the service saves, without its quotation marks and languages."""
    return {name: _plain(cell) for name, cell in row.items()}


def _plain(cell: str) -> str:
    if cell.startswith("<") and cell.endswith(">"):
        return cell[1:-1]
    if cell.startswith('"'):
        inside, _, rest = cell[1:].rpartition('"')
        if not rest or rest.startswith(("@", "^^")):
            return inside
    # the csv reader has taken the quotation marks away and left what follows them
    head, mark, _ = cell.rpartition("@")
    if mark and cell[len(head) + 1 :].replace("-", "").isalpha() and len(cell) - len(head) <= 9:
        return head
    return cell.partition("^^<")[0]
