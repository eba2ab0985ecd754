"""Designs made from lists of parameters: exact as CSV, steady as they grow, flaws named."""

import os

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import load
from scenarios.runs import (
    Chosen,
    RunError,
    choose,
    make_design,
    read_design,
    read_parameters,
    with_values,
)
from scenarios.runs.designs import scenarios_of
from scenarios.schema import Scenario
from simulation.parameters import Measure, Policy, Shift, What

LIST = pl.DataFrame(
    {
        "parameter": ["choice.held", "life.succession", "choice.distance.FR", "until"],
        "low": [-2.0, 0.3, -2.0, 2000.0],
        "high": [-0.5, 0.95, -0.1, 2009.0],
    }
)
PATH = "life.succession"


@pytest.fixture(scope="module")
def base():
    return choose("history")


@pytest.fixture(scope="module")
def with_policy(base):
    """A base with a policy and a shift of its own."""
    content = {
        **dict(base.scenario),
        "policy": Policy(
            budget=1000, measures={"school": Measure(what=What(begins={"school": 0.5}))}
        ),
        "shifts": {"ageing": Shift()},
    }
    return Scenario.model_validate(content)


@pytest.mark.parametrize("kind", ["sobol", "latin", "random"])
def test_a_design_lies_in_its_ranges_and_is_exact_as_csv(base, tmp_path, kind):
    made = make_design(base, LIST, 40, kind, seed=3)
    assert made.columns == LIST["parameter"].to_list()
    for name, low, high in LIST.iter_rows():
        assert made[name].is_between(low, high).all()
        spread = made[name].max() - made[name].min()
        assert spread > 0.8 * (high - low)
    assert made["until"].dtype == pl.Int64
    made.write_csv(tmp_path / "d.csv")
    assert read_design(tmp_path / "d.csv").equals(made)
    assert made.equals(make_design(base, LIST, 40, kind, seed=3))
    assert not made.equals(make_design(base, LIST, 40, kind, seed=4))
    assert len(scenarios_of(base.scenario, made)) == 40
    assert all(len(f"{value:.6g}") >= len(repr(value)) - 2 for value in made["choice.held"])


@pytest.mark.parametrize("kind", ["sobol", "random"])
def test_a_longer_design_begins_with_the_shorter(base, kind):
    long, short = (make_design(base, LIST, runs, kind, seed=3) for runs in (50, 13))
    assert long[:13].equals(short)


def test_random_values_do_not_depend_on_what_else_varies(base):
    all_of_them = make_design(base, LIST, 9, "random")
    alone = make_design(base, LIST[1:2], 9, "random")
    assert all_of_them["life.succession"].equals(alone["life.succession"])


@pytest.mark.parametrize(("kind", "most"), [("sobol", 1), ("latin", 1)])
def test_sobol_and_latin_fill_every_stratum_once(base, kind, most):
    made = make_design(base, LIST[:2], 64, kind)
    for name, low, high in LIST[:2].iter_rows():
        strata = np.floor((made[name].to_numpy() - low) / (high - low) * 64 - 1e-4)
        counts = np.unique(np.clip(strata, 0, 63), return_counts=True)[1]
        # six digits may put a value across the edge of its stratum
        assert (counts == most).mean() > 0.9


def test_a_log_scale_is_even_in_ratios(base):
    table = pl.DataFrame(
        {"parameter": ["life.succession"], "low": [0.001], "high": [1.0], "scale": ["log"]}
    )
    made = make_design(base, table, 512)["life.succession"]
    assert made.median() == pytest.approx(0.0316, rel=0.02)


def test_integers_are_all_as_likely(base):
    table = pl.DataFrame({"parameter": ["until"], "low": [2000], "high": [2003]})
    counts = make_design(base, table, 64)["until"].value_counts(sort=True)
    assert counts["count"].to_list() == [16] * 4


def test_a_design_may_change_measures_and_shifts_that_the_base_has(with_policy):
    table = pl.DataFrame(
        {
            "policy.measures.school.cost": [2500.0],
            "policy.measures.school.what.begins.sport": [0.3],
            "policy.budget": [7.0],
            "shifts.ageing.what.vacancy": [0.2],
            "shifts.ageing.since": [2030],
        }
    )
    (scenario,) = scenarios_of(with_policy, table)
    measure = scenario.policy.measures["school"]
    assert measure.cost == 2500
    assert measure.what.begins == {"school": 0.5, "sport": 0.3}
    assert scenario.policy.budget == 7
    shift = scenario.shifts["ageing"]
    assert (shift.what.vacancy, shift.since) == (0.2, 2030)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (
            "policy.measures.schol.cost",
            5,
            r"no such name in policy.measures \(did you mean 'school",
        ),
        ("policy.measures.school.cots", 5, "did you mean 'cost'"),
        ("policy.measures.school.cost", 2.5, "policy.measures.school.cost: "),
        ("policy.measures.school", 5, "is not a single parameter"),
        ("policy.measures", 5, "is not a single parameter"),
        ("shifts", 5, "is not a single parameter"),
        ("shifts.aging.since", 2030, r"no such name in shifts \(did you mean 'ageing'"),
        ("shifts.ageing.what.begin.school", 1.0, "did you mean 'begins'"),
        ("", 1.0, "is no path of a parameter"),
        ("choice..held", 1.0, "is no path of a parameter"),
        (".", 1.0, "is no path of a parameter"),
        ("choice.held", True, "choice.held: "),
        ("choice.held", 10**400, "choice.held: "),
        ("until", 2000.5, "until: "),
    ],
)
def test_a_path_that_leads_nowhere_is_named(with_policy, path, value, message):
    with pytest.raises(ValueError, match=message):
        with_values(with_policy, {path: value})


