"""The figures of the report: data, chart, title, words for those who cannot see it."""

from __future__ import annotations

import polars as pl

from reports.evidence import source_line
from reports.papers.near_and_alike import charts_law, charts_pairs, law, what_if
from reports.papers.near_and_alike.beside import Beside, order
from reports.papers.near_and_alike.parts import countries
from reports.papers.numbers import Numbers
from reports.papers.paper import Figure
from reports.papers.parts.printing import rounded

ESTIMATED = "estimated, not re-run"
PUBLISHED = (
    "Estimated on single ties of the RGRE register of spring 2015, which do not ship: "
    "analysis/estimates/links.json, published, not re-run."
)
SIMULATED = "Simulated: runs of this report."
SPLIT = (
    "The badge says what the split fit saw. The fit that ships was made afterwards with everything "
    "in view, and these runs take draws of it."
)


def law_figure(numbers: Numbers, ties: law.Ties) -> Figure:
    """The law of places as two curves."""
    common = ties.full["choice"]["common"]["mean"]
    distance = law.distance_curves(ties.choice, common)
    size = law.size_curve(ties.choice)
    say = numbers.say
    data = pl.concat(
        [
            distance.select(panel=pl.lit("distance"), who="who", at="km", chance="chance"),
            size.select(panel=pl.lit("size"), who=pl.lit("all"), at="times", chance="chance"),
        ]
    )
    return Figure(
        slug="law",
        title=_law_title(numbers),
        alt="Two curves of the chance of a single place to become the partner. Left: at twice the "
        f"distance it keeps {say('twice_as_far.common', 'share')} of its chance, "
        f"{say('twice_as_far.FR', 'share')} in France and {say('twice_as_far.PL', 'share')} in "
        f"Poland. Right: a place twice as large keeps {say('size.twice', 'share')}, one half as "
        f"large {say('size.half', 'share')}.",
        data=rounded(data),
        source=PUBLISHED,
        wide=charts_law.law(distance, size, narrow=False),
        narrow=charts_law.law(distance, size, narrow=True),
        badge=ESTIMATED,
        note="The chance of one place beside that of another in the same country, all else alike. "
        "Left: grey lines are Britain, Italy and Czechia. Right: likeness and the pull of "
        "large places together.",
    )


def _law_title(numbers: Numbers) -> str:
    """What the two curves show, whichever way they fall."""
    most = "most" if numbers.value("twice_as_far.common") < 1 / 2 else "a part"
    small, large = numbers.value("size.half"), numbers.value("size.twice")
    size = (
        "a smaller place has less of a chance than a larger one"
        if small < large
        else "a larger place has no better chance than a smaller one"
    )
    return f"A place twice as far away loses {most} of its chance; {size}"


def slopes_figure(numbers: Numbers) -> Figure:
    """What distance costs, country by country."""
    names = [*law.COUNTRIES, "common"]
    rows = []
    for name in names:
        low, high = (numbers.value(f"twice_as_far.{name}.{end}") for end in ("low", "high"))
        alone = None if name == "common" else numbers.value(f"alone.{name}")
        ties = "all" if name == "common" else name
        told = f"{numbers.say(f'ties.{ties}')} ties"
        rows.append((name, numbers.value(f"twice_as_far.{name}"), low, high, alone, told))
    columns = ["country", "value", "low", "high", "alone", "told"]
    frame = pl.DataFrame(rows, schema=columns, orient="row").with_columns(countries())
    frame = frame.with_columns(label=pl.col("label").replace({"common": "all six"}))
    least, most = frame.head(6).sort("value")["label"][0], frame.head(6).sort("value")["label"][5]
    return Figure(
        slug="slopes",
        title="How much of its chance a place keeps at twice the distance, by country",
        alt="Points with intervals for six countries. Least is kept in "
        f"{least}, most in {most}. All six together: "
        f"{numbers.say('twice_as_far.common', 'share')} "
        f"({numbers.band('twice_as_far.common', 'share')}).",
        data=rounded(frame.select("label", "value", "low", "high", "alone", "told")),
        source=PUBLISHED,
        wide=charts_law.slopes(frame, narrow=False),
        narrow=charts_law.slopes(frame, narrow=True),
        badge=ESTIMATED,
        note="Blue: estimates that borrow strength from each other, with "
        f"{numbers.say('level', 'share')} intervals. Rings: "
        "each country by its own ties alone. The last row is the mean of the six.",
    )


