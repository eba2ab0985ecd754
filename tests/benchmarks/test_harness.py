"""The harness on the toy world: one file, fresh processes, ratios, rules, sections."""

import json
import sys

import numpy as np
import pytest

from benchmarks import __main__ as bench
from benchmarks import contest, one, places, reduced, results, rules, whole
from simulation.choice.effects import FLOOR_KM
from simulation.choice.geometry import REFERENCE_POINT
from simulation.luck.exact import EARTH_RADIUS_KM
from simulation.past import load_events
from simulation.world import REFERENCE_SIZE, World

# ------------------------------------------------------------------------ the one file


def test_the_file_speaks_of_the_models_own_constants(told):
    assert told.places.floor_km == FLOOR_KM
    assert tuple(told.places.reference) == REFERENCE_POINT
    assert told.places.reference_size == REFERENCE_SIZE["municipality"]
    assert places.EARTH_RADIUS_KM == EARTH_RADIUS_KM


def test_the_model_takes_the_law_and_no_event(told):
    given = reduced.parameters(told, 0.5)
    assert given.rate.level == 0.5
    assert given.choice.held == told.law.choice.held
    assert {event.id for event in load_events()} == set(given.events)
    assert not any(response.active for response in given.events.values())


def test_a_field_that_is_not_there_is_named(told):
    with pytest.raises(AttributeError, match=r"core\.toml: no field speed"):
        _ = told.law.speed


def test_copies_stand_at_the_same_points_under_ids_of_their_own(told):
    single, triple = places.frame("toy"), places.frame("toy", 3)
    assert triple.height == 3 * single.height
    assert triple["id"].is_sorted()
    assert triple["id"].n_unique() == triple.height
    most = places.frame("germany")["id"].max() + (max(told.growth.places) - 1) * places.COPY_ID
    assert most < 2**32
    assert triple["name"].n_unique() == 3 * single["name"].n_unique()
    points = (
        triple.group_by("lat", "lon")
        .len()
        .join(single.group_by("lat", "lon").len(), on=["lat", "lon"], suffix="_one")
    )
    assert (points["len"] == 3 * points["len_one"]).all()
    assert World("toy", triple).boroughs.max() == 1


def test_the_bare_contestants_need_no_model():
    code = (
        "import sys\nfrom benchmarks import bare, one\n"
        "print([n for n in ('mesa', 'simulation') if n in sys.modules])"
    )
    assert one.processed([sys.executable, "-c", code])["output"].strip() == "[]"


# ------------------------------------------------------------------------ measuring


def test_a_case_runs_in_a_process_of_its_own():
    case = {"contestant": "bare", "world": "toy", "copies": 1, "level": 0.0, "seed": 1}
    found = one.fresh(case)
    assert found["draws"] > found["ties"] > 0
    assert found["cpu"] > found["setup"] + found["years"]
    assert 20 < found["memory"] < 2000


def test_a_process_that_fails_says_why():
    with pytest.raises(RuntimeError, match="KeyError"):
        one.fresh({"contestant": "nobody"})


def here(case):
    """What `fresh` measures, without a process."""
    found = one.KINDS[case["contestant"]](json.loads(json.dumps(case)))
    return found | {"cpu": 1.0, "wall": 1.0, "memory": 100.0}


@pytest.fixture(scope="module")
def toy_contest(told):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(contest, "fresh", here)
        return contest.measure(told, "toy", 300, 1)


def test_contestants_run_in_turns_at_one_number_of_draws(toy_contest, told):
    assert len(toy_contest.turns) == 1
    for turn in toy_contest.turns:
        assert set(turn) == set(one.CONTESTANTS)
        draws = [measured["draws"] for measured in turn.values()]
        assert max(draws) - min(draws) < 6 * np.sqrt(2 * 300)  # six standard deviations
    assert {copies for copies, _ in toy_contest.copies} == set(told.growth.places)
    eligible = [toy_contest.copies[n, contest.BARE][0]["eligible"] for n in (1, 10)]
    assert eligible[1] == 10 * eligible[0]
    assert set(toy_contest.draws) == {(s, n) for s in told.growth.draws for n in one.CONTESTANTS}


