"""Commands that bring a register: from a file, or from the Wikidata query service."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reports.commands.options import Quiet
from reports.commands.terminal import fail, manners, progress, telling

if TYPE_CHECKING:
    from analysis.registers.imported import Imported

app = typer.Typer(
    help="Bring a register of your own: from a file, or from Wikidata.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Parquet = Annotated[Path, typer.Option(help="A new .parquet file; the report lies beside it.")]
Replace = Annotated[bool, typer.Option("--force", help="Replace an earlier import.")]
ENDPOINT = "https://query.wikidata.org/sparql"


@app.command(
    "import",
    epilog="Example: jumelage register import list.csv --kind rgre --out out/mine.parquet",
)
def import_file(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The list of ties.")],
    kind: Annotated[
        str, typer.Option(help="rgre (the list of RGRE), wikidata (saved results) or csv.")
    ],
    out: Parquet,
    default_year: Annotated[
        int | None,
        typer.Option(help="Year that stands for unknown; of rgre it is 2000, else there is none."),
    ] = None,
    force: Replace = False,
    quiet: Quiet = False,
) -> None:
    """Find the places of a list of ties, and write it as a register."""
    with manners(), telling():
        from analysis.registers.imported import made_of
        from analysis.registers.kinds import KINDS, read_source
        from analysis.registers.writing import check_free, save

        check_free(out, force=force)
        source = read_source(path, kind)
        assumed = KINDS[kind].default_year if default_year is None else default_year
        imported = made_of(source, assumed)
        save(imported, out)
    _tell(imported, out, quiet=quiet)


@app.command(
    "fetch", epilog="Example: jumelage register fetch --country DE --out out/wikidata.parquet"
)
def fetch_wikidata(
    country: Annotated[str, typer.Option(help="ISO 3166-1 code of the country: DE.")],
    out: Parquet,
    endpoint: Annotated[str, typer.Option(help="Address of the query service.")] = ENDPOINT,
    cache: Annotated[
        Path | None, typer.Option(help="Folder of answers; OUT.cache if none is given.")
    ] = None,
    contact: Annotated[
        str | None, typer.Option(help="Your address for the service, should a query disturb it.")
    ] = None,
    force: Replace = False,
    quiet: Quiet = False,
) -> None:
    """Fetch the twinnings (P190) of a country's places, and write them as a register."""
    folder = out.with_suffix(".cache") if cache is None else cache
    with manners(lambda: f"answers are kept in {folder}; the same call goes on"), telling():
        from analysis.registers.imported import made_of
        from analysis.registers.wikidata.fetching import Service, fetch
        from analysis.registers.writing import check_free, save

        check_free(out, force=force)
        service = Service(endpoint, folder, contact)
        with progress("Fetching", "answers", quiet=quiet) as tell:
            source = fetch(country, service, tell)
        imported = made_of(source, None)
        save(imported, out)
    _tell(imported, out, quiet=quiet)


def _tell(imported: Imported, out: Path, *, quiet: bool) -> None:
    """What came of it, as a table."""
    from analysis.registers.writing import report_of

    if imported.report["usable"] == 0:
        fail(f"no tie could be placed; {report_of(out)} lists every row and why")
    if not quiet:
        from rich.console import Console

        from reports.registers import show

        show(imported, Console())
    typer.echo(str(out))