def distance_figure(numbers: Numbers, found: Beside) -> Figure:
    """How far partners lie, recorded above simulated."""
    cells = found.of("distance")
    shown = order(cells)
    wide = [
        cells.select("country", "name", value=side, side=pl.lit(side)).pivot(
            on="name", index=["country", "side"], values="value"
        )
        for side in ("recorded", "simulated")
    ]
    frame = pl.concat(wide).with_columns(
        countries(), place=pl.col("country").replace_strict({c: i for i, c in enumerate(shown)})
    )
    frame = frame.sort("place", "side").drop("place")
    told = "; ".join(
        f"{name} {numbers.say(f'distance.{code}.p50.recorded', 'whole')} and "
        f"{numbers.say(f'distance.{code}.p50.simulated', 'whole')} km"
        for code, name in frame.select("country", "label").unique(maintain_order=True).iter_rows()
    )
    data = cells.select(
        "country", "name", "recorded", "error", "simulated", "low90", "high90", "role"
    )
    return Figure(
        slug="distances",
        title="How far partners lie: the record above, the model below",
        alt=f"Lines from the nearest tenth to the farthest tenth of partners. Medians: {told}.",
        data=rounded(data),
        source=f"{source_line('distance')} {SIMULATED}",
        wide=charts_pairs.distances(frame, narrow=False),
        narrow=charts_pairs.distances(frame, narrow=True),
        badge="fitted; Britain and Poland kept back",
        note="A line holds four fifths of the partners, its thick part half of them, the dot the "
        f"middle one; each step of the axis is a doubling. {SPLIT}",
    )


def _key(numbers: Numbers) -> str:
    return (
        f"Dots: the record. Bands: {numbers.say('level', 'share')} of the runs; stroke: their "
        "median."
    )


LIKENESS = [
    {
        "name": "corr_ln_pop",
        "title": "correlation of sizes",
        "domain": [0.3, 0.9],
        "ticks": [0.4, 0.6, 0.8],
        "share": False,
    },
    {
        "name": "median_pop_ratio",
        "title": "times larger, median tie",
        "domain": [1.0, 3.0],
        "ticks": [1, 1.5, 2, 2.5, 3],
        "share": False,
    },
    {
        "name": "share_within_factor2",
        "title": "within a factor of two",
        "domain": [0.2, 0.8],
        "ticks": [0.2, 0.4, 0.6, 0.8],
        "share": True,
    },
]


def likeness_figure(numbers: Numbers, found: Beside) -> Figure:
    """How alike in size partners are, by country, and in the Länder kept back."""
    kept = found.of("likeness_kept").filter(pl.col("country") == "all")
    kept = kept.with_columns(country=pl.lit("kept Länder"))
    cells = pl.concat([found.of("likeness"), kept])
    cells = cells.with_columns(countries(), panel=pl.col("name"))
    name = "likeness_kept.all.share_within_factor2"
    return Figure(
        slug="likeness",
        title=f"{numbers.say(f'{name}.recorded', 'share')} of recorded partners in the Länder kept "
        "back are within a factor of two in size",
        alt="Three panels of seven rows: the record as dots, bands of the runs. In the Länder kept "
        f"back {numbers.say(f'{name}.recorded', 'share')} of the recorded ties and "
        f"{numbers.say(f'{name}.simulated', 'share')} of the simulated ones join places within a "
        "factor of two.",
        data=rounded(
            cells.select(
                *("label", "name", "recorded", "error", "simulated", "low90", "high90", "role")
            )
        ),
        source=f"{source_line('likeness')} {SIMULATED}",
        wide=charts_pairs.panels(cells, False, LIKENESS),
        narrow=charts_pairs.panels(cells, True, LIKENESS),
        badge="fitted; Britain, Poland and five Länder kept back",
        note=f"{_key(numbers)} The last row holds ties of the Länder kept back with all "
        f"six countries. {SPLIT}",
    )


