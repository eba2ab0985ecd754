"""The tables of a comparison: one file for each thing that is asked."""
