"""Homelands of areas all at once: what each homeland says of each area."""

from simulation.past.people.homelands import homelands_of, load_homelands
from simulation.places import load_places


def test_every_area_of_the_frame_lies_where_its_homeland_says():
    areas = [area for area in load_places("toy")["area"].unique().sort().to_list() if area]
    areas += ["PL.72.0264", "PL.7", "PL", "CZ", "12054", "1", "XX.1"]
    homelands = load_homelands()
    found = homelands_of(areas, homelands)
    for area in areas:
        told = [place for place, homeland in enumerate(homelands) if homeland.holds(area)]
        assert ([found[area]] if area in found else []) == told
    assert len(set(found.values())) > 1
