"""The map: a line for every tie in view, in its era's colour, on borders of known origin."""

import json
import re
import tarfile

import numpy as np
import polars as pl
import pytest

from reports import borders
from reports.borders import build, topology
from reports.demo import ties_map
from reports.demo.eras import eras
from reports.projection import project

PLACES = pl.DataFrame(
    {
        "id": [1, 2, 3, 4],
        "name": ["Köln", "Liège", "Torun", "Corpus Christi"],
        "country": ["DE", "BE", "PL", "US"],
        "level": ["municipality"] * 4,
        "lon": [6.96, 5.57, 18.6, -97.4],
        "lat": [50.94, 50.63, 53.0, 27.8],
    }
)


def ties(*rows):
    names = ["tie", "a", "b", "founded", "ended"]
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.Int64), orient="row")


def lines(svg, colour=r"#\w+"):
    groups = re.findall(rf'<g fill="none" stroke="{colour}".*?</g>', svg, flags=re.DOTALL)
    return sum(group.count("<path") for group in groups)


def test_a_line_for_each_living_tie_in_view():
    drawn = ties_map.draw(
        ties(
            (1, 1, 2, 1958, None),
            (2, 1, 3, 1991, None),
            (3, 1, 4, 1990, None),
            (4, 1, 2, 1970, 1999),
        ),
        PLACES,
    )
    assert (drawn.shown, drawn.beyond) == (2, 1)
    assert lines(drawn.svg) == 2
    assert lines(drawn.svg, eras()[0].colour) == 1
    assert drawn.most == [("Köln", 3)]


def test_the_map_of_the_page_holds_all_its_ties(data, html):
    drawn = ties_map.draw(data.run.ties, data.run.municipalities)
    assert lines(html) == drawn.shown
    assert drawn.shown + drawn.beyond == data.run.ties["ended"].is_null().sum()
    assert sum(count for _, count in drawn.by_era) == drawn.shown


def test_eras_follow_one_another_without_gap():
    found = eras()
    assert [era.first for era in found[1:]] == [era.last + 1 for era in found[:-1]]
    assert found[2].first == 1990  # the Wall fell late in 1989
    assert len({era.colour for era in found}) == len(found)


def test_the_projection_keeps_areas_and_its_centre():
    assert np.allclose(project(10.0, 52.0), 0.0)
    step = 0.01

    def cell(lon, lat):
        x, y = project([lon, lon + step, lon], [lat, lat, lat + step])
        return abs((x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0]))

    ratio = cell(-8.0, 40.0) / cell(25.0, 60.0)
    assert ratio == pytest.approx(np.cos(np.radians(40.0)) / np.cos(np.radians(60.0)), rel=2e-3)


# ------------------------------------------------------------------------ borders


def test_borders_are_small_and_the_vouched_ones():
    content = borders.BORDERS.read_bytes()
    assert len(content) < 300_000
    assert borders.digest(content) == borders.sidecar()["sha256"]
    for key in ("title", "producer", "source", "date", "licence", "done"):
        assert borders.sidecar()[key]
    shapes = borders.load()
    assert len(shapes["land"]) == borders.sidecar()["rings"]
    assert len(shapes["borders"]) == borders.sidecar()["lines"]


def square_world(ids=("1", "2"), scale=1.0, corner=(0.0, 45.0)):
    """Two countries side by side, one arc between them, and an islet that is too small."""
    arcs = [[[10, 0], [0, 5], [0, 5]], [[10, 10], [-10, 0], [0, -10], [10, 0]]]
    arcs += [[[10, 10], [10, 0], [0, -10], [-10, 0]], [[40, 5], [0, 0], [0, 0], [0, 0]]]
    west = {"type": "Polygon", "id": ids[0], "arcs": [[0, 1]], "properties": {"name": "West"}}
    east = {"type": "MultiPolygon", "id": ids[1], "arcs": [[[2, 0]], [[3]]]}
    east["properties"] = {"name": "East"}
    return {
        "type": "Topology",
        "transform": {"scale": [scale, scale], "translate": list(corner)},
        "objects": {
            "countries": {"type": "GeometryCollection", "geometries": [west, east]},
        },
        "arcs": arcs,
    }


def pack(folder):
    source = folder / "countries-50m.json"
    source.write_text(json.dumps(square_world()))
    with tarfile.open(folder / f"{build.STEM}.tgz", "w:gz") as archive:
        archive.add(source, build.MEMBER)
    source.unlink()
    return folder


def test_building_twice_gives_the_same_bytes(tmp_path):
    packages = pack(tmp_path)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        build.build(packages, tmp_path / name)
    first, second = (
        [path.read_bytes() for path in sorted((tmp_path / name).iterdir())]
        for name in ("one", "two")
    )
    assert first == second
    shapes = json.loads((tmp_path / "one" / "europe.json").read_text())
    assert len(shapes["land"]) == 2
    assert shapes["borders"] == [[10.0, 45.0, 10.0, 55.0]]
    sidecar = json.loads((tmp_path / "one" / "europe.sidecar.json").read_text())
    assert sidecar["sha256"] == borders.digest((tmp_path / "one" / "europe.json").read_bytes())


def test_crimea_has_no_border_towards_ukraine():
    around = {"scale": 0.5, "corner": (31.0, 43.0)}
    assert build.compose(square_world(("643", "804"), **around))["borders"] == []
    assert len(build.compose(square_world(("643", "112"), **around))["borders"]) == 1


def test_a_missing_package_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"world-atlas-2\.0\.2\.tgz.*npm pack"):
        build.read(tmp_path)


def test_simplifying_keeps_ends_and_what_sticks_out():
    line = [(0.0, 0.0), (1.0, 0.001), (2.0, 1.0), (3.0, 0.0)]
    kept = topology.simplify(line, 0.02)
    assert kept[0] == line[0]
    assert kept[-1] == line[-1]
    assert (2.0, 1.0) in kept
    assert topology.simplify([(0.0, 0.0), (1.0, 0.001), (2.0, 0.0)], 0.02) == [
        (0.0, 0.0),
        (2.0, 0.0),
    ]


def test_a_ring_is_cut_at_the_box():
    ring = [(-5.0, -5.0), (5.0, -5.0), (5.0, 5.0), (-5.0, 5.0), (-5.0, -5.0)]
    cut = topology.clip_ring(ring, (0.0, 0.0, 9.0, 9.0))
    assert topology.area([*cut, cut[0]]) == pytest.approx(25.0)
    assert topology.clip_ring(ring, (6.0, 6.0, 9.0, 9.0)) == []
