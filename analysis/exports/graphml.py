"""GraphML: an undirected graph with typed attributes, for igraph, networkx and others.

Written line by line, so that the bytes depend on the graph alone. What is missing has no element.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from analysis.exports.codebook import Column
from analysis.exports.csv_files import Described
from analysis.exports.graph import Graph, attributes_of, write_graph
from analysis.exports.source import Source

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
OWN = {"nodes": ("id",), "edges": ("a", "b")}
"""Columns that the format itself has. The others become data; readers differ in what they make of
the id of an edge, so that `tie` is data too."""


def write_graphml(source: Source, folder: Path) -> Described:
    """Write `network.graphml`.

    Raises
    ------
    RunError
        If there is no graph, or it cannot be written.
    """
    return write_graph(source, folder / "network.graphml", _lines)


def _lines(graph: Graph) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<graphml xmlns="{NAMESPACE}">'
    told = attributes_of(graph, OWN)
    yield ' <key id="about" for="graph" attr.name="about" attr.type="string"/>'
    yield from _keys("node", told["nodes"])
    yield from _keys("edge", told["edges"])
    yield ' <graph id="jumelage" edgedefault="undirected">'
    yield f'  <data key="about">{_text(graph.about)}</data>'
    for row in graph.nodes.iter_rows(named=True):
        yield f'  <node id="{row["id"]}">{_data("node", told["nodes"], row)}</node>'
    for row in graph.edges.iter_rows(named=True):
        own = f'id="{row["tie"]}" source="{row["a"]}" target="{row["b"]}"'
        yield f"  <edge {own}>{_data('edge', told['edges'], row)}</edge>"
    yield " </graph>"
    yield "</graphml>"


def _keys(of: str, columns: Sequence[Column]) -> Iterator[str]:
    for column in columns:
        key, name = quoteattr(f"{of}_{column.name}"), quoteattr(column.name)
        yield f' <key id={key} for="{of}" attr.name={name} attr.type="{_type(column)}"/>'


def _type(column: Column) -> str:
    if column.type == "integer":
        return "int" if column.unit == "year" else "long"
    return "double" if column.type == "number" else "string"


def _data(of: str, columns: Sequence[Column], row: Mapping[str, object]) -> str:
    return "".join(
        f'<data key="{of}_{column.name}">{_text(row[column.name])}</data>'
        for column in columns
        if row[column.name] is not None
    )


def _text(value: object) -> str:
    return escape(str(value), {"\r": "&#13;"})
