"""What the dated events did: sizes with intervals, false dates, predictions from one another."""

from __future__ import annotations

from typing import Any

from analysis.evidence.page.markdown import count, listed, number, percent, table
from simulation.past import load_countries

VERDICTS = ("positive", "null", "contrary", "cannot be told")
QUICK = (0.29, 0.29)
"""Size and error of the Élysée treaty net of the common wave, as estimated quickly before the
model was built; kept as what was expected."""
UNLIKELY = 0.1
NAMED = 2
"""Countries named beside an event."""

Found = dict[str, Any]


def section(content: Found) -> list[str]:
    """The section, in blocks of markdown.

    Parameters
    ----------
    content : what `python -m analysis.estimation.events` wrote
    """
    rows = content["events"]
    return [
        "## What the events did\n\n"
        f"{count(len(rows), 'dated event')} up to 1996 beside the rows that the model sends "
        "without them. Size: of the log flow at its height, drawn to the common distribution, as "
        "it ships. Error: the widest of three (Poisson widened by the dispersion; residuals that "
        "go together within a country; within a country over neighbouring years). *Positive* and "
        "*contrary*: the 90 % interval excludes zero. *Null*: it holds zero, and excludes that "
        "the event doubled or halved what it touched. Alone: told without the other events. Net "
        "of years: once every year has a level of its own that is common to all countries. False "
        "dates: share of all false dates at which an event stands out as far.\n",
        _sizes(rows),
        *_findings(content),
        _left_out(rows),
    ]


def _sizes(rows: list[Found]) -> str:
    """A row an event."""
    names = dict(load_countries().select("country", "name").iter_rows())
    lines = [
        (
            row["year"],
            f"`{row['id']}`",
            f"**{row['size']:.2f}**",
            f"{row['low']:.2f} to {row['high']:.2f}",
            _with_error(row["alone"]),
            _with_error(row["negative_binomial"]),
            _with_error(row["net_of_years"]),
            _or_nothing(row["placebo"]["share_of_all"]),
            number(row["holm"], 2),
            ", ".join(
                f"{names.get(code.split('|')[0], code)} {percent(share)}"
                for code, share in row["countries"][:NAMED]
            ),
            "; ".join([f"**{row['verdict']}**", *row["doubts"]]),
        )
        for row in rows
    ]
    titles = (
        *("year", "event", "size", "90 %", "alone", "negative binomial", "net of years"),
        *("false dates", "p (Holm)", "told by", "verdict, and what speaks against it"),
    )
    return table(titles, lines, "rlrrrrrrr")


def _findings(content: Found) -> list[str]:
    """What follows from the numbers, in sentences."""
    return [
        _verdicts(content["events"]),
        _together(content),
        _false_dates(content),
        _before(content),
        _elysee(content),
        _caps(content["events"]),
    ]


def _verdicts(rows: list[Found]) -> str:
    parts = []
    for word in VERDICTS:
        chosen = [f"`{row['id']}`" for row in rows if row["verdict"] == word]
        if chosen:
            parts.append(f"{word} {len(chosen)} ({listed(chosen)})")
    free = [f"`{row['id']}`" for row in rows if row["verdict"] == "positive" and not row["doubts"]]
    clear = listed(free) if free else "none"
    return f"Found: {'; '.join(parts)}. Positive, and nothing speaks against it: {clear}.\n"


def _together(content: Found) -> str:
    joint, held = content["joint"], content["joint"]["against_false_dates"]
    standing = [f"`{row['id']}`" for row in content["events"] if _below(row["hochberg"])]
    against = (
        f"; held against the scatter at false dates F {number(held[0])}, p {number(held[1], 2)}"
        if held
        else ""
    )
    told = max(joint["quasi"][1], joint["binomial"][1], held[1] if held else 0.0) < UNLIKELY
    return (
        f"That all {joint['sizes']} sizes that share one distribution are zero is "
        f"{'refuted' if told else 'not refuted'} (quasi-likelihood F {number(joint['quasi'][0])}, "
        f"p {number(joint['quasi'][1], 2)}; negative-binomial likelihood ratio "
        f"{number(joint['binomial'][0])}, p {number(joint['binomial'][1], 2)}{against}). "
        f"Each told alone and all looked at together (Benjamini-Hochberg, 10 %), "
        f"{listed(standing) if standing else 'none'} {_stand(standing)}.\n"
    )


def _stand(words: list[str]) -> str:
    return "stand" if len(words) > 1 else "stands"


