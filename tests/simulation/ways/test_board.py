"""The search board on the toy world: who advertises, who reads, whom they meet."""

import json
import math

import numpy as np
import polars as pl
import pytest

from simulation import consent, pairing, simulate
from simulation.luck import exp
from simulation.model import TwinningModel
from simulation.municipality import Municipality, Proposal
from simulation.parameters import Board
from simulation.search import Searches
from simulation.ways import board
from tests.simulation.conftest import lively

EXCHANGE, EAST_WEST = 1, 2
BUSY = {"since": 1990, "unasked": 0.2, "use": 1.0}


def run(seed=5, agent_class=Municipality, **changes):
    settings = {"start": 1985, "until": 1998, **changes}
    return simulate(lively(**settings), seed=seed, world="toy", agent_class=agent_class)


def places(world, country, count):
    """Rows of municipalities of a country (or of a German side), ascending."""
    group = world.group == world.groups.index(country)
    return np.flatnonzero(group & ~world.is_district)[:count].tolist()


def model_in(world, year, agent_class=Municipality, **changes):
    model = TwinningModel(lively(**{"board": BUSY, **changes}), world, 5, agent_class)
    model.year = year
    return model


def meet(model, year, rows, motive):
    searches = [Searches(np.array(rows, dtype=np.int64), motive)]
    return board.meet(model, searches, model.climates.of(year))


def posted(model, rows, year):
    for row in rows:
        board.state(model).post([row], year, "unasked")


def test_effect_far():
    assert board.far(np.array([-1.0, 0.0, 2.0]), Board(reach=0.25)).tolist() == [0.75, 0.0, -1.5]


def test_effect_readier():
    assert consent.readier(0.5, 0.1) == pytest.approx(0.6)
    assert consent.readier(0.95, 0.1) == 1.0
    assert consent.readier(0.5, 0.0) == 0.5


def test_advertisements_begin_with_the_board_and_come_from_abroad(toy):
    rows = run(board=BUSY).ledger.filter(pl.col("event") == "advertised")
    assert rows["year"].min() == 1990
    assert rows.height > 50
    unasked = [json.loads(text)["why"] == "unasked" for text in rows["detail"]]
    german = {int(i) for i in toy.ids[toy.land >= 0]}
    assert not german & set(rows["a"].filter(pl.Series(unasked)).to_list())


def test_unasked_advertisements_come_at_the_yearly_rate(toy):
    """Geometric waiting: shares within five standard errors; the seed is fixed."""
    model = model_in(toy, 1990, board={**BUSY, "since": 1990}, until=2025)
    row = places(toy, "FR", 1)[0]
    turns = np.arange(4000)
    wait = board.waiting(model, np.full(4000, row), turns)
    rate = model.parameters.rate
    yearly = 0.2 * math.exp(rate.size * toy.size[row] + rate.size_curve * toy.size[row] ** 2)
    for year in (0, 1, 5):
        share = math.exp(-yearly * year) - math.exp(-yearly * (year + 1))
        error = math.sqrt(share * (1.0 - share) / 4000)
        assert np.mean(wait == year) == pytest.approx(share, abs=5 * error)
    assert np.mean(wait == board.NEVER) == pytest.approx(math.exp(-yearly * 36), abs=0.04)
    still = model_in(toy, 1990, board={**BUSY, "unasked": 0.0})
    assert set(board.waiting(still, np.full(9, row), turns[:9])) == {board.NEVER}


def test_an_advertisement_stands_its_years_or_until_it_brings_a_tie(toy):
    model = model_in(toy, 1992, board={**BUSY, "years": 3})
    lucky, waiting = places(toy, "FR", 2)
    posted(model, [lucky, waiting], 1992)
    partner = places(toy, "DE:west", 1)[0]
    pairing.found(model, Proposal(partner, lucky, 0, 1993), form=2)
    standing = board.state(model).posted
    board.state(model).clear(1994)
    assert set(standing) == {waiting}
    board.state(model).clear(1995)
    assert standing == {}


