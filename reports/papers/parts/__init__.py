"""What papers share: ties counted in runs, bands over runs, panels, rows, and words for results."""
