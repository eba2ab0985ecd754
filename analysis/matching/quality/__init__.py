"""How good the matches are: the rank of the real partner, beside simple rivals."""
