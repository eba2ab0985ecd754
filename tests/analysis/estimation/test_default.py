"""The default scenario is what the estimates say, and agrees with the record where it must."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl
import pytest

from analysis.estimation import write
from analysis.estimation.counts.exposure import YEARS, exposure, mean_of, recorded_share
from analysis.estimation.counts.rounds import pending
from analysis.estimation.counts.seen import FITTED_LAENDER, LAST, observed, observed_by_land
from analysis.estimation.counts.shapes import GRID, estimated, kind_of, responses, search_shapes
from analysis.estimation.standing import starting
from analysis.evidence import assumed_events, merged, settled, with_assumed
from analysis.evidence.scenario_file import history_text
from analysis.observation.register import SNAPSHOT, recorded
from analysis.recorded import country_totals, forms, published, sha256
from analysis.recorded import load as load_table
from analysis.validation import split
from scenarios import load
from simulation import simulate
from simulation.choice import effects
from simulation.past import load_events
from simulation.run import cached_world

SEEDS = (1, 2, 3)


@pytest.fixture(scope="module")
def registers():
    # later years are not seen by the register of spring 2015
    histories = [simulate(load("history"), seed, until=SNAPSHOT) for seed in SEEDS]
    return pl.concat(recorded(h).with_columns(seed=pl.lit(h.seed)) for h in histories).with_columns(
        country=pl.when(pl.col("country_a") == "DE")
        .then(pl.col("country_b"))
        .otherwise(pl.col("country_a"))
    )


def test_the_scenario_file_is_generated_from_the_estimates():
    history, links, flows = load("history"), write.read(write.LINKS), write.read(write.FLOWS)
    assert write.HISTORY.read_text(encoding="utf-8") == history_text(history)
    assert history.choice.same_name == flows["same_name"]
    assert history == settled(with_assumed(history))
    again = merged(write.with_links(history, links), links)
    named = {"choice": again.choice.model_copy(update={"same_name": flows["same_name"]})}
    assert history == again.model_copy(update=named)
    for name, response in history.events.items():
        event = next(e for e in load_events() if e.id == name)
        if not estimated(event) and name not in assumed_events({}):
            assert response.size == 0.0
    for name, hashed in flows["tables"].items():
        assert sha256(name) == hashed, f"{name} changed: run `python -m analysis.estimation`"


def test_unknown_years_are_those_of_the_record():
    undated = {r["form"]: r["undated"] / r["links"] for r in forms().iter_rows(named=True)}
    for form, share in load("history").recording.year_unknown.items():
        assert share == pytest.approx(undated[form], abs=1e-4)
    links = write.read(write.LINKS)
    assert starting(links).recording == load("history").recording


def test_all_recorded_ties_within_ten_percent(registers):
    total = float(published("C085")["value"][0])
    assert total == 7133
    assert registers.height / len(SEEDS) == pytest.approx(total, rel=0.10)


@pytest.mark.parametrize("country", ["FR", "PL", "GB", "IT", "AT", "HU", "NL", "CZ"])
def test_the_largest_partners_within_a_quarter(registers, country):
    target = dict(country_totals().iter_rows())[country]
    found = registers.filter(pl.col("country") == country).height / len(SEEDS)
    assert found == pytest.approx(target, rel=0.25)


def test_the_waves_are_there(registers):
    """The rise of the 1960s, the surge of 1989-92, the fading afterwards."""
    years = registers["year"].drop_nulls()

    def per_year(first, last):
        return years.is_between(first, last).sum() / (last - first + 1)

    assert per_year(1965, 1969) > 3 * per_year(1950, 1954)
    assert per_year(1989, 1992) > 1.5 * per_year(1980, 1984)
    assert per_year(2005, 2009) < 0.6 * per_year(1989, 1992)


def test_a_country_already_held_is_rarely_chosen_again(registers):
    german = pl.when(pl.col("country_a") == "DE").then(pl.col("a")).otherwise(pl.col("b"))
    pairs = registers.with_columns(town=german).group_by("seed", "town", "country").len()
    assert (pairs["len"] > 1).sum() / len(SEEDS) < 0.12 * registers.height / len(SEEDS)


def test_every_event_has_a_kind_or_breaks():
    for event in load_events():
        breaks = {act.what for act in event.acts} <= {"rupture", "halt"}
        assert (kind_of(event) is None) == breaks
    late = [e for e in load_events() if e.date.year > LAST]
    assert late
    assert not any(estimated(event) for event in late)


def test_shapes_are_searched_uphill():
    best = {kind: GRID[kind][-1] for kind in ("umbrella", "opening", "sign")}

    def merit(shapes):
        return -sum(shapes[kind] != shape for kind, shape in best.items())

    others = {"programme": (2.0, 6.0), "root": (0.0, 60.0)}
    start = {**dict.fromkeys(best, (9.0, 9.0)), **others}
    assert search_shapes(start, merit) == {**best, **others}
    assert set(responses({**best, **others})) == {e.id for e in load_events() if kind_of(e)}


def test_what_the_record_holds_is_counted_once():
    world = cached_world("germany")
    counts = observed(world)
    known = set(world.group_country)
    before = 3  # ties dated before 1945 stand in the last column, as undated ones do
    total = sum(links for country, links in country_totals().iter_rows() if country in known)
    assert counts.sum() == total
    assert counts[:, :-1].sum() > 5000
    assert before < counts[:, -1].sum() < total / 2
    assert pending() == 800


def test_laender_are_counted_where_they_are_not_kept_back():
    assert len(FITTED_LAENDER) == 7
    assert not set(FITTED_LAENDER) & set(split().laender)
    world = cached_world("germany")
    counts = observed_by_land(world)
    table = load_table("rgre2015_links_by_land").filter(pl.col("land").is_in(FITTED_LAENDER))
    known = table.filter(pl.col("country").is_in(world.group_country))["count"].sum()
    assert counts.sum() == known > 3000
    assert counts[FITTED_LAENDER.index("DE-BY"), world.groups.index("FR")] == 396


def test_the_recorded_share_is_kept_rows_over_searches():
    flow = np.full((3, len(YEARS)), 10.0)
    dated = np.full((3, len(YEARS)), 4.0)
    share = recorded_share(flow, dated, ["FR", "GB", "PL"])
    assert share == pytest.approx(0.4, rel=0.1)


@pytest.mark.deep
def test_exposure_under_the_truth_reproduces_what_was_simulated():
    truth = load("history").model_copy(update={"until": 2014})
    with ThreadPoolExecutor(1) as executor:
        measured = mean_of(truth, SEEDS[:2], executor)
    shown = exposure(truth, measured)
    assert shown.expected[:, :-1].sum() == pytest.approx(measured.dated.sum(), rel=0.05)
    assert shown.expected.sum() == pytest.approx(measured.totals.sum(), rel=0.05)
    assert shown.mix.sum(axis=2)[shown.expected > 0] == pytest.approx(1.0)
    assert shown.laender_mix.sum(axis=2)[measured.by_land > 0] == pytest.approx(1.0)
    assert 0.3 < shown.laender.sum() / shown.expected.sum() < 0.6


def test_documents_quote_the_estimates():
    odd = (write.HISTORY.parents[2] / "simulation" / "ODD.md").read_text(encoding="utf-8")
    asked = write.read(write.LINKS)["checks"]
    value, error = asked["rate_access"]
    assert f"({value:.2f}, standard error {error:.2f}," in odd
    gain = asked["choice_gain_over_squares"]
    assert f"by {gain:.0f} units of log likelihood" in effects.similar_size.__doc__
    sizes = asked["rate_size_by_period"]
    first = min(sizes)
    begun = f"of {sizes[first][0]:.1f} ({sizes[first][1]:.1f}) in {first}-{int(first) % 100 + 4}"
    assert f"{begun} and of {sizes['1990'][0]:.1f}" in odd
    spread = np.exp(write.read(write.LINKS)["reach"]["land_spread"])
    assert f"scatters by a factor of {spread:.1f} " in odd
    level = cached_world("germany").frame.filter(pl.col("country") == "DE")["level"]
    assert f"{(level == 'municipality').sum():,} German municipalities" in odd
    assert f"{(level == 'district').sum()} districts" in odd
