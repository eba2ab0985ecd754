"""Building the report: read both folders, score the ensemble, write the page."""

from __future__ import annotations

from pathlib import Path

from analysis.validation import score
from reports.demo.inputs import read_ensemble, read_run
from reports.demo.page import page
from scenarios.runs.kept.folder import write_whole
from scenarios.runs.mistakes import writing

NAME = "report.html"


def build(run: Path, ensemble: Path, out: Path) -> Path:
    """Write the page about a run and an ensemble.

    Parameters
    ----------
    run : Path
        Folder that `jumelage run` left: the history that the map shows.
    ensemble : Path
        Folder that `jumelage ensemble` left: one scenario, at least 20 histories.
    out : Path
        Folder for the page; made where it is missing.

    Returns
    -------
    Path
        Of the page, `report.html`: one file that loads nothing from elsewhere. The same folders
        give the same bytes.

    Raises
    ------
    ValueError
        If a folder is missing, unfinished or damaged, holds several scenarios or fewer than 20
        histories, or `out` cannot be written to: one sentence.
    """
    history, many = read_run(Path(run)), read_ensemble(Path(ensemble))
    html = page(history, many, score(Path(ensemble)))
    path = Path(out) / NAME
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, html.encode())
    return path
