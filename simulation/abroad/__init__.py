"""The other countries of Europe: their places search among each other, by an extrapolated law.

Two bodies of places search in the world `europe`. German ones do so as in `germany`: the law that
was calibrated counts every tie with Germany, whichever side asked first, so nobody else searches
there. All other European places search among each other, each country an origin of its own.
`rule` says how much each country seeks each other one, from what the German side tells; `gates`
and `warmth` say when; `law` draws who searches and whom it chooses. What follows (consent, forms,
the life of a tie) is one for all. Nothing here is calibrated.
"""

from __future__ import annotations

from simulation.abroad.law import lay_out, search

__all__ = ["lay_out", "search"]
