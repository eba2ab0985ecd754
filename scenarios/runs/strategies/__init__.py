"""Runs under strategies: their inputs drawn and written down, and all compared on one trunk."""

from scenarios.runs.strategies.ensembles import strategies_ensemble
from scenarios.runs.strategies.inputs import read_inputs

__all__ = ["read_inputs", "strategies_ensemble"]
