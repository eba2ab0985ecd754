"""Draws of the posterior: what ships, what may be written, and whom a draw reaches."""

import json

import polars as pl
import pytest

from scenarios import load, names
from scenarios.posterior import FOLDER, history_sha256, load_draws
from scenarios.posterior.writing import write_draws
from scenarios.runs import RunError, choose


@pytest.fixture
def scenario_file(tmp_path):
    def written(text):
        path = tmp_path / "mine.toml"
        path.write_text(f'extends = "history"\n{text}', encoding="utf-8")
        return load(path)

    return written


# ------------------------------------------------------------------------------- what ships


def test_the_draws_that_ship_belong_to_the_history_that_ships():
    assert load_draws().card.history_sha256 == history_sha256()


def test_every_scenario_that_ships_takes_draws():
    draws = load_draws()
    assert draws.rows >= 100
    assert draws.own(load("history")) == ()
    for name in names():
        every = 1 if name == "history" else 20
        for number in range(0, draws.rows, every):
            drawn = draws.scenario(load(name), number)
            assert len(draws.own(drawn)) == len(draws.paths)


def test_central_values_lie_amid_the_draws():
    draws, history = load_draws(), load("history")
    for path in draws.paths:
        place = history
        for part in path.split("."):
            place = place[part] if isinstance(place, dict) else getattr(place, part)
        low, high = draws.table[path].min(), draws.table[path].max()
        assert low < place < high, path


# ------------------------------------------------------------------------- whom a draw reaches


def test_what_a_scenario_leaves_takes_the_draw(draws):
    drawn = draws.scenario(load("history"), 1)
    assert drawn.choice.held == -1.2
    assert drawn.choice.distance["FR"] == -1.62
    assert drawn.appeal["FR"] == -5.2
    assert drawn.events["elysee_1963"].size == 1.2
    rest = {"choice": {"held", "distance"}, "appeal": {"FR"}, "events": {"elysee_1963"}}
    rest |= {"ending": {"partnership"}}
    assert drawn.model_dump(exclude=rest) == load("history").model_dump(exclude=rest)


def test_what_a_scenario_sets_stands(draws, scenario_file):
    mine = scenario_file(
        "until = 1980\n[choice]\nheld = -0.5\n[appeal]\nFR = -6.0\n"
        "[events.elysee_1963]\nactive = false\n"
    )
    assert draws.own(mine) == ("choice.held", "appeal.FR")
    drawn = draws.scenario(mine, 2)
    assert (drawn.choice.held, drawn.appeal["FR"], drawn.until) == (-0.5, -6.0, 1980)
    assert drawn.choice.distance["FR"] == -1.63
    assert (drawn.events["elysee_1963"].active, drawn.events["elysee_1963"].size) == (False, 1.3)
    assert drawn.name == "mine"


def test_a_table_keeps_its_own_keys_only(draws, scenario_file):
    mine = scenario_file("[choice.distance]\nAT = 0.0\n")
    assert draws.own(mine) == ()
    assert draws.scenario(mine, 0).choice.distance["AT"] == 0.0
    nowhere = load("no_proximity")
    assert draws.own(nowhere) == ("choice.distance.FR",)
    assert draws.scenario(nowhere, 0).choice.distance["FR"] == nowhere.choice.distance["FR"]


def test_a_scenario_that_extends_nothing_takes_what_it_has_in_common(draws, tmp_path):
    path = tmp_path / "bare.toml"
    same = load("history").ending.partnership
    path.write_text(f"[choice]\nheld = -0.5\n[ending]\npartnership = {same}\n")
    assert draws.taken(load(path)) == ("ending.partnership",)
    drawn = draws.scenario(load(path), 1)
    assert drawn.ending.partnership == 0.003
    assert drawn.model_dump(exclude={"ending"}) == load(path).model_dump(exclude={"ending"})


def test_after_the_last_draw_comes_the_first(draws):
    assert [draws.number(replication) for replication in range(7)] == [0, 1, 2, 0, 1, 2, 0]
    with pytest.raises(RunError, match="--draw 3: expected an integer between 0 and 2"):
        draws.chosen(choose("history"), 3)
    with pytest.raises(RunError, match="--draw -1: expected"):
        draws.chosen(choose("history"), -1)


