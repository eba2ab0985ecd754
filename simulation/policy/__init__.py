"""What acts on the network from outside in a year: shifts of the times, and policies.

`act` is the step of the year. `who` says who is meant, `delivery` who is reached for how much
money, `outside` holds what that does in the year. Nothing here touches a tie: other steps ask
`outside`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.climate import Climate
from simulation.policy.delivery import deliver
from simulation.policy.outside import Outside, outside
from simulation.policy.shifts import drift

if TYPE_CHECKING:
    from simulation.model import TwinningModel

__all__ = ["Outside", "act", "outside"]


def act(model: TwinningModel, climate: Climate) -> None:
    """Let the shifts be felt and the policy reach whom its money reaches, for this year."""
    outside(model).begin()
    drift(model, climate)
    deliver(model, climate)