def _false_dates(content: Found) -> str:
    found = content["false_dates"]
    if "z_spread" not in found:
        return "No event could be moved to a false date.\n"
    wide = found["z_spread"]
    rows = content["events"]
    rare = [f"`{row['id']}`" for row in rows if _below(row["placebo"]["share_of_all"])]
    verdict = (
        "counts to a country move for reasons that no event of the list holds, and an interval "
        f"made of these errors is too narrow by about {number(wide, 2)}"
        if wide > 1.25
        else "the errors are as wide as they should be"
    )
    return (
        f"At {count(found['dates'], 'false date')}, beside the true event, sizes scatter "
        f"{number(wide, 2)} times as widely as their errors say (median {found['median']:+.2f}; "
        f"{percent(found['beyond'])} lie beyond a 90 % bound): {verdict}. Further out than nine in "
        f"ten false dates: {listed(rare) if rare else 'none'}.\n"
    )


def _before(content: Found) -> str:
    leads = [row for row in content["events"] if row["lead"] is not None]
    early = [
        f"`{row['id']}` ({row['lead']['size']:+.2f}, error {number(row['lead']['error'], 2)})"
        for row in leads
        if _below(row["lead_holm"])
    ]
    return (
        f"In the three years before, where {count(len(leads), 'event')} can be asked, counts "
        f"already stood otherwise before {listed(early) if early else 'none'} (Holm, 10 %).\n"
    )


def _elysee(content: Found) -> str:
    row = next(row for row in content["events"] if row["id"] == "elysee_1963")
    beside, net = content["elysee"], row["net_of_years"]
    mean, error = net[0] * beside["held"], net[1] * beside["held"]
    apart = abs(mean - QUICK[0]) > 2.0 * (error**2 + QUICK[1] ** 2) ** 0.5
    return (
        f"The Élysée treaty: {row['size']:.2f} at its height, {net[0]:.2f} (error {net[1]:.2f}) "
        f"net of the years common to all; this is {mean:.2f} ({error:.2f}) as a mean over its "
        f"first ten years. Without the model, France beside "
        f"{count(len(beside['neighbours']), 'neighbour')} whose borders were open, ten years "
        f"before and after: {beside['size']:.2f} (error {beside['error']:.2f}); each neighbour in "
        f"the place of France gives {beside['scatter']:.2f} on the root mean square, without any "
        f"treaty. The quick estimate of {QUICK[0]} (error {QUICK[1]}) from before the model was "
        f"built lies {'more' if apart else 'less'} than two joint errors from that mean.\n"
    )


def _caps(rows: list[Found]) -> str:
    """How far sizes hang on the cap of their common spread."""
    low, *_, high = sorted(rows[0]["caps"], key=float)
    moved = [
        f"`{row['id']}` ({row['caps'][low]:.2f}, {row['size']:.2f}, {row['caps'][high]:.2f})"
        for row in rows
        if abs(row["caps"][high] - row["caps"][low]) > row["errors"]["model"]
    ]
    return (
        f"With the spread of sizes held to {low} and to {high}, beside what ships, "
        f"{len(rows) - len(moved)} of {len(rows)} move by less than their error"
        f"{'; more: ' + listed(moved) if moved else ''}.\n"
    )


def _left_out(rows: list[Found]) -> str:
    """Each event predicted from the others."""
    left = [row for row in rows if row["left_out"] is not None]
    lines = []
    for row in left:
        found, after = row["left_out"], row["left_out"]["after"]
        told = (
            (f"{after['rows']:,.0f}", f"{after['pooled']:,.0f}", f"{after['none']:,.0f}")
            if after
            else ("", "", "")
        )
        lines.append(
            (
                f"`{row['id']}`",
                f"{row['alone'][0]:.2f}",
                f"{found['mean']:.2f}",
                f"{found['low']:.2f} to {found['high']:.2f}",
                "yes" if found["inside"] else "**no**",
                *told,
                f"{after['gain']:+.1f}" if after else "",
            )
        )
    gains = [row["left_out"]["after"]["gain"] for row in left if row["left_out"]["after"]]
    inside = sum(row["left_out"]["inside"] for row in left)
    titles = (
        *("event", "alone", "foretold", "90 %", "inside"),
        *("rows in ten years", "foretold", "without event", "gain"),
    )
    return (
        "### Each event predicted from the others\n\nThe distribution of the other sizes "
        "foretells the size of each, and with it the rows of its first ten years where it is "
        "felt; all else is estimated on the other rows. Gain: log score over no event, nats. "
        f"{inside} of {len(left)} sizes lie inside; the others foretell a mean near zero and a "
        "wide spread, so this says that an event matters, hardly which way. The rows are foretold "
        f"better than without an event for {sum(gain > 0 for gain in gains)} of {len(gains)} "
        f"(sum {sum(gains):+.1f}).\n\n" + table(titles, lines, "lrrrlrrrr")
    )


def _below(p: float | None) -> bool:
    return p is not None and p < UNLIKELY


def _with_error(pair: list[float]) -> str:
    return f"{pair[0]:.2f} ({pair[1]:.2f})"


def _or_nothing(share: float | None) -> str:
    return "" if share is None else percent(share)
