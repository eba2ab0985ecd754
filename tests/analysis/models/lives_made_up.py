"""Times until an event whose law is known, for the tests of hazards."""

import math

import numpy as np
import polars as pl

from analysis.models.survival.episodes import Process, Term

TERMS = (Term("x", "a measure"), Term("z", "a side", binary=True))


def process(rows: pl.DataFrame, terms=TERMS, bins=(1, 4, 8)) -> Process:
    group = rows if "group" in rows.columns else rows.with_columns(group=pl.lit("one"))
    return Process(
        *("ending", "ended", "ties", "years since the founding", bins),
        terms=terms,
        episodes=group.with_columns(stratum=pl.lit(0)),
        period=(1950, 2000),
    )


def drawn(
    seed: int, number: int, effects=(0.5, -0.7), base=0.06, last=12, bend=0.0
) -> pl.DataFrame:
    """Times until an event with proportional hazards; half are cut in two where z turns to one.

    `bend` lets the effect of x change with time, which no proportional hazard does.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for one in range(number):
        x = round(float(rng.normal(0.0, 0.8)) * 4) / 4  # on the grid of the classes
        turn = int(rng.integers(1, last)) if rng.random() < 0.5 else last
        censor = int(rng.integers(last // 2, last + 1))
        start, z = 0, 0.0
        for year in range(1, censor + 1):
            if year - 1 == turn:
                rows.append((one, start, turn, False, x, z))
                start, z = turn, 1.0
            slope = effects[0] + bend * (year - last / 2)
            rate = base * (1.0 if year < 4 else 1.6) * math.exp(slope * x + effects[1] * z)
            if rng.random() < -math.expm1(-rate):
                rows.append((one, start, year, True, x, z))
                break
        else:
            rows.append((one, start, censor, False, x, z))
    schema = {
        **dict.fromkeys(("id", "start", "stop"), pl.Int64),
        "event": pl.Boolean,
        **dict.fromkeys("xz", pl.Float64),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
