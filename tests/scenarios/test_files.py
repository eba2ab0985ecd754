import re
import time
from pathlib import Path

import pytest

from scenarios import Scenario, ScenarioError, load, names
from simulation.parameters import Parameters, Section

ROOT = Path(__file__).parents[2]


def test_history_comes_first_and_all_that_ship_can_be_loaded():
    assert names()[0] == "history"
    for name in names():
        scenario = load(name)
        assert scenario.name == name
        assert scenario.title


def test_a_scenario_overrides_what_it_names_and_nothing_else(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        'title = "Mine"\nextends = "history"\n[events.elysee_1963]\nactive = false\n'
        "[choice]\ndistance = { default = -1.0, FR = -0.8 }\n"
    )
    mine, base = load(path), load("history")
    assert mine.name == "mine"
    assert not mine.events["elysee_1963"].active
    assert mine.events["elysee_1963"].size == base.events["elysee_1963"].size
    assert mine.choice.distance == {**base.choice.distance, "default": -1.0, "FR": -0.8}
    changed = {"name", "title", "events", "choice"}
    assert mine.model_dump(exclude=changed) == base.model_dump(exclude=changed)


def test_a_scenario_may_extend_a_file_beside_it(tmp_path):
    (tmp_path / "base.toml").write_text('extends = "history"\nuntil = 1990\n')
    (tmp_path / "child.toml").write_text('extends = "base.toml"\ntitle = "Child"\n')
    assert load(tmp_path / "child.toml").until == 1990


def test_counterfactuals_leave_out_what_they_say():
    assert not load("no_elysee").events["elysee_1963"].active
    assert not load("no_opening").events["opening_1989"].active
    assert load("outlook").until == 2045


MISTAKES = [
    ("[choise]\nheld = 1.0", r"choise: no such field \(did you mean 'choice'\?\)"),
    ("[choice]\nhelt = 1.0", r"choice\.helt: no such field \(did you mean 'held'\?\)"),
    ('[choice]\nheld = "x"', r"choice\.held: should be a number from -20 to 20 \(it is 'x'\)"),
    ("[rate]\nload = 99.0", r"rate\.load: should be a number from -20 to 20 \(it is 99\.0\)"),
    ("until = 1900", r"until: should be an integer from 1945 to 2100 \(it is 1900\)"),
    ("until = 1950.5", r"until: .*integer"),
    ("start = 2000\nuntil = 1990", r"until \(1990\) lies before start \(2000\)"),
    ("[choice]\nheld = nan", r"choice\.held: should be a number .* \(it is nan\)"),
    ("[events.elysee_1963]\nsizes = 1.0", r"did you mean 'size'"),
    ("[events.elysee_1962]\nsize = 1.0", r"events\.elysee_1962: not known \(did you mean 'elysee"),
    ("[appeal]\nfrance = 1.0", r"appeal\.france"),
    ("[appeal]\nQQ = 1.0", r"appeal\.QQ: not known"),
    ("[choice.traits]\nspaa = 1.0", r"choice\.traits\.spaa: not known \(did you mean 'spa'\?\)"),
    ("[gates.opened]\nXX = 1950", r"gates\.opened\.XX: not known"),
    ("[board]\nactiv = false", r"board\.activ: no such field \(did you mean 'active'\?\)"),
    ("[choice]\ndistance = { FR = 1.0 }", r"needs a 'default'"),
    ("[recording]\nreported = { contact = 1.0 }", r"needs contact, friendship and partnership"),
    ("[forms]\npartnership_at_once = 0.9\nfriendship_at_once = 0.9", r"add up to more than 1"),
    ('extends = "me.toml"', r"extends goes in a circle: me -> me"),
    ('extends = "../history"', r"extends: is '\.\./history'"),
    ("extends = 7", r"extends: is 7"),
    ('extends = "histori"', r"did you mean 'history'"),
    ('extends = "gone.toml"', r"gone\.toml: no such file"),
    ('name = "me"', r"name: is the name of the file"),
    ("until = [", r"is no valid TOML"),
    ("a = " + "[" * 5000 + "]" * 5000, r"nested too deeply|no valid TOML"),
]


