"""Prior contacts: what joins places before a tie does."""

from __future__ import annotations

from simulation.parameters.section import System


class Contacts(System):
    """The stock of prior contacts of places with countries."""
