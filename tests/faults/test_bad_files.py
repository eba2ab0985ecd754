"""Scenario files that are none: one short sentence each, soon, and no memory filled."""

import os
import subprocess
import sys
import threading
import tracemalloc
from pathlib import Path

import pytest
from typer.testing import CliRunner

import jumelage
from scenarios import Scenario, ScenarioError, load
from scenarios.sentences import LONGEST

ROOT = Path(__file__).resolve().parents[2]
MB = 1_000_000


def refused(path) -> str:
    """Load a file that must be refused; check the manners of the sentence and return it."""
    with pytest.raises(ScenarioError) as caught:
        load(path)
    told = str(caught.value)
    assert told.isprintable(), told
    assert len(told) <= LONGEST
    assert "Traceback" not in told
    return told


# ------------------------------------------------------------------ every field, many values

WRONG = ["nan", "inf", "-inf", "1e400", "-1e400", "1" + "0" * 400]
WRONG += ["0x" + "f" * 200, "1979-05-27", "07:32:00", "[1]", "[[]]", "[{}]", "'x'", "''"]


def leaves(content, before=()):
    """Paths and values of all single fields of the schema; empty tables count as fields."""
    for key, value in content.items():
        if isinstance(value, dict) and value:
            yield from leaves(value, (*before, key))
        else:
            yield ".".join((*before, key)), value


FIELDS = [
    (path, value)
    for path, value in leaves(Scenario().model_dump(exclude={"name", "title"}))
    if not isinstance(value, str)
]


def wrong_values(value):
    """Values that a field with this default must refuse."""
    if isinstance(value, bool):
        return [*WRONG, "1", "0", "{ a = 1 }"]
    if isinstance(value, dict):
        return [*WRONG, "true", "{ 'No Such' = 1 }"]
    return [*WRONG, "true", "false", "{ a = 1 }"]


def test_there_are_enough_wrong_values():
    assert sum(len(wrong_values(value)) for _, value in FIELDS) + len(FILES) > 1_500


@pytest.mark.parametrize(("field", "value"), FIELDS, ids=[path for path, _ in FIELDS])
def test_a_wrong_value_of_any_field_is_refused_by_its_name(tmp_path, field, value):
    path = tmp_path / "bad.toml"
    for wrong in wrong_values(value):
        path.write_text(f"{field} = {wrong}\n")
        assert refused(path).startswith(f"bad.toml: {field}"), wrong


@pytest.mark.parametrize("field", [path for path, _ in FIELDS if "." in path])
def test_a_misspelt_field_is_told_with_the_nearest(tmp_path, field):
    path = tmp_path / "bad.toml"
    section, _, name = field.rpartition(".")
    path.write_text(f"{section}.{name}_ = 1\n")
    told = refused(path)
    assert told.startswith(f"bad.toml: {section}")
    # A table such as choice.distance is first missed what it must hold.
    assert f"{name}_: no such field (did you mean '{name}'?)" in told or " needs " in told


# ------------------------------------------------------------------ files of all kinds

