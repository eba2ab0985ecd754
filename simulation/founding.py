"""Founding: what was agreed becomes a tie, with both agents, in the arrays and in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from simulation.ledger import FOUNDED
from simulation.motives import MOTIVES, NAMES, REUNIFICATION
from simulation.plain import plain
from simulation.ties import ACTIVE, FORMS, KINDS, PARTNERSHIP
from simulation.ways import projects, sponsorships

if TYPE_CHECKING:
    from simulation.model import TwinningModel
    from simulation.municipality import Proposal


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
        self._pairs: set[tuple[int, int]] = set()
        self._open: list[tuple[Proposal, int, float]] = []

    def joins(self, proposal: Proposal) -> bool:
        """Whether asker and asked have agreed on a tie already."""
        asker, asked = proposal.asker, proposal.asked
        return (asker, asked) in self._pairs or (asked, asker) in self._pairs

    def add(self, proposal: Proposal, form: int, prior: float) -> int:
        """Agree on a tie, whose number is returned; a sponsorship becomes this tie.

        `prior` is what joined the two before.
        """
        model, asker, asked = self.model, proposal.asker, proposal.asked
        self._pairs.add((asker, asked))
        self.touched.update((asker, asked))
        sponsorship = model.ties.between(asker, asked)
        if sponsorship is not None:
            self.settle()  # the ledger keeps the order
            sponsorships.convert(model, sponsorship, proposal, form)
            _no_longer_waiting(model, [proposal])
            return sponsorship
        tie = model.ties.count + len(self._open)
        model.agent_at(asker).ties[tie] = asked
        model.agent_at(asked).ties[tie] = asker
        self._open.append((proposal, form, prior))
        return tie

    def settle(self) -> None:
        """Write down what is open: arrays, counts and ledger."""
        if not self._open:
            return
        model, first = self.model, self.model.ties.count
        proposals, forms, _ = zip(*self._open, strict=True)
        asker, asked, motive, (founded, *_), *_ = zip(*proposals, strict=True)
        a, b = list(map(min, asker, asked)), list(map(max, asker, asked))
        model.ties.extend(
            len(proposals),
            a=a,
            b=b,
            initiator=asker,
            kind=[_KIND[one] for one in motive],
            motive=motive,
            form=forms,
            founded=founded,
            formed=founded,
            term=model.parameters.forms.friendship_term,
            status=ACTIVE,
        )
        model.count(np.array([a, b]), +1)
        _no_longer_waiting(model, proposals)
        ids = plain(model.world).ids
        ends = [ids[row] for row in a], [ids[row] for row in b]
        numbers = range(first, model.ties.count)
        model.ledger.extend(founded, FOUNDED, numbers, ends, _texts(model, self._open))
        self._open = []


def found(model: TwinningModel, proposal: Proposal, form: int, prior: float = 0.0) -> int:
    """Found a single tie: both agents, arrays and ledger; returns its number."""
    agreed = Agreed(model)
    tie = agreed.add(proposal, form, prior)
    agreed.settle()
    return tie


_KIND = tuple(KINDS.index(motive.kind) for motive in MOTIVES)
"""Kind of tie that each motive founds."""


def _no_longer_waiting(model: TwinningModel, proposals: Sequence[Proposal]) -> None:
    """Who has found a partner in the other part of Germany waits for none."""
    for proposal in proposals:
        if proposal.motive == REUNIFICATION:
            model.waiting[[proposal.asker, proposal.asked]] = False


def _texts(model: TwinningModel, agreed: list[tuple[Proposal, int, float]]) -> list[str]:
    """What the ledger tells of each founding."""
    ids, stages = plain(model.world).ids, [projects.founding(model, kind) for kind in _KIND]
    return [
        founded_text(
            form=FORMS[form],
            initiator=ids[proposal.asker],
            kind=MOTIVES[proposal.motive].kind,
            motive=NAMES[proposal.motive],
            prior=float(round(prior, 1)),
            signed=proposal.year if form == PARTNERSHIP else None,
            stage=stages[proposal.motive],
            via=proposal.via,
        )
        for proposal, form, prior in agreed
    ]


def founded_text(
    *,
    form: str,
    initiator: int,
    kind: str,
    motive: str,
    prior: float,
    signed: int | None,
    stage: str | None,
    via: str | None,
) -> str:
    """What the ledger tells of a founding, as canonical JSON; most of its rows begin here.

    `prior` are contacts there were before, `signed` the year of a contract, `stage` that of a
    development tie, `via` what led to it beside the asker's own search.
    """
    text = f'{{"form":"{form}","initiator":{initiator},"kind":"{kind}","motive":"{motive}"'
    if prior > 0.0:
        text += f',"prior":{prior!r}'
    text += f',"signed":{"null" if signed is None else signed}'
    if stage is not None:
        text += f',"stage":"{stage}"'
    if via is not None:
        text += f',"via":"{via}"'
    return text + "}"
