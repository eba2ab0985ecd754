"""The time split on the page: what ties up to 1986 and one date say of the ten years after."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from analysis.evidence.page.markdown import count, listed, number, percent, table

ALL = "all"
GROUPS = {
    "all": "all countries",
    "opening": "countries that the opening touches",
    "others": "other countries",
}
MODEL = "model"


def section(content: dict[str, Any]) -> list[str]:
    """Lines of the section.

    Parameters
    ----------
    content : what `analysis/estimates/time_split.json` holds
    """
    titles = {MODEL: "this model", **content["titles"]}
    return [
        "## Ten years ahead: the time split",
        "",
        *_design(content),
        "",
        *_verdict(content, titles),
        "",
        *_lines(_gains(content["gains"], titles)),
        "",
        "Expected ties beside the record, and how many of all cells the 90 % intervals hold.",
        "",
        *_lines(_expected(content, titles)),
    ]


def _design(content: dict[str, Any]) -> Iterable[str]:
    """What was known and what was predicted."""
    until, opening = content["until"], content["opening"]
    size = f"mean {number(opening['mean'], 2)}, sd {number(opening['spread'], 2)}, log scale"
    return [
        f"The estimating programs saw dated ties up to {until} and no table without years; every "
        f"Land is in. Told beyond {until}: the date of the opening of 1989, which borders it "
        "opens, and that eastern places are free from 1990 on. No other later event happens. The "
        f"size of the opening is drawn from the sizes of earlier events ({size}); what earlier "
        "ties do not tell comes from the priors, and each draw's level is moved to the recorded "
        f"ties of 1947-{until % 100}. {count(content['runs'], 'run')}. Cells, rivals and scores "
        f"were fixed before the first run (`analysis/contest/time_split`): "
        f"{listed(content['periods'])}, by country; negative-binomial log score, whose dispersion "
        f"is learnt on cells up to {until} alone. Assumed numbers were set by people who know what "
        "came later."
    ]


def _verdict(content: dict[str, Any], titles: dict[str, str]) -> Iterable[str]:
    """Which of the rules hold, and what the model expected of the opening."""
    told = []
    for rule in content["rules"]:
        name = next(name for name in titles if f"against {name}," in rule["rule"])
        if not rule["holds"]:
            word = "worse than"
        else:
            word = "better than" if rule["shown"] else "better, within two errors, than"
        gain, error = number(rule["value"]), number(rule["error"], 2)
        told.append(f"{word} {titles[name]} (gain {gain} nats, error {error})")
    return [f"The model predicts 1987-96 {listed(told)}. {_opening(content)}"]


def _opening(content: dict[str, Any]) -> str:
    """Expected and recorded ties with the countries that the opening touches, from 1990 on."""
    later = content["periods"][1:]
    rows = [
        row
        for row in content["totals"]
        if row["opened"] and row["period"] in later and row["entry"] in (MODEL, "persistence")
    ]
    recorded = sum(row["recorded"] for row in rows if row["entry"] == MODEL)
    mean = {
        entry: sum(row["mean"] for row in rows if row["entry"] == entry)
        for entry in (MODEL, "persistence")
    }
    return (
        f"With the {len(content['opened'])} countries that the opening touches it expects "
        f"{mean[MODEL]:,.0f} ties in 1990-96, where {recorded:,.0f} are recorded and "
        f"persistence alone expects {mean['persistence']:,.0f}; the French jump of 1963 was a "
        f"factor of {number(content['french_jump'], 2)}."
    )


def _gains(rows: list[dict[str, Any]], titles: dict[str, str]) -> str:
    lines = [
        (
            titles[row["rival"]],
            GROUPS[row["countries"]],
            row["cells"],
            number(row["gain"]),
            number(row["error"], 2),
            number(row["z"], 2),
        )
        for row in rows
        if row["period"] == ALL
    ]
    head = ("rival", "countries", "cells", "gain (nats)", "error", "gain / error")
    return table(head, lines, "llrrrr")


def _expected(content: dict[str, Any], titles: dict[str, str]) -> str:
    """Totals by contestant and period, both groups of countries apart."""
    periods = content["periods"]
    held = {row["entry"]: row["all_inside"] for row in content["coverage"]}
    at = {(row["entry"], row["opened"], row["period"]): row for row in content["totals"]}
    lines: list[tuple[object, ...]] = []
    for opened in (True, False):
        group = GROUPS["opening" if opened else "others"]
        found = [f"{at[MODEL, opened, period]['recorded']:,.0f}" for period in periods]
        lines.append(("the record", group, *found, ""))
        for entry, title in titles.items():
            means = [f"{at[entry, opened, period]['mean']:,.0f}" for period in periods]
            lines.append((title, group, *means, percent(held[entry])))
    head = ("contestant", "countries", *periods, "intervals that hold")
    return table(head, lines, "ll" + "r" * (len(periods) + 1))


def _lines(text: str) -> list[str]:
    return text.rstrip("\n").split("\n")
