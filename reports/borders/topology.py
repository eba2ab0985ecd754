"""Read a TopoJSON file: arcs to degrees, fewer points, rings put together, cut to a box."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

Point = tuple[float, float]
Line = list[Point]
Box = tuple[float, float, float, float]
"""West, south, east, north; degrees."""


def decode(topology: dict[str, Any]) -> list[Line]:
    """Arcs as longitudes and latitudes (degrees): undo the quantised differences."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)
    return arcs


def _off(point: Point, a: Point, b: Point) -> float:
    """Squared distance of a point from the segment a-b (degrees, longitude halved-ish)."""
    # At 50 degrees north a degree of longitude is about 0.64 of one of latitude.
    px, py, ax, ay = point[0] * 0.64, point[1], a[0] * 0.64, a[1]
    dx, dy = b[0] * 0.64 - ax, b[1] - ay
    length = dx * dx + dy * dy
    t = 0.0 if length == 0 else max(0.0, min(1.0, ((px - ax) * dx + (py - ay) * dy) / length))
    return (px - ax - t * dx) ** 2 + (py - ay - t * dy) ** 2


def simplify(line: Line, tolerance: float) -> Line:
    """Drop points nearer than `tolerance` (degrees) to the line that stays (Douglas-Peucker).

    Both ends stay, so that arcs still meet.
    """
    keep = {0, len(line) - 1}
    stack = [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        if last - first < 2:
            continue
        offs = [_off(line[k], line[first], line[last]) for k in range(first + 1, last)]
        worst = max(offs)
        if worst > tolerance**2:
            middle = first + 1 + offs.index(worst)
            keep.add(middle)
            stack += [(first, middle), (middle, last)]
    return [line[k] for k in sorted(keep)]


def ring(arcs: list[Line], references: list[int]) -> Line:
    """One closed ring out of arcs; a negative reference runs the arc backwards."""
    points: Line = []
    for reference in references:
        arc = arcs[reference] if reference >= 0 else arcs[~reference][::-1]
        points += arc if not points else arc[1:]
    return points


def polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """Polygons of a geometry as lists of rings as lists of arc references."""
    arcs: list[Any] = geometry["arcs"]
    return [arcs] if geometry["type"] == "Polygon" else arcs


def area(points: Line) -> float:
    """Area of a closed ring in square degrees, never negative."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(points))) / 2


def _cut(points: Line, axis: int, limit: float, above: bool) -> Line:
    """Keep the part of a closed ring on one side of a line (one step of Sutherland-Hodgman)."""
    result: Line = []
    for a, b in pairwise([*points, points[0]]):
        a_in, b_in = (a[axis] >= limit) is above, (b[axis] >= limit) is above
        if a_in:
            result.append(a)
        if a_in != b_in:
            t = (limit - a[axis]) / (b[axis] - a[axis])
            crossing = [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]
            crossing[axis] = limit
            result.append((crossing[0], crossing[1]))
    return result


def clip_ring(points: Line, box: Box) -> Line:
    """The part of a closed ring inside a box; empty where there is none."""
    west, south, east, north = box
    for axis, limit, above in (
        (0, west, True),
        (1, south, True),
        (0, east, False),
        (1, north, False),
    ):
        if not points:
            return []
        points = _cut(points, axis, limit, above)
    return points


def clip_line(points: Line, box: Box) -> list[Line]:
    """The pieces of a line that lie in a box, cut at the last point outside (which stays)."""
    west, south, east, north = box
    inside = [west <= x <= east and south <= y <= north for x, y in points]
    pieces: list[Line] = []
    for (a, a_in), (b, b_in) in pairwise(zip(points, inside, strict=True)):
        if not (a_in or b_in):
            continue
        if pieces and pieces[-1][-1] == a:
            pieces[-1].append(b)
        else:
            pieces.append([a, b])
    return pieces
