"""What the ledger tells of the founding of a tie."""

from __future__ import annotations

from simulation.motives import NAMES
from simulation.ties import FORMS, KINDS
from simulation.wording import Wording, but_zero, one_of, real, whole, word

FOUNDED_WORDS = Wording(
    {
        "form": one_of(FORMS),
        "initiator": whole,
        "kind": one_of(KINDS),
        "motive": one_of(NAMES),
        "prior": but_zero(real(1), None),
        "signed": but_zero(whole, "null"),
        "stage": word,
        "via": word,
    }
)
"""`initiator` is an id, `prior` are contacts there were before, `signed` the year of a contract,
`stage` that of a development tie, `via` what led to it beside the asker's own search."""
