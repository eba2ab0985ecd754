"""What history's dated events did to twinning: sizes, errors and tests as a result in themselves.

The regression is that of `analysis.estimation.counts.flows`: recorded rows by country and year on
the model's own exposure. Here its event sizes are asked how far they can be believed.
"""
