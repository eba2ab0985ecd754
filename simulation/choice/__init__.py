"""Choice: one partner out of all eligible places.

`effects` holds the law's terms, one short function each; `law` adds them up for any pair;
`tessellation` and `geometry` lay out the map, `sampler` draws from the law exactly without
looking at every place.
"""

from simulation.choice.law import Law
from simulation.choice.listed import Pairs
from simulation.choice.sampler import Sampler, samplers_of

__all__ = ["Law", "Pairs", "Sampler", "samplers_of"]
