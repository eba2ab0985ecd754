"""The page of an answer: one file with everything in it, which loads nothing from elsewhere."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from analysis.matching import Answer, MatchError
from analysis.matching.reasons import country_name
from reports import borders
from reports.matching.map import draw
from reports.matching.words import chance, number, reasons, state, title, told
from reports.templating import render
from reports.theme import palette

MARK = '<meta name="generator" content="jumelage match">'
"""By which an earlier page of this command is known."""
HEAD_BYTES = 2_000


def page(answer: Answer) -> str:
    """The HTML of an answer."""
    drawn = draw(answer)
    top = max((candidate.probability for candidate in answer.candidates), default=0.0)
    rows = [
        {
            "place": place,
            "name": candidate.name,
            "country": candidate.country_name,
            "chance": chance(candidate.probability),
            "bar": f"{100.0 * candidate.probability / top:.0f}" if top > 0.0 else "0",
            "km": number(candidate.distance_km),
            "people": number(candidate.population),
            "state": state(candidate),
            "reasons": reasons(candidate),
        }
        for place, candidate in enumerate(answer.candidates, 1)
    ]
    about = borders.sidecar()
    return render(
        "match.html.j2",
        colours=palette(),
        mark=Markup(MARK),
        answer=answer,
        title=title(answer),
        told=told(answer),
        countries=", ".join(country_name(code) for code in answer.countries),
        map=drawn,
        rows=rows,
        known=answer.register is not None,
        map_source=f"Borders: {about['source']}; {about['licence']}. Places: GeoNames and "
        "statistical offices (CC BY 4.0, Licence Ouverte), see DATA-LICENSES.md.",
    )


def check_page(path: Path, *, force: bool = False) -> None:
    """Refuse a file that is not ours to write.

    Raises
    ------
    MatchError
        If it is there already and `force` is off, or it is no page of this command.
    """
    if path.suffix.lower() not in (".html", ".htm"):
        raise MatchError(f"--page {path}: expected the name of an .html file")
    if not path.parent.is_dir():
        raise MatchError(f"--page {path}: there is no folder {path.parent}; make it first")
    if not path.exists() and not path.is_symlink():
        return
    if not force:
        raise MatchError(f"--page {path}: is there already; name another file, or give --force")
    if not path.is_file() or MARK.encode() not in path.read_bytes()[:HEAD_BYTES]:
        raise MatchError(
            f"--page {path}: was not written by jumelage match, and is left alone; name another"
        )


def write_page(answer: Answer, path: Path) -> None:
    """Write the page, whole or not at all.

    Raises
    ------
    RunError
        If it cannot be written.
    """
    from scenarios.runs.kept.folder import write_whole

    write_whole(path, page(answer).encode())
