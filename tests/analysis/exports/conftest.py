"""What the tests of exports share: a toy run with ties that ended, and one with hostile names."""

import hashlib
import json
import shutil

import polars as pl
import pytest

from analysis.observation.register import recorded
from scenarios.runs import choose, ensemble, open_results, run

HOSTILE = [
    'He said "no", twice',
    "comma, semicolon; tab\there",
    "two\nlines\r\nand a\rreturn",
    "<b>&amp;</b> ]]> <!-- -->",
    "Żółć Łódź Ærø",
    "Rothenburg \U0001f3f0 \U0001d57d",
    "=HYPERLINK(1)",
    " spaces at both ends ",
    "NULL",
    "'quote' and \\backslash",
]


@pytest.fixture(scope="session")
def toy_run(tmp_path_factory):
    """A run of the toy world; do not change it."""
    out = tmp_path_factory.mktemp("runs") / "run"
    run(choose("history", 2016), out, seed=5, world="toy", more={"recorded": recorded})
    return out


@pytest.fixture(scope="session")
def toy_ensemble(tmp_path_factory):
    """An ensemble of two scenarios and two replications; do not change it."""
    out = tmp_path_factory.mktemp("ensembles") / "ensemble"
    chosen = [choose("history", 1990), choose("no_elysee", 1990)]
    ensemble(chosen, out, seed=4, world="toy", replications=2)
    return out


def forged(folder, name, frame):
    """Replace a table of a run by one that its record vouches for."""
    path = folder / f"{name}.parquet"
    frame.write_parquet(path)
    record = json.loads((folder / "run.json").read_text("utf-8"))
    record["tables"][name]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "run.json").write_text(json.dumps(record), "utf-8")


@pytest.fixture
def copied_run(toy_run, tmp_path):
    """A copy of the toy run that may be changed."""
    return shutil.copytree(toy_run, tmp_path / "copied")


@pytest.fixture
def hostile_run(copied_run):
    """The toy run, where linked places have names that break careless writers."""
    results = open_results(copied_run)
    ties, places = results.table("ties"), results.table("municipalities")
    linked = sorted({*ties["a"], *ties["b"]})
    names = dict(zip(linked, HOSTILE, strict=False))
    forged(
        copied_run,
        "municipalities",
        places.with_columns(
            pl.col("id").replace_strict(names, default=pl.col("name")).alias("name")
        ),
    )
    return copied_run


@pytest.fixture
def forge():
    """`forge(folder, name, frame)` replaces a table of a copied run."""
    return forged


@pytest.fixture
def hostile_names():
    """The names that `hostile_run` has among its linked places."""
    return HOSTILE