def test_a_ratio_is_one_to_oneself(toy_contest):
    assert toy_contest.ratios("bare", "bare", contest.years) == [1.0]
    assert toy_contest.growth(1, "plain", contest.choosing) == 1.0


# ------------------------------------------------------------------------ rules and texts


def made_up(plain, bare, grown):
    """A contest in which this model takes a second for a draw."""
    of = {"plain": plain, "bare": bare, "reduced": 1.0}
    turn = {name: {"years": value, "choosing": value, "draws": 1} for name, value in of.items()}
    copies = {(n, "reduced"): [{"choosing": s, "draws": 1}] for n, s in ((1, 1.0), (10, grown))}
    return contest.Contest(turns=[turn], copies=copies)


def a_whole(years, memory, asked, europe=None):
    worlds = {"germany": years} | ({} if europe is None else {"europe": europe})
    stages = {f"{k}{w}": 0.1 for k in ("places", "tables") for w in ("", " wall")}
    took = {"memory": memory, "ties": 9}
    some = {
        world: [stages | took | {"years": s, "years wall": s, "cpu": s, "wall": s}]
        for world, s in worlds.items()
    }
    commands = {world: {"memory": memory, "cpu": 2.0, "wall": 2.0} for world in worlds}
    return whole.Whole(some, commands, [{"cpu": asked, "wall": asked}])


@pytest.mark.parametrize(
    ("numbers", "holds"),
    [
        ((100.0, 0.2, 2.5), [True, True, True]),
        ((99.0, 0.2, 2.5), [False, True, True]),
        ((100.0, 0.19, 2.5), [True, False, True]),
        ((100.0, 0.2, 2.6), [True, True, False]),
    ],
)
def test_rules_of_the_contest(numbers, holds):
    assert [rule.holds for rule in rules.of_contest(made_up(*numbers))] == holds


@pytest.mark.parametrize(
    ("numbers", "holds"),
    [
        ((1.5, 699.0, 0.49), [True, True, True]),
        ((1.6, 699.0, 0.49), [False, True, True]),
        ((1.5, 700.0, 0.49), [True, False, True]),
        ((1.5, 699.0, 0.5), [True, True, False]),
        ((1.0, 699.0, 0.4, 5.0), [True] * 5),
        ((1.0, 699.0, 0.4, 5.1), [True, True, True, False, True]),
    ],
)
def test_rules_of_what_a_user_waits_for(numbers, holds):
    assert [rule.holds for rule in rules.of_whole(a_whole(*numbers))] == holds


def test_the_text_holds_every_rule_and_contestant(told, toy_contest):
    text = bench.text(told, 1, toy_contest, a_whole(9.0, 100.0, 0.1))
    assert text.count("**does not hold**") >= 1
    assert "9.00 s" in text
    assert bench.MISSING in text
    for name in contest.NAMES.values():
        assert text.count(f"| {name} |") == 1 + 2 * 3
    assert bench.MISSING not in bench.text(told, 1, toy_contest, a_whole(1.0, 1.0, 0.1, 2.0))


def test_help_is_asked_and_answers():
    assert "Usage" in one.processed([*whole.JUMELAGE, "--help"])["output"]


def test_a_section_is_replaced_and_the_others_stay(tmp_path):
    path = tmp_path / "RESULTS.md"
    results.write("Speed", "benchmarks", "older\n\n### Part\n\nof it", path)
    results.write("Pairing", "benchmarks.pairing", "stays", path)
    results.write("Speed", "benchmarks", "newer", path)
    text = path.read_text()
    assert "older" not in text
    assert "Part" not in text
    assert text.index("## Speed") < text.index("newer") < text.index("## Pairing")
    assert text.count("stays") == 1
    assert text.startswith(results.HEAD)


def test_too_little_is_refused(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--repeats", "0"])
    with pytest.raises(SystemExit, match="2"):
        bench.main()
    assert "--repeats: expected at least 1" in capsys.readouterr().err
