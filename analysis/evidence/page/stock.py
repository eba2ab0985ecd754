"""The true stock of ties: the headline, and what it rests on."""

from __future__ import annotations

from typing import Any

from analysis.evidence.page.markdown import count, number, percent, table
from analysis.stock.estimate import SUM

Content = dict[str, Any]
TITLE = "## The true stock"
PLURAL = {
    "contact": "contacts (informal)",
    "friendship": "friendships",
    "partnership": "partnerships",
    SUM: "all ties abroad",
}
ROLES = {"pooled": "pooled", "checked": "kept back: checked", "set_aside": "set aside"}


def section(content: Content | None) -> list[str]:
    """Sections of the page: the stock by form, and the double records behind it.

    Parameters
    ----------
    content : what `analysis.stock.stock` found; None where it was not run yet
    """
    if content is None:
        return [f"{TITLE}\n\nNot run yet: `python -m analysis.stock --out out/stock --write`.\n"]
    return [_headline(content), _double_records(content)]


def _headline(content: Content) -> str:
    rows = {(row["year"], row["form"]): row for row in content["stock"]}
    first, last = min(year for year, _ in rows), max(year for year, _ in rows)
    whole, contacts = rows[first, SUM], rows[first, "contact"]
    told = (
        f"At the end of {first} about **{_near(whole['living'])} ties** joined German "
        f"municipalities and districts with places abroad (90 %: {_span(whole['living'])}); the "
        f"register held {whole['registered']:,} of them. {_near(contacts['living'])} "
        f"({_span(contacts['living'])}) were informal contacts, of which it held "
        f"{contacts['registered']:,}: how many it lacks is the widest unknown. "
    )
    if last > first:
        now = rows[last, SUM]["living"]
        told += f"At the end of {last} there were about {_near(now)} ({_span(now)}). "
    told += (
        f"From {count(content['runs'], 'run')} with draws of the posterior. Ties that citizens or "
        "associations keep without their councils are no ties here.\n"
    )
    return "\n".join([f"{TITLE}\n\n{told}", _stock_table(content, first, last), _apart(content)])


def _stock_table(content: Content, first: int, last: int) -> str:
    rows = {(row["year"], row["form"]): row for row in content["stock"]}
    records = {row["form"]: row["living"] for row in content["records"]}
    lines = []
    for form, title in PLURAL.items():
        row = rows[first, form]
        line = [
            title,
            f"{row['registered']:,}",
            _with_span(row["living"]),
            _with_span(row["hidden"]),
        ]
        later = rows[last, form]["living"] if last > first else None
        line += [_with_span(later) if later else "", _with_span(records[form])]
        lines.append(line)
    titles = (
        "form",
        f"registered {first}",
        f"living {first}",
        "of them hidden",
        f"living {last}" if last > first else "later",
        f"living {first} by double records alone",
    )
    return table(titles, lines, "lrrrrr")


def _apart(content: Content) -> str:
    """What stands apart: no tie abroad, or no tie yet."""
    said = [
        f"{_with_span(row['living'])} {row['scope']} ties at the end of {row['year']}"
        if row["scope"] != "sponsorship"
        else f"{_with_span(row['living'])} sponsorships at the end of {row['year']}"
        for row in content["apart"]
    ]
    return f"Apart from these, as simulated: {'; '.join(said)}.\n" if said else ""


def _double_records(content: Content) -> str:
    shares = content["shares"]
    late, informal = shares["late.partnership"], shares["informal"]
    told = (
        "### How complete the register is: double records\n\n"
        "Where someone else counted the same ties, the register's count over the other one says "
        "how complete it is, at best: neither list knows what both lack. Pooled, with errors for "
        "chance and definition and a spread between pairs, the register of 2015 held "
        f"{_share(shares['surveyed.partnership'])} of the agreed ties of the survey's years and "
        f"{_share(late)} of later ones. Two Austrian surveys tell how many ties are informal; "
        "beside them contacts are registered less readily than agreed ties by a factor of "
        f"{number(informal['median'], 2)} ({number(informal['low'], 2)} to "
        f"{number(informal['high'], 2)}). `analysis/stock/README.md` says how.\n"
    )
    lines = [
        (
            row["what"],
            f"{row['register']:,}",
            f"{row['other']:,}",
            number(row["ratio"], 2),
            _expected(row),
            ROLES[row["role"]],
            f"{row['fact_id']}: {row['reading']}",
        )
        for row in content["pairs"]
    ]
    titles = (
        "ties",
        "register",
        "other count",
        "ratio",
        "pooled shares expect",
        "use",
        "the count",
    )
    return "\n".join([told, table(titles, lines, "lrrrrll"), _verdict(content)])


def _verdict(content: Content) -> str:
    """How many of the pairs that were kept back lie where the pooled ones put them."""
    checked = [row for row in content["pairs"] if row["role"] == "checked"]
    inside = [
        row for row in checked if row["expected"]["low"] <= row["ratio"] <= row["expected"]["high"]
    ]
    return (
        f"Of {count(len(checked), 'pair')} of what is kept back {len(inside)} lie within the 90 % "
        "that the pooled shares leave, before their own errors.\n"
    )


def _expected(row: Content) -> str:
    told = row.get("expected")
    if told is None:
        return ""
    return f"{number(told['median'], 2)} ({number(told['low'], 2)} to {number(told['high'], 2)})"


def _share(told: dict[str, float]) -> str:
    return f"{percent(told['median'])} ({percent(told['low'])} to {percent(told['high'])})"


def _near(told: dict[str, float]) -> str:
    return f"{told['median']:,.0f}"


def _span(told: dict[str, float]) -> str:
    return f"{told['low']:,.0f} to {told['high']:,.0f}"


def _with_span(told: dict[str, float]) -> str:
    return f"{_near(told)} ({_span(told)})"