def test_the_refused_advertise_if_they_want_to(toy):
    class Proud(Municipality):
        def advertises(self):
            return False

    asker, asked = places(toy, "DE:west", 1)[0], places(toy, "FR", 1)[0]
    refused = [Proposal(asker, asked, 0, 1992)]
    for agent_class, expected in ((Municipality, [asker]), (Proud, [])):
        model = model_in(toy, 1992, agent_class, board={**BUSY, "unasked": 0.0})
        board.advertise(model, model.climates.of(1992), refused)
        assert list(board.state(model).posted) == expected
        assert len(model.ledger) == len(expected)


def test_nobody_advertises_where_nobody_may_search(toy):
    model = model_in(toy, 1992, board={**BUSY, "unasked": 10.0}, appeal={"FR": -3.0})
    for year in (1992, 1993, 1994):
        board.advertise(model, model.climates.of(year))
    groups = {toy.groups[toy.group[row]] for row in board.state(model).posted}
    assert groups == {"FR"}


def test_a_search_ends_at_an_advertiser_of_its_motive(toy):
    model = model_in(toy, 1992)
    readers = places(toy, "DE:west", 5)
    polish, czech = places(toy, "PL", 1)[0], places(toy, "CZ", 1)[0]
    posted(model, [polish, czech, places(toy, "FR", 1)[0]], 1992)
    met, going_on = meet(model, 1993, readers, EAST_WEST)
    assert [proposal.asker for proposal in met] == readers
    assert {proposal.asked for proposal in met} <= {polish, czech}
    assert {(proposal.via, proposal.ready) for proposal in met} == {("board", 0.1)}
    assert going_on[0].rows.tolist() == []


def test_the_ledger_tells_ties_that_came_of_the_board_and_whom_a_refusal_moved():
    ledger = run(board=BUSY, consent={"base": 0.5}).ledger
    details = ledger.with_columns(
        via=pl.col("detail").str.json_path_match("$.via"),
        why=pl.col("detail").str.json_path_match("$.why"),
    )
    met = details.filter((pl.col("event") == "founded") & (pl.col("via") == "board"))
    asked = details.filter((pl.col("event") == "advertised") & (pl.col("why") == "unasked"))
    moved = details.filter((pl.col("event") == "advertised") & (pl.col("why") == "refused"))
    assert met.height > 20
    assert met["year"].min() == 1991  # read the year after the first are put up
    assert set(asked["a"]) & (set(met["a"]) | set(met["b"]))
    assert moved.height > 5


def test_searches_go_on_where_no_advertiser_weighs(toy):
    readers = places(toy, "DE:west", 5)
    empty = model_in(toy, 1992)
    assert meet(empty, 1993, readers, EAST_WEST)[0] == []
    elsewhere = model_in(toy, 1992)
    posted(elsewhere, [*places(toy, "FR", 2), places(toy, "DE:east", 1)[0]], 1992)
    met, going_on = meet(elsewhere, 1993, readers, EAST_WEST)
    assert met == []
    assert going_on[0].rows.tolist() == readers
    partner = model_in(toy, 1992)
    polish = places(toy, "PL", 1)[0]
    posted(partner, [polish], 1992)
    pairing.found(partner, Proposal(readers[0], polish, EAST_WEST, 1991), form=2)
    met, going_on = meet(partner, 1993, readers, EAST_WEST)
    assert [proposal.asker for proposal in met] == readers[1:]
    assert going_on[0].rows.tolist() == readers[:1]


def test_only_a_share_reads_but_whoever_advertises_does(toy):
    model = model_in(toy, 1992, board={**BUSY, "use": 0.0})
    readers = places(toy, "DE:west", 5)
    posted(model, [places(toy, "PL", 1)[0], readers[3]], 1992)
    met, going_on = meet(model, 1993, readers, EAST_WEST)
    assert [proposal.asker for proposal in met] == [readers[3]]
    assert going_on[0].rows.tolist() == [*readers[:3], readers[4]]


def test_districts_meet_districts(toy):
    model = model_in(toy, 1992)
    here, there = toy.land >= 0, toy.group == toy.groups.index("PL")
    districts = np.flatnonzero(here & ~toy.east & toy.is_district).tolist()
    abroad = np.flatnonzero(there & toy.is_district).tolist()
    towns = places(toy, "DE:west", 3)
    posted(model, [*abroad, *places(toy, "PL", 2)], 1992)
    met, _ = meet(model, 1993, [*towns, *districts], EAST_WEST)
    assert met
    assert all(toy.is_district[p.asker] == toy.is_district[p.asked] for p in met)


