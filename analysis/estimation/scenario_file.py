"""The text of `history.toml`: generated from the estimates, never edited by hand."""

from __future__ import annotations

from typing import Any

from analysis.estimation.shapes import ONE_WITH, estimated, kind_of
from simulation.parameters import Parameters, Response
from simulation.past import load_events

HEAD = """# The default history, 1945-2025, written by `python -m analysis.estimation`: do not edit,
# but write a scenario of your own with `extends = "history"`.
# se: standard error. 'ties': estimated on single ties of the RGRE register of 2015 (SHA-256
# {sha}...), see analysis/estimates/links.json. 'counts': estimated on the shipped counts with
# the model's own exposure, see flows.json. 'matched': moved until one count comes out.
# 'assumed': a range of experts' reading, not data.

title = "The history of 1945-2025"
start = 1945
until = 2025
"""

ASSUMED_EVENTS: dict[str, tuple[Response, str]] = {
    "ukraine_2022": (
        Response(size=2.8, delay=0.5, half_life=1.5),
        "assumed: 73 ties before February 2022, 128 in March 2023 (growth G007, G107)",
    ),
}
"""Events after the fitted years whose size rests on a published figure instead."""


def history_text(parameters: Parameters, links: dict[str, Any], flows: dict[str, Any]) -> str:
    """The whole file."""
    parts = [HEAD.format(sha=links["sha256"][:12])]
    parts.append(_rate(parameters, links))
    parts.append(_choice(parameters, links))
    parts.append(_appeal(parameters, flows))
    parts.append(_plain(parameters))
    parts.append(_events(parameters, flows))
    return "\n".join(parts)


def _line(name: str, value: object, note: str) -> str:
    shown = str(value).lower() if isinstance(value, bool) else value
    return f"{name} = {shown}  # {note}"


def _rate(parameters: Parameters, links: dict[str, Any]) -> str:
    found, rate = links["rate"], parameters.rate
    lines = ["[rate]"]
    for name in ("size", "size_curve", "load", "east"):
        note = f"ties, se {found['errors'][name]:.3f}"
        lines.append(_line(name, getattr(rate, name), note))
    near, later = found["placebo"]["imitation"], found["placebo"]["imitation_placebo"]
    lines.append(
        _line(
            "imitation",
            rate.imitation,
            f"ties: a null. Neighbours' earlier ties {near[0]:.2f} (se {near[1]:.2f}), "
            f"their later ones {later[0]:.2f} (se {later[1]:.2f})",
        )
    )
    lines.append(_line("district", rate.district, "matched: 431 recorded ties of districts"))
    lines.append(_line("district_size", rate.district_size, "assumed, 0.2 to 0.9"))
    return "\n".join(lines) + "\n"


def _choice(parameters: Parameters, links: dict[str, Any]) -> str:
    found, choice = links["choice"], parameters.choice
    lines = ["[choice]"]
    lines += [
        _line(name, getattr(choice, name), f"ties, se {found['errors'][name]:.3f}")
        for name in ("near", "similar", "mass")
    ]
    lines.append(_line("near_km", choice.near_km, "assumed"))
    lines.append(_line("held", choice.held, f"ties, se {links['held']['error']:.3f}"))
    lines.append("\n[choice.distance]")
    for name, slope in choice.distance.items():
        if name == "default":
            note = f"ties, common slope, se {found['common']['error']:.3f}"
        else:
            note = f"ties, se {found['errors'][f'distance.{name}']:.3f}, drawn to the common slope"
        lines.append(_line(name, slope, note))
    return "\n".join(lines) + "\n"


def _appeal(parameters: Parameters, flows: dict[str, Any]) -> str:
    lines = ["[appeal]"]
    for country, value in sorted(parameters.appeal.items()):
        error = flows["estimates"][f"appeal.{country}"][1]
        lines.append(_line(country, value, f"counts, se {error:.2f}"))
    return "\n".join(lines) + "\n"


def _plain(parameters: Parameters) -> str:
    """Sections whose values were matched or assumed."""
    notes = {
        "gates": {
            "closed": "by meaning",
            "restricted": "counts, on the log scale with a weak prior",
        },
        "reunification": {
            "wish_from": "assumed: after the Eastern treaties",
            "wish": "matched: 800 applications pending in November 1989 (growth G101)",
            "size": "assumed",
            "trickle": "assumed, 0.01 to 0.1: the GDR chose a few dozen",
            "after": "assumed, 0.5 to 2",
            "fading": "assumed, 1 to 4 years",
        },
        "consent": {
            "base": "assumed, 0.6 to 0.95; not told apart from appeal",
            "load": "assumed, 0.2 to 1",
            "capacity": "assumed, 10,000 to 50,000",
        },
        "forms": {
            "partnership_at_once": "matched: forms in the register",
            "friendship_at_once": "matched: forms in the register",
            "contact_to_friendship": "assumed",
            "contact_to_partnership": "assumed",
            "friendship_to_partnership": "assumed",
            "friendship_term": "assumed",
            "renewal": "assumed",
        },
        "ending": {
            "contact": "assumed, 0.005 to 0.03",
            "friendship": "assumed, 0.002 to 0.02",
            "partnership": "assumed, 0.001 to 0.01 (Germany-UK net -1.1 % a year 2011-21, V90b)",
            "rupture": "17 of 61 cities suspended (vitality V14a)",
        },
    }
    parts = []
    for section, fields in notes.items():
        settings = getattr(parameters, section)
        lines = [f"[{section}]"]
        lines += [_line(name, getattr(settings, name), note) for name, note in fields.items()]
        parts.append("\n".join(lines) + "\n")
    parts.append(_recording(parameters))
    return "\n".join(parts)


def _recording(parameters: Parameters) -> str:
    notes = {
        "until_1998": "assumed: a full survey",
        "after_1998": "assumed, 0.4 to 0.8 for partnerships: self-report",
        "year_unknown": "counts: rows at the default year 2000, by form",
    }
    lines = ["[recording]"]
    for name, note in notes.items():
        table = getattr(parameters.recording, name)
        inner = ", ".join(f"{form} = {value}" for form, value in table.items())
        lines.append(f"{name} = {{ {inner} }}  # {note}")
    return "\n".join(lines) + "\n"


def _events(parameters: Parameters, flows: dict[str, Any]) -> str:
    lines = []
    for event in load_events():
        kind = kind_of(event)
        if kind is None:
            continue
        settings = parameters.events[event.id]
        if estimated(event):
            note = f"counts, se {flows['estimates'][f'events.{event.id}'][1]:.2f}"
        elif event.id in ONE_WITH:
            note = f"one with {ONE_WITH[event.id]}: the counts cannot tell them apart"
        elif event.id in ASSUMED_EVENTS:
            note = ASSUMED_EVENTS[event.id][1]
        else:
            note = "not estimated: no fitted count tells it"
        lines += [
            f"[events.{event.id}]",
            _line("size", settings.size, note),
            _line("delay", settings.delay, f"years, common to events of the kind '{kind}'"),
            _line("half_life", settings.half_life, "years, likewise"),
            "",
        ]
    return "\n".join(lines)
