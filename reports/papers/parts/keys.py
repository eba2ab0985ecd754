"""The key of a map, as a line of the page: its words stay legible where the map is small."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup


def dots(title: str, entries: Iterable[tuple[str, str, bool]]) -> Markup:
    """A line of dots and what each stands for.

    Parameters
    ----------
    title : what the dots tell; may be empty
    entries : colour, words, and whether the dot is a ring
    """
    parts = [Markup("<span>{}</span>").format(title)] if title else []
    for colour, words, ring in entries:
        look = "background:#fff;border:2px solid {}" if ring else "background:{}"
        dot = Markup('<span><i class="dot" style="{}"></i>{}</span>')
        parts.append(dot.format(look.format(colour), words))
    return Markup('<p class="key">{}</p>').format(Markup("").join(parts))
