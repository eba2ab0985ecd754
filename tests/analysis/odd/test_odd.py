"""ODD.md stands in step with the code, the dated past and the ledger."""

import pytest

from analysis.evidence.inputs import read_inputs
from analysis.evidence.leaves import leaves
from analysis.odd import PAGE, filled
from analysis.odd.__main__ import main
from analysis.odd.document import BLOCKS
from analysis.odd.found import _access, _remote, _size, findings
from analysis.odd.model import process, systems
from analysis.odd.past import events, inputs, motives, patterns
from analysis.odd.schema import NOT_THERE, parameters
from analysis.validation import targets
from scenarios import load
from simulation.catalogue import EFFECTS
from simulation.motives import MOTIVES
from simulation.past import load_events
from simulation.systems import load_systems


def test_the_page_is_what_the_code_says():
    text = PAGE.read_text(encoding="utf-8")
    assert filled(text) == text, "write it anew with `python -m analysis.odd --write`"


def test_no_number_is_without_evidence():
    assert NOT_THERE not in parameters() + systems()


def test_the_page_keeps_to_the_protocol():
    text = PAGE.read_text(encoding="utf-8")
    for heading in (
        "Purpose and patterns",
        "Entities, state variables, scales",
        "Process overview and scheduling",
        "Design concepts",
        "Initialisation",
        "Input data",
        "Submodels",
        "What is simplified",
        "Findings kept as they are",
    ):
        assert heading in text


def test_every_row_of_the_table_of_systems_has_its_submodel():
    text = PAGE.read_text(encoding="utf-8")
    for row in range(1, 19):
        assert f"\n### 7.{row} " in text


def rows(block):
    return [line.split(" | ")[0].removeprefix("| ") for line in block.splitlines()[2:]]


def test_every_parameter_has_a_line():
    lines = [line.strip("`") for line in rows(parameters())]
    known = tuple(line.partition("*")[0] for line in lines)
    missing = [leaf.path for leaf in leaves(load("history")) if not leaf.path.startswith(known)]
    assert missing == []
    assert len(set(lines)) == len(lines)


def test_a_line_tells_value_bounds_class_and_meaning():
    block = parameters()
    assert "| `groups.europastadt_km` | 2 | above 0 to 100 | " in block
    assert "| `consent.base` | 0.8 | from 0 to 1 | assumed | chance of a yes" in block
    (held,) = [line for line in block.splitlines() if line.startswith("| `choice.held`")]
    assert "| from -20 to 20 | estimated |" in held
    (size,) = [line for line in block.splitlines() if line.startswith("| `events.*.size`")]
    assert f"{len(load('history').events)} values" in size


def test_the_other_blocks_hold_a_line_for_each_of_their_things():
    assert len(rows(patterns())) == len(targets())
    assert len(rows(effects := BLOCKS["effects"]())) == len(EFFECTS)
    assert "| choice | held | inertia against a second partner" in effects
    assert rows(events()) == [f"`{event.id}`" for event in load_events()]
    assert rows(motives()) == [f"`{motive.name}`" for motive in MOTIVES]
    assert len(rows(systems())) == len(load_systems())
    assert "| `past/gates` | Who could twin with whom, and when |" in inputs()
    assert "brought up by events" in motives()


def test_the_steps_of_a_year_stand_in_their_order():
    steps = [line.split(" | ")[1] for line in process().splitlines()[2:]]
    assert steps[0] == "`climates.of`"
    assert steps.index("`search`") < steps.index("`pairing.choose`") < steps.index("`pairing.ask`")
    assert all(line.split(" | ")[2].strip(" |") for line in process().splitlines()[2:])


def test_findings_quote_the_estimates_and_turn_with_them():
    links = read_inputs().links["checks"]
    value, error = links["rate_access"]
    assert f"({value:.2f}, standard error {error:.2f}," in findings()
    assert "search no more often (" in _access(0.1, 0.1)
    assert "search more often (" in _access(0.3, 0.1)
    assert "rather less (" in _access(-0.3, 0.1)
    rate = {"values": {"spread": 1.1}, "errors": {"spread": 0.07}}
    told = _size({"1990": (0.8, 0.1), "1955": (1.9, 0.3)}, rate)
    assert "of 1.9 (0.3) in 1955-59 and of 0.8 (0.1) in 1990-96" in told
    assert "(spread 1.10, standard error 0.07)" in told
    gains = {"district": (2.5, 5.5), "land": (-10.8, 8.6)}
    assert "+2.5 nats (error 5.5) over district and -10.8 nats" in _remote((-0.5, 0.2), gains)


def test_a_scenario_that_ships_is_named_as_the_switch():
    (board,) = [line for line in systems().splitlines() if "**board**" in line]
    assert "`no_board`" in board


ONE = {"a": lambda: "new\n"}


def test_blocks_are_filled_and_the_rest_stays():
    text = "before\n<!-- generated: a -->\nold\n<!-- end -->\nafter\n"
    once = filled(text, ONE)
    assert once == "before\n<!-- generated: a -->\nnew\n<!-- end -->\nafter\n"
    assert filled(once, ONE) == once


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nothing", "block 'a' stands there 0 times"),
        ("<!-- generated: a -->\n<!-- end -->\n" * 2, "block 'a' stands there 2 times"),
        ("<!-- generated: b -->\n<!-- end -->\n", "block 'b' is unknown; there are a"),
    ],
)
def test_wrong_marks_are_refused(text, told):
    with pytest.raises(ValueError, match=told):
        filled(text, ONE)


def test_the_program_finds_a_stale_page_and_writes_it(tmp_path, monkeypatch, capsys):
    text = PAGE.read_text(encoding="utf-8")
    path = tmp_path / "ODD.md"
    path.write_text(text.replace("| `consent.base` |", "| `consent.bass` |"), encoding="utf-8")
    monkeypatch.setattr("analysis.odd.__main__.PAGE", path)
    assert main([]) == 1
    assert "write it with --write" in capsys.readouterr().err
    assert main(["--write"]) == 0
    assert path.read_text(encoding="utf-8") == filled(text)
    assert main([]) == 0
    path.write_text("no marks", encoding="utf-8")
    assert main([]) == 2
    assert "stands there 0 times" in capsys.readouterr().err
