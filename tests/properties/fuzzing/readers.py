"""Each reader of a user's file, with a good file of its kind to begin from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from analysis.calibration.bank import read_bank
from analysis.calibration.posterior import load_posterior
from analysis.estimation.single_ties.links import COLUMNS as LINKS
from analysis.estimation.single_ties.links import read_links
from analysis.exports.source import open_source
from analysis.matching.listed import read_listed
from analysis.matching.registers import read_register as read_for_match
from analysis.models.material.opening import open_material
from analysis.observation.register import recorded
from analysis.registers.imported import made_of
from analysis.registers.kinds import KINDS, read_source
from analysis.registers.places.gazetteer import load_gazetteer
from analysis.registers.reading import read_register
from analysis.registers.wikidata.client import is_answer
from analysis.registers.wikidata.fetching import _answers
from analysis.validation.folders import summaries
from scenarios import load
from scenarios.files import LIBRARY
from scenarios.runs import (
    choose,
    ensemble,
    make_design,
    open_results,
    read_design,
    read_inputs,
    read_parameters,
    run,
)
from scenarios.runs.designs.values import scenarios_of
from scenarios.runs.kept.folder import check_free
from scenarios.runs.kept.manifest import agrees
from scenarios.strategies import load_strategy
from scenarios.strategies.files import LIBRARY as STRATEGIES
from simulation.run import cached_world

Read = Callable[[Path], object]


@dataclass(frozen=True)
class Target:
    """A reader.

    Attributes
    ----------
    name : of the reader
    good : a file or folder that it reads without complaint
    read : what reads it
    part : in a folder, the file that is damaged
    signed : whether the marker of a run is told the new SHA-256, as after another's tool
    """

    name: str
    good: Path
    read: Read
    part: str | None = None
    signed: bool = False

    @property
    def file(self) -> Path:
        """The file whose bytes are damaged."""
        return self.good if self.part is None else self.good / self.part


def sign(folder: Path, part: str) -> None:
    """Tell the marker of a run the SHA-256 of one of its tables."""
    marker = folder / "run.json"
    said = json.loads(marker.read_bytes())
    digest = hashlib.sha256((folder / part).read_bytes()).hexdigest()
    said["tables"][part.removesuffix(".parquet")]["sha256"] = digest
    marker.write_text(json.dumps(said))


def _design(path: Path) -> None:
    scenarios_of(choose("history").scenario, read_design(path))


def _results(folder: Path) -> None:
    results = open_results(folder)
    for name in results.tables:
        results.table(name)
    results.scenario_of()


def _export(folder: Path) -> None:
    source = open_source(folder, replication=0)
    for name in ("municipalities", "ties", "ledger"):
        source.table(name)


def _material(path: Path) -> None:
    for part in open_material(path).parts:
        part.ties()


def _imported(kind: str) -> Read:
    def read(path: Path) -> None:
        made_of(read_source(path, kind), KINDS[kind].default_year, load_gazetteer())

    return read


def _answer(path: Path) -> None:
    data = path.read_bytes()
    if is_answer(data):
        _answers(data, "item")


def _resume(record: dict[str, object]) -> Read:
    """What `--resume` asks first: whether the folder holds this ensemble."""
    return lambda folder: agrees(folder, record)


RGRE = (
    "gemeindename,plz,bundesland,latitude,longitude,partnergemeinde,land,kontinent,seit,form,"
    "latitude_partner,longitude_partner\n"
    "Köln,00000,Nordrhein-Westfalen,50.9,6.9,Nantes,Frankreich,Europa,1971,p,47.2,-1.5\n"
    "Kiel,00000,Schleswig-Holstein,,,Brest,Frankreich,Europa,2000,f,,\n"
)
PLAIN = (
    "name_a,country_a,name_b,country_b,year,form,ended\n"
    "Köln,DE,Nantes,FR,1971,partnership,\nKiel,DE,Brest,FR,,contact,1999\n"
)
PARAMETERS = "parameter,low,high,scale\nchoice.held,-2,0,linear\nlife.succession,0.1,0.9,linear\n"
INPUTS = "replication,strategy,measure,input,value\n0,small_grants,grants,ties,1.5\n"


def _wikidata_table() -> str:
    names = KINDS["wikidata"].needed
    rows = (",".join(f"Q{row}{n}" for n, _ in enumerate(names)) for row in (1, 2))
    return "\n".join((",".join(names), *rows)) + "\n"


def _wikidata(variables: tuple[str, ...]) -> str:
    row = {v: {"type": "literal", "value": f"Q{n + 1}"} for n, v in enumerate(variables)}
    return json.dumps({"head": {"vars": list(variables)}, "results": {"bindings": [row, row]}})


def _register() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "a": [2886242, 2891122],
            "b": [2990969, 3030300],
            "country_a": ["DE", "DE"],
            "country_b": ["FR", "FR"],
            "year": [1971, None],
            "year_is_default": [False, True],
            "form": ["partnership", "contact"],
        },
        schema_overrides={"year": pl.Int32},
    )


def _links() -> str:
    row = "municipality,DE-NW,05315000,50.9,6.9,1000000,Koeln,FR,47.2,-1.5,2990969,1971,0"
    return ",".join(LINKS) + "\n" + (row + "\n") * 3


def targets(folder: Path) -> list[Target]:
    """All readers; good files are written into `folder`, in about ten seconds."""
    texts = {
        "rgre.csv": RGRE,
        "plain.csv": PLAIN,
        "wikidata.csv": _wikidata_table(),
        "wikidata.json": _wikidata((*KINDS["wikidata"].needed, *KINDS["wikidata"].may)),
        "answer.json": _wikidata(("item",)),
        "among.csv": "id\n2886242\n2990969\n",
        "named.csv": "name,country\nKöln,DE\nNantes,FR\n",
        "list.csv": PARAMETERS,
        "inputs.csv": INPUTS,
        "links.csv": _links(),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    _register().write_parquet(folder / "register.parquet")
    design = make_design(choose("history"), read_parameters(folder / "list.csv"), 4)
    design.write_csv(folder / "design.csv")
    world = cached_world("germany")
    at = folder.joinpath
    return [
        *(Target(f"scenario {p.stem}", p, load) for p in sorted(LIBRARY.glob("*.toml"))[::6]),
        *(
            Target(f"strategy {p.stem}", p, load_strategy)
            for p in sorted(STRATEGIES.glob("*.toml"))[::5]
        ),
        Target("design", at("design.csv"), _design),
        Target("parameters of a design", at("list.csv"), read_parameters),
        Target("inputs", at("inputs.csv"), read_inputs),
        Target("import rgre", at("rgre.csv"), _imported("rgre")),
        Target("import csv", at("plain.csv"), _imported("csv")),
        Target("import wikidata, table", at("wikidata.csv"), _imported("wikidata")),
        Target("import wikidata, JSON", at("wikidata.json"), _imported("wikidata")),
        Target("answer of Wikidata", at("answer.json"), _answer),
        Target("register", at("register.parquet"), read_register),
        Target("register for match", at("register.parquet"), lambda p: read_for_match(p, world)),
        Target("register for analyse", at("register.parquet"), _material),
        Target("--among ids", at("among.csv"), lambda p: read_listed(p, world)),
        Target("--among names", at("named.csv"), lambda p: read_listed(p, world)),
        Target("--links", at("links.csv"), read_links),
        *_of_calibrations(folder),
        *_of_folders(folder),
    ]


def _of_calibrations(folder: Path) -> list[Target]:
    left = folder / "calibration"
    left.mkdir()
    draws = pl.DataFrame({"choice.held": [-1.0, -0.5], "life.succession": [0.4, 0.5]})
    draws.write_csv(left / "posterior.csv")
    (left / "posterior.json").write_text(json.dumps({"parameters": [{"name": "choice.held"}]}))
    theta = draws.insert_column(0, pl.Series("run", [0, 1]))
    theta.with_columns(seed=pl.Series([1, 2])).write_parquet(left / "theta.parquet")
    cells = {"run": [0, 1], "pattern": ["x", "x"], "cell": ["y", "y"], "value": [0.1, 0.2]}
    pl.DataFrame(cells).write_parquet(left / "bank.parquet")
    return [
        Target("calibration, draws", left, load_posterior, "posterior.csv"),
        Target("calibration, card", left, load_posterior, "posterior.json"),
        Target("calibration, points", left, read_bank, "theta.parquet"),
        Target("calibration, bank", left, read_bank, "bank.parquet"),
    ]


def _of_folders(folder: Path) -> list[Target]:
    """Readers of a run and of an ensemble, of whole folders with one file damaged."""
    one, many = folder / "run", folder / "ensemble"
    chosen = choose("history", 2014)
    run(chosen, one, world="toy", more={"recorded": recorded})
    ensemble(
        [choose("history", 2014)], many, world="toy", replications=2, more={"recorded": recorded}
    )
    record = json.loads((many / "manifest.json").read_bytes())
    readers: dict[str, Read] = {
        "results": _results,
        "export": _export,
        "validate": summaries,
        "analyse": _material,
        "--force": lambda path: check_free(path, force=True),
    }
    found = [Target(f"run.json, {n}", one, read, "run.json") for n, read in readers.items()]
    found += [Target(f"manifest, {n}", many, read, "manifest.json") for n, read in readers.items()]
    found.append(Target("manifest, --resume", many, _resume(record), "manifest.json"))
    tables = ("ties", "ledger", "recorded", "municipalities", "yearly")
    for name in ("results", "export", "validate", "analyse"):
        read = readers[name]
        for table in tables:
            what = f"{table} of a run, {name}"
            found.append(Target(what, one, read, f"{table}.parquet", signed=True))
        for part in (
            "ties/part-000000.parquet",
            "failures.parquet",
            "recorded/part-000000.parquet",
        ):
            found.append(
                Target(f"{part.partition('/')[0]} of an ensemble, {name}", many, read, part)
            )
    return found