def test_a_draw_that_does_not_go_with_a_scenario_is_refused_by_name(three, told, tmp_path):
    table = pl.DataFrame({"recording.reported.partnership": [0.6, 0.5], "forms.renewal": 0.7})
    write_draws(table, tmp_path, **told)
    draws = load_draws(tmp_path)
    mine = load("history").model_copy(update={"start": 2030})
    with pytest.raises(RunError, match=r"^history, draw 1: start: "):
        draws.scenario(mine, 1)


# ----------------------------------------------------------------------------- what is written


def test_what_is_written_is_read_again(draws, three, told, tmp_path):
    write_draws(three.with_row_index("draw"), tmp_path, **told)
    again = load_draws(tmp_path)
    assert again.table.equals(draws.table)
    assert again.card == draws.card
    assert again.table["draw"].to_list() == [0, 1, 2]
    assert (again.card.rows, again.card.fit) == (3, "split")
    assert {path.name for path in tmp_path.iterdir()} == {"draws.csv", "draws.json"}


def test_seven_digits_are_kept(told, tmp_path):
    write_draws(pl.DataFrame({"choice.held": [-1.23456789]}), tmp_path, **told)
    assert (tmp_path / "draws.csv").read_text() == "draw,choice.held\n0,-1.234568\n"


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({}, "draws: there is none"),
        ({"draw": [0, 1]}, "draws: there is none"),
        ({"draw": [1, 0], "choice.held": [0.0, 0.0]}, "column draw: expected 0, 1, 2"),
        ({"choice.hold": [0.0]}, "column choice.hold: is no number of the history"),
        ({"choice": [0.0]}, "column choice: is no number"),
        ({"events.elysee_1963.active": [1.0]}, "is no number of the history"),
        ({"until": [2000]}, "column until: is no number of the history"),
        ({"appeal.XX": [1.0]}, "column appeal.XX: is no number"),
        ({"choice.held": ["far"]}, "column choice.held: expected a number in every row"),
        ({"choice.held": [0.0, None]}, "column choice.held, row 2: expected a finite number"),
        ({"choice.held": [float("nan")]}, "row 1: expected a finite number"),
        ({"forms.renewal": [0.5, 1.5]}, "draws, draw 1: forms.renewal: "),
    ],
)
def test_what_no_run_could_take_is_not_written(told, tmp_path, columns, message):
    with pytest.raises(RunError, match=message):
        write_draws(pl.DataFrame(columns), tmp_path, **told)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_whole_is_refused(three, told, tmp_path):
    with pytest.raises(RunError, match=r"draws.csv: cannot be read .*make it again with"):
        load_draws(tmp_path)
    write_draws(three, tmp_path, **told)
    card = tmp_path / "draws.json"
    said = json.loads(card.read_text())
    card.write_text(json.dumps({**said, "history_sha256": "0" * 64}))
    with pytest.raises(RunError, match=r"drawn around another history.toml than the one .*central"):
        load_draws(tmp_path)
    card.write_text(json.dumps({**said, "fit": "some"}))
    with pytest.raises(RunError, match=r"draws.json: is no card of draws; make it again"):
        load_draws(tmp_path)
    card.write_text(json.dumps(said))
    (tmp_path / "draws.csv").write_text("draw,choice.held\n0,-1\n")
    with pytest.raises(RunError, match=r"is not the table that draws.json describes"):
        load_draws(tmp_path)


def test_remarks_and_title_do_not_make_another_history(tmp_path):
    text = (FOLDER.parent / "library" / "history.toml").read_text("utf-8")
    path = tmp_path / "history.toml"
    path.write_text(text.replace("# estimated", "# found").replace("The history of", "Of"))
    assert history_sha256(path) == history_sha256()
    path.write_text(text.replace("near_km = 50.0", "near_km = 50.5"))
    assert history_sha256(path) != history_sha256()
