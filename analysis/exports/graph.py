"""The graph of a history: its places that ever had a tie, and every tie with its years.

A pair whose tie ended and was founded anew has several edges, as the tables have several ties.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from analysis.exports.codebook import CODEBOOK, Column
from analysis.exports.source import Source
from scenarios.runs import RunError
from scenarios.runs.kept.folder import write_whole
from scenarios.runs.mistakes import shown

LEAST_WEIGHT = 0.001
"""Weight of edges without vitality: Gephi drops edges of weight 0, and takes a missing one as 1."""
WEIGHT = Column(
    "weight", "number", f"vitality, and {LEAST_WEIGHT} where it is less or unknown", "0 to 1"
)
NODE_COLUMNS = ("name", "country", "land", "level", "population", "lat", "lon")
EDGE_COLUMNS = (
    *("kind", "motive", "form", "status", "founded", "formed", "signed", "ended"),
    *("vitality", "initiator", "distance_km"),
)
_ODD = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot carry, however they are written."""


@dataclass(frozen=True)
class Graph:
    """Nodes and edges.

    Attributes
    ----------
    nodes : id and `NODE_COLUMNS`, sorted by id
    edges : tie, a, b, `EDGE_COLUMNS` and weight, sorted by tie
    about : one line that says which history it is
    version : of jumelage
    """

    nodes: pl.DataFrame
    edges: pl.DataFrame
    about: str
    version: str


def graph_of(source: Source) -> Graph:
    """The graph of a history.

    Raises
    ------
    RunError
        If there is no tie, a tie ends at an unknown place, or a text holds a character that XML
        cannot carry.
    """
    where = shown(source.results.folder)
    edges = _selected(source, "ties", ("tie", "a", "b", *EDGE_COLUMNS))
    edges = edges.with_columns(_weight()).sort("tie")
    if edges.is_empty():
        raise RunError(f"{where}: holds no tie, so there is no graph to export; export csv")
    ends = pl.concat([edges["a"], edges["b"]]).unique()
    places = _selected(source, "municipalities", ("id", *NODE_COLUMNS))
    nodes = places.filter(pl.col("id").is_in(ends.implode())).sort("id")
    if nodes.height < len(ends):
        missing = int(ends.filter(~ends.is_in(nodes["id"].implode())).sort()[0])
        raise RunError(f"{where}: ties: {missing} is not in municipalities.parquet; run it again")
    for frame, key in ((nodes, "id"), (edges, "tie")):
        _check_text(frame, key, where)
    told = source.told
    about = (
        f"Town twinning, simulated by jumelage: scenario {told['scenario']}, strategy "
        f"{told['strategy']}, replication {told['replication']}, seed {told['seed']}, world "
        f"{told['world']}. Places that ever had a tie."
    )
    _check_words(about, where)
    return Graph(nodes, edges, about, str(told["versions"]["jumelage"]))


def columns_of(graph: Graph) -> list[tuple[str, tuple[Column, ...]]]:
    """What the codebook says of nodes and edges."""
    nodes = {column.name: column for column in CODEBOOK["municipalities"]}
    edges = {column.name: column for column in CODEBOOK["ties"]} | {"weight": WEIGHT}
    return [
        ("nodes", tuple(nodes[name] for name in graph.nodes.columns)),
        ("edges", tuple(edges[name] for name in graph.edges.columns)),
    ]


def attributes_of(graph: Graph, own: Mapping[str, Sequence[str]]) -> dict[str, list[Column]]:
    """Columns of nodes and edges that a format has no place of its `own` for."""
    return {
        part: [column for column in columns if column.name not in own[part]]
        for part, columns in columns_of(graph)
    }


def write_graph(
    source: Source, path: Path, lines: Callable[[Graph], Iterable[str]]
) -> list[tuple[str, tuple[Column, ...]]]:
    """Write the graph of a source as lines of text, and say what the file holds.

    Raises
    ------
    RunError
        If there is no graph, or it cannot be written.
    """
    graph = graph_of(source)
    write_whole(path, "\n".join((*lines(graph), "")).encode())
    return columns_of(graph)


def _selected(source: Source, name: str, columns: tuple[str, ...]) -> pl.DataFrame:
    table = source.table(name)
    for column in columns:
        if column not in table.columns:
            raise RunError(
                f"{shown(source.results.folder)}: {name}: lacks the column '{column}'; run it "
                "again with this version"
            )
    return table.select(columns)


def _weight() -> pl.Expr:
    return pl.max_horizontal(pl.col("vitality").fill_null(0.0), LEAST_WEIGHT).alias("weight")


def _check_text(frame: pl.DataFrame, key: str, where: str) -> None:
    for name, kind in frame.schema.items():
        if kind != pl.String:
            continue
        odd = frame.filter(pl.col(name).str.contains(_POLARS_ODD))
        if not odd.is_empty():
            row = odd.row(0, named=True)
            _check_words(str(row[name]), f"{where}: {name} of {key} {row[key]}")


_POLARS_ODD = r"[^\t\n\r\x{20}-\x{D7FF}\x{E000}-\x{FFFD}\x{10000}-\x{10FFFF}]"


def _check_words(text: str, where: str) -> None:
    found = _ODD.search(text)
    if found:
        raise RunError(
            f"{where}: holds U+{ord(found[0]):04X}, which no XML file can carry; export csv instead"
        )
