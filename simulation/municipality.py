"""The agent: a municipality or district with its ties, its decisions and its consent."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

import mesa

from simulation.consent import chance_of_yes, readier
from simulation.life.forms import form_at_founding
from simulation.luck import GRID, Purpose, threshold
from simulation.motives import MOTIVES, REUNIFICATION
from simulation.plain import plain
from simulation.ties import CONTACT, DEVELOPMENT, ENDED, KINDS, PARTNERSHIP

if TYPE_CHECKING:
    from simulation.model import TwinningModel


class Proposal(NamedTuple):
    """One place asks another: the rows of both, the motive, and the year.

    `via` names what brought them together, if it was no search of the asker's own; `ready` is
    added to the chance of a yes.
    """

    asker: int
    asked: int
    motive: int
    year: int
    via: str | None = None
    ready: float = 0.0


class Municipality(mesa.Agent):  # type: ignore[type-arg]
    """A place that searches, or that was asked once.

    Parameters
    ----------
    model : TwinningModel
    row : int
        Row of the place in the world; `identity` is its stable id.

    Attributes
    ----------
    ties : dict of int to int
        Number of each living tie and the row of the partner.
    groups : dict of int to str
        Number and kind of each multilateral group that the place belongs to.
    """

    model: TwinningModel

    def __init__(self, model: TwinningModel, row: int, identity: int) -> None:
        super().__init__(model)
        self.row = row
        self.identity = identity
        self.ties: dict[int, int] = {}
        self.groups: dict[int, str] = {}

    def __deepcopy__(self, memo: dict[int, Any]) -> Municipality:
        """The same place in a copied model: there are thousands, and most of each is plain."""
        other = object.__new__(type(self))
        memo[id(self)] = other
        for name, value in self.__dict__.items():
            plain = type(value) is int or value is None
            other.__dict__[name] = value if plain else deepcopy(value, memo)
        return other

    @property
    def wishes(self) -> bool:
        """Whether the council waits for a partner beyond a border that is not open."""
        return bool(self.model.waiting[self.row])

    def accepts(self, partner: int) -> bool:
        """Whether the place takes up what its search brought: never itself, never twice."""
        return self.model.eligible(self.row, partner)

    def consents(self, proposal: Proposal) -> bool:
        """Say yes or no to a proposal."""
        asker = plain(self.model.world).ids[proposal.asker]
        draw = self.model.luck.draw(
            Purpose.CONSENT, proposal.year, self.identity, asker, kind=proposal.motive
        )
        return draw < threshold(self.willingness(proposal))

    def willingness(self, proposal: Proposal) -> float:
        """Chance of a yes to a proposal, by the ties the place already carries."""
        places = plain(self.model.world)
        load = len(self.ties) / places.boroughs[self.row]
        inhabitants = places.inhabitants[self.row]
        chance = chance_of_yes(load, inhabitants, self.model.parameters.consent)
        return readier(chance, proposal.ready)

    def joins(self, kind: str) -> bool:
        """Whether the council joins a group of more than two: one of a kind is enough."""
        return kind not in self.groups.values()

    def advertises(self) -> bool:
        """Whether the place puts an advertisement on the search board, given a reason to."""
        return True

    def form_of(self, proposal: Proposal) -> int:
        """What is agreed at once with a partner that said yes: contact up to contract.

        With a town of the Global South no more than a networking event: the rest is a path. With
        the other part of Germany a contract: that is what the waiting councils had applied for.
        """
        if proposal.motive == REUNIFICATION:
            return PARTNERSHIP
        development = MOTIVES[proposal.motive].kind == KINDS[DEVELOPMENT]
        if development and self.model.parameters.development.active:
            return CONTACT
        asked = plain(self.model.world).ids[proposal.asked]
        draw = self.model.luck.draw(
            Purpose.FORM, proposal.year, self.identity, asked, kind=proposal.motive
        )
        return form_at_founding(draw / GRID, self.model.parameters.forms)

    def agrees_to_deepen(self, tie: int, form: int) -> bool:
        """Whether the council takes a step that has become possible."""
        return tie in self.ties and form > 0

    def sponsors(self, home: int) -> bool:
        """Whether the council takes on the sponsorship of a place of origin, if asked."""
        return self.model.eligible(self.row, home)

    def turns_into_twinning(self, tie: int) -> bool:
        """Whether the council wants a twinning in place of a sponsorship that it holds."""
        return tie not in self.ties

    def wants_climate_project(self, tie: int) -> bool:
        """Whether the council answers the call for climate partnerships with a partner it has."""
        return tie in self.ties

    def lets_go(self, tie: int) -> bool:
        """Whether the council lets a tie end that nobody carries on, a sponsorship included."""
        return int(self.model.ties.rows("status")[tie]) != ENDED

    def drops(self, tie: int) -> bool:
        """Whether the council ends a tie that a merger makes the second one with its country."""
        return tie in self.ties

    def applies(self, tie: int, programme: str) -> bool:
        """Whether a tie's people write the application that they have a reason to write."""
        return tie in self.ties and bool(programme)

    def takes_part(self, measure: str) -> bool:
        """Whether the council takes up a measure for places that it has a reason to take up."""
        return bool(measure)


_STATED = {
    name: getattr(Municipality, name)
    for name in ("accepts", "advertises", "applies", "consents", "form_of", "joins", "willingness")
}
"""Decisions of which arrays know the outcome where nobody has changed them."""


def as_stated(kind: type[Municipality], *decisions: str) -> bool:
    """Whether places of a class take some of `_STATED` as `Municipality` does.

    Asked one by one they would then say the same, and take thirty times as long.
    """
    return all(getattr(kind, name) is _STATED[name] for name in decisions)
