"""The posterior of the default history: what ensembles draw from unless they are told not to.

`draws.csv` has one row a draw and one column a parameter, by its dotted path, with absolute values;
`draws.json` says of which fit they are and to which `history.toml` they belong.

>>> from scenarios.posterior import load_draws
>>> draws = load_draws()
>>> draws.number(draws.rows + 3)
3
"""

from scenarios.posterior.card import Card, history_sha256
from scenarios.posterior.reading import FOLDER, Draws, load_draws

__all__ = ["FOLDER", "Card", "Draws", "history_sha256", "load_draws"]
