"""Timings of the model, as ratios to contestants measured in the same run.

`python -m benchmarks` holds the contest of the core law and what a user waits for; `throughput`
counts histories a minute, `pairing` what paired luck saves. All write RESULTS.md, each its section.
"""
