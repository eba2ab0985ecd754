"""The search board: places that advertise are found more easily, by others.

Places abroad put up an advertisement unasked, now and then; places at home do after a refusal.
A share of the searches looks at the board before it looks anywhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, repeat
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation import pairing, rates
from simulation.choice import effects
from simulation.choice.serving import NOBODY
from simulation.climate import Climate
from simulation.ledger import ADVERTISED
from simulation.luck import Purpose, exp, great_circle_km, log, threshold
from simulation.municipality import Proposal
from simulation.parameters import Board
from simulation.plain import plain
from simulation.policy.outside import outside
from simulation.search import Searches
from simulation.ties import ENDED, SPONSORSHIP
from simulation.wording import Wording, word

if TYPE_CHECKING:
    from simulation.model import TwinningModel

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

PIECE = 256
"""Readers of the board whose choices are found at once: each looks at all that stands there."""
NEVER = -1
ADVERTISED_WORDS = Wording({"why": word})
"""What the ledger tells of an advertisement."""
LEAST = 1e-300
"""In place of a draw of exactly zero, whose logarithm does not exist."""


def far(log_distance: Floats, board: Board) -> Floats:
    """What the board adds to a pair's log weight: distance counts for `reach` of itself."""
    return (board.reach - 1.0) * log_distance


@dataclass
class Advertisements:
    """What stands on the board.

    Attributes
    ----------
    posted : dict of int to int
        Year in which each row of the world put up the advertisement that stands.
    due : dict of int to list of int
        Rows abroad by the year of their next advertisement.
    planned : bool
        Whether these years are fixed: they are once the board opens.
    turn : dict of int to int
        Advertisements that a row abroad has had fall due.
    """

    model: TwinningModel
    posted: dict[int, int] = field(default_factory=dict)
    due: dict[int, list[int]] = field(default_factory=dict)
    planned: bool = False
    turn: dict[int, int] = field(default_factory=dict)

    def clear(self, year: int) -> None:
        """Take down what has stood its years, or has brought a tie."""
        years, latest = self.model.parameters.board.years, self._latest()
        for row, posted in list(self.posted.items()):
            if latest[row] > posted or year - posted >= years:
                del self.posted[row]

    def _latest(self) -> list[int]:
        """Year in which each row founded the latest of its living ties, before all years if none.

        A sponsorship is none.
        """
        table = self.model.ties
        living = (table.rows("status") != ENDED) & (table.rows("kind") != SPONSORSHIP)
        latest = np.full(len(self.model.world.ids), NEVER)
        for end in ("a", "b"):
            np.maximum.at(latest, table.rows(end)[living], table.rows("founded")[living])
        found: list[int] = latest.tolist()
        return found

    def post(self, rows: Sequence[int], year: int, why: str) -> None:
        """Put up advertisements of the places that want to and have none."""
        new = [row for row in dict.fromkeys(rows) if row not in self.posted]
        if not self.model.as_stated("advertises"):
            new = [row for row in new if self.model.agent_at(row).advertises()]
        self.posted.update(dict.fromkeys(new, year))
        told = {"why": [why] * len(new)}
        ids = self.model.world.ids[np.array(new, dtype=np.int64)]
        self.model.ledger.extend_places(year, ADVERTISED, ids, ADVERTISED_WORDS, told)

    def unasked(self, year: int) -> list[int]:
        """Places abroad whose next advertisement is due; the one after it is fixed at once."""
        if not self.planned:
            self.planned = True
            self._plan(np.flatnonzero(self.model.world.land < 0), year)
        rows = sorted(self.due.pop(year, []))
        for row in rows:
            self.turn[row] = self.turn.get(row, 0) + 1
        self._plan(np.array(rows, dtype=np.int64), year + 1)
        return rows

    def _plan(self, rows: Integers, start: int) -> None:
        """Fix the years of the next advertisements: waiting times, so that nobody draws yearly."""
        turn = np.zeros(len(rows), dtype=np.int64)
        if self.turn:
            turn[:] = [self.turn.get(row, 0) for row in rows.tolist()]
        wait = waiting(self.model, rows, turn)
        ever = wait != NEVER
        for row, years in zip(rows[ever].tolist(), wait[ever].tolist(), strict=True):
            self.due.setdefault(start + years, []).append(row)


