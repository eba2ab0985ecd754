import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.mutation.__main__ import chosen, settled
from tools.mutation.mutants import mutants_of, sample
from tools.mutation.results import key_of, read_judged, write

ROOT = Path(__file__).resolve().parents[2]

SOURCE = '''"""Said in a docstring: 1 < 2."""
from dataclasses import dataclass

SIZE: int = 3


@dataclass(slots=True)
class Box:
    name: str | None = None


def f(a: int, b: int | None) -> int:
    total = 0
    if a < 1 and not b:
        total += min(a, 4)
    print(total)
    return total
'''
CHANGES = {
    (4, "(4)"),
    (13, "(1)"),
    (14, "(a < 1 or not b)"),
    (14, "(a <= 1)"),
    (14, "(2)"),
    (14, "(b)"),
    (15, "total -= min(a, 4)"),
    (15, "pass"),
    (15, "max"),
    (15, "(5)"),
    (16, "pass"),
    (17, "return None"),
}


@pytest.fixture
def mutants(tmp_path):
    (tmp_path / "box.py").write_text(SOURCE)
    return mutants_of(tmp_path, "box.py")


def test_each_kind_of_change_is_made_and_no_type_or_decorator_is_touched(mutants):
    assert {(mutant.line, mutant.new) for mutant in mutants} == CHANGES


def test_each_mutant_is_python_and_differs_in_its_line_alone(mutants):
    before = SOURCE.splitlines()
    for mutant in mutants:
        after = mutant.applied(SOURCE.encode()).decode()
        ast.parse(after)
        differ = [
            n for n, (a, b) in enumerate(zip(before, after.splitlines(), strict=True), 1) if a != b
        ]
        assert differ == [mutant.line]


def test_letters_beyond_ascii_do_not_shift_the_change(tmp_path):
    (tmp_path / "u.py").write_text(
        'def f(x):\n    return "Städtepartnerschaft: é" if x < 2 else x\n'
    )
    (hit,) = [m for m in mutants_of(tmp_path, "u.py") if "<=" in m.new]
    changed = hit.applied((tmp_path / "u.py").read_bytes()).decode()
    assert changed.endswith('return "Städtepartnerschaft: é" if (x <= 2) else x\n')


def test_a_sample_is_spread_seeded_and_without_repeats(mutants):
    many = [mutant for mutant in mutants for _ in range(20)]
    assert sample(many, 12, 1) == sample(many, 12, 1)
    assert sample(many, 12, 1) != sample(many, 12, 2)
    assert set(sample(many, 12, 1)) == set(mutants)  # every twentieth: one of each
    assert sorted(sample(mutants, 99, 1), key=str) == sorted(mutants, key=str)


def test_the_quickest_tests_that_reach_the_line_are_chosen(mutants):
    mutant = next(m for m in mutants if m.line == 14)
    here, there = {("box.py", 14)}, {("box.py", 16)}
    known = {
        "slow": {"seconds": 9.0, "lines": here},
        "elsewhere": {"seconds": 0.1, "lines": there},
        "quick": {"seconds": 1.0, "lines": here},
    }
    assert chosen(mutant, known, 5) == ["quick"]
    assert chosen(mutant, known, 10) == ["quick", "slow"]
    assert chosen(mutant, {"slow": known["slow"]}, 5) == ["slow"]
    assert chosen(mutant, {"elsewhere": known["elsewhere"]}, 5) == []


def test_the_page_counts_by_room_and_keeps_the_judgement(tmp_path):
    page = tmp_path / "RESULTS.md"
    page.write_text("old\n## Judgement\n\nThis one is harmless.\n")
    row = {"line": 3, "change": "a -> b"}
    tried = [
        {"file": "simulation/life/year.py", "fate": "killed", **row, "line": 2},
        {"file": "simulation/life/year.py", "fate": "survived", **row},
        {"file": "simulation/world.py", "fate": "timed out", **row},
    ]
    write(page, tried, 40, "simulation/", 1, {})
    text = page.read_text()
    assert "| simulation/life | 2 | 1 | 0 | 1 | 0 | 50% |" in text
    assert "| All | 3 | 1 | 1 | 1 | 0 | 67% |" in text
    assert "- simulation/life/year.py:3 (survived): `a -> b`" in text
    assert text.endswith("## Judgement\n\nThis one is harmless.\n")
    assert "old" not in text


