"""Analyses made by hand: pages must not depend on how a model is estimated."""

import polars as pl

from analysis.indirect import Comparison, couple
from analysis.models import Analysis, Coefficient, Table
from analysis.models.material import made
from reports.analysis.result import Result

HOSTILE = 'A & B <b>50 %</b> _x_ {{y}} $z$ #1 ~ ^ \\ "q"'


def table(name="poisson", rows=None, **change):
    """A table of three coefficients."""
    rows = rows or (
        Coefficient("constant", "constant", 33.456, 0.4, 32.798, 34.114, 0.0),
        Coefficient("ln_distance", "ln distance (km)", -0.8123, 0.104, -0.983, -0.641, 1e-9),
        Coefficient("border", "common border", 0.31, 0.25, -0.1, 0.72, 0.2149, note="few cells"),
        Coefficient("eastern", "eastern Land", 1.2, 0.2, 0.87, 1.53, 0.0001),
    )
    said = {
        "title": "Ties between Länder and countries: Poisson PML",
        "estimator": "Poisson pseudo maximum likelihood",
        "errors": "clustered by country (47 clusters)",
        "unit": "log rate",
        "n": 1234,
        "of": "cells of Land x country",
        "period": (1950, 2014),
        "source": "run out/history (scenario history, seed 1)",
        "fit": {"log likelihood": -1234.567, "deviance explained": 0.8123},
        "notes": ("Cells without a tie are kept.",),
    }
    return Table(name, rows=tuple(rows), **{**said, **change})


def pooled(name="poisson"):
    """The same of six runs."""
    rows = (
        Coefficient("constant", "constant", 33.2, 0.41, 32.9, 33.5, None, 0.21),
        Coefficient("ln_distance", "ln distance (km)", -0.75, 0.1, -0.8, -0.7, None, 0.04),
        Coefficient("border", "common border", 0.9, 0.24, 0.8, 1.0, None, 0.08),
        Coefficient("eastern", "eastern Land", 0.2, 0.24, 0.1, 0.3, None, 0.08),
    )
    return table(name, rows, runs=6, source="ensemble out/many (scenario history, 6 runs)")


def study():
    """Leads and lags of two events."""
    rows = tuple(
        Coefficient(
            f"{event}:{first}..{first + 1}",
            f"{title}, years {first:+d} to {first + 1:+d}",
            first / 10.0,
            0.2,
            first / 10.0 - 0.33,
            first / 10.0 + 0.33,
            0.5,
        )
        for event, title in (("elysee_1963", "Élysée Treaty"), ("opening_1989", "Fall of the Wall"))
        for first in (-6, -4, 0, 2, 4)
    )
    return table("leads_lags", rows, title="Event study")


def residuals():
    """Two Länder by three countries."""
    return pl.DataFrame(
        {
            "home": ["DE-BY", "DE-BY", "DE-BY", "DE-SN", "DE-SN", "DE-SN"],
            "away": ["FR", "PL", "US", "FR", "PL", "US"],
            "country": ["FR", "PL", "US", "FR", "PL", "US"],
            "observed": [30.0, 5.0, 9.0, 2.0, 12.0, 0.0],
            "expected": [20.0, 11.0, 2.0, 4.0, 6.5, 1.0],
            "pearson": [2.2, -1.8, 4.9, -1.0, 2.2, -1.0],
        }
    )


def curves(runs=1):
    """How long two groups are without a first tie."""
    rows = [
        (run, "first_tie", group, time, survival - run / 50, survival - 0.05, survival + 0.03)
        for run in range(runs)
        for group, times in (("large", ((2, 0.8), (5, 0.4))), ("small", ((3, 0.95), (8, 0.9))))
        for time, survival in times
    ]
    columns = ["replication", "process", "group", "time", "survival", "low", "high"]
    return pl.DataFrame(rows, columns, orient="row")


def mixing():
    """Log odds ratios of two Länder by two countries."""
    return pl.DataFrame(
        {
            "land": ["DE-BY", "DE-BY", "DE-SN", "DE-SN"],
            "country": ["FR", "PL", "FR", "PL"],
            "ties": [30.0, 5.0, 2.0, 12.0],
            "expected": [20.0, 11.0, 4.0, 6.5],
            "log_odds": [0.9, -1.1, -1.2, 1.3],
            "log_odds_se": [0.2, 0.3, 0.4, float("nan")],
        }
    )


def degrees():
    """Places by their ties, two sides."""
    return pl.DataFrame(
        {
            "side": ["german", "german", "german", "abroad", "abroad"],
            "degree": [1, 2, 20, 1, 2],
            "places": [70.0, 29.0, 1.0, 90.0, 10.0],
        }
    )


def analysis(*tables, model="gravity", **change):
    """An analysis of these tables."""
    said = {
        "title": "Gravity of counts",
        "question": "Do near, large and like places have more ties?",
        "notes": ("Ties without a known Land are left out.",),
    }
    return Analysis(model, tables=tables or (table(),), **{**said, **change})


def hostile():
    """Names that HTML, LaTeX and Rich take for orders of their own."""
    rows = [
        Coefficient(name, name, 1.0, 0.5, 0.2, 1.8, 0.05, note=HOSTILE)
        for name in (f"[bold]{HOSTILE}{at}" for at in range(2))
    ]
    said = dict.fromkeys(("title", "estimator", "errors", "unit", "of", "source"), HOSTILE)
    one = table("odd / name", rows, notes=(HOSTILE,), fit={HOSTILE: 1.0}, **said)
    frames = {"odd": pl.DataFrame({"cell": [HOSTILE], "value": [0.5]})}
    return analysis(one, title=HOSTILE, question=HOSTILE, notes=(HOSTILE,), frames=frames)


def places():
    """Places of the three countries."""
    return pl.DataFrame(
        {
            "id": [1, 2, 3, 4, 5],
            "name": ["München", "Dresden", "Paris", "Warszawa", "Chicago"],
            "country": ["DE", "DE", "FR", "PL", "US"],
            "land": ["DE-BY", "DE-SN", None, None, None],
            "code": [None] * 5,
            "lat": [48.1, 51.0, 48.9, 52.2, 41.9],
            "lon": [11.6, 13.7, 2.4, 21.0, -87.6],
            "population": [1_400_000, 500_000, 2_100_000, 1_700_000, 2_700_000],
            "level": ["municipality"] * 5,
        },
        schema_overrides={"code": pl.String},
    )


def material(runs=1):
    """Material whose ties nobody reads."""
    return made(places(), [{}] * runs, source="run out/history (scenario history, seed 1)")


def compared():
    """The table of a run beside one of the record."""
    recorded = table(source="RGRE register of spring 2015")

    def role(term):
        return "kept back" if term == "border" else "fitted"

    why = "Slopes were fitted to such ties."
    return Comparison(
        "gravity", (couple("gravity", recorded, pooled(), role, why),), ("Six runs.",)
    )


def result(*analyses, runs=1, comparisons=None, **change):
    """What a call found."""
    said = {"left_out": ("Vitality of ties: no register has it.",), "command": "jumelage analyse x"}
    chosen = analyses or (everything(),)
    return Result(material(runs), tuple(chosen), comparisons or {}, **{**said, **change})


def everything():
    """An analysis with every kind of table and frame."""
    frames = {
        "residuals": residuals(),
        "curves": curves(),
        "land_by_country": mixing(),
        "degrees": degrees(),
        "tests": pl.DataFrame({"event": ["x"], "p": [0.5]}),
    }
    return analysis(table(), study(), frames=frames)