def test_a_base_without_measures_says_so():
    with pytest.raises(ValueError, match=r"no such name in policy.measures; there are none"):
        with_values(load("history"), {"policy.measures.x.cost": 5})


BAD_LISTS = {
    "no header": ("", "has no header"),
    "blank": ("\n\n", "has no header"),
    "no rows": ("parameter,low,high\n", "has no row; give one row a parameter"),
    "no low": ("parameter,high\na,1\n", "column low: is missing"),
    "unknown column": ("parameter,low,high,step\nx,1,2,3\n", "column step: not known"),
    "twice a column": ("parameter,low,low\nx,1,2\n", "column low: is there twice"),
    "no name": ("parameter,low,high,\nx,1,2,\n", "column 4 has no name"),
    "semicolons": ("parameter;low;high\nx;1;2\n", "separate them by ','"),
    "short row": ("parameter,low,high\nx,1\n", "row 1: has 2 cells under a header of 3"),
    "long row": ("parameter,low,high\nx,1,2,3\n", "row 1: has 4 cells under a header of 3"),
    "blank row": (f"parameter,low,high\n\n{PATH},0.1,0.2\n", "row 1: has 0 cells"),
    "no parameter": ("parameter,low,high\n,1,2\n", "row 1: parameter: is empty"),
    "empty low": (f"parameter,low,high\n{PATH},,2\n", "low: is empty"),
    "word": (f"parameter,low,high\n{PATH},little,2\n", "low: 'little' is no number"),
    "decimal comma": (f'parameter,low,high\n{PATH},"0,5",2\n', "low: '0,5' is no number"),
    "nan": (f"parameter,low,high\n{PATH},nan,2\n", "low: 'nan' is no number"),
    "inf": (f"parameter,low,high\n{PATH},0,inf\n", "high: 'inf' is no number"),
    "huge": (f"parameter,low,high\n{PATH},0,1e400\n", "high: '1e400' is no number"),
    "out of bounds": (f"parameter,low,high\n{PATH},0,1e300\n", "row 1, high: life.succession"),
    "swapped": (f"parameter,low,high\n{PATH},0.9,0.1\n", "must be smaller than high"),
    "equal": (f"parameter,low,high\n{PATH},0.9,0.9\n", "must be smaller than high"),
    "scale": (f"parameter,low,high,scale\n{PATH},0.1,0.9,ln\n", "scale: expected linear or log"),
    "log of 0": (f"parameter,low,high,scale\n{PATH},0,0.9,log\n", "above 0 on a log scale"),
    "twice": (f"parameter,low,high\n{PATH},0,1\n{PATH},0,1\n", "row 2: life.succession: is there"),
    "misspelt": ("parameter,low,high\nlife.sucession,0,1\n", "did you mean 'succession'"),
    "section": ("parameter,low,high\nlife,0,1\n", "is not a single parameter"),
    "switch": ("parameter,low,high\nlife.active,0,1\n", "is true in the base"),
    "title": ("parameter,low,high\ntitle,0,1\n", "in the base; a design varies numbers"),
    "half integer": ("parameter,low,high\nuntil,2000.5,2003\n", "row 1, low: until"),
    "unknown event": ("parameter,low,high\nevents.elysee.size,0,1\n", "row 1, low: events"),
    "path with spaces": ("parameter,low,high\nchoice held,0,1\n", "'choice held': no such field"),
    "dots": ("parameter,low,high\n...,0,1\n", "is no path of a parameter"),
    "latin-1": (f"parameter,low,high\n{PATH},0,1\nKöln,0,1\n".encode("latin-1"), "in UTF-8"),
    "utf-16": (f"parameter,low,high\n{PATH},0,1\n".encode("utf-16"), "in UTF-8"),
    "nul": (b"parameter,low,high\n\0,0,1\n", "row 1"),
    "open quote": (f'parameter,low,high\n"{PATH},0,1\n', "is no table"),
    "deep": ("parameter,low,high\n" + "a." * 30_000 + "b,0,1\n", "row 1, low: "),
    "long": ("parameter,low,high\n" + "a" * 100_000 + ",0,1\n", "row 1, low: "),
    "very long": ("parameter,low,high\n" + "a" * 1_000_000 + ",0,1\n", "is no table"),
    "binary": (bytes(range(256)) * 40, "in UTF-8"),
}


