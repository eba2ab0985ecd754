"""Sponsorships: taken on one-sidedly, kept apart from ties, turned into twinnings or let go."""

import json

import numpy as np
import polars as pl
import pytest
from pydantic import ValidationError

from simulation import simulate
from simulation.municipality import Municipality
from simulation.parameters import Choice, Response, Sponsorships
from simulation.ties import SPONSORSHIP
from simulation.ways import sponsorships
from simulation.ways.homelands import origins_of
from tests.simulation.conftest import lively

MANY = {"level": 1.0, "fading": 40.0, "convert": 60.0, "ending": 0.01}
QUIET = {"convert": 0.0, "ending": 0.0}
APPEAL = {"PL": -3.0, "CZ": -3.0, "FR": -3.0}


def play(seed=3, agent_class=Municipality, events=None, until=2000, contacts=True, **settings):
    parameters = lively(
        start=1948,
        until=until,
        contacts={"active": contacts},
        appeal=APPEAL,
        events=events or {},
        sponsorships={**MANY, **settings},
    )
    return simulate(parameters, seed=seed, world="toy", agent_class=agent_class)


def of_kind(history, event, kind="sponsorship"):
    rows = history.ledger.filter(pl.col("event") == event)
    return [
        {**json.loads(row["detail"]), **row}
        for row in rows.iter_rows(named=True)
        if json.loads(row["detail"]).get("kind") == kind
    ]


@pytest.fixture(scope="module")
def played():
    return play()


def test_effect_asking():
    settings = Sponsorships(since=1950, fading=10.0)
    found = [sponsorships.asking(year, settings) for year in (1950, 1960, 1970)]
    assert found == pytest.approx([1.0, 0.5, 0.25])


def test_effect_home_weights():
    choice = Choice(similar=-1.0, mass=0.5)
    found = sponsorships.home_weights(1.0, np.array([0.0, 1.0, 2.0]), choice)
    assert found == pytest.approx(np.exp([-1.0, 0.5, 0.0]))


def test_western_places_take_them_on_for_homelands_of_their_level_one_at_a_time(played):
    world, founded = played.world, of_kind(played, "founded")
    homes = {
        int(world.ids[row]): level
        for level, homelands in origins_of(world).members.items()
        for rows in homelands
        for row in rows
    }
    assert len(founded) > 12
    sponsors = [row["initiator"] for row in founded]
    partners = [row["a"] if row["b"] == row["initiator"] else row["b"] for row in founded]
    for sponsor, home in zip(sponsors, partners, strict=True):
        place = world.row_of[sponsor]
        assert world.land[place] >= 0
        assert not world.east[place]
        assert homes[home] == world.is_district[place]
    assert min(row["year"] for row in founded) >= Sponsorships().since
    quiet = of_kind(play(**QUIET, until=1975), "founded")
    sponsored = [row["a"] if row["b"] == row["initiator"] else row["b"] for row in quiet]
    assert len(sponsored) == len(set(sponsored))
    assert len(quiet) == len({row["initiator"] for row in quiet})


def test_nobody_is_asked_and_nothing_is_counted_until_a_sponsorship_is_a_twinning():
    asked = []

    class Asked(Municipality):
        def consents(self, proposal):
            asked.append(proposal.year)
            return super().consents(proposal)

    parameters = lively(start=1950, until=1960, appeal={}, sponsorships={**MANY, **QUIET})
    history = simulate(parameters, seed=3, world="toy", agent_class=Asked)
    assert of_kind(history, "founded")
    assert not asked
    model = history.model
    assert not model.degree.any()
    assert not model.held.any()
    assert not model.ties_abroad.any()
    assert not any(agent.ties for agent in model.agents)


def test_conversion_keeps_the_tie_and_needs_an_open_border_and_both_sides(played):
    converted = [
        row for row in of_kind(played, "converted", "twinning") if row["event"] == "converted"
    ]
    assert len(converted) > 5
    founded = {row["tie"]: row["year"] for row in of_kind(played, "founded")}
    ties = {row["tie"]: row for row in played.ties_at(2000).iter_rows(named=True)}
    for row in converted:
        assert row["year"] >= 1970  # Poland from 1970, Czechoslovakia 1973, the GDR later
        assert ties[row["tie"]]["founded"] == founded[row["tie"]]
        assert ties[row["tie"]]["kind"] == "twinning"
        assert row["motive"] in ("east_west", "reunification")

    class Refuses(Municipality):
        def consents(self, proposal):
            return False

    class Content(Municipality):
        def turns_into_twinning(self, tie):
            return False

    for kind in (Refuses, Content):
        assert not of_kind(play(agent_class=kind), "converted", "twinning")


