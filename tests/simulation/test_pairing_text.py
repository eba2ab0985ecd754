from itertools import product

import pytest

from simulation.founding import founded_text
from simulation.ledger import CANONICAL

PLAIN = {"form": "contact", "initiator": 9162000, "kind": "twinning", "motive": "partner"}


@pytest.mark.parametrize(
    ("prior", "signed", "stage", "via"),
    list(product([0.0, 0.1, 1e16], [None, 1963], [None, "networking event"], [None, "board"])),
)
def test_the_text_of_a_founding_is_canonical(prior, signed, stage, via):
    """What is nothing is left out, but for the contract that was not signed."""
    told = {"prior": prior or None, "stage": stage, "via": via}
    detail = {**PLAIN, "signed": signed, **{k: v for k, v in told.items() if v is not None}}
    text = founded_text(**PLAIN, prior=prior, signed=signed, stage=stage, via=via)
    assert text == CANONICAL.encode(detail)
