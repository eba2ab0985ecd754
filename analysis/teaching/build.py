"""Building the teaching register: simulate the known law, keep what a register would show."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from analysis.canonical import canonical
from analysis.observation.register import recorded
from analysis.teaching.shipped import FOLDER, REGISTER, SCENARIO, SIDECAR, TRUTH
from scenarios import Scenario, load
from scenarios.runs.kept import origin
from simulation import simulate

SEED = 2015
"""Of the one history that the register shows. The first one tried, 1963, had French ties that lie
three standard errors too far away: nobody's first register should be that rare."""
WORLD = "germany"
"""The world that the ids of a register are of."""
SLOPE = "choice.distance.default"
MEANINGS = {
    "ln_distance": (
        SLOPE,
        "twice as far is less than half as likely: the slope per unit of ln km",
    ),
    "near": ("choice.near", "a further slope below 50 km: there is none"),
    "similar": ("choice.similar", "per unit of |ln ratio of inhabitants|: like seeks like"),
    "mass": ("choice.mass", "per unit of ln inhabitants of the partner: large places draw more"),
    "traits.centre": ("choice.traits.centre", "both centres of a district: means nothing"),
    "traits.port": ("choice.traits.port", "both ports: ports look for ports"),
    "traits.seat": ("choice.traits.seat", "both seats of a region: means nothing"),
    "traits.spa": ("choice.traits.spa", "both spas: spas look for spas"),
    "held": ("choice.held", "has a partner in that country already: looks elsewhere"),
}
"""Terms of the model of choice: the number of the scenario that each is, and what it says."""
SLOPES = ("AT", "CZ", "FR", "GB", "IT", "PL")
"""Countries with ties enough for a slope of distance of their own, all of them that of the law."""
BETWEEN = (
    "between regions of one country, centre to centre: nearly the slope of the law, as far as a "
    "region is like its centre"
)


@dataclass(frozen=True, eq=False)
class Built:
    """What was built.

    Attributes
    ----------
    register : columns of `recorded.parquet`
    files : content by name
    """

    register: pl.DataFrame
    files: dict[str, bytes]


def build(seed: int = SEED, world: str = WORLD) -> Built:
    """Simulate the law of `truth.toml` and make the three files beside it.

    Parameters
    ----------
    seed, world : as of `simulate`
    """
    scenario = load(SCENARIO)
    register = recorded(simulate(scenario, seed=seed, world=world))
    data = _parquet(register)
    digest = hashlib.sha256(data).hexdigest()
    known = {
        "title": "What an estimate on the teaching register should find",
        "terms": terms(scenario),
        "scenario": SCENARIO.name,
        "scenario_sha256": origin.sha256(SCENARIO),
        "register_sha256": digest,
        "seed": seed,
        "world": world,
        "versions": origin.versions(),
        "hashes": origin.hashes(),
    }
    files = {
        REGISTER.name: data,
        SIDECAR.name: canonical(_sidecar(register, digest, seed, world)),
        TRUTH.name: canonical(known),
    }
    return Built(register, files)


def write(built: Built, folder: Path = FOLDER) -> None:
    """Write the files of what was built."""
    for name, content in built.files.items():
        (folder / name).write_bytes(content)


def terms(scenario: Scenario) -> list[dict[str, Any]]:
    """What each table of `jumelage analyse` should find: numbers of the scenario itself."""
    within = [("choice", "within_country", term, *MEANINGS[term]) for term in MEANINGS]
    everywhere = [("choice", "everywhere", term, *MEANINGS[term]) for term in MEANINGS]
    countries = [
        ("choice", "by_country", f"ln_distance.{name}", SLOPE, f"{name} alone: as for all")
        for name in SLOPES
    ]
    regions = [("gravity", "regions_effects", "ln_distance", SLOPE, BETWEEN)]
    rows = [*within, *countries, *everywhere, *regions]
    names = ("model", "table", "term", "path", "meaning")
    return [
        dict(zip(names, row, strict=True)) | {"true": number(scenario, row[3])}
        for row in rows
        # within one country all places are held alike
        if row[1:3] != ("within_country", "held")
    ]


def number(scenario: Scenario, path: str) -> float:
    """A number of a scenario by its dotted path.

    Raises
    ------
    KeyError
        If there is none.
    """
    found: Any = scenario.model_dump()
    for key in path.split("."):
        found = found[key]
    return float(found)


def _parquet(frame: pl.DataFrame) -> bytes:
    """As small as it gets: this file lies in the repository for good."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=19, statistics=False)
    return buffer.getvalue()


def _sidecar(register: pl.DataFrame, digest: str, seed: int, world: str) -> dict[str, Any]:
    """Where the register comes from, as of every table that ships."""
    return {
        "title": "A simulated register of known truth, for teaching",
        "producer": "jumelage: `python -m analysis.teaching --write`",
        "source": f"simulated: {SCENARIO.name}, world {world}, seed {seed}",
        "date": "a made-up history of 1945 to 2014",
        "licence": "The project's own results; MIT. Ids of places: GeoNames, CC BY 4.0.",
        "done": "One history was simulated and put through the observation model of the register "
        "of 2015, with nothing missing and no year wrong. Places are real, no tie is.",
        "rows": register.height,
        "sha256": digest,
        "truth": TRUTH.name,
    }
