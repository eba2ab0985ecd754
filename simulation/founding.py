"""Founding: what was agreed becomes a tie, with both agents, in the arrays and in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.ledger import FOUNDED
from simulation.motives import MOTIVES, REUNIFICATION
from simulation.ties import ACTIVE, KINDS, PARTNERSHIP
from simulation.ways import projects, sponsorships
from simulation.ways.words import FOUNDED_WORDS

if TYPE_CHECKING:
    from simulation.model import TwinningModel
    from simulation.municipality import Proposal

_KIND = np.array([KINDS.index(motive.kind) for motive in MOTIVES])
"""Kind of tie that each motive founds."""


class Agreed:
    """Ties that are agreed one after the other and written down together.

    Both agents know of a tie at once, for what they answer next depends on it; arrays and
    ledger learn of it with all others at `settle`.

    Attributes
    ----------
    touched : set of int
        Rows of the places that an agreed tie, or a sponsorship made a tie, has joined.
    """

    def __init__(self, model: TwinningModel) -> None:
        self.model = model
        self.touched: set[int] = set()
        self._open: list[tuple[Proposal, int, float]] = []
        self._next = model.ties.count
        self._agents = model.agent_of_row

    def joins(self, proposal: Proposal) -> bool:
        """Whether asker and asked have agreed on a tie already."""
        return proposal.asked in self.model.agent_at(proposal.asker).ties.values()

    def add(self, proposal: Proposal, form: int, prior: float, *, tied: bool = True) -> int:
        """Agree on a tie, whose number is returned; a sponsorship becomes this tie.

        `prior` is what joined the two before; they may be `tied` by a sponsorship.
        """
        model, agents, (asker, asked, *_) = self.model, self._agents, proposal
        self.touched.add(asker)
        self.touched.add(asked)
        sponsorship = model.ties.between(asker, asked) if tied else None
        if sponsorship is not None:
            self.settle()  # the ledger keeps the order
            sponsorships.convert(model, sponsorship, proposal, form)
            self._next = model.ties.count
            if proposal.motive == REUNIFICATION:
                model.waiting[[asker, asked]] = False
            return sponsorship
        tie = self._next
        self._next += 1
        (agents.get(asker) or model.agent_at(asker)).ties[tie] = asked
        (agents.get(asked) or model.agent_at(asked)).ties[tie] = asker
        self._open.append((proposal, form, prior))
        return tie

    def settle(self) -> None:
        """Write down what is open: arrays, counts and ledger."""
        if not self._open:
            return
        model, first = self.model, self.model.ties.count
        proposals, forms, priors = zip(*self._open, strict=True)
        askers, all_asked, motives, (founded, *_), via, _ = zip(*proposals, strict=True)
        asker, asked, motive, form = map(np.array, (askers, all_asked, motives, forms))
        a, b, kind = np.minimum(asker, asked), np.maximum(asker, asked), _KIND[motive]
        model.ties.extend(
            len(proposals),
            a=a,
            b=b,
            initiator=asker,
            kind=kind,
            motive=motive,
            form=form,
            founded=founded,
            formed=founded,
            term=model.parameters.forms.friendship_term,
            status=ACTIVE,
        )
        ends = np.stack([a, b])
        model.count(ends, +1)
        # who has found a partner in the other part of Germany waits for none
        model.waiting[ends[:, motive == REUNIFICATION]] = False
        stages = [projects.founding(model, number) for number in range(len(KINDS))]
        told = {
            "form": form,
            "initiator": model.world.ids[asker],
            "kind": kind,
            "motive": motive,
            "prior": priors,
            "signed": np.where(form == PARTNERSHIP, founded, 0),
            "stage": [stages[number] for number in kind.tolist()],
            "via": via,
        }
        one, other = model.world.ids[ends]
        numbers = np.arange(first, model.ties.count)
        model.ledger.extend(founded, FOUNDED, numbers, (one, other), FOUNDED_WORDS, told)
        self._open = []


def found(model: TwinningModel, proposal: Proposal, form: int, prior: float = 0.0) -> int:
    """Found a single tie: both agents, arrays and ledger; returns its number."""
    agreed = Agreed(model)
    tie = agreed.add(proposal, form, prior)
    agreed.settle()
    return tie