REPEATS = [
    {
        "name": scope,
        "title": title,
        "domain": [0.0, 0.3],
        "ticks": [0, 0.1, 0.2, 0.3],
        "share": True,
    }
    for scope, title in (("rest", "Länder that were fitted"), ("kept", "Länder kept back"))
]


def repeats_figure(numbers: Numbers, found: Beside) -> Figure:
    """Ties that are not a town's first with a country."""
    from reports.history import country_name

    cells = found.of("repeats").with_columns(panel=pl.col("country"), partner=pl.col("name"))
    names = {"all": "all countries", "other": "other countries"}
    codes = cells["partner"].unique(maintain_order=True).to_list()
    named = {code: names.get(code, country_name(code)) for code in codes}
    cells = cells.with_columns(label=pl.col("partner").replace(named))
    last = pl.col("partner").is_in(["other", "all"])
    cells = cells.sort("panel", last, "partner", descending=[True, False, False])
    return Figure(
        slug="one-partner",
        title="One partner a country: the share of ties that are not a town's first with it",
        alt="Share of ties that are not the town's first with the country. All countries: recorded "
        f"{numbers.say('repeats.rest.all.recorded', 'share')} where it was fitted and "
        f"{numbers.say('repeats.kept.all.recorded', 'share')} where it was kept back; simulated "
        f"{numbers.say('repeats.rest.all.simulated', 'share')} and "
        f"{numbers.say('repeats.kept.all.simulated', 'share')}.",
        data=rounded(
            cells.select(
                *("panel", "label", "recorded", "error", "simulated", "low90", "high90", "role")
            )
        ),
        source=f"{source_line('repeats')} {SIMULATED}",
        wide=charts_pairs.panels(cells, False, REPEATS),
        narrow=charts_pairs.panels(cells, True, REPEATS),
        badge="fitted and kept back",
        note=f"{_key(numbers)} {SPLIT}",
    )


def what_if_figure(numbers: Numbers, pairs: pl.DataFrame) -> Figure:
    """The same history without nearness, and without likeness."""
    km = what_if.bands(pairs, "km", ("history", "no_proximity"))
    times = what_if.bands(pairs, "times", ("history", "no_similarity"))
    say = numbers.say
    return Figure(
        slug="what-if",
        title="Who pairs with whom in the model, and what is left without nearness or likeness",
        alt="Left: shares of ties by distance; partners up to "
        f"{say('near.reach')} km are {say('history.near', 'share')} of the ties in the history and "
        f"{say('no_proximity.near', 'share')} without nearness. Right: shares by relative size; "
        f"within a factor of two are {say('history.alike', 'share')} of the ties in the history, "
        f"and {say('no_similarity.alike', 'share')} without likeness.",
        data=rounded(
            pl.concat(
                [
                    frame.with_columns(panel=pl.lit(name))
                    for name, frame in {"km": km, "times": times}.items()
                ]
            ).select("panel", "scenario", "label", "share")
        ),
        source=f"{SIMULATED} Mean of the runs, as the register of 2015 would show them.",
        wide=charts_pairs.what_if(km, times, narrow=False),
        narrow=charts_pairs.what_if(km, times, narrow=True),
        badge="simulated only",
        note="Bars: the history. Line: the same runs, with the same luck, without one of the two.",
    )
