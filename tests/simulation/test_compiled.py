"""The compiled inner loops: what NumPy says, to the last bit, or nothing at all."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation import compiled, simulate
from simulation.choice.proposals import Choosing, propose
from simulation.compiled import build as building
from simulation.compiled import known
from simulation.compiled.library import SWITCH, load
from simulation.luck import GRID, Luck, Purpose, exact
from simulation.luck.philox import philox, wholes
from tests.simulation.conftest import lively

ROOT = Path(__file__).resolve().parents[2]
WORDS = st.integers(0, 2**32 - 1)


@pytest.fixture(autouse=True)
def _library():
    """These tests need the library; a continuous integration has a compiler."""
    if compiled.KERNELS is None:
        assert not os.environ.get("CI"), compiled.STATE
        pytest.skip(compiled.STATE)


def both(work):
    """What some work gives by the compiled loops and by NumPy."""
    with pytest.MonkeyPatch.context() as patch:
        mine = work()
        patch.setattr(compiled, "KERNELS", None)
        return mine, work()


def same_bits(one, other):
    one, other = np.asarray(one), np.asarray(other)
    assert one.dtype == other.dtype
    assert one.shape == other.shape
    assert one.tobytes() == other.tobytes()


@given(
    shape=st.sampled_from(
        [(1,), (5,), (24,), (25,), (127,), (128,), (129,), (300,), (3, 50), (0,)]
    ),
    numbers=st.sets(st.integers(0, 4)),
    words=st.lists(WORDS, min_size=6, max_size=6),
)
def test_words_of_any_shape_are_the_same(shape, numbers, words):
    if len(numbers) == 5:
        numbers = numbers - {0}
    luck = np.random.default_rng(words[0])
    given_words = [
        word if place in numbers else luck.integers(0, 2**32, shape, dtype=np.uint64)
        for place, word in enumerate(words[:5])
    ]
    counter, key = tuple(given_words[:4]), (words[5], given_words[4])
    for mine, theirs in zip(*both(lambda: philox(counter, key)), strict=True):
        same_bits(mine, theirs)
    same_bits(*both(lambda: wholes(counter, key)))


def test_arrays_with_gaps_are_laid_out_first():
    ids = np.arange(900, dtype=np.uint64).reshape(30, 30)
    for some in (ids[::3, ::2], ids.T, ids[:, 4], ids[::-1]):
        same_bits(*both(lambda some=some: Luck(3).draws(Purpose.END, 1970, some, other=5)))


EDGES = [0.0, -0.0, 700.0, -700.0, np.nextafter(-700.0, -800), -745.0, -1e308, -np.inf, 5e-324, 1.0]


@given(st.lists(st.floats(max_value=700.0, allow_nan=False), max_size=60))
def test_exponentials_are_the_same(values):
    same_bits(*both(lambda: exact.exp(np.array([*values, *EDGES]))))


@given(
    st.lists(
        st.floats(min_value=0.0, exclude_min=True, allow_infinity=False, allow_nan=False),
        max_size=60,
    )
)
def test_logarithms_are_the_same(values):
    edges = [1.0, np.finfo(float).tiny, np.finfo(float).max, exact._SQRT_HALF, 2.0, 0.5]
    same_bits(*both(lambda: exact.log(np.array([*values, *edges]))))


@pytest.mark.parametrize("shape", [(0,), (), (3, 4), (40_000,)])
def test_shapes_are_kept(shape):
    values = np.random.default_rng(1).normal(size=shape)
    same_bits(*both(lambda: exact.exp(values)))
    same_bits(*both(lambda: exact.log(np.abs(values) + 0.5)))
    same_bits(
        *both(lambda: exact.exp(np.tile(values, (2, 1))[:, ::2]) if shape else exact.exp(0.5))
    )


@pytest.mark.parametrize(
    ("function", "values", "told"),
    [
        *((exact.exp, bad, "at most 700") for bad in ([701.0], [np.inf])),
        *((exact.log, bad, "positive finite") for bad in ([0.0], [-1.0], [np.nan], [1.0, np.inf])),
    ],
)
def test_what_is_refused_is_refused_by_both(function, values, told):
    def refused():
        with pytest.raises((OverflowError, ValueError), match=told):
            function(np.array(values))

    both(refused)


@pytest.mark.parametrize("districts", [False, True])
def test_proposals_are_the_same(toy, toy_history, districts):
    sampler = toy_history.model.samplers[districts]
    own = toy.searchers[toy.is_district[toy.searchers] == districts]
    rows = np.tile(own, 3)
    luck = np.random.default_rng(5)
    weight = luck.random((len(rows), len(toy.regions))) * (luck.random(len(toy.regions)) < 0.7)
    weight[:, sampler.tables.stop <= sampler.tables.start] = 0.0  # nobody lives there
    total = np.cumsum(weight, axis=1)
    last = (total == total[:, -1:]).argmax(axis=1)
    choosing = Choosing(rows, luck.integers(0, 9, len(rows)), total, last)
    pending = np.flatnonzero(luck.random(len(rows)) < 0.8)
    made = both(lambda: propose(sampler.tables, choosing, pending, range(7, 19), Luck(11), 1977))
    for mine, theirs in zip(*made, strict=True):
        same_bits(mine, theirs)
    assert len(np.unique(made[0].partner)) > 5
    assert set(made[0].region) > {int(made[0].region[0])}


@pytest.mark.parametrize("districts", [False, True])
@pytest.mark.parametrize("listed", [False, True])
def test_bounds_of_regions_are_the_same(toy, toy_history, districts, listed):
    sampler = toy_history.model.samplers[districts]
    own = toy.searchers[toy.is_district[toy.searchers] == districts]
    rows, luck = np.tile(own, 2), np.random.default_rng(8)
    shape = (len(rows), len(toy.regions))
    appeal = luck.random(shape) * (luck.random(shape) < 0.5)
    appeal[::9] = 0.0  # nobody weighs anything
    known = SimpleNamespace(total=luck.random(shape)) if listed else None
    (mine, last), (theirs, told) = both(lambda: sampler._bounds(rows, appeal, known))
    same_bits(mine, theirs)
    same_bits(last, told)
    assert len(np.unique(last)) > 2
    assert (mine[::9] == 0.0).all()
    assert (mine[:, -1] > 0.0).sum() > len(rows) / 2


def test_a_history_is_the_same():
    parameters = lively(until=1975)
    one, other = both(lambda: simulate(parameters, seed=8, world="toy"))
    assert one.ledger.equals(other.ledger)
    assert one.ledger.height > 100


# ------------------------------------------------------------------ finding and trying the library


def test_there_may_be_no_library(tmp_path, monkeypatch):
    kernels, told = load(tmp_path / "none.so")
    assert kernels is None
    assert told.startswith("no library was compiled at set-up (NumPy alone")
    monkeypatch.setenv(SWITCH, "0")
    assert load() == (None, f"{SWITCH} is 0 (NumPy alone: the same results, slower)")


def test_a_library_of_another_source_is_left_alone(tmp_path):
    source = tmp_path / "kernels.c"
    source.write_text(building.SOURCE.read_text() + "/* a change */")
    kernels, told = load(building.LIBRARY, source)
    assert kernels is None
    assert "is not of this kernels.c" in told


def test_a_file_that_is_no_library_is_told(tmp_path):
    library, seal = tmp_path / "kernels.so", tmp_path / "kernels.sha256"
    library.write_bytes(b"")
    assert "does not load: " in load(library)[1]  # it has no seal
    seal.write_text(f"{building.digest(building.SOURCE)} {building.digest(library)}\n")
    assert "does not load: " in load(library)[1]
    assert load(library)[0] is None


def test_a_library_cut_short_is_not_opened(tmp_path):
    """The system would end the process with a bus error."""
    library, seal = tmp_path / "kernels.so", tmp_path / "kernels.sha256"
    seal.write_bytes(building.SEAL.read_bytes())
    for size in (0, 4, 3_000):
        library.write_bytes(building.LIBRARY.read_bytes()[:size])
        kernels, told = load(library)
        assert kernels is None
        assert "is not of this kernels.c" in told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("0xD2511F53u", "0xD2511F55u"),
        ("total += terms[n];", "total -= terms[n];"),
        ("power * LN2_LOW + 2.0", "power * LN2_LOW - 2.0"),
    ],
)
def test_a_library_with_wrong_numbers_is_left_alone(tmp_path, old, new):
    source, library = tmp_path / "kernels.c", tmp_path / "kernels.so"
    text = building.SOURCE.read_text()
    assert old in text
    source.write_text(text.replace(old, new))
    assert building.build(library, source).startswith("inner loops compiled")
    kernels, told = load(library, source)
    assert kernels is None
    assert "gives wrong numbers" in told


def test_known_answers_are_those_of_numpy():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "KERNELS", None)
        values = np.repeat(list(known.EXP), 20), np.repeat(list(known.LOG), 20)
        found = exact.exp(values[0])[::20], exact.log(values[1])[::20]
    for told, answers in zip(found, (known.EXP, known.LOG), strict=True):
        assert [value.hex() for value in told.tolist()] == [*answers.values()]
    assert known.EXP_TERMS.tolist() == list(exact._EXP_TERMS)
    assert known.LOG_TERMS.tolist() == list(exact._ATANH_TERMS)


def test_without_a_compiler_an_old_library_goes(tmp_path, monkeypatch):
    library = tmp_path / "kernels.so"
    library.write_bytes(b"old")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CC", raising=False)
    assert building.build(library).startswith("no C compiler here (NumPy alone")
    assert not library.exists()


def test_a_compiler_that_fails_is_quoted_and_leaves_nothing(tmp_path):
    source, library = tmp_path / "kernels.c", tmp_path / "kernels.so"
    source.write_text("this is no C;")
    library.write_bytes(b"old")
    told = building.build(library, source)
    assert " failed: " in told
    assert [path.name for path in tmp_path.iterdir()] == ["kernels.c"]


def test_the_compiler_that_is_named_compiles(tmp_path, monkeypatch):
    usual = shutil.which("cc") or shutil.which("gcc")
    mine = tmp_path / "my cc"
    mine.write_text(f'#!/bin/sh\nexec "{usual}" "$@"\n')
    mine.chmod(0o755)
    monkeypatch.setenv("CC", str(mine))
    assert building.build(tmp_path / "kernels.so") == f"inner loops compiled with {mine}"


def test_the_state_is_told():
    words = [sys.executable, "-m", "simulation.compiled"]
    for switch, told in (("1", "inner loops are compiled"), ("0", f"{SWITCH} is 0")):
        env = {**os.environ, SWITCH: switch}
        result = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True)
        assert result.stdout.startswith(told)


def test_all_draws_lie_on_the_grid_and_fill_it():
    draws = Luck(2).draws(Purpose.SEARCH, 1990, np.arange(5_000))
    assert draws.min() >= 0
    assert draws.max() < GRID
    counts = np.bincount(draws >> 50, minlength=8)
    assert abs(counts - 625).max() < 5 * 625**0.5
