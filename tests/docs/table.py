"""How what documents say is run: small in place of large, and what is not run, with the reason."""

# ------------------------------------------------------------- small in place of large

SMALLER = {
    "run": ("--world", "toy"),
    "ensemble": ("--world", "toy", "--workers", "1", "--quiet"),
    "compare": ("--world", "toy", "--workers", "1", "--quiet"),
    "demo": ("--world", "toy", "--workers", "1", "--quiet"),
    "sensitivity": ("--world", "toy", "--until", "1975", "--workers", "1", "--quiet"),
    "calibrate": ("--world", "toy", "--workers", "2", "--quiet"),
}
"""Words that are added to a command of jumelage."""

FEW = {
    "ensemble": {"--replications": "2"},
    "compare": {"--replications": "2"},
    "design": {"--runs": "2"},
    "sensitivity": {"--draws": "8"},
    "calibrate": {"--draws": "128", "--waves": "1"},
}
"""Values of options of a command of jumelage in place of large ones."""

WITHOUT = {
    "analyse": ("--compare",),  # the record stands beside the real world alone
}
"""Options of a command of jumelage that the small world cannot have."""

FIRST_ONLY = ("compare",)
"""Commands of which the first strategy is enough."""

SLOW = ("calibrate", "demo", "report", "reproduce", "sensitivity")
"""Commands of jumelage that only the deep test runs; what they are told is checked always."""

SAID_AS = {
    "jumelage register import FILE --kind rgre|wikidata|csv --out FILE.parquet": (
        "jumelage register import ties.csv --kind csv --out FILE.parquet"
    ),
    "jumelage register import FILE --kind rgre --out mine.parquet": (
        "jumelage register import rgre.csv --kind rgre --out imported.parquet"
    ),
    "jumelage run SCENARIO --draw 17 --seed 18 --out FOLDER": (
        "jumelage run history --draw 17 --seed 18 --out FOLDER"
    ),
    "jumelage match PLACE": "jumelage match Heidelberg",
    "jumelage run history --world europe --out out/europe": (
        "jumelage run history --world europe --until 1950 --out out/europe"
    ),
    "jumelage calibrate --draws DRAWS --waves WAVES --out out/calibration": (
        "jumelage calibrate --draws 1024 --waves 3 --out out/calibration"
    ),
    "jumelage run history --world germany": "jumelage run history --world germany --out timed",
    "jumelage run history --world europe": (
        "jumelage run history --world europe --until 1950 --out timed_europe"
    ),
}
"""Commands with words that the reader fills in, and what is typed in their place."""

CODE_AS = {
    "README.md": (("seed=1)", "seed=1, until=1966)"),),
    "analysis/calibration/README.md": (
        ("draws=1024, waves=3, workers=2", "draws=128, waves=1, workers=2, world='toy'"),
    ),
    "analysis/validation/README.md": (("seed=1)", "seed=1, world='toy')"),),
}
"""What is replaced in the programs of a document."""

TYPED_DEEP = (
    "analysis/contest/README.md",
    "analysis/matching/README.md",
    "benchmarks/RESULTS.md",
    "docs/GUIDE.md",
    "docs/how-to/SCENARIO.md",
    "docs/how-to/STRATEGY.md",
    "scenarios/REFERENCE.md",
)
"""Documents that only the deep test types: they take seconds, and README.md has most commands."""

READS_DEMO = ("analysis/contest/README.md", "analysis/validation/README.md")
"""Documents that read what `jumelage demo` left."""

SLOW_PROGRAMS = ("analysis/calibration/README.md",)
"""Documents whose programs only the deep test runs; else they are compiled, and imports run."""

# ------------------------------------------------------------- modules that are run in a copy

