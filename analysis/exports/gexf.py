"""GEXF 1.2 for Gephi: a dynamic graph whose edges live from their founding to their end (years).

Written line by line, so that the bytes depend on the graph alone. An edge that has not ended has
no end. The year in which a tie ended is the last in which it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from analysis.exports.codebook import Column
from analysis.exports.csv_files import Described
from analysis.exports.graph import Graph, attributes_of, write_graph
from analysis.exports.source import Source
from analysis.exports.stamp import DATE

NAMESPACE = "http://www.gexf.net/1.2draft"
EDGE = {
    "id": "tie",
    "source": "a",
    "target": "b",
    "start": "founded",
    "end": "ended",
    "weight": "weight",
}
"""What the format itself says of an edge, and the columns that say it."""
OWN = {"nodes": ("id",), "edges": tuple(EDGE.values())}
"""Columns that are part of the format. The others become attributes."""


def write_gexf(source: Source, folder: Path) -> Described:
    """Write `network.gexf`.

    Raises
    ------
    RunError
        If there is no graph, or it cannot be written.
    """
    return write_graph(source, folder / "network.gexf", _lines)


def _lines(graph: Graph) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<gexf xmlns="{NAMESPACE}" version="1.2">'
    yield f' <meta lastmodifieddate="{DATE}">'
    yield f"  <creator>jumelage {escape(graph.version)}</creator>"
    yield f"  <description>{escape(graph.about)}</description>"
    yield " </meta>"
    yield ' <graph mode="dynamic" defaultedgetype="undirected" timeformat="integer">'
    told = attributes_of(graph, OWN)
    yield from _attributes("node", told["nodes"])
    yield from _attributes("edge", told["edges"])
    yield "  <nodes>"
    for row in graph.nodes.iter_rows(named=True):
        yield _element("node", {"id": row["id"], "label": row["name"]}, told["nodes"], row)
    yield "  </nodes>"
    yield "  <edges>"
    for row in graph.edges.iter_rows(named=True):
        own = {name: row[column] for name, column in EDGE.items()}
        yield _element("edge", own, told["edges"], row)
    yield "  </edges>"
    yield " </graph>"
    yield "</gexf>"


def _attributes(of: str, columns: Sequence[Column]) -> Iterator[str]:
    yield f'  <attributes class="{of}" mode="static">'
    for column in columns:
        own = {"id": column.name, "title": column.name, "type": _type(column)}
        yield f"   <attribute{_written(own)}/>"
    yield "  </attributes>"


def _type(column: Column) -> str:
    if column.type == "integer":
        return "integer" if column.unit == "year" else "long"
    return "double" if column.type == "number" else "string"


def _element(
    name: str, own: Mapping[str, object], columns: Sequence[Column], row: Mapping[str, object]
) -> str:
    values = "".join(
        f"<attvalue{_written({'for': column.name, 'value': row[column.name]})}/>"
        for column in columns
        if row[column.name] is not None
    )
    return f"   <{name}{_written(own)}><attvalues>{values}</attvalues></{name}>"


def _written(attributes: Mapping[str, object]) -> str:
    """Attributes of an element; what is missing is left out."""
    return "".join(
        f" {name}={quoteattr(str(value))}"
        for name, value in attributes.items()
        if value is not None
    )
