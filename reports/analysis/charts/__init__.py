"""Charts of statistical analyses, drawn by Altair."""
