"""The ledger as tables: calibrated, estimated, assumed; appeals and events on their own."""

from __future__ import annotations

from analysis.evidence.grounds import plain
from analysis.evidence.ledger import Row
from analysis.evidence.page.markdown import count, number, table
from simulation.past import load_countries, load_events

APART = ("appeal", "events")


def calibrated(rows: list[Row]) -> str:
    """Numbers that were found by running the model."""
    chosen = [row for row in rows if row.grounds.kind == "calibrated"]
    lines = [
        (
            *_named(row),
            row.grounds.prior.words,
            number(row.grounds.width_ratio, 2),
            row.grounds.note,
        )
        for row in chosen
    ]
    titles = ("parameter", "value", "meaning", "prior", "width", "note")
    return (
        "## Calibrated\n\nWidth: of the posterior, as a share of the prior's (90 % widths).\n\n"
        + table(titles, lines, "lrllrl")
    )


def estimated(rows: list[Row]) -> str:
    """Numbers with a standard error: rates, choices and shares; appeals; events."""
    plain_rows = [
        (
            *_named(row),
            number(row.grounds.error, 2),
            f"{row.grounds.data_points:,} {row.grounds.data_unit}",
            number(row.grounds.width_ratio, 2),
            row.grounds.note,
        )
        for row in rows
        if row.grounds.kind == "estimated" and _section(row) not in APART
    ]
    titles = ("parameter", "value", "meaning", "se", "data", "width", "note")
    return "\n".join(
        [
            "## Estimated\n\nWhat is estimated on recorded ties is the product of choice, consent, "
            "survival and recording.\n",
            table(titles, plain_rows, "lrlrlrl"),
            _appeals(rows),
            _events(rows),
        ]
    )


def _appeals(rows: list[Row]) -> str:
    names = dict(load_countries().select("country", "name").iter_rows())
    chosen = [row for row in rows if _section(row) == "appeal"]
    chosen.sort(key=lambda row: -row.leaf.value)
    lines = [
        (
            names[row.leaf.path.partition(".")[2]],
            f"{row.leaf.value:.2f}",
            number(row.grounds.error, 2),
            f"{row.grounds.data_points:,}",
        )
        for row in chosen
    ]
    return (
        f"### Appeal of {count(len(lines), 'country', 'countries')}\n\n{chosen[0].leaf.meaning}. "
        "Estimated on counts by country and year.\n\n"
        + table(("country", "appeal (ln)", "se", "recorded ties"), lines, "lrrr")
    )


def _events(rows: list[Row]) -> str:
    """Sizes of dated events, each beside the common distribution that it is drawn to."""
    of = {row.leaf.path: row for row in rows}
    lines = []
    for event in load_events():
        row = of.get(f"events.{event.id}.size")
        if row is None:
            continue
        shape = [of[f"events.{event.id}.{name}"].leaf.value for name in ("delay", "half_life")]
        lines.append(
            (
                event.date.year,
                f"`{event.id}`",
                f"{row.leaf.value:.2f}",
                number(row.grounds.error, 2),
                number(row.grounds.width_ratio, 2),
                row.grounds.kind,
                *map(number, shape),
                row.grounds.note,
            )
        )
    sizes = [row for path, row in of.items() if path.startswith("events.") and path[-5:] == ".size"]
    told = sum(row.grounds.kind == "estimated" for row in sizes)
    titles = ("year", "event", "size", "se", "width", "class", "delay", "half-life", "note")
    return (
        f"### Sizes of {count(len(lines), 'dated event')}\n\nOn the log scale. Sizes are drawn to "
        "zero by one common normal distribution, whose spread the counts tell; an event whose "
        f"error is hardly below that spread is assumed. {told} are estimated. Delays and "
        "half-lives (years) are common to events of a kind: the best of a small grid, without an "
        "error, and so assumed.\n\n" + table(titles, lines, "rlrrrlrrl")
    )


def assumed(rows: list[Row]) -> str:
    """Numbers that nothing narrows, with the range that could as well be true."""
    chosen = [row for row in rows if row.grounds.kind == "assumed" and _section(row) not in APART]
    lines = [
        (
            *_named(row),
            row.grounds.prior.words,
            number(row.grounds.width_ratio, 2),
            row.grounds.note,
            row.grounds.source,
        )
        for row in chosen
    ]
    titles = ("parameter", "value", "meaning", "range", "width", "why", "source")
    return (
        "## Assumed\n\nEvery figure that depends on these rests on judgement. A width is shown "
        "where data spoke, but too softly.\n\n" + table(titles, lines, "lrlrrll")
    )


def _named(row: Row) -> tuple[str, str, str]:
    """Path, value and meaning."""
    return f"`{row.leaf.path}`", plain(row.leaf.value), row.leaf.meaning


def _section(row: Row) -> str:
    return row.leaf.path.partition(".")[0]