def test_a_council_may_decline():
    class Declines(Municipality):
        def sponsors(self, home):
            return False

    assert not of_kind(play(agent_class=Declines, until=1965), "founded")


def test_what_is_not_converted_ends_with_its_generation():
    history = play(convert=0.0, ending=0.2, until=1975)
    ended = [
        row
        for row in history.ledger.filter(pl.col("event") == "ended").iter_rows(named=True)
        if json.loads(row["detail"])["why"] == sponsorships.GENERATION
    ]
    founded = {row["tie"] for row in of_kind(history, "founded")}
    assert len(ended) > 5
    assert {row["tie"] for row in ended} <= founded
    assert (
        history.ties_at(1975).filter(pl.col("kind") == "sponsorship")["ended"].is_not_null().any()
    )


def test_the_guidelines_bring_a_wave_and_can_be_left_out():
    strong = {sponsorships.GUIDELINES: Response(size=3.0, delay=0.5, half_life=3.0).model_dump()}
    off = {sponsorships.GUIDELINES: {**strong[sponsorships.GUIDELINES], "active": False}}
    few = {**QUIET, "level": 0.1}
    counts = {}
    for name, events in (("plain", {}), ("wave", strong), ("off", off)):
        years = [row["year"] for row in of_kind(play(events=events, until=1960, **few), "founded")]
        counts[name] = (sum(y < 1953 for y in years), sum(1954 <= y <= 1958 for y in years))
    assert counts["off"] == counts["plain"]
    assert counts["wave"][0] == counts["plain"][0]
    assert counts["wave"][1] > counts["plain"][1] + 2


def test_what_is_not_converted_leaves_all_other_ties_untouched():
    """Contacts aside, by which a sponsorship turns its place towards the country."""
    off = play(active=False, contacts=False, until=1985)
    kept = play(**QUIET, contacts=False, until=1985)
    own = {row["tie"] for row in of_kind(kept, "founded")}
    columns = ("year", "event", "a", "b", "detail")
    others = ~pl.col("tie").is_in(list(own)) | pl.col("tie").is_null()
    rest = kept.ledger.filter(others).select(columns)
    assert own
    assert not of_kind(off, "founded")
    assert rest.equals(off.ledger.select(columns))


def test_luck_is_keyed_by_place_and_pair(played):
    """Whether a place takes one on does not change with what other places do."""

    class OnlyDistricts(Municipality):
        def sponsors(self, home):
            return bool(self.model.world.is_district[self.row]) and super().sponsors(home)

    def taken(history):
        return [
            (row["year"], row["a"], row["b"])
            for row in of_kind(history, "founded")
            if history.world.is_district[history.world.row_of[row["initiator"]]]
        ]

    alone = play(agent_class=OnlyDistricts, **QUIET, until=1970)
    assert taken(alone) == taken(play(**QUIET, until=1970))
    assert taken(alone)


def test_convert_refuses_what_is_no_sponsorship(played):
    model = played.model
    twinning = int(np.flatnonzero(model.ties.rows("kind") != SPONSORSHIP)[0])
    with pytest.raises(ValueError, match="no living sponsorship"):
        sponsorships.convert(model, twinning, None, 0)


@pytest.mark.parametrize(
    "wrong", [{"level": -1.0}, {"fading": 0.0}, {"ending": 2.0}, {"since": 1944}]
)
def test_impossible_numbers_are_refused(wrong):
    with pytest.raises(ValidationError):
        Sponsorships(**wrong)


def test_the_french_zone_takes_on_few():
    """D52: rates follow the people counted in each zone, no rule of its own."""
    from simulation.run import cached_world

    world = cached_world("germany")
    origins = origins_of(world)
    code = np.array(world.laender)[world.land[world.searchers]]
    share = {
        land: float(origins.share[code == land].mean()) for land in ("DE-RP", "DE-SH", "DE-BY")
    }
    assert share["DE-RP"] < 0.5 * share["DE-BY"] < 0.5 * share["DE-SH"]
    assert not origins.share[np.isin(code, ["DE-SL", "DE-SN", "DE-TH"])].any()
