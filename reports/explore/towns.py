"""A town that someone looks for, by a name as people write it, and its likely partners."""

from __future__ import annotations

from typing import Any

from analysis.matching import MatchError, Question, match
from reports.explore.mistakes import ExploreError
from reports.matching.words import chance, number, reasons, title, told
from simulation.run import cached_world

LISTED = 12
"""Likely partners that are shown."""


def partners(text: str, world: str) -> dict[str, Any]:
    """The place that is meant, and its likeliest partners by the law of choice.

    Raises
    ------
    ExploreError
        If there is no such place, or several: the sentence tells them apart.
    """
    try:
        answer = match(Question(place=text, top=LISTED), cached_world(world))
    except MatchError as error:
        raise ExploreError(str(error).removeprefix("PLACE ").removeprefix("PLACE: ")) from None
    note = answer.notes[0] if "is read as" in answer.notes[0] else ""
    return {
        "id": answer.place["id"],
        "title": title(answer),
        "name": answer.place["name"],
        "note": note,
        "told": told(answer),
        "candidates": [
            {
                "id": one.id,
                "name": one.name,
                "country": one.country_name,
                "chance": chance(one.probability),
                "weight": one.probability / answer.candidates[0].probability,
                "km": number(one.distance_km),
                "people": number(one.population),
                "reasons": reasons(one),
            }
            for one in answer.candidates
        ],
    }