@pytest.mark.parametrize("name", BAD_LISTS)
def test_a_bad_list_ends_in_one_sentence(base, tmp_path, name):
    content, message = BAD_LISTS[name]
    path = tmp_path / "list.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(RunError) as error:
        make_design(base, read_parameters(path), 4)
    told = str(error.value)
    assert message in told
    assert "\n" not in told
    assert len(told) <= 600


def test_a_list_that_is_no_file_is_refused_at_once(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    for name in ("folder.csv", "pipe.csv"):
        with pytest.raises(RunError, match=r"is no file; give a \.csv"):
            read_parameters(tmp_path / name)
    with pytest.raises(RunError, match="no such file"):
        read_parameters(tmp_path / "none.csv")
    with pytest.raises(RunError, match=r"is no list of parameters; give a \.csv or \.parquet"):
        read_parameters(tmp_path / "list.txt")
    with pytest.raises(RunError):
        read_parameters(tmp_path / "a\0b.csv")


def test_too_large_a_table_is_not_read(tmp_path, monkeypatch):
    from scenarios.runs.kept import beside

    monkeypatch.setattr(beside, "LARGEST", 2_000_000)
    with (tmp_path / "list.csv").open("wb") as file:
        file.truncate(2_000_001)
    with pytest.raises(RunError, match="is larger than 2 MB; give a smaller list"):
        read_parameters(tmp_path / "list.csv")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({"runs": 0}, "--runs 0: expected an integer between 1 and"),
        ({"runs": 10**9}, "--runs 1000000000: expected"),
        ({"kind": "grid"}, "--kind 'grid': expected one of sobol, latin, random"),
        ({"seed": -1}, "--seed -1: expected"),
    ],
)
def test_an_impossible_design_is_not_made(base, call, message):
    with pytest.raises(RunError, match=message):
        make_design(base, LIST, **{"runs": 4, **call})


def test_a_list_may_be_edited_by_hand(base, tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(
        b"\xef\xbb\xbf parameter ,low,high,scale\r\nlife.succession, 0.1 ,0.9,\r\n"
        b'"choice.held",-1,-.5,linear\r\n\r\n'
    )
    found = read_parameters(path)
    assert found.rows() == [
        ("life.succession", 0.1, 0.9, "linear"),
        ("choice.held", -1.0, -0.5, "linear"),
    ]
    assert make_design(base, found, 3).height == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("choice.held\n-1\nx\n", r"row 2, column choice.held: 'x' is no number"),
        ("choice.held,seed\n-1,1\n,2\n\n-1,3\n", r"row 3: has 0 cells under a header of 2"),
        ("choice.held;seed\n-1;1\n", "separate them by ','"),
    ],
)
def test_a_design_with_a_flaw_names_its_row(tmp_path, text, message):
    (tmp_path / "d.csv").write_text(text)
    with pytest.raises(RunError, match=message):
        read_design(tmp_path / "d.csv")


def test_an_infinite_cell_of_a_design_is_refused_with_its_row(base, tmp_path):
    (tmp_path / "d.csv").write_text("choice.held\n-1\n-1e400\n")
    with pytest.raises(RunError, match=r"design, row 2: choice\.held: "):
        scenarios_of(base.scenario, read_design(tmp_path / "d.csv"))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_a_list_holds_it_is_a_design_or_one_sentence(tmp_path_factory, data):
    base = Chosen(load("history"))
    for name in ("list.csv", "list.parquet"):
        path = tmp_path_factory.getbasetemp() / name
        path.write_bytes(data)
        with pytest.raises(RunError) as error:  # by luck no list is a right one
            make_design(base, read_parameters(path), 2)
        assert "\n" not in str(error.value)


CELL = st.one_of(st.text(max_size=12), st.floats().map(str), st.integers().map(str), st.just(PATH))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=4))
def test_rows_of_anything_make_a_design_or_one_sentence(tmp_path_factory, rows):
    base = Chosen(load("history"))
    path = tmp_path_factory.getbasetemp() / "rows.csv"
    frame = pl.DataFrame(rows, schema=["parameter", "low", "high"], orient="row")
    frame.write_csv(path)
    told = ""
    try:
        made = make_design(base, read_parameters(path), 2)
    except RunError as error:
        told = str(error)
    assert ("\n" not in told) if told else (made.height == 2)