KEY_OF_1_MB = b"k" * (MB - 100)
FILES = {
    # no TOML at all
    "binary": (bytes(range(256)) * 40, "is not a text in UTF-8"),
    "zeros": (bytes(5_000), "is no valid TOML"),
    "latin-1": ('title = "Élysée"'.encode("latin-1"), "is not a text in UTF-8"),
    "utf-16": ('title = "x"'.encode("utf-16"), "is not a text in UTF-8"),
    "surrogate": (b'title = "\xed\xa0\x80"', "is not a text in UTF-8"),
    "json": (b'{"until": 1990}', "is no valid TOML"),
    "csv": (b"choice.held,choice.near\n1,2\n", "is no valid TOML"),
    "yaml": (b"choice:\n  held: 1\n", "is no valid TOML"),
    "cut section": (b"[choice", "is no valid TOML"),
    "cut list": (b"until = [", "is no valid TOML"),
    "cut text": (b'title = "x', "is no valid TOML"),
    "two marks": (b"\xef\xbb\xbf\xef\xbb\xbfuntil = 1990", "is no valid TOML"),
    "old Mac": (b"until = 1990\rstart = 1950\r", "is no valid TOML"),
    "escape codes": (b"\x1b[31muntil = 1", "is no valid TOML"),
    "no value": (b"until =", "is no valid TOML"),
    "comma": (b"[choice]\nheld = -1,5", "is no valid TOML"),
    "spaced number": (b"until = 2 000", "is no valid TOML"),
    "leading zero": (b"until = 01990", "is no valid TOML"),
    "no leading zero": (b"[choice]\nheld = .5", "is no valid TOML"),
    "Python": (b"[board]\nactive = False", "is no valid TOML"),
    "bare word": (b"[choice]\nheld = high", "is no valid TOML"),
    "no such date": (b"until = 2021-13-01", "is no valid TOML"),
    "no such day": (b"until = 2021-02-30", "is no valid TOML"),
    "key twice": (b"until = 1990\nuntil = 1991\n", "a name is given twice"),
    "key twice in a section": (b"[choice]\nheld = 1.0\nheld = 1.0\n", "a name is given twice"),
    "section twice": (b"[choice]\n[rate]\n[choice]\n", "twice"),
    "section and value": (b"choice = 1\n[choice]\nheld = 1.0\n", "is no valid TOML"),
    "dotted twice": (b"choice.held = 1.0\n[choice]\nnear = 1.0\n", "is no valid TOML"),
    "look-alike without quotes": ("[\u0441hoice]".encode(), "is no valid TOML"),
    # too much
    "10 MB of text": (b'title = "' + b"x" * 10 * MB + b'"', "is larger than 1 MB"),
    "10 MB of nothing": (b"\n" * 10 * MB, "is larger than 1 MB"),
    "brackets": (b"x = " + b"[" * 100_000, "is nested too deeply"),
    "closed brackets": (b"x = " + b"[" * 100_000 + b"]" * 100_000, "is nested too deeply"),
    "braces": (b"x = " + b"{ a = " * 100_000, "is nested too deeply"),
    "brackets, not many": (b"x = " + b"[" * 30 + b"]" * 30, "is nested too deeply"),
    "dotted key": (b"a" + b".a" * 400_000 + b" = 1", "is nested too deeply"),
    "dotted key in quotes": (b"'='" + b" . 'a'" * 100_000 + b" = 1", "is nested too deeply"),
    "dotted section": (b"[a" + b".a" * 400_000 + b"]", "is nested too deeply"),
    "dotted keys": (b"".join(b"a.b.c%d = 1\n" % i for i in range(20_000)), "very many keys"),
    "many keys": (b"".join(b"a%d = 1\n" % i for i in range(20_000)), "a0: no such field"),
    "many events": (b"".join(b"events.a%d = {}\n" % i for i in range(9_000)), "events.a0: not"),
    "long list": (b"until = [" + b"1," * 200_000 + b"]", "until: should be an integer"),
    "long key": (KEY_OF_1_MB + b" = 1", "kkk: no such field"),
    "long event": (b"[events]\n" + KEY_OF_1_MB + b" = {}", "not known"),
    "long country": (b"[appeal]\n" + KEY_OF_1_MB + b" = 1.0", "should be a country code"),
    "long text": (b"until = '" + b"9" * (MB - 100) + b"'", "until: should be an integer"),
    "long number": (b"until = " + b"9" * (MB - 100), "too many digits"),
    "long hexadecimal": (b"until = 0x" + b"f" * (MB - 100), "about 1,204,"),
    "long fraction": (b"choice.held = 1" + b"0" * 500_000 + b".0", "choice.held"),
    "long base": (b"extends = '" + b"x" * (MB - 100) + b"'", "no such name"),
    "long base file": (b"extends = '" + b"x" * (MB - 100) + b".toml'", "cannot be read"),
    # tables and values in each other's place
    "section is a number": (b"choice = 1", "choice: should be a table (it is 1)"),
    "section is a list": (b"choice = [1, 2]", "choice: should be a table (it is a list of 2)"),
    "section is a list of tables": (b"[[choice]]\nheld = 1.0", "choice: should be a table"),
    "number is a table": (b"[until]\nx = 1", "until: should be an integer"),
    "event is a number": (b"[events]\nelysee_1963 = 1", "events.elysee_1963: should be a table"),
    "share is a text": (
        b"[life]\nsuccession = '0.5'",
        "life.succession: should be a number from 0",
    ),
    "share is a percentage": (b"[life]\nsuccession = 50", "from 0 to 1 (it is 50)"),
    "whole years": (b"until = 1990.0", "until: should be an integer from 1945 to 2100"),
    "title is a number": (b"title = 1", "title: should be a text"),
    "title is a list": (b"title = ['x']", "title: should be a text"),
    # names
    "empty name": (b"'' = 1", "'': no such field"),
    "name with a line": (b'"a\\nb" = 1', r"'a\nb': no such field"),
    "name with colours": (b'"\\u001b[31m" = 1', r"'\x1b[31m': no such field"),
    "name that runs backwards": (b'"\\u202eheld" = 1', r"'\u202eheld': no such field"),
    "name with a dot": (b'"choice.held" = 1.0', "'choice.held': no such field"),
    "look-alike": ('"\u0441hoice" = {}'.encode(), "did you mean 'choice'? The sign '\u0441' is"),
    "other case": (b"[Choice]\nheld = 1.0", "did you mean 'choice'?"),
    "own name": (b"name = 'me'", "is the name of the file, leave it out"),
    "event": (b"[events.elysee_1962]\nsize = 1.0", "did you mean 'elysee_1963'?"),
    "country by name": (b"[appeal]\nfrance = 1.0", "should be a country code of two capital"),
    "no country": (b"[appeal]\nQQ = 1.0", "appeal.QQ: not known"),
    "country in small": (b"[gates.opened]\npl = 1950", "such as FR"),
    "activity": (
        b"[policy.measures.x.what.begins]\nschol = 1.0",
        "policy.measures.x.what.begins.schol: not known (did you mean 'school'?)",
    ),
    "Land": (b"[policy.measures.x.who]\nlaender = ['BY']", "the code of a Land, such as DE-BY"),
    "measure": (b"[policy.measures.'School Exchange']", "a name of small letters"),
    "choice of words": (b"[policy.measures.x]\nunit = 'ties'", "should be one of tie, place"),
    # what does not go together
    "years in disorder": (b"start = 2000\nuntil = 1990", "until (1990) lies before start (2000)"),
    "no default": (b"[choice]\ndistance = { FR = 1.0 }", "needs a 'default'"),
    "shares": (
        b"[policy.measures]\nx = { share = 0.6 }\ny = { share = 0.7 }",
        "policy: the shares of the measures add up to 1.3, more than 1",
    ),
    # what it extends
    "circle": (b"extends = 'bad.toml'", "extends goes in a circle: bad -> bad"),
    "no base": (b"extends = 'gone.toml'", "bad.toml: extends: "),
    "misspelt base": (b"extends = 'histori'", "did you mean 'history'?"),
    "empty base": (b"extends = ''", "extends: is ''"),
    "base above": (b"extends = '../history'", "extends: is '../history'"),
    "base file above": (b"extends = '../x.toml'", "in the same folder"),
    "base below": (b"extends = 'sub/x.toml'", "in the same folder"),
    "base below, Windows": (b"extends = 'sub\\x.toml'", "in the same folder"),
    "base of a drive": (b"extends = 'C:x.toml'", "in the same folder"),
    "absolute base": (b"extends = '/etc/passwd.toml'", "in the same folder"),
    "device": (b"extends = '/dev/zero'", "in the same folder"),
    "home": (b"extends = '~/x.toml'", "in the same folder"),
    "dots": (b"extends = '..'", "no such name"),
    "hidden": (b"extends = '.toml'", "extends: "),
    "base with a nul": (b'extends = "a\\u0000.toml"', "in the same folder"),
    "base with a line": (b'extends = "a\\nb.toml"', "in the same folder"),
    "list of bases": (b"extends = ['history']", "extends: is a list of 1"),
    "table of bases": (b"extends = { a = 'history' }", "extends: is a table"),
    "base is a number": (b"extends = 7", "extends: is 7"),
    "base is true": (b"extends = true", "extends: is true"),
    "base is a date": (b"extends = 1963-01-22", "extends: is 1963-01-22"),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_no_scenario_is_refused(tmp_path, kind):
    content, sentence = FILES[kind]
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    told = refused(path)
    assert "bad.toml" in told
    assert sentence in told


@pytest.mark.parametrize(
    "kind", ["10 MB of nothing", "brackets", "dotted key", "dotted section", "dotted keys"]
)
def test_a_hostile_file_fills_no_memory(tmp_path, kind):
    path = tmp_path / "bad.toml"
    path.write_bytes(FILES[kind][0])
    refused(path)
    tracemalloc.start()
    try:
        refused(path)
        assert tracemalloc.get_traced_memory()[1] < 30 * MB
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("content", [b"", b"\n", b"# nothing\n", b"\xef\xbb\xbf", b"[choice]\r\n"])
def test_what_changes_nothing_is_a_scenario(tmp_path, content):
    path = tmp_path / "plain.toml"
    path.write_bytes(content)
    assert load(path) == Scenario(name="plain")


# ------------------------------------------------------------------ what is no file


def test_a_folder_with_the_name_of_a_file(tmp_path):
    (tmp_path / "bad.toml").mkdir()
    assert "bad.toml: is a folder; give a .toml file" in refused(tmp_path / "bad.toml")


def within(seconds, function, *arguments):
    """Call a function that might wait for ever."""
    found = []
    thread = threading.Thread(target=lambda: found.append(function(*arguments)), daemon=True)
    thread.start()
    thread.join(seconds)
    assert found, "it waits"
    return found[0]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipes_and_devices_are_never_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "zero.toml").symlink_to("/dev/zero")
    for name in ("pipe.toml", "zero.toml"):
        assert f"{name}: is no regular file" in within(20, refused, tmp_path / name)
    (tmp_path / "child.toml").write_text("extends = 'pipe.toml'")
    told = within(20, refused, tmp_path / "child.toml")
    assert told.startswith("child.toml: extends: ")
    assert told.endswith("pipe.toml: is no regular file")


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    def refuse(self, mode):
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "bad.toml"
    path.write_text("")
    monkeypatch.setattr(Path, "open", refuse)
    assert "bad.toml: cannot be read (Permission denied)" in refused(path)


