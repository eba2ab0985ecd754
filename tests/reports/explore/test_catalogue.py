"""What the page offers is what ships."""

import json
from itertools import pairwise

from reports.explore.catalogue import catalogue
from reports.explore.charts import growth
from scenarios import load
from scenarios.files import names
from simulation.past import load_events
from simulation.systems import load_systems


def test_it_offers_all_that_ships_and_tells_which_events_a_scenario_leaves_out():
    offered = json.loads(json.dumps(catalogue("toy"), allow_nan=False))
    assert [one["name"] for one in offered["scenarios"]] == names()
    assert {one["name"] for one in offered["events"]} == {event.id for event in load_events()}
    assert {one["name"] for one in offered["systems"]} == {one.name for one in load_systems()}
    silent = {one["name"]: set(one["silent"]) for one in offered["scenarios"]}
    assert silent["history"] == set()
    assert "elysee_1963" in silent["no_elysee"]
    for name in ("no_elysee", "no_history"):
        responses = load(name).events
        assert silent[name] == {key for key in responses if not responses[key].active}


def test_the_map_is_drawn_in_its_frame_and_eras_do_not_overlap():
    drawn = catalogue("toy")["map"]
    assert drawn["land"].startswith("M")
    assert drawn["width"] > drawn["height"] * 0.9 > 500
    ends = [(era["first"], era["last"]) for era in drawn["eras"]]
    assert all(last + 1 == first for (_, last), (first, _) in pairwise(ends))


def test_the_chart_has_room_for_a_second_scenario_and_holds_no_data():
    spec = growth()
    assert spec["params"][0] == {"name": "year", "value": 2030}
    assert spec["data"] == {"name": "growth"}
    assert "datasets" not in spec
    assert "panel" in json.dumps(spec["facet"])