IN_COPY = {
    "analysis.calibration.recovery": ("--world", "toy", "--draws", "128", "--truths", "2"),
    "analysis.contest.time_split": ("--world", "toy", "--runs", "2"),
    "analysis.estimation": ("--rounds", "1"),
    "analysis.estimation.events": (),
    "analysis.evidence": ("--runs", "8"),
    "analysis.matching": (),
    "analysis.odd": (),
    "analysis.recorded.build": (),
    "analysis.reference": (),
    "analysis.scenarios": ("--world", "toy", "--replications", "2", "--scenarios", "no_skew"),
    "analysis.stock": ("--world", "toy", "--replications", "2"),
    "analysis.systems": ("--world", "toy", "--replications", "2", "--systems", "board"),
    "analysis.teaching": (),
    "benchmarks": ("--world", "toy", "--draws", "2000", "--repeats", "1"),
    "benchmarks.pairing": ("--world", "toy", "--replications", "3"),
    "benchmarks.throughput": ("--world", "toy", "--runs", "4", "--blocks", "1"),
    "reports.papers": ("after_the_war", "--draft"),
    "simulation.compiled": (),
    "tests.properties.fuzzing": ("--inputs", "60"),
    "tools.mutation": (
        "--sample",
        "2",
        "--only",
        "simulation/propensity.py",
        "--tests",
        "tests/simulation/test_propensity.py",
    ),
}
"""Words added to `python -m MODULE`, which the deep test runs in a copy of the repository."""

ALWAYS_SMALL = (
    "benchmarks",
    "analysis.estimation",
    "reports.papers",
    "tests.properties.fuzzing",
    "tools.mutation",
)
"""Modules that are made small even without ``--out``."""

FIRST = ("analysis/calibration/README.md",)
"""Documents whose calls are run there, though others say them too: each needs those before it."""

CHAINED = ("calibrate", "sensitivity")
"""Commands of jumelage that are run among the modules, for these read what they leave."""

MAY_SAY_NO = {
    # takes it in, and says that the scenario file is now older than the estimates
    "python -m analysis.evidence --posterior out/calibration": (0, 2),
}
"""Calls that may end with another status than 0 on a small world, with all that are right."""

ELSEWHERE = ("pytest", "analysis.evidence.grown")
"""Modules that only documents name which are followed in a copy."""

MODULES_NOT_RUN = {
    "analysis.ablations": "takes minutes, and nothing reads what it leaves; "
    "tests/analysis/ablations/test_refit.py calls it whole on the toy world",
    "analysis.recorded.regularities": "needs single ties of the register; "
    "tests/analysis/recorded/test_regularities.py has what it computes, on made-up ties",
    "analysis.registers": "needs single ties of the register; "
    "tests/analysis/registers/test_importing.py finds places on simulated ties",
    "analysis.names.build": "needs packages of a registry; "
    "tests/analysis/registers/test_places_found.py",
}
"""Modules that no document's test runs, with the reason and where their parts are tested."""

NO_OPTIONS = ("analysis.recorded.build", "simulation.compiled")
"""Modules that take plain words."""

OPTIONS_NOT_RUN = {
    "--ship": "needs a calibration of the real world; tests/analysis/evidence/test_totals_kept.py",
    "--links": "needs single ties of the register, which do not ship",
    "--fetch": "asks a registry",
}
"""Options with which a module is not run, only asked whether it takes them."""

FOLLOWED = ("docs/how-to/EFFECT.md", "docs/how-to/REPORT.md")
"""Documents that edit the repository: `test_followed.py` types them, in a copy."""

# ------------------------------------------------------------- what is not run, and why

SET_UP = "of the set-up: tests/test_setup.py has its steps, the deep test here clones"
WHOLE = "runs these very tests"

NOT_RUN = {
    "git clone ADDRESS jumelage": SET_UP,
    "cd jumelage": SET_UP,
    "source .venv/bin/activate": SET_UP,
    "python3.13 -m venv .venv": SET_UP,
    ".venv/bin/pip install --require-hashes -r requirements.lock": SET_UP,
    ".venv/bin/pip install --no-deps --no-build-isolation -e .": SET_UP,
    '.venv/bin/pytest -n 2 --dist loadfile -m "not deep"': WHOLE,
    "jumelage register fetch --country DE --out wikidata.parquet": "asks the network; "
    "tests/analysis/registers/test_fetching.py gives it answers",
    "jumelage register fetch --country DE --out FILE.parquet": "asks the network, as above",
}
"""Commands that no test types, each with the reason. Targets of make are expanded, not made."""