def chances(model, reader, candidates):
    """Chance of each candidate of one country by the law of the board."""
    own = np.full(len(candidates), reader)
    weight = exp(board._log_weights(model, own, np.array(candidates)))
    return weight / weight.sum()


def test_partners_on_the_board_follow_its_law(toy):
    """Five standard errors over 400 years of one reader and three advertisers."""
    model = model_in(toy, 1992, board={**BUSY, "reach": 0.5})
    reader, candidates = places(toy, "DE:west", 1)[0], places(toy, "FR", 3)
    posted(model, candidates, 1992)
    climate = model.climates.of(1995)
    motive = int(model.group_motive[toy.groups.index("FR")])
    on_board = np.array(candidates)
    times = 400
    drawn = []
    for year in range(2000, 2000 + times):
        now = type(climate)(**{**vars(climate), "year": year})
        drawn += board._pick(model, np.array([reader]), np.array([motive]), now, on_board).tolist()
    for candidate, chance in zip(candidates, chances(model, reader, candidates), strict=True):
        error = math.sqrt(chance * (1.0 - chance) / times)
        assert np.mean(np.array(drawn) == candidate) == pytest.approx(chance, abs=5 * error)


def test_distance_counts_for_less_the_smaller_the_reach(toy):
    reader, french = places(toy, "DE:west", 1)[0], np.array(places(toy, "FR", 30))
    spread = []
    for reach in (1.0, 0.5, 0.0):
        model = model_in(toy, 1992, board={**BUSY, "reach": reach}, choice={"similar": 0.0})
        weight = board._log_weights(model, np.full(len(french), reader), french)
        spread.append(float(np.ptp(weight - model.parameters.choice.mass * toy.size[french])))
    assert spread[0] > spread[1] > spread[2]
    usual = model_in(toy, 1992, board={**BUSY, "reach": 1.0})
    law = usual.samplers[False].law.log_weights(reader, french)
    assert board._log_weights(usual, np.full(len(french), reader), french) == pytest.approx(law)


def test_an_advertisement_more_moves_only_those_who_take_it(toy):
    readers = places(toy, "DE:west", 40)
    few, more = places(toy, "FR", 5), places(toy, "FR", 6)
    found = []
    for candidates in (few, more):
        model = model_in(toy, 1992)
        posted(model, candidates, 1992)
        motive = int(model.group_motive[toy.groups.index("FR")])
        met, _ = meet(model, 1993, readers, motive)
        found.append({proposal.asker: proposal.asked for proposal in met})
    moved = {asker for asker in found[0] if found[0][asker] != found[1][asker]}
    assert len(found[0]) == len(readers)
    assert 0 < len(moved) < len(readers)
    assert {found[1][asker] for asker in moved} == {more[-1]}


def test_readers_choose_alike_however_many_are_looked_at_at_once(toy, monkeypatch):
    readers, found = places(toy, "DE:west", 40), []
    for piece in (board.PIECE, 7):
        monkeypatch.setattr(board, "PIECE", piece)
        model = model_in(toy, 1992)
        posted(model, places(toy, "FR", 6), 1992)
        met, left = meet(model, 1993, readers, int(model.group_motive[toy.groups.index("FR")]))
        found.append((met, [search.rows.tolist() for search in left]))
    assert found[0] == found[1]
    assert len(found[0][0]) == len(readers)


def test_without_a_board_nothing_else_changes():
    off = run(board={**BUSY, "active": False})
    never = run(board={**BUSY, "since": 2050})
    open_late = run(board=BUSY)
    assert "advertised" not in set(off.ledger["event"])
    assert off.ledger.equals(never.ledger)
    before = pl.col("year") <= 1990
    ties_of = (pl.col("event") != "advertised") & before
    assert open_late.ledger.filter(ties_of).equals(off.ledger.filter(before))
    assert not open_late.ledger.equals(off.ledger)
