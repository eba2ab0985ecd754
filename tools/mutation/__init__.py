"""Mutation check of `simulation/`: do the tests see small faults, put in one at a time."""
