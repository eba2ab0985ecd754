"""GEXF and GraphML open again in networkx and igraph, and hold what the tables hold."""

import igraph
import networkx as nx
import polars as pl
import pytest

from analysis.exports import export_run
from scenarios.runs import RunError, open_results

NODE = ("name", "country", "land", "level", "population", "lat", "lon")
EDGE = ("kind", "motive", "form", "status", "formed", "signed", "vitality", "initiator")


@pytest.fixture(params=["gexf", "graphml"])
def kind(request):
    return request.param


def opened(run, kind, out):
    export_run(run, kind, out)
    path = out / f"network.{kind}"
    graph = nx.read_gexf(path) if kind == "gexf" else nx.read_graphml(path, force_multigraph=True)
    return nx.MultiGraph(graph)


def tables(run):
    results = open_results(run)
    ties, places = results.table("ties"), results.table("municipalities")
    ends = pl.concat([ties["a"], ties["b"]])
    return ties, places.filter(pl.col("id").is_in(ends.implode()))


def test_nodes_are_the_places_that_ever_had_a_tie(toy_run, kind, tmp_path):
    graph = opened(toy_run, kind, tmp_path / "out")
    _, places = tables(toy_run)
    assert 0 < places.height < open_results(toy_run).table("municipalities").height
    assert set(graph.nodes) == {str(row) for row in places["id"]}
    for row in places.iter_rows(named=True):
        found = graph.nodes[str(row["id"])]
        for name in NODE:
            assert found.get(name) == row[name], name
            assert type(found.get(name)) is type(row[name]), name


def test_edges_are_the_ties_with_their_years(toy_run, kind, tmp_path):
    graph = opened(toy_run, kind, tmp_path / "out")
    ties, _ = tables(toy_run)
    assert ties["ended"].null_count() not in (0, ties.height)
    key = "id" if kind == "gexf" else "tie"
    found = {str(data[key]): (one, other, data) for one, other, data in graph.edges(data=True)}
    assert len(found) == ties.height == graph.number_of_edges()
    years = ("start", "end") if kind == "gexf" else ("founded", "ended")
    for row in ties.iter_rows(named=True):
        one, other, data = found[str(row["tie"])]
        assert {one, other} == {str(row["a"]), str(row["b"])}
        assert (data[years[0]], data.get(years[1])) == (row["founded"], row["ended"])
        assert {name: data.get(name) for name in EDGE} == {name: row[name] for name in EDGE}
        assert data["distance_km"] == row["distance_km"]
        assert data["weight"] == max(row["vitality"] or 0, 0.001)


def test_a_pair_may_have_two_ties(copied_run, forge, kind, tmp_path):
    ties = open_results(copied_run).table("ties")
    again = ties.head(1).with_columns(tie=pl.lit(999_999, dtype=pl.Int64))
    forge(copied_run, "ties", pl.concat([ties, again]))
    graph = opened(copied_run, kind, tmp_path / "out")
    assert graph.number_of_edges() == ties.height + 1


def test_hostile_names_survive(hostile_run, hostile_names, kind, tmp_path):
    graph = opened(hostile_run, kind, tmp_path / "out")
    _, places = tables(hostile_run)
    assert set(hostile_names) <= set(places["name"])
    for identity, name in places.select("id", "name").iter_rows():
        assert graph.nodes[str(identity)]["name"] == name
        if kind == "gexf":
            assert graph.nodes[str(identity)]["label"] == name


def test_igraph_reads_graphml(hostile_run, tmp_path):
    export_run(hostile_run, "graphml", tmp_path / "out")
    graph = igraph.Graph.Read_GraphML(str(tmp_path / "out" / "network.graphml"))
    ties, places = tables(hostile_run)
    assert (graph.vcount(), graph.ecount()) == (places.height, ties.height)
    assert not graph.is_directed()
    assert graph.vs["name"] == places.sort("id")["name"].to_list()
    assert graph.es["founded"] == ties.sort("tie")["founded"].to_list()


def test_gexf_is_dynamic_with_years(toy_run, tmp_path):
    graph = opened(toy_run, "gexf", tmp_path / "out")
    assert graph.graph["mode"] == "dynamic"
    head = (tmp_path / "out" / "network.gexf").read_text("utf-8")[:400]
    assert 'lastmodifieddate="1970-01-01"' in head
    assert 'version="1.2"' in head


@pytest.mark.parametrize("sign", ["\x00", "\x01", "\x1f", "\ufffe", "\uffff"])
def test_what_xml_cannot_carry_is_refused(copied_run, forge, kind, sign, tmp_path):
    ties, _ = tables(copied_run)
    identity = int(ties["b"][0])
    everything = open_results(copied_run).table("municipalities")
    name = pl.when(pl.col("id") == identity).then(pl.lit(f"Bad{sign}")).otherwise("name")
    forge(copied_run, "municipalities", everything.with_columns(name=name))
    with pytest.raises(RunError, match=rf"name of id {identity}: holds U\+{ord(sign):04X}, which"):
        export_run(copied_run, kind, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_run_without_ties_is_no_graph(copied_run, forge, kind, tmp_path):
    ties = open_results(copied_run).table("ties")
    forge(copied_run, "ties", ties.clear())
    with pytest.raises(RunError, match="holds no tie, so there is no graph to export"):
        export_run(copied_run, kind, tmp_path / "out")


def test_a_tie_to_nowhere_is_refused(copied_run, forge, kind, tmp_path):
    ties, places = tables(copied_run)
    forge(copied_run, "municipalities", places.filter(pl.col("id") != ties["a"][0]))
    with pytest.raises(RunError, match=f"ties: {ties['a'][0]} is not in municipalities"):
        export_run(copied_run, kind, tmp_path / "out")


def test_tables_of_another_version_are_refused(copied_run, forge, kind, tmp_path):
    forge(copied_run, "ties", open_results(copied_run).table("ties").drop("motive"))
    with pytest.raises(RunError, match="ties: lacks the column 'motive'"):
        export_run(copied_run, kind, tmp_path / "out")