def row(fate, line=3, state="old"):
    return {"file": "s/a.py", "line": line, "change": "a -> b", "fate": fate, "state": state}


def test_what_was_not_seen_is_tried_again_when_the_tests_are_others():
    rows = [row("killed", 1), row("timed out", 2), row("survived", 3), row("not reached", 4)]
    here = [key_of(one) for one in rows]
    assert settled(rows, "old") == set(here)
    assert settled(rows, "new") == set(here[:2])
    assert settled([*rows, row("survived", 3, "new")], "new") == set(here[:3])


def test_the_page_tells_what_is_judged_and_what_is_seen_since(tmp_path):
    page = tmp_path / "RESULTS.md"
    rows = [row("survived", 1), row("survived", 2), row("not reached", 3), row("killed", 1, "new")]
    write(page, rows, 40, "s/", 1, {"s/a.py:2: a -> b": "The same number."})
    gaps, harmless, since = page.read_text().split("## ")[1:4]
    assert gaps == "Not seen\n\n- s/a.py:3 (not reached): `a -> b`\n\n"
    assert harmless.endswith("- s/a.py:2 (survived): `a -> b`. The same number.\n\n")
    assert since.endswith("written since\n\n- s/a.py:1 (killed): `a -> b`\n\n")
    assert "| s | 3 | 1 | 0 | 1 | 1 | 33% |" in page.read_text()


def test_a_judgement_of_no_mutant_is_refused(tmp_path):
    file = tmp_path / "judged.toml"
    file.write_text("[[judged]]\nkey = 's/a.py:3: a -> b'\nreason = 'None.'\n")
    assert read_judged(file, {"s/a.py:3: a -> b"}, ["s/"]) == {"s/a.py:3: a -> b": "None."}
    assert read_judged(file, set(), ["t/"])
    with pytest.raises(SystemExit, match=r"no mutant is called 's/a.py:3: a -> b'"):
        read_judged(file, {"s/a.py:4: a -> b"}, ["s/"])


def test_every_judgement_of_the_house_names_a_mutant_and_says_why():
    possible = {
        f"{m.file}:{m.line}: {m}"
        for path in (ROOT / "simulation").rglob("*.py")
        for m in mutants_of(ROOT, str(path.relative_to(ROOT)))
    }
    for reason in read_judged(ROOT / "tools/mutation/judged.toml", possible, [""]).values():
        assert reason.endswith(".")


def test_a_tree_with_a_test_that_kills_one_mutant_and_not_another(tmp_path):
    """The whole way: copy, change, tests in a fork, verdict, and the file as it was."""
    (tmp_path / "simulation").mkdir()
    (tmp_path / "simulation" / "__init__.py").touch()
    module, test = tmp_path / "simulation" / "older.py", tmp_path / "test_older.py"
    module.write_text("def older(a, b):\n    return a >= b\n\n\ndef half(a):\n    return a / 2\n")
    test.write_text(
        "from simulation.older import half, older\n\n\n"
        "def test_it():\n    assert older(2, 1)\n    assert half(4) == 2\n"
    )
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    call = (
        "import sys; from pathlib import Path\n"
        "from tools.mutation.__main__ import verdict\n"
        "from tools.mutation.mutants import mutants_of\n"
        "tree = Path(sys.argv[1]); file = 'simulation/older.py'\n"
        "lines = {(file, 2), (file, 6)}\n"
        "known = {'test_older.py': {'seconds': 1.0, 'lines': lines}}\n"
        "for m in mutants_of(tree, file):\n"
        "    print(m, '=', verdict(m, tree, known, 9, tree / 'log.txt')['fate'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", call, str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    fates = dict(line.rsplit(" = ", 1) for line in done.stdout.splitlines())
    assert fates["a >= b -> (a > b)"] == "survived"
    assert fates["a / 2 -> (a * 2)"] == "killed"
    assert fates["return a >= b -> return None"] == "killed"
    assert "a >= b" in module.read_text()