@pytest.mark.parametrize(("text", "message"), MISTAKES)
def test_every_mistake_is_one_sentence_with_file_and_field(tmp_path, text, message):
    path = tmp_path / "me.toml"
    path.write_text(text)
    with pytest.raises(ScenarioError, match=message) as caught:
        load(path)
    assert "\n" not in str(caught.value)


def refusal(path):
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return str(caught.value)


def test_the_file_of_a_chain_that_has_the_mistake_is_named(tmp_path):
    (tmp_path / "base.toml").write_text('extends = "history"\n[choice]\nheld = 99.0\nnear = 1.0\n')
    child = tmp_path / "child.toml"
    child.write_text('extends = "base.toml"\n[choice]\nnear = 2.0\n')
    assert refusal(child).startswith("base.toml: choice.held: ")
    child.write_text('extends = "base.toml"\n[choice]\nheld = 98.0\n')
    assert refusal(child).startswith("child.toml: choice.held: ")
    assert refusal(child).endswith("(it is 98.0)")


def test_a_file_may_be_a_link_but_extends_only_what_lies_beside_it(tmp_path):
    folder, elsewhere = tmp_path / "folder", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    (elsewhere / "far.toml").write_text("until = 1990")
    (folder / "base.toml").write_text("until = 1980")
    (folder / "inside.toml").symlink_to("base.toml")
    (folder / "outside.toml").symlink_to(elsewhere / "far.toml")
    (tmp_path / "way").symlink_to(folder)
    assert load(folder / "outside.toml").until == 1990
    for base, until in (("base", 1980), ("inside", 1980)):
        (folder / "child.toml").write_text(f'extends = "{base}.toml"')
        assert load(folder / "child.toml").until == until
        assert load(tmp_path / "way" / "child.toml").until == until
    (folder / "child.toml").write_text('extends = "outside.toml"')
    told = "child.toml: extends: outside.toml is a link that leads out of the folder; copy the file"
    assert refusal(folder / "child.toml") == told


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_files_of_other_editors_can_be_read(tmp_path, mark, end):
    path = tmp_path / "me.toml"
    path.write_bytes(
        mark + b'title = "M\xc3\xbcnster"' + end + b"[choice]" + end + b"held = -1.5" + end
    )
    assert load(path).title == "Münster"
    assert load(path).choice.held == -1.5


def test_a_number_may_be_written_in_other_ways(tmp_path):
    path = tmp_path / "me.toml"
    path.write_text("until = 0x7c6\n[choice]\nheld = -15e-1\nnear = 1\n")
    assert load(path).until == 1990
    assert load(path).choice.held == -1.5
    assert load(path).choice.near == 1.0


def test_all_that_ship_are_loaded_soon():
    begun = time.process_time()
    for name in names():
        load(name)
    assert time.process_time() - begun < 1.0


def test_what_cannot_be_read_is_said(tmp_path):
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    for path, message in (
        (tmp_path / "none.toml", "no such file"),
        (tmp_path / "bytes.toml", "UTF-8"),
        (tmp_path, "no such name"),
        ("nul\0.toml", "no name of a file"),
    ):
        with pytest.raises(ScenarioError, match=message):
            load(path)


def fields(model):
    for name, field in model.model_fields.items():
        yield f"{model.__name__}.{name}", field
        if isinstance(field.annotation, type) and issubclass(field.annotation, Section):
            yield from fields(field.annotation)


def test_every_field_says_what_it_means():
    for name, field in fields(Parameters):
        if not (isinstance(field.annotation, type) and issubclass(field.annotation, Section)):
            assert field.description, name


def test_parameters_do_not_change_once_made():
    scenario = load("history")
    with pytest.raises(ValueError, match="frozen"):
        scenario.until = 2000


def test_the_scenario_in_the_readme_can_be_loaded(tmp_path):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for number, block in enumerate(re.findall(r"```toml\n(.*?)```", text, re.S)):
        path = tmp_path / f"readme{number}.toml"
        path.write_text(block, encoding="utf-8")
        assert isinstance(load(path), Scenario)
    assert "```toml" in text
