"""Exports: a finished history as CSV, Stata, GEXF or GraphML, with a codebook.

>>> from pathlib import Path
>>> from analysis.exports import export_run
>>> export_run(Path("out/history"), "stata", Path("out/stata"))  # doctest: +SKIP
"""

from analysis.exports.codebook import CODEBOOK, Column, codebook
from analysis.exports.export import FORMATS, Format, export_run

__all__ = ["CODEBOOK", "FORMATS", "Column", "Format", "codebook", "export_run"]
