"""The agent: a municipality or district with its ties, its decisions and its consent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import mesa

from simulation.consent import chance_of_yes
from simulation.life.forms import form_at_founding
from simulation.luck import GRID, Purpose, threshold

if TYPE_CHECKING:
    from simulation.model import TwinningModel


@dataclass(frozen=True)
class Proposal:
    """One place asks another: the rows of both, the motive, and the year."""

    asker: int
    asked: int
    motive: int
    year: int


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
    """

    model: TwinningModel

    def __init__(self, model: TwinningModel, row: int, identity: int) -> None:
        super().__init__(model)
        self.row = row
        self.identity = identity
        self.ties: dict[int, int] = {}

    @property
    def wishes(self) -> bool:
        """Whether the council waits for a partner beyond a border that is not open."""
        return bool(self.model.waiting[self.row])

    def accepts(self, partner: int) -> bool:
        """Whether the place takes up what its search brought: never itself, never twice."""
        return self.model.eligible(self.row, partner)

    def consents(self, proposal: Proposal) -> bool:
        """Say yes or no to a proposal, by the ties the place already carries."""
        luck, world = self.model.luck, self.model.world
        boroughs = int(world.boroughs[self.row])
        inhabitants = float(world.population[self.row]) / boroughs
        load = len(self.ties) / boroughs
        chance = chance_of_yes(load, inhabitants, self.model.parameters.consent)
        asker = int(world.ids[proposal.asker])
        draw = luck.draw(Purpose.CONSENT, proposal.year, self.identity, asker, kind=proposal.motive)
        return draw < threshold(chance)

    def form_of(self, proposal: Proposal) -> int:
        """What is agreed at once with a partner that said yes: contact up to contract."""
        asked = int(self.model.world.ids[proposal.asked])
        draw = self.model.luck.draw(
            Purpose.FORM, proposal.year, self.identity, asked, kind=proposal.motive
        )
        return form_at_founding(draw / GRID, self.model.parameters.forms)

    def agrees_to_deepen(self, tie: int, form: int) -> bool:
        """Whether the council takes a step that has become possible."""
        return tie in self.ties and form > 0

    def lets_go(self, tie: int) -> bool:
        """Whether the council lets a tie end that nobody carries on."""
        return tie in self.ties