NAMES = ["", ".", "..", "/", "\n", "\x1b[2J", "histroy", "nul\0", "nul\0.toml", "a" * 5_000]
NAMES += ["a" * 5_000 + ".toml", "none.toml", "no/such.toml", "\ud800.toml", "two\nlines.toml"]


@pytest.mark.parametrize("name", NAMES)
def test_names_that_lead_nowhere(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    refused(name)


def test_links_that_go_round(tmp_path):
    (tmp_path / "a.toml").symlink_to("b.toml")
    (tmp_path / "b.toml").symlink_to("a.toml")
    assert "a.toml: cannot be read" in refused(tmp_path / "a.toml")


def test_a_circle_of_files_and_links(tmp_path):
    for name, base in (("a", "b"), ("b", "c"), ("c", "link")):
        (tmp_path / f"{name}.toml").write_text(f"extends = '{base}.toml'")
    (tmp_path / "link.toml").symlink_to("a.toml")
    assert refused(tmp_path / "a.toml") == (
        "c.toml: extends goes in a circle: a -> b -> c -> a; let the last extend another file"
    )


def test_a_chain_has_an_end(tmp_path):
    for number in range(40):
        (tmp_path / f"a{number}.toml").write_text(f"extends = 'a{number + 1}.toml'")
    (tmp_path / "a40.toml").write_text("until = 1990")
    assert "a0.toml: extends: goes through more than 10 files" in refused(tmp_path / "a0.toml")
    assert load(tmp_path / "a31.toml").until == 1990


# ------------------------------------------------------------------ as typed

SAMPLE = sorted(FILES)[:: len(FILES) // 30]


@pytest.mark.parametrize("kind", SAMPLE)
def test_the_command_line_tells_it_in_one_line(tmp_path, kind):
    path = tmp_path / "bad.toml"
    path.write_bytes(FILES[kind][0])
    words = ["run", str(path), "--world", "toy", "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(jumelage.app, words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert isinstance(result.exception, SystemExit)
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    assert FILES[kind][1] in result.stderr
    assert not (tmp_path / "out").exists()


def test_no_traceback_reaches_who_typed_it(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_bytes(FILES["brackets"][0])
    words = [sys.executable, "-m", "jumelage", "run", str(path), "--out", str(tmp_path / "out")]
    result = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (result.returncode, result.stdout) == (2, "")
    (told,) = result.stderr.splitlines()
    assert told.startswith("Error: ")
    assert told.endswith("bad.toml: is nested too deeply")
