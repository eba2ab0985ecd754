"""Fuzzing of all that reads a user's file: damaged copies of good files, each read or refused.

`python -m tests.properties.fuzzing --inputs 10000 --seed 1` reads that many and tells what came of
them; the same seed gives the same inputs.
"""