def waiting(model: TwinningModel, rows: Integers, turn: Integers) -> Integers:
    """Years until each row advertises unasked: 0 is at once, `NEVER` past the last year.

    Geometric, as if a place drew each year at its own rate.
    """
    world, board, rate = model.world, model.parameters.board, model.parameters.rate
    by_size = np.where(
        world.is_district[rows],
        rates.district(world.size[rows], rate),
        rates.size(world.size[rows], rate),
    )
    yearly = board.unasked * exp(by_size)
    fraction = model.luck.fractions(Purpose.ADVERTISE, board.since, world.ids[rows], attempt=turn)
    # log of the chance that nothing has happened yet falls by `yearly` a year
    spent = -log(1.0 - fraction)
    last = model.parameters.until - board.since + 1
    within = spent < yearly * last
    years = np.floor(spent / np.where(within, yearly, 1.0))
    return np.where(within, years, NEVER).astype(np.int64)


def state(model: TwinningModel) -> Advertisements:
    """The board of a model, made at first asking."""
    return model.part(Advertisements)


def advertise(model: TwinningModel, climate: Climate, refused: Sequence[Proposal] = ()) -> None:
    """Take old advertisements down; let the refused and some places abroad put up theirs."""
    board, year = model.parameters.board, climate.year
    if not board.active or year < board.since:
        return
    advertisements = state(model)
    advertisements.clear(year)
    advertisements.post(sorted({proposal.asker for proposal in refused}), year, "refused")
    sought = (climate.flow.max(axis=0) > 0.0).tolist()
    group = plain(model.world).group  # nobody would read it before the border opens
    read = [row for row in advertisements.unasked(year) if sought[group[row]]]
    advertisements.post(read, year, "unasked")


def meet(
    model: TwinningModel, searches: list[Searches], climate: Climate
) -> tuple[list[Proposal], list[Searches]]:
    """Proposals that the board brings about, and the searches that go on without it."""
    board = model.parameters.board
    if not board.active or climate.year <= board.since:  # what is put up is read the year after
        return [], searches
    on_board = np.array(sorted(state(model).posted), dtype=np.int64)
    counts = [len(search.rows) for search in searches]
    rows = np.concatenate([np.zeros(0, dtype=np.int64), *(search.rows for search in searches)])
    motives = np.repeat(np.array([s.motive for s in searches], dtype=np.int64), counts)
    partners = np.full(len(rows), NOBODY, dtype=np.int64)
    looks = _looks(model, rows, motives, climate, on_board)
    for districts in model.samplers:
        own = np.flatnonzero(looks & (model.world.is_district[rows] == districts))
        for start in range(0, len(own), PIECE):
            some = own[start : start + PIECE]
            partners[some] = _pick(model, rows[some], motives[some], climate, on_board)
    met = partners != NOBODY
    columns = (column[met].tolist() for column in (rows, partners, motives))
    told = repeat(climate.year), repeat("board"), repeat(board.ready)
    parts = zip(np.split(rows, np.cumsum(counts)), np.split(met, np.cumsum(counts)), strict=True)
    going_on = [
        Searches(own[~gone], search.motive)
        for (own, gone), search in zip(parts, searches, strict=False)
    ]
    return list(map(Proposal, *columns, *told)), going_on


def _looks(
    model: TwinningModel, rows: Integers, motives: Integers, climate: Climate, on_board: Integers
) -> NDArray[np.bool_]:
    """Who looks at the board first: a share of the searches, and whoever advertises there."""
    ids, use = model.world.ids[rows], model.parameters.board.use
    draws = model.luck.draws(Purpose.BOARD, climate.year, ids, kind=motives)
    share = np.minimum(use * outside(model).board(rows), 1.0)
    advertises = np.zeros(len(model.world.ids), dtype=np.bool_)
    advertises[on_board] = True
    looks: NDArray[np.bool_] = (draws < threshold(share)) | advertises[rows]
    return looks


