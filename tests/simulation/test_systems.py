"""The table of systems: whole, well-formed, and refused where it is not."""

from pathlib import Path

import pytest

from simulation import systems
from simulation.parameters import Choice, Parameters
from simulation.past import PastError
from simulation.systems import load_systems

ROOT = Path(__file__).parents[2]
ROWS = range(1, 19)
"""Lines of the specification's table."""

ENTRY = """
[[systems]]
row = 1
name = "one"
real = "a thing"
works = "somehow"
modules = ["simulation/model.py"]
switch = {{ "{path}" = 0.0 }}
numbers = ["choice"]
shows = "ties"
without = "{without}"
since = 1945
spares = "the rest"
"""


def entry(tmp_path, monkeypatch, text):
    """The table read from a file of its own."""
    path = tmp_path / "systems.toml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(systems, "FILE", path)
    return load_systems.__wrapped__()


def test_every_row_of_the_specification_has_a_system():
    assert {system.row for system in load_systems()} == set(ROWS)
    names = [system.name for system in load_systems()]
    assert len(set(names)) == len(names)
    assert [system.row for system in load_systems()] == sorted(s.row for s in load_systems())


@pytest.mark.parametrize("system", load_systems(), ids=lambda system: system.name)
def test_a_system_lives_where_the_table_says(system):
    assert system.modules
    assert [name for name in system.modules if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("system", load_systems(), ids=lambda system: system.name)
def test_every_system_can_be_switched_off_and_says_what_it_spares(system):
    assert system.switch
    assert system.spares
    assert system.shows
    assert system.since >= 1945


def test_a_star_is_every_key_of_a_table(tmp_path, monkeypatch):
    (system,) = entry(
        tmp_path, monkeypatch, ENTRY.format(path="choice.distance.*", without="fewer")
    )
    parameters = Parameters(choice=Choice(distance={"default": -1.0, "FR": -2.0}))
    assert system.overrides(parameters) == {
        "choice.distance.FR": 0.0,
        "choice.distance.default": 0.0,
    }


@pytest.mark.parametrize("path", ["choice.held.*", "nowhere.*", "choice.distance.FR.*"])
def test_a_star_that_stands_for_no_table_is_refused(tmp_path, monkeypatch, path):
    (system,) = entry(tmp_path, monkeypatch, ENTRY.format(path=path, without="fewer"))
    with pytest.raises(ValueError, match=r"one: switch .* leads to no table"):
        system.overrides(Parameters())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "must be a list of tables"),
        (ENTRY.format(path="a", without="less"), "without is 'less', but must be one of none"),
        (ENTRY.format(path="a", without="none").replace("row = 1\n", ""), r"systems\[0\] has the"),
        (ENTRY.format(path="a", without="none") + "colour = 1\n", r"systems\[0\] has the fields"),
    ],
)
def test_a_wrong_row_is_refused(tmp_path, monkeypatch, text, told):
    with pytest.raises(PastError, match=told):
        entry(tmp_path, monkeypatch, text)
