"""First parameters from data: what is estimated, on what, and how it becomes `history`.

`python -m analysis.estimation` runs it all: `--links FILE` re-estimates what needs single
ties (rate and choice); flows by country and year are estimated on the counts that ship.
"""