def _pick(
    model: TwinningModel, rows: Integers, motive: Integers, climate: Climate, on_board: Integers
) -> Integers:
    """One advertiser for each reader of one level by the law of choice; `NOBODY` if none weighs.

    A country first, as the usual law draws to it all that lies there; then one of its
    advertisers. So the board changes with whom in a country, hardly which country.
    """
    world = model.world
    found = np.full(len(rows), NOBODY, dtype=np.int64)
    if not len(rows) or not len(on_board):
        return found
    others = on_board[world.is_district[on_board] == world.is_district[rows[0]]]
    factors = pairing.region_factors(model, rows, motive, climate)
    may = factors[:, world.region[others]] > 0.0
    may &= world.group[rows][:, None] != world.group[others]
    column = {other: number for number, other in enumerate(others.tolist())}
    for place, row in enumerate(rows.tolist()):
        held = column.keys() & set(model.agent_at(row).ties.values())
        may[place, [column[partner] for partner in held]] = False
    reader, other = np.nonzero(may)
    partner = others[other]
    country = _countries(model, rows, factors, (reader, world.group[partner]), climate, motive)
    here = world.group[partner] == country[reader]
    reader, partner = reader[here], partner[here]
    weight = log(factors[reader, world.region[partner]])
    weight = weight + _log_weights(model, rows[reader], partner)
    ids = (world.ids[rows[reader]], world.ids[partner])
    weight = weight + _noise(model, climate.year, *ids, kind=motive[reader])
    # pairs lie by reader: the first of the largest of each
    first = np.flatnonzero(np.diff(reader, prepend=-1))
    for start, stop in pairwise([*first.tolist(), len(reader)]):
        found[reader[start]] = partner[start + int(np.argmax(weight[start:stop]))]
    return found


def _countries(
    model: TwinningModel,
    rows: Integers,
    factors: Floats,
    there: tuple[Integers, Integers],
    climate: Climate,
    motive: Integers,
) -> Integers:
    """Group in which each reader looks, among those with advertisers for it (reader, group)."""
    world = model.world
    sampler = model.samplers[bool(world.is_district[rows[0]])]
    access = sampler.access[np.searchsorted(sampler.law.geometry.searchers, rows)]
    drawn = np.zeros((len(rows), len(world.groups)))
    for region in np.flatnonzero(factors.any(axis=0)).tolist():  # sums in a fixed order
        drawn[:, world.region_group[region]] += factors[:, region] * access[:, region]
    on_offer = np.zeros(drawn.shape, dtype=np.bool_)
    on_offer[there] = True
    reader, group = np.nonzero(on_offer & (drawn > 0.0))
    score = np.full(drawn.shape, -np.inf)
    kinds = motive[reader]
    noise = _noise(model, climate.year, world.ids[rows[reader]], group, salt=1, kind=kinds)
    score[reader, group] = log(drawn[reader, group]) + noise
    result: Integers = np.where(on_offer.any(axis=1), np.argmax(score, axis=1), NOBODY)
    return result


def _noise(
    model: TwinningModel,
    year: int,
    own: Integers,
    other: Integers,
    *,
    kind: Integers,
    salt: int = 0,
) -> Floats:
    """Gumbel noise of pairs: the largest of log weight plus noise is a draw by weight.

    Each pair has luck of its own, so a place more on the board changes nothing for those who
    do not take it.
    """
    fraction = model.luck.fractions(Purpose.BOARD, year, own, other=other, salt=salt, kind=kind)
    result: Floats = -log(-log(np.maximum(fraction, LEAST)))
    return result


def _log_weights(model: TwinningModel, own: Integers, partner: Integers) -> Floats:
    """Log weights of pairs on the board: the law's, with distance counting for less."""
    world = model.world
    if not len(own):
        return np.zeros(0)
    law = model.samplers[bool(world.is_district[own[0]])].law
    km = great_circle_km(world.point[own], world.point[partner])
    distance = effects.distance(km, law.slope[world.group[partner]], law.choice)
    return law.log_weights(own, partner) + far(distance, model.parameters.board)
