"""Build the borders of Europe from npm world-atlas.

Call `python -m reports.borders.build --packages DIR`.

DIR holds world-atlas-2.0.2.tgz as `npm pack world-atlas@2.0.2` leaves it, or the same unpacked
in a folder world-atlas-2.0.2/package. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import tarfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from reports.borders import BORDERS, SIDECAR, digest
from reports.borders import topology as topo

STEM = "world-atlas-2.0.2"
MEMBER = "package/countries-50m.json"
BOX: topo.Box = (-32.0, 27.0, 64.0, 74.0)
"""Wider than any map that is drawn, so that its cut edges stay out of sight."""
TOLERANCE = 0.025
SMALLEST = 0.006
"""Islands below this many square degrees (about 50 km2) are left out."""
DIGITS = 2
CRIMEA: topo.Point = (34.1, 45.2)
RUSSIA, UKRAINE = "643", "804"


def read(packages: Path) -> bytes:
    """The TopoJSON file, from the tarball or its folder.

    Raises
    ------
    ValueError
        If the folder holds neither.
    """
    unpacked, tarball = packages / STEM / MEMBER, packages / f"{STEM}.tgz"
    if unpacked.is_file():
        return unpacked.read_bytes()
    if tarball.is_file():
        with tarfile.open(tarball) as archive:
            handle = archive.extractfile(MEMBER)
            if handle is not None:
                return handle.read()
    raise ValueError(
        f"{packages}: holds neither {STEM}.tgz nor {STEM}/{MEMBER}; "
        "run 'npm pack world-atlas@2.0.2' in it"
    )


def _holds(points: topo.Line, place: topo.Point) -> bool:
    """Whether a place lies in the bounding box of a ring that is small enough to be Crimea."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    near = min(xs) < place[0] < max(xs) and min(ys) < place[1] < max(ys)
    return near and max(xs) - min(xs) < 6


def compose(topology: dict[str, Any]) -> dict[str, Any]:
    """Land as rings, borders as lines; degrees, rounded."""
    raw = topo.decode(topology)
    arcs = [topo.simplify(arc, TOLERANCE) for arc in raw]
    land: list[topo.Line] = []
    owners: dict[int, set[str]] = defaultdict(set)
    for geometry in topology["objects"]["countries"]["geometries"]:
        country = str(geometry.get("id", geometry["properties"]["name"]))
        for polygon in topo.polygons(geometry):
            outline = topo.ring(raw, polygon[0])
            owner = UKRAINE if country == RUSSIA and _holds(outline, CRIMEA) else country
            for references in polygon:
                for reference in references:
                    owners[reference if reference >= 0 else ~reference].add(owner)
            if topo.area(outline) >= SMALLEST:
                rings = [topo.ring(arcs, references) for references in polygon]
                land += [cut for one in rings if (cut := topo.clip_ring(one, BOX))]
    shared = [arcs[k] for k in sorted(owners) if len(owners[k]) > 1]
    borders = [piece for arc in shared for piece in topo.clip_line(arc, BOX)]
    return {"land": _flat(land, 3), "borders": _flat(borders, 2)}


def _flat(lines: list[topo.Line], least: int) -> list[list[float]]:
    """Lines as flat lists lon, lat, lon, lat ... without repeated points; short ones dropped."""
    result = []
    for line in lines:
        points: topo.Line = []
        for x, y in line:
            point = (round(x, DIGITS), round(y, DIGITS))
            if not points or points[-1] != point:
                points.append(point)
        if len(points) >= least:
            result.append([number for point in points for number in point])
    return result


def describe(content: bytes, source: bytes, shapes: dict[str, Any]) -> dict[str, Any]:
    """The sidecar, in a fixed order."""
    return {
        "title": "Land and country borders of Europe and around, simplified",
        "producer": "jumelage, python -m reports.borders.build",
        "source": "Natural Earth 4.1.0, 1:50 million, countries, "
        "via npm package world-atlas 2.0.2 (countries-50m.json)",
        "date": "2018, packed 2020",
        "licence": "Natural Earth: public domain; world-atlas: ISC, © Michael Bostock",
        "attribution": "Made with Natural Earth",
        "done": [
            f"Lines simplified to {TOLERANCE} degrees (Douglas-Peucker), rounded to {DIGITS} "
            f"digits, cut to the box {BOX} (west, south, east, north); islands below {SMALLEST} "
            "square degrees left out.",
            "A border is a line that two countries share. Lines as Natural Earth draws them, de "
            "facto and of today; Crimea counts with Ukraine (UN General Assembly, 68/262).",
        ],
        "rings": len(shapes["land"]),
        "lines": len(shapes["borders"]),
        "source_sha256": digest(source),
        "sha256": digest(content),
    }


def build(packages: Path, folder: Path) -> Path:
    """Write the borders and their sidecar into `folder`; give the path of the borders.

    Raises
    ------
    ValueError
        If the package is not there.
    """
    source = read(packages)
    shapes = compose(json.loads(source))
    content = (json.dumps(shapes, separators=(",", ":")) + "\n").encode()
    sidecar = json.dumps(describe(content, source, shapes), indent=2, ensure_ascii=False) + "\n"
    path = folder / BORDERS.name
    path.write_bytes(content)
    (folder / SIDECAR.name).write_bytes(sidecar.encode())
    return path


def main() -> None:
    """Build the shipped file in its place."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=Path, required=True, help="folder of npm tarballs")
    path = build(parser.parse_args().packages, BORDERS.parent)
    print(f"{path.name}: {path.stat().st_size:,} bytes, SHA-256 {digest(path.read_bytes())}")


if __name__ == "__main__":
    main()
