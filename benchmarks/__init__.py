"""Timings of the model, as ratios to a reference measured in the same run."""
